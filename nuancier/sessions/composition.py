"""The booklet as it reads: the pieces that were kept, in their order, with what they hold."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from nuancier.couleurs import Encres, encres
from nuancier.enums import BIBLIOGRAPHIES, Partie
from nuancier.fiches import FicheCitation
from nuancier.sessions.contenu import IMPRIMABLES, Pas, Programme, programme_de
from nuancier.sessions.enums import GenreMorceau
from nuancier.sessions.models import Session
from nuancier.sessions.models_livrable import Morceau, Photo, Situation
from nuancier.sessions.models_stagiaires import Bilan

ATTENTES_MAX = 30
COUVERTURE = 100.0  # millimetres of colour on the cover


@dataclass(frozen=True)
class PartieLue:
    titre: str
    lignes: tuple[str, ...] = ()
    notices: tuple[FicheCitation, ...] = ()


@dataclass(frozen=True)
class Image:
    adresse: str
    description: str


@dataclass(frozen=True)
class Bande:
    """One stripe of the cover, in millimetres of the page."""

    code: str
    encres: Encres
    haut: float
    hauteur: float

    @property
    def ligne(self) -> float:
        """Where its number stands."""
        return self.haut + min(self.hauteur / 2 + 3, self.hauteur - 2)


@dataclass(frozen=True)
class Chapitre:
    """One piece of the booklet; what is not of its kind is empty."""

    genre: str
    titre: str
    ancre: str
    pas: Pas | None = None
    encres: Encres | None = None
    parties: tuple[PartieLue, ...] = ()
    situation: Situation | None = None
    images: tuple[Image, ...] = ()
    bilan: Bilan | None = None
    attentes: tuple[str, ...] = ()
    competences: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Livret:
    session: Session
    titre: str
    programme: Programme
    chapitres: tuple[Chapitre, ...]
    bandes: tuple[Bande, ...] = ()


def image_stockee(photo: Photo) -> str:
    """The name under which the storage keeps what is printed; empty while it is being prepared."""
    return (photo.fichier.apercu or photo.fichier.original) if photo.fichier.pret else ""


def pour_l_impression(photo: Photo) -> str:
    return settings.MEDIA_URL + image_stockee(photo)


def composer(session: Session, adresse: Callable[[Photo], str]) -> Livret:
    """The booklet, in a constant number of queries; `adresse` says where a photo is read."""
    programme = programme_de(session)
    morceaux = (
        session.morceaux.filter(retenu=True)
        .select_related("situation", "bilan__stagiaire")
        .prefetch_related("situation__photos__fichier")
        .order_by("rang", "pk")
    )
    chapitres = [_chapitre(m, programme, session, adresse) for m in morceaux]
    return Livret(
        session=session,
        titre=session.livrable_titre or session.titre,
        programme=programme,
        chapitres=tuple(c for c in chapitres if c is not None),
        bandes=_bandes(programme),
    )


def _bandes(programme: Programme) -> tuple[Bande, ...]:
    codes = [pas.fiche.code for pas in programme.teintes]
    hauteur = round(COUVERTURE / max(len(codes), 1), 2)
    return tuple(
        Bande(code, encres(code), round(rang * hauteur, 2), hauteur) for rang, code in enumerate(codes)
    )


def _chapitre(
    morceau: Morceau, programme: Programme, session: Session, adresse: Callable[[Photo], str]
) -> Chapitre | None:
    """None for what has nothing to say: a teinte that left the snapshot, expectations nobody wrote."""
    base: dict[str, Any] = {"genre": morceau.genre, "ancre": f"m-{morceau.uuid}"}
    if morceau.genre == GenreMorceau.TEINTE:
        pas = programme.teinte(morceau.teinte)
        if pas is None:
            return None
        return Chapitre(
            titre=pas.fiche.titre,
            pas=pas,
            encres=encres(pas.fiche.code),
            parties=tuple(_partie(pas, p) for p in IMPRIMABLES if p in morceau.parties),
            **base,
        )
    if morceau.situation is not None:
        photos = [p for p in morceau.situation.photos.all() if image_stockee(p)]
        return Chapitre(
            titre=morceau.situation.titre,
            situation=morceau.situation,
            images=tuple(Image(adresse(p), p.description) for p in photos),
            **base,
        )
    if morceau.bilan is not None:
        if not (morceau.bilan.accord and morceau.bilan.critique):
            return None
        return Chapitre(titre="Lecture critique", bilan=morceau.bilan, **base)
    if morceau.genre == GenreMorceau.ATTENTES:
        return _attentes(session, base)
    return Chapitre(titre="À vous d’écrire", **base)


def _attentes(session: Session, base: dict[str, Any]) -> Chapitre | None:
    """Words without names: they were given to trainers, and to this page alone."""
    dites = list(session.stagiaires.inscrits().order_by("pk").values_list("attentes", "competences"))
    visees = Counter(c for _, competences in dites for c in competences)
    attentes = tuple(a for a, _ in dites if a)[:ATTENTES_MAX]
    if not attentes and not visees:
        return None
    rangees = sorted(visees.items(), key=lambda paire: (-paire[1], paire[0]))
    return Chapitre(titre="Ce que nous attendions", attentes=attentes, competences=tuple(rangees[:5]), **base)


def _partie(pas: Pas, partie: Partie) -> PartieLue:
    contenu = getattr(pas.fiche, partie.value)
    if partie in BIBLIOGRAPHIES:
        return PartieLue(str(partie.label), notices=contenu)
    return PartieLue(str(partie.label), lignes=contenu)
