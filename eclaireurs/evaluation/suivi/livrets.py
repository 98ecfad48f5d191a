"""The tracking table on paper: A4, landscape, one block per recommendation."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import QueryDict
from django.utils.text import slugify

from communs.collectivites.identite import PERSONNE, Identite
from communs.dossiers.models import Dossier
from communs.livrets.gabarits import Gabarit, inscrire
from eclaireurs.evaluation.rapport.models import Preconisation
from eclaireurs.evaluation.suivi import echange
from eclaireurs.evaluation.suivi.filtres import FiltreForm
from eclaireurs.evaluation.suivi.models import Action, Plan
from eclaireurs.evaluation.suivi.tableau import Ligne, Regard, bilan

TABLEAU = "evaluation.tableau_de_suivi"


class _Lecteur(Regard):
    """Whoever may ask for the booklet may read the names in it; nobody edits on paper."""

    nomme = True
    prepare = False


@dataclass
class Bloc:
    """A recommendation and the lines that answer it."""

    preconisation: Preconisation
    lignes: list[Ligne] = field(default_factory=list)


def _obtenir(reference: str, identite: Identite | None) -> Plan | None:
    """The plan of a dossier that this person may read; the task, which acts for nobody, reads them all."""
    dossiers = Dossier.objects.all() if identite is None else Dossier.objects.visibles_par(identite)
    dossier = dossiers.select_related("collectivite").filter(uuid=UUID(reference)).first()
    plan = Plan.objects.filter(dossier=dossier).first() if dossier is not None else None
    if plan is not None and dossier is not None:
        plan.dossier = dossier
    return plan


def _contexte(plan: Plan, parametres: Mapping[str, Any]) -> dict[str, Any]:
    regard = _Lecteur(plan, PERSONNE)
    filtre = FiltreForm(
        QueryDict(parametres.get("filtres", "").lstrip("?")), plan=plan, identite=PERSONNE, nomme=True
    )
    blocs: dict[int, Bloc] = {}
    for objet in echange.lire(plan, filtre, regard):
        if isinstance(objet, Preconisation):
            preconisation = objet
        else:
            action = objet if isinstance(objet, Action) else objet.action  # type: ignore[attr-defined]
            preconisation = action.preconisation
        bloc = blocs.setdefault(preconisation.pk, Bloc(preconisation))
        if not isinstance(objet, Preconisation):
            bloc.lignes.append(regard.ligne(objet))
    return {
        "plan": plan,
        "dossier": plan.dossier,
        "blocs": list(blocs.values()),
        "bilan": bilan(plan, regard),
        "choix": filtre.en_mots(),
        "le": regard.aujourdhui,
        "adresse": settings.VIGIE_ADRESSE + plan.dossier.adresse("evaluation:suivi"),
    }


inscrire(
    Gabarit(
        cle=TABLEAU,
        nom="Tableau de suivi",
        permission="dossiers.voir_les_personnes",
        template="evaluation/suivi/imprime.html",
        obtenir=_obtenir,
        reference=lambda plan: str(plan.dossier.uuid),
        contexte=_contexte,
        fichier=lambda plan: f"suivi-{slugify(plan.dossier.titre)[:60].strip('-')}",
        retour=lambda plan: plan.dossier.adresse("evaluation:exporter"),
    )
)
