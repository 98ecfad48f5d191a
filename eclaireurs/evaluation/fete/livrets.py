"""What is printed of the fête: the programme for a wall (A3), the balance sheet of the year (A4).

Both show the wall and nothing else: what a private dossier does not put there is in neither of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings

from communs.collectivites.identite import Identite
from communs.livrets.gabarits import Gabarit, inscrire
from communs.web.qr import dessiner
from eclaireurs.evaluation.fete import lecture, mur
from eclaireurs.evaluation.fete.enums import BILAN, PROGRAMME, EtatDecision
from eclaireurs.evaluation.fete.models import Decision, Fete
from eclaireurs.evaluation.fete.mur import Pan


@dataclass(frozen=True)
class Chapitre:
    """An evaluation in the balance sheet: its wall, what was decided of it, the sessions that spoke of it."""

    pan: Pan
    decisions: list[Decision]
    ateliers: list[lecture.Rang]


def _obtenir(reference: str, identite: Identite | None) -> Fete | None:
    """The fête, if this person may see it now; the printing task acts for nobody."""
    fetes = Fete.objects.all() if identite is None else Fete.objects.visibles_par(identite)
    return fetes.select_related("collectivite").filter(uuid=UUID(reference)).first()


def _contexte_programme(fete: Fete, parametres: Mapping[str, Any]) -> dict[str, Any]:
    adresse = settings.VIGIE_ADRESSE + fete.get_absolute_url()
    return {
        "fete": fete,
        "programme": lecture.programme(fete),
        "pans": mur.lire(fete),
        "adresse": adresse,
        "qr": dessiner(adresse),
    }


def _contexte_bilan(fete: Fete, parametres: Mapping[str, Any]) -> dict[str, Any]:
    pans = mur.lire(fete)
    programme = lecture.programme(fete)
    montres = {pan.dossier.pk for pan in pans}
    decisions = [
        d for d in fete.decisions.filter(etat=EtatDecision.VALIDEE).avec_noms() if d.dossier_id in montres
    ]
    chapitres = [
        Chapitre(
            pan,
            [d for d in decisions if d.dossier_id == pan.dossier.pk],
            [r for r in programme.tenus if r.sujet and r.atelier.dossier_id == pan.dossier.pk],
        )
        for pan in pans
    ]
    return {
        "fete": fete,
        "compte": mur.compter(pans),
        "decidees": len(decisions),
        "chapitres": chapitres,
        "autres": [r for r in programme.tenus if not r.sujet],
        "ateliers": len(programme.tenus),
        "venues": sum(r.effectif for r in programme.tenus),
        "adresse": settings.VIGIE_ADRESSE + fete.adresse("fete:mur"),
    }


def _inscrire(cle: str, nom: str, quoi: str, contexte: Any) -> None:
    inscrire(
        Gabarit(
            cle=cle,
            nom=nom,
            permission="fete.voir",
            template=f"evaluation/fete/livrets/{quoi}.html",
            obtenir=_obtenir,
            reference=lambda fete: str(fete.uuid),
            contexte=contexte,
            fichier=lambda fete: f"{quoi}-fete-de-l-evaluation-{fete.le.year}",
            retour=lambda fete: fete.get_absolute_url(),
            retour_vers="Revenir à la fête",
        )
    )


_inscrire(PROGRAMME, "Programme de la fête", "programme", _contexte_programme)
_inscrire(BILAN, "Bilan de la fête", "bilan", _contexte_bilan)
