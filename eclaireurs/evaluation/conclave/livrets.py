"""The conclave's papers: a convocation to hand over or to bring, and the attendance sheet of the day."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.text import slugify

from communs.collectivites.essais import a_portee
from communs.collectivites.identite import Identite
from communs.dossiers.models import Dossier
from communs.livrets.gabarits import Gabarit, inscrire
from communs.web.qr import dessiner
from eclaireurs.evaluation.conclave import lecture
from eclaireurs.evaluation.conclave.enums import CONVOQUES, DEHORS
from eclaireurs.evaluation.conclave.models import Conclave, Convocation
from eclaireurs.evaluation.conclave.regle import hors_conclave

CONVOCATION, CONVOCATIONS, FEUILLE = "conclave.convocation", "conclave.convocations", "conclave.feuille"


def _convocation(reference: str, identite: Identite | None) -> Convocation | None:
    """By its secret, while she is expected: who is out, or kept out by the rule, has no paper."""
    vives = Convocation.objects.filter(
        a_portee(identite, "conclave__dossier__collectivite"),
        jeton=reference,
        conclave__etat__in=CONVOQUES,
        conclave__dossier__supprime_le=None,
    ).exclude(reponse__in=DEHORS)
    trouvee = vives.select_related("compte", "conclave__dossier__collectivite").first()
    if trouvee is None or hors_conclave(trouvee.dossier, compte=trouvee.compte, email=trouvee.email):
        return None
    return trouvee


def _conclave(reference: str, identite: Identite | None) -> Conclave | None:
    dossiers = Dossier.objects.filter(supprime_le=None)
    if identite is not None:
        dossiers = Dossier.objects.visibles_par(identite)
    convoques = Conclave.objects.filter(uuid=UUID(reference), etat__in=CONVOQUES, dossier__in=dossiers)
    return convoques.select_related("dossier__collectivite").first()


def _lettre(convocation: Convocation) -> dict[str, Any]:
    adresse = settings.VIGIE_ADRESSE + convocation.adresse_secrete
    return {"convocation": convocation, "adresse": adresse, "qr": dessiner(adresse)}


def _contexte_convocation(convocation: Convocation, parametres: Mapping[str, Any]) -> dict[str, Any]:
    conclave = convocation.conclave
    return {"conclave": conclave, "dossier": conclave.dossier, "lettres": [_lettre(convocation)]}


def _contexte_convocations(conclave: Conclave, parametres: Mapping[str, Any]) -> dict[str, Any]:
    """One letter per person still expected, a page each, in the order of the services."""
    convocations = [c for tablee in lecture.attendues(conclave) for c in tablee.convocations]
    return {
        "conclave": conclave,
        "dossier": conclave.dossier,
        "lettres": [_lettre(convocation) for convocation in convocations],
    }


def _contexte_feuille(conclave: Conclave, parametres: Mapping[str, Any]) -> dict[str, Any]:
    return {"conclave": conclave, "dossier": conclave.dossier, "tablees": lecture.attendues(conclave)}


inscrire(
    Gabarit(
        cle=CONVOCATION,
        nom="Convocation au conclave",
        permission="conclave.lire_sa_convocation",
        template="evaluation/conclave/livrets/convocations.html",
        obtenir=_convocation,
        reference=lambda convocation: convocation.jeton,
        contexte=_contexte_convocation,
        fichier=lambda convocation: "convocation-conclave",
        retour=lambda convocation: convocation.adresse_secrete,
        retour_vers="Revenir à la convocation",
        piece="piece-terrain",
    )
)


def _du_conclave(cle: str, nom: str, template: str, fichier: str, contexte: Any) -> Gabarit:
    return inscrire(
        Gabarit(
            cle=cle,
            nom=nom,
            permission="conclave.preparer",
            template=f"evaluation/conclave/livrets/{template}.html",
            obtenir=_conclave,
            reference=lambda conclave: str(conclave.uuid),
            contexte=contexte,
            fichier=lambda conclave: f"{fichier}-{slugify(conclave.dossier.titre)[:60]}",
            retour=lambda conclave: conclave.get_absolute_url(),
            retour_vers="Revenir au conclave",
            piece="piece-terrain",
        )
    )


_du_conclave(CONVOCATIONS, "Convocations au conclave", "convocations", "convocations", _contexte_convocations)
_du_conclave(FEUILLE, "Feuille de présence du conclave", "feuille", "feuille-de-presence", _contexte_feuille)
