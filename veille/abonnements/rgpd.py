"""What subscriptions know of a person: those of her addresses, with or without account."""

from collections.abc import Iterator

from communs.collectivites.effacement import adresses_de
from communs.collectivites.models import Compte
from communs.web.rgpd import Domaine, Ligne, Trace, declarer
from veille.abonnements import services
from veille.abonnements.models import Abonne


def _siens(compte: Compte) -> list[Abonne]:
    adresses = {adresse.lower() for adresse in adresses_de(compte)}
    return list(Abonne.objects.filter(email__in=adresses).order_by("pk"))


def _abonnements(compte: Compte) -> Iterator[Ligne]:
    return (services.exporter(abonne) for abonne in _siens(compte))


def _effacer(compte: Compte) -> None:
    for abonne in _siens(compte):
        services.effacer(abonne)


declarer(
    Domaine(
        cle="veille-abonnements",
        nom="Abonnements à la veille",
        resume="Les bulletins que reçoivent vos adresses, leurs thèmes, et les numéros envoyés.",
        traces=(Trace(modele="veille.Abonne", nom="Vos abonnements à la veille"),),
        exporter=lambda compte: [("abonnements", _abonnements(compte))],
        effacer=_effacer,
    )
)
