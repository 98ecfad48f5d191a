"""What a visitor tries: one evaluation told four times, each as far as the tools that are tried in it.

The story's own day 0 is put in the future, so that its day of interest is today.
"""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.utils import timezone

from communs.collectivites.models import Collectivite, Service
from eclaireurs.essais.recits import Personne, Raconte
from eclaireurs.evaluation.demonstration import conclave, gens
from eclaireurs.evaluation.demonstration.collecte import collecter, recueillir
from eclaireurs.evaluation.demonstration.conclave import reunir_le_conclave
from eclaireurs.evaluation.demonstration.fete import feter
from eclaireurs.evaluation.demonstration.recit import CADRE_PROPOSE, Recit
from eclaireurs.evaluation.demonstration.tableau import commencer_le_tableau
from eclaireurs.evaluation.demonstration.trame import raconter as raconter_toute_l_histoire
from eclaireurs.evaluation.enums import RoleEvaluation

CONTENU, FETE = Path("fixtures/demo/evaluation.yaml"), Path("fixtures/demo/fete.yaml")
LE_LENDEMAIN_DU_CADRE, SUR_LE_TERRAIN = CADRE_PROPOSE + 1, -123


def raconter(collectivite: Collectivite) -> Raconte:
    """Fill this empty collectivité; each tool's door is the page where it has something to do."""
    contenu = yaml.safe_load((settings.BASE_DIR / CONTENU).read_text())
    fete = yaml.safe_load((settings.BASE_DIR / FETE).read_text())
    Service.objects.create(collectivite=collectivite, nom=gens.DIRECTION)
    entier = _raconter(collectivite, contenu, "", 0, raconter_toute_l_histoire)
    fete_ = feter(collectivite, entier.dossier, fete, timezone.localdate())
    cadre = _raconter(collectivite, contenu, "au cadrage", LE_LENDEMAIN_DU_CADRE, _cadrer)
    terrain = _raconter(collectivite, contenu, "sur le terrain", SUR_LE_TERRAIN, _recueillir)
    reuni = _raconter(collectivite, contenu, "le jour du conclave", conclave.JOUR, _reunir)
    return Raconte(
        portes={
            "cadrage": cadre.dossier.adresse("evaluation:cadrage"),
            "collecte": terrain.dossier.adresse("evaluation:collecte"),
            "enquete": entier.dossier.adresse("evaluation:enquete"),
            "conclave": reuni.dossier.adresse("evaluation:conclave"),
            "suivi": entier.dossier.adresse("evaluation:suivi"),
            "desirable": entier.dossier.adresse("evaluation:desirable"),
            "fete": fete_.get_absolute_url(),
        },
        personnes=tuple(
            Personne(gens.compte(collectivite, role), RoleEvaluation(role).label) for role in gens.GENS
        ),
    )


def _raconter(
    collectivite: Collectivite,
    contenu: dict[str, Any],
    ou: str,
    aujourd_hui: int,
    histoire: Callable[[Recit], None],
) -> Recit:
    """The story in a dossier of its own, today being its day `aujourd_hui`; `ou` is told in the title."""
    dit = contenu["dossier"]
    titre = f"{dit['titre']} ({ou})" if ou else dit["titre"]
    fin = timezone.localdate() - timedelta(days=aujourd_hui)
    recit = Recit(collectivite, {**contenu, "dossier": {**dit, "titre": titre}}, fin)
    histoire(recit)
    return recit


def _cadrer(recit: Recit) -> None:
    recit.ouvrir()
    recit.ecrire_le_cadre()


def _recueillir(recit: Recit) -> None:
    recit.ouvrir()
    recit.cadrer()
    recit.reunir()
    recit.signer()
    recueillir(recit)


def _reunir(recit: Recit) -> None:
    recit.ouvrir()
    recit.cadrer()
    recit.reunir()
    recit.signer()
    collecter(recit)
    recit.rapporter()
    reunir_le_conclave(recit)
    commencer_le_tableau(recit, conclave.JOUR)
