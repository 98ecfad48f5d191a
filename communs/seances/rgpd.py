"""What séances know of a person: a first name in a room, tied to no account; and who leads her own."""

from collections.abc import Iterator

from communs.collectivites.models import Compte
from communs.etats import journal
from communs.seances.models import Seance
from communs.web.rgpd import Domaine, Ligne, Sort, Trace, declarer


def _animees(compte: Compte) -> Iterator[Ligne]:
    for seance in Seance.objects.filter(animee_par=compte).order_by("pk").iterator():
        yield {
            "titre": seance.titre,
            "etat": seance.etat,
            "cree_le": seance.cree_le,
            "ouverte_le": seance.ouverte_le,
            "close_le": seance.close_le,
        }


def _effacer(compte: Compte) -> None:
    """The journal of her séances goes with them: nobody else can read either."""
    for portee in Seance.objects.filter(animee_par=compte).values_list("uuid", flat=True):
        journal.purger(portee)


declarer(
    Domaine(
        cle="seances",
        nom="Séances",
        resume="Votre passage dans une séance, sans compte : rien ne le relie à vous. Les séances que vous "
        "animez hors d’un dossier.",
        traces=(
            Trace(modele="seances.Seance", nom="Les séances que vous animez en votre nom"),
            Trace(
                modele="",
                nom="Le prénom donné en entrant dans une séance",
                sort=Sort.GARDE,
                absence="Il n’est relié ni à votre compte ni à votre adresse : vous seul savez que c’est "
                "vous.",
                pourquoi="Vous l’effacez depuis la page de la séance, avec vos réponses.",
                duree="30 jours après la séance.",
            ),
        ),
        exporter=lambda compte: [("animees", _animees(compte))],
        effacer=_effacer,
    )
)
