"""What a relay prints: the sheet to hang up, and the form that people fill in by hand."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import rules
from django.conf import settings
from django.utils.text import slugify

from communs.collectivites.essais import a_portee
from communs.collectivites.identite import Identite
from communs.livrets.gabarits import Gabarit, inscrire
from communs.questionnaires.enums import Genre
from communs.questionnaires.models import Question
from communs.web.qr import dessiner
from eclaireurs.evaluation.enquete.models import Relais

# The link of a kit is the right to ask for its sheets; what they say is said to the public.
rules.add_perm("enquete.imprimer", rules.always_allow)

TITRE_COURT, TITRE_MOYEN = 45, 90  # characters that the largest letters hold, then the large ones


@dataclass(frozen=True)
class Feuille:
    """One thing to print: `cle` of its gabarit, `nom` in addresses."""

    nom: str
    cle: str
    titre: str
    dit: str


FEUILLES = {
    feuille.nom: feuille
    for feuille in (
        Feuille(
            "affiche",
            "enquete-affiche",
            "La feuille à afficher",
            "Une page A4 : la question, votre QR code, l’adresse à taper.",
        ),
        Feuille(
            "formulaire",
            "enquete-formulaire",
            "Le formulaire papier",
            "Deux pages A4 ou plus : le sondage, et la place d’écrire. Imprimez-le recto verso.",
        ),
    )
}


def _obtenir(reference: str, identite: Identite | None) -> Relais | None:
    """A relay in use, of a dossier that is there."""
    portee = a_portee(identite, "enquete__dossier__collectivite")
    vivants = Relais.objects.filter(portee, revoque_le=None, enquete__dossier__supprime_le=None)
    avec = vivants.select_related("enquete__dossier__collectivite", "enquete__questionnaire")
    return avec.filter(uuid=UUID(reference)).first()


def _contexte(relais: Relais, parametres: Mapping[str, Any]) -> dict[str, Any]:
    adresse = settings.VIGIE_ADRESSE + relais.adresse_publique
    titre = str(relais.enquete)
    corps = "court" if len(titre) <= TITRE_COURT else "moyen" if len(titre) <= TITRE_MOYEN else "long"
    return {
        "relais": relais,
        "enquete": relais.enquete,
        "dossier": relais.enquete.dossier,
        "adresse": adresse,
        "adresse_lue": adresse.split("://", 1)[-1],
        "qr": dessiner(adresse),
        "corps_du_titre": corps,
    }


def _contexte_du_formulaire(relais: Relais, parametres: Mapping[str, Any]) -> dict[str, Any]:
    sondage = relais.enquete.questionnaire
    questions: list[Question] = []
    if sondage is not None:
        questions = list(sondage.questions.exclude(genre=Genre.FICHIER))  # given online only
    return {**_contexte(relais, parametres), "questions": questions}


def _feuille(feuille: Feuille, contexte: Any) -> Gabarit:
    return inscrire(
        Gabarit(
            cle=feuille.cle,
            nom=feuille.titre,
            permission="enquete.imprimer",
            template=f"evaluation/enquete/livrets/{feuille.nom}.html",
            obtenir=_obtenir,
            reference=lambda relais: str(relais.uuid),
            contexte=contexte,
            fichier=lambda relais: f"{feuille.nom}-{slugify(str(relais))[:60]}",
            retour=lambda relais: relais.adresse_du_kit,
            retour_vers="Revenir au kit de relais",
        )
    )


_feuille(FEUILLES["affiche"], _contexte)
_feuille(FEUILLES["formulaire"], _contexte_du_formulaire)
