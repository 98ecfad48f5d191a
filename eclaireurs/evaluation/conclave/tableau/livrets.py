"""The tableau on paper: one A3 sheet in landscape, or as many as it takes."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.text import slugify

from communs.collectivites.identite import Identite
from communs.dossiers.models import Dossier
from communs.livrets.gabarits import Gabarit, inscrire
from eclaireurs.evaluation.conclave.regle import hors_conclave
from eclaireurs.evaluation.conclave.tableau import lecture
from eclaireurs.evaluation.conclave.tableau.models import TableauMartyr
from eclaireurs.evaluation.conclave.tableau.versement import provenance

TABLEAU_MARTYR = "evaluation.tableau_martyr"


def _obtenir(reference: str, identite: Identite | None) -> TableauMartyr | None:
    """The table of a dossier that this person may read, unless the rule of the conclave keeps her out; the
    task, which acts for nobody, reads them all."""
    dossiers = Dossier.objects.all() if identite is None else Dossier.objects.visibles_par(identite)
    dossier = dossiers.select_related("collectivite").filter(uuid=UUID(reference)).first()
    if dossier is not None and identite is not None and hors_conclave(dossier, compte=identite.compte):
        return None
    tableau = TableauMartyr.objects.filter(dossier=dossier).first() if dossier is not None else None
    if tableau is not None and dossier is not None:
        tableau.dossier = dossier
    return tableau


def _contexte(tableau: TableauMartyr, parametres: Mapping[str, Any]) -> dict[str, Any]:
    sections = lecture.sections(tableau, lecture.preconisations(tableau))
    return {
        "tableau": tableau,
        "dossier": tableau.dossier,
        "sections": sections,
        "actions": sum(len(s.actions) for s in sections),
        "taches": sum(len(a.taches) for s in sections for a in s.actions),
        "origine": provenance(tableau) if tableau.ouvert_le else "",
        "adresse": settings.VIGIE_ADRESSE + tableau.get_absolute_url(),
    }


inscrire(
    Gabarit(
        cle=TABLEAU_MARTYR,
        nom="Tableau martyr",
        permission="tableau.conduire",
        template="evaluation/tableau/imprime.html",
        obtenir=_obtenir,
        reference=lambda tableau: str(tableau.dossier.uuid),
        contexte=_contexte,
        fichier=lambda tableau: f"tableau-martyr-{slugify(tableau.dossier.titre)[:60].strip('-')}",
        retour=lambda tableau: tableau.get_absolute_url(),
        retour_vers="Revenir au tableau martyr",
    )
)
