"""One search: exact first; when nothing is found, what looks alike; then what there is to browse."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.http import urlencode

from communs.catalogue.calculs import Passage, passages
from communs.catalogue.enums import Type
from communs.catalogue.models import Recommandable
from communs.catalogue.querysets import RecommandableQuerySet

PAR_PAGE = 20


@dataclass(frozen=True)
class Facette:
    """One type with the number of things found; `adresse` is the search narrowed to it."""

    nom: str
    nombre: int
    adresse: str
    active: bool


@dataclass(frozen=True)
class Trouvaille:
    """One line of the results."""

    type: str
    adresse: str
    image: str
    titre: tuple[Passage, ...]
    resume: tuple[Passage, ...]


@dataclass(frozen=True)
class Resultats:
    """What the page shows. `approche`: nothing was found exactly, these look alike."""

    nombre: int
    approche: bool
    facettes: tuple[Facette, ...]
    page: Page | None
    trouvailles: tuple[Trouvaille, ...]
    filtres: str


def chercher(*, q: str, mots: Sequence[str], type: str = "", page: int = 1) -> Resultats:
    """Search the catalogue, in two queries (three when nothing is found exactly).

    `mots` are the useful words of `q`. Without any, a type lists all that it holds. When nothing is
    found, and when nothing is asked, the facets tell what there is to browse.
    """
    objets, comptes, approche = _trouver(mots)
    a_parcourir = not comptes
    if a_parcourir:
        comptes = Recommandable.objects.compter_par_type()
    nombre = comptes.get(type, 0) if type else sum(comptes.values())
    if a_parcourir and (mots or not type):
        nombre = 0
    feuillet = _feuillet(objets.filter(type=type) if type else objets, mots, nombre, page)
    return Resultats(
        nombre=nombre,
        approche=approche,
        facettes=_facettes(comptes, q="" if a_parcourir else q, type=type if nombre else ""),
        page=feuillet,
        trouvailles=tuple(_trouvaille(objet) for objet in feuillet or ()),
        filtres=_parametres(q=q, type=type),
    )


def _trouver(mots: Sequence[str]) -> tuple[RecommandableQuerySet, dict[str, int], bool]:
    """The rows found, their number by type, and whether they only look like what was asked."""
    tous = Recommandable.objects.all()
    if not mots:
        return tous, {}, False
    comptes = tous.exactement(mots).compter_par_type()
    if comptes:
        return tous.exactement(mots), comptes, False
    return tous.approximativement(mots), tous.approximativement(mots).compter_par_type(), True


def _feuillet(objets: RecommandableQuerySet, mots: Sequence[str], nombre: int, page: int) -> Page | None:
    if not nombre:
        return None
    objets = objets.par_pertinence(mots).surlignes(mots) if mots else objets.par_titre()
    paginateur = Paginator(objets, PAR_PAGE)
    paginateur.count = nombre  # the facets have counted already
    return paginateur.get_page(page)


def _facettes(comptes: dict[str, int], *, q: str, type: str) -> tuple[Facette, ...]:
    def facette(nom: str, nombre: int, cle: str) -> Facette:
        adresse = f"?{_parametres(q=q, type=cle)}".removesuffix("&")
        return Facette(nom, nombre, adresse, active=cle == type)

    par_type = [facette(t.pluriel, comptes[t], t.value) for t in Type if t in comptes]
    return (facette("Tout", sum(comptes.values()), ""), *par_type) if q else tuple(par_type)


def _parametres(**parametres: str) -> str:
    """The part of the address before `page=`, empty or closed by « & »."""
    presents = {nom: valeur for nom, valeur in parametres.items() if valeur}
    return f"{urlencode(presents)}&" if presents else ""


def _trouvaille(objet: Any) -> Trouvaille:
    return Trouvaille(
        type=objet.get_type_display(),
        adresse=objet.adresse,
        image=objet.image,
        titre=passages(getattr(objet, "titre_surligne", objet.titre)),
        resume=passages(getattr(objet, "resume_surligne", objet.resume)),
    )
