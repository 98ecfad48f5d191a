"""What the living chart knows of a person: her words, published under her name until it is erased."""

from collections.abc import Iterator

from communs.collectivites.models import Compte
from communs.web.rgpd import Domaine, Ligne, Sort, Trace, declarer
from nuancier.vie.enums import Etat
from nuancier.vie.models import Commentaire, Echange, Proposition, Signalement, Version

POURQUOI = (
    "Ces textes appartiennent au Nuancier, sous sa licence, et d’autres y ont répondu. Ils restent, sans "
    "votre nom. Retirez vos commentaires d’abord si vous préférez."
)
DUREE = "Autant que la teinte."


def _propositions(compte: Compte) -> Iterator[Ligne]:
    champs = (
        "genre",
        "etat",
        "code",
        "partie",
        "valeurs",
        "raison",
        "licence",
        "cree_le",
        "decidee_le",
        "motif",
    )
    return Proposition.objects.filter(auteur__compte=compte).order_by("pk").values(*champs).iterator()


def _echanges(compte: Compte) -> Iterator[Ligne]:
    siens = Echange.objects.filter(auteur__compte=compte).order_by("pk")
    return siens.values("texte", "cree_le", "proposition__code").iterator()


def _commentaires(compte: Compte) -> Iterator[Ligne]:
    champs = ("teinte__code", "texte", "licence", "cree_le", "modifie_le", "masque_le", "masque_motif")
    siens = Commentaire.objects.filter(auteur__compte=compte, retire_le=None).order_by("pk")
    return siens.values(*champs).iterator()


def _versions(compte: Compte) -> Iterator[Ligne]:
    siennes = Version.objects.filter(auteur__compte=compte).order_by("pk")
    return siennes.values("teinte__code", "numero", "cree_le", "motif").iterator()


def _signalements(compte: Compte) -> Iterator[Ligne]:
    siens = Signalement.objects.filter(compte=compte).order_by("pk")
    return siens.values("commentaire__teinte__code", "motif", "cree_le").iterator()


def _effacer(compte: Compte) -> None:
    """What was not kept by the chart goes with its author."""
    Proposition.objects.filter(auteur__compte=compte, etat__in=[Etat.RETIREE, Etat.DECLINEE]).delete()


def _anonyme(modele: str, nom: str, duree: str = DUREE) -> Trace:
    return Trace(modele=f"nuancier.{modele}", nom=nom, sort=Sort.ANONYME, pourquoi=POURQUOI, duree=duree)


declarer(
    Domaine(
        cle="nuancier-contributions",
        nom="Contributions au Nuancier",
        resume="Ce que vous avez proposé, écrit et signalé dans le Nuancier.",
        traces=(
            _anonyme("Version", "Vos versions des teintes"),
            _anonyme(
                "Proposition",
                "Vos propositions",
                "Autant que la teinte ; celles que vous avez retirées, ou que l’équipe a déclinées, sont "
                "effacées avec votre compte.",
            ),
            _anonyme("Echange", "Vos réponses aux questions de l’équipe"),
            _anonyme("Commentaire", "Vos commentaires des teintes"),
            Trace(modele="nuancier.Signalement", nom="Vos signalements de commentaires"),
        ),
        exporter=lambda compte: (
            ("propositions", _propositions(compte)),
            ("reponses", _echanges(compte)),
            ("commentaires", _commentaires(compte)),
            ("versions", _versions(compte)),
            ("signalements", _signalements(compte)),
        ),
        effacer=_effacer,
    )
)
