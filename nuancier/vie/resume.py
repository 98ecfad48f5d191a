"""What the page of a teinte says of its life, in a constant number of queries."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
from django.urls import reverse

from nuancier.enums import Partie
from nuancier.models import Citation, Commentaire, Lacune, Teinte, Verification, Version

DERNIERS = 3


@dataclass(frozen=True)
class AAider:
    """A part that asks for help, and where to help."""

    nom: str
    manque: str
    adresse: str


@dataclass(frozen=True)
class LienMort:
    """An address that the nightly check no longer finds; `partie` and `cible` name its record."""

    titre: str
    adresse: str
    depuis: datetime
    partie: str
    cible: str


@dataclass(frozen=True)
class Vie:
    lacunes: tuple[AAider, ...]
    liens_morts: tuple[LienMort, ...]
    commentaires: tuple[Commentaire, ...]
    nombre: int
    version: Version | None


def lire_la_vie(teinte: Teinte) -> Vie:
    """For a teinte, prefetched or not."""
    visibles = Commentaire.objects.de_la_teinte(teinte.pk).filter(masque_le=None, retire_le=None)
    derniers = visibles.filter(parent=None).order_by("-cree_le", "-pk")[:DERNIERS]
    return Vie(
        lacunes=tuple(_lacune(teinte, lacune) for lacune in teinte.lacunes.all()),
        liens_morts=tuple(_liens_morts(teinte)),
        commentaires=tuple(reversed(derniers)),
        nombre=visibles.aggregate(nombre=Count("pk"))["nombre"],
        version=teinte.versions.defer("contenu").first(),
    )


def _lacune(teinte: Teinte, lacune: Lacune) -> AAider:
    """Trainers are told in the module: the first one, or one to come."""
    partie, cible = lacune.partie, ""
    if partie == Partie.FORMATEURS:
        partie = Partie.MODULE
        cible = next((module.cle for module in teinte.modules.all()), "")
    nom, suite = ("proposer_objet", [cible]) if cible else ("proposer_piece", [])
    return AAider(
        nom=str(lacune.get_partie_display()),
        manque=str(lacune.get_genre_display()),
        adresse=reverse(f"nuancier:{nom}", args=[teinte.code, str(Partie(partie).value), *suite]),
    )


def _liens_morts(teinte: Teinte) -> list[LienMort]:
    siennes = Citation.objects.filter(teinte=teinte).values("ressource__liens__adresse")
    trouvees = Verification.objects.mortes().filter(adresse__in=siennes)
    morts: dict[str, datetime] = dict(trouvees.values_list("adresse", "mort_le"))  # type: ignore[arg-type]
    if not morts:
        return []
    citations = Citation.objects.filter(teinte=teinte, ressource__liens__adresse__in=morts)
    lignes = citations.values_list(
        "ressource__titre", "ressource__liens__adresse", "partie", "ressource__cle"
    )
    return [LienMort(titre, adresse, morts[adresse], partie, cle) for titre, adresse, partie, cle in lignes]
