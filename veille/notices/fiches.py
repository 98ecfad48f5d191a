"""The *fiche*: a whole notice as plain values, the one shape in which it travels.

Forms, imports and merges make it, exports and citations read it, two of them are compared.
`lire` takes it from the rows, `ecrire` puts it back into them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from django.db import transaction
from django.utils import timezone

from veille.notices.models import Contribution, Lien, Moment, Notice, Theme


@dataclass(frozen=True)
class FicheAuteur:
    """A person (`prenom` may be unknown) or a body; `role` as `veille.enums.Role`, "" for an author."""

    nom: str
    prenom: str = ""
    organisme: bool = False
    role: str = ""


@dataclass(frozen=True)
class FicheMoment:
    genre: str
    date: str = ""
    texte: str = ""


@dataclass(frozen=True)
class FicheLien:
    """`adresse` is empty where nobody noted it."""

    adresse: str = ""
    libelle: str = ""
    genre: str = "page"


@dataclass(frozen=True)
class FicheNotice:
    """`date` as in `veille.dates`; `themes` are keys of the vocabulary; `resume` is Markdown."""

    titre: str = ""
    genre: str = "article"
    sous_titre: str = ""
    auteurs: tuple[FicheAuteur, ...] = ()
    publication: str = ""
    collection: str = ""
    editeur: str = ""
    lieu: str = ""
    volume: str = ""
    numero: str = ""
    date: str = ""
    pages: str = ""
    nombre_pages: int | None = None
    pages_precision: str = ""
    en_ligne: bool = False
    langue: str = "fr"
    acces: str = ""
    resume: str = ""
    doi: str = ""
    isbn: str = ""
    issn: str = ""
    moments: tuple[FicheMoment, ...] = ()
    liens: tuple[FicheLien, ...] = ()
    themes: tuple[str, ...] = ()
    territoires: tuple[str, ...] = ()
    mots_cles: tuple[str, ...] = ()
    note: str = ""
    reste: Mapping[str, Any] = field(default_factory=dict, hash=False)


_IMBRIQUES = {"auteurs": FicheAuteur, "moments": FicheMoment, "liens": FicheLien}
# The columns of a notice that are those of its fiche, by the same name.
CHAMPS = tuple(f.name for f in fields(FicheNotice) if f.name not in (*_IMBRIQUES, "themes"))


def en_dict(fiche: FicheNotice) -> dict[str, Any]:
    """Plain values, fit for JSON; `depuis_dict` reads them back."""
    return asdict(fiche)


def depuis_dict(valeurs: Mapping[str, Any]) -> FicheNotice:
    """The fiche of these values. TypeError for a field it does not have."""
    return FicheNotice(**{nom: _depuis(nom, valeur) for nom, valeur in valeurs.items()})


def _depuis(nom: str, valeur: Any) -> Any:
    if nom in _IMBRIQUES:
        return tuple(_IMBRIQUES[nom](**v) for v in valeur)
    return tuple(valeur) if isinstance(valeur, list) else valeur


def lire(notice: Notice) -> FicheNotice:
    """The fiche of a notice obtained with `entieres()`: no query of its own."""
    return FicheNotice(
        auteurs=tuple(FicheAuteur(c.nom, c.prenom, c.organisme, c.role) for c in notice.contributions.all()),
        moments=tuple(FicheMoment(m.genre, m.date, m.texte) for m in notice.moments.all()),
        liens=tuple(FicheLien(lien.adresse, lien.libelle, lien.genre) for lien in notice.liens.all()),
        themes=tuple(theme.cle for theme in notice.themes.all()),
        **{nom: _fige(getattr(notice, nom)) for nom in CHAMPS},
    )


def _fige(valeur: Any) -> Any:
    return tuple(valeur) if isinstance(valeur, list) else valeur


@transaction.atomic
def ecrire(fiche: FicheNotice, notice: Notice | None = None) -> Notice:
    """Make the rows of this notice, or of a new one, say exactly this.

    The caller holds the lock and counts the version. Raises ValidationError, by field, for what the models
    refuse, themes that do not exist included.
    """
    notice = notice or Notice()
    for nom in CHAMPS:
        valeur = getattr(fiche, nom)
        setattr(notice, nom, list(valeur) if isinstance(valeur, tuple) else valeur)
    notice.modifie_le = timezone.now()
    notice.full_clean(exclude=["themes"])
    notice.save()
    _remplacer(notice, Contribution, "contributions", fiche.auteurs)
    _remplacer(notice, Moment, "moments", fiche.moments)
    _remplacer(notice, Lien, "liens", fiche.liens)
    notice.themes.set(Theme.objects.tous_de(fiche.themes))
    return notice


def _remplacer(notice: Notice, modele: type[Any], nom: str, fiches: Iterable[Any]) -> None:
    """Rows without identity of their own: the new list takes the place of the old."""
    lignes = [modele(notice=notice, rang=rang, **asdict(fiche)) for rang, fiche in enumerate(fiches, 1)]
    for ligne in lignes:
        ligne.full_clean()
    getattr(notice, nom).all().delete()
    modele.objects.bulk_create(lignes)
