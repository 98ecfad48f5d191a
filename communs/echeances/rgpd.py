"""What reminders know of a person."""

from collections.abc import Iterator

from communs.collectivites.models import Compte
from communs.echeances.models import Calendrier, Destinataire, Echeance, Relance
from communs.web.rgpd import Domaine, Ligne, Trace, declarer


def _reglages(compte: Compte) -> Iterator[Ligne]:
    yield from Destinataire.objects.filter(compte=compte).values("rythme", "fuseau", "relance_le")


def _relances(compte: Compte) -> Iterator[Ligne]:
    siennes = Relance.objects.filter(destinataire__compte=compte).order_by("pk")
    yield from siennes.values("jour", "nombre").iterator()


def _echeances(compte: Compte) -> Iterator[Ligne]:
    siennes = Echeance.objects.filter(responsable__compte=compte).order_by("le", "pk")
    yield from siennes.values("dossier__titre", "libelle", "le", "faite_le").iterator()


def _calendriers(compte: Compte) -> Iterator[Ligne]:
    """That they exist: their secret address opens one's dates to whoever holds it."""
    siens = Calendrier.objects.filter(compte=compte).order_by("pk")
    yield from siens.values("dossier__titre", "cree_le").iterator()


declarer(
    Domaine(
        cle="echeances",
        nom="Échéances et rappels",
        resume="Ce qui vous attend dans vos dossiers, vos réglages de rappel et les rappels reçus.",
        traces=(
            Trace(modele="echeances.Destinataire", nom="Vos réglages de rappel"),
            Trace(modele="echeances.Calendrier", nom="Vos agendas reliés, sans leur adresse secrète"),
        ),
        exporter=lambda compte: (
            ("reglages", _reglages(compte)),
            ("rappels_recus", _relances(compte)),
            ("echeances", _echeances(compte)),
            ("agendas", _calendriers(compte)),
        ),
    )
)
