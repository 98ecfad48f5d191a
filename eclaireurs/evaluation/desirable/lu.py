"""A report ready to be laid out: what the templates of the three forms read."""

from dataclasses import dataclass, field
from datetime import date

from django.utils.formats import date_format

from communs.materiaux.enums import GenreMateriau
from eclaireurs.evaluation.suivi.enums import EtatAction, EtatTache

BREF = 900  # characters: about a third of a page of the booklet
PHRASE_MAX = 320  # characters: a verbatim short enough to be set as a quotation


@dataclass(frozen=True)
class Indice:
    """A clue: its words, its figure, its picture by its names in the storage (empty without)."""

    uuid: str
    genre: str
    genre_dit: str
    titre: str
    texte: str
    valeur: str
    unite: str
    description: str
    provenance: str
    legende: str
    media: str
    grande: str = ""
    apercu: str = ""
    vignette: str = ""
    largeur: int = 0
    hauteur: int = 0

    @property
    def image(self) -> bool:
        return bool(self.apercu)

    @property
    def muette(self) -> bool:
        """A picture that says nothing but its title: it goes on a contact sheet."""
        return self.image and not self.texte and not self.legende

    @property
    def citation(self) -> bool:
        """Words short enough to be set large."""
        return bool(self.texte) and not self.image and not self.valeur and len(self.texte) <= PHRASE_MAX

    @property
    def mention(self) -> str:
        """What stands under a text, on paper."""
        dite = ", ".join(filter(None, (self.genre_dit, self.provenance)))
        return f"{dite} · à retrouver sur la page web" if self.media else dite

    @property
    def couchee(self) -> bool:
        return self.largeur >= self.hauteur

    @property
    def alternative(self) -> str:
        return self.description or self.titre


@dataclass
class Chapitre:
    """A synthesis and the clues that follow it; those before the first stand under a title of ours."""

    titre: str
    texte: str
    indices: list[Indice] = field(default_factory=list)
    planche: list[Indice] = field(default_factory=list)

    @property
    def bref(self) -> bool:
        """A few lines, which the booklet keeps together."""
        images = any(indice.image for indice in (*self.indices, *self.planche))
        return not images and len(self.texte) + sum(80 + len(i.texte) for i in self.indices) < BREF


@dataclass(frozen=True)
class Texte:
    """A conclusion or a recommendation, with the services that it concerns."""

    numero: int
    titre: str
    texte: str
    services: tuple[str, ...] = ()

    @property
    def mention(self) -> str:
        if not self.services:
            return ""
        combien = "Services concernés" if len(self.services) > 1 else "Service concerné"
        return f"{combien} : {', '.join(self.services)}"


@dataclass(frozen=True)
class Tache:
    code: str
    titre: str
    etat: str
    etat_dit: str
    service: str
    debut_le: date | None
    fin_le: date | None
    avancement: int


@dataclass(frozen=True)
class Action:
    code: str
    titre: str
    etat: str
    etat_dit: str
    service: str
    debut_le: date | None
    fin_le: date | None
    preconisation: int
    rang: int | None
    taches: tuple[Tache, ...]

    @property
    def faites(self) -> int:
        return sum(1 for tache in self.taches if tache.etat == EtatTache.FAITE)


@dataclass(frozen=True)
class Volet:
    """The actions that answer one recommendation."""

    numero: int
    titre: str
    actions: tuple[Action, ...]


@dataclass(frozen=True)
class Plan:
    arrete_le: date | None
    volets: tuple[Volet, ...]
    actions: tuple[Action, ...]  # all of them, those set aside too

    @property
    def retenues(self) -> int:
        return sum(len(volet.actions) for volet in self.volets)

    @property
    def faites(self) -> int:
        return sum(1 for v in self.volets for a in v.actions if a.etat == EtatAction.FAITE)


@dataclass(frozen=True)
class Papier:
    """A journalist's piece, signed."""

    titre: str
    texte: str
    signature: str
    le: date | None

    @property
    def mention(self) -> str:
        return ", ".join(filter(None, (self.signature, date_format(self.le, "j F Y") if self.le else "")))


@dataclass(frozen=True)
class Lu:
    """A whole report, ready to be laid out."""

    titre: str
    chapeau: str
    dossier: str
    collectivite: str
    couverture: Indice | None
    chapitres: tuple[Chapitre, ...]
    conclusions: tuple[Texte, ...]
    preconisations: tuple[Texte, ...]
    plan: Plan | None
    articles: tuple[Papier, ...]
    retirees: int

    @property
    def ampleur(self) -> str:
        """The size that its title asks for on a front page."""
        return "long" if len(self.titre) > 75 else "moyen" if len(self.titre) > 45 else "court"

    @property
    def affiche(self) -> bool:
        """Almost nothing but recommendations."""
        return self.maigre and not (self.chapitres or self.conclusions or self.plan or self.articles)

    @property
    def conclusion_breve(self) -> bool:
        return sum(80 + len(texte.texte) for texte in self.conclusions) < BREF

    @property
    def presse_breve(self) -> bool:
        return sum(200 + len(article.texte) for article in self.articles) < BREF

    @property
    def en_couverture(self) -> str:
        """The clue that the front page shows already, with its words; empty without."""
        return self.couverture.uuid if self.couverture is not None else ""

    @property
    def indices(self) -> list[Indice]:
        return [i for c in self.chapitres for i in (*c.indices, *c.planche)]

    @property
    def chiffres(self) -> list[Indice]:
        return [i for i in self.indices if i.genre == GenreMateriau.CHIFFRE]

    @property
    def maigre(self) -> bool:
        """Little to lay out: the forms then give it room instead of columns."""
        signes = sum(len(i.texte) for i in self.indices) + sum(len(c.texte) for c in self.chapitres)
        signes += sum(len(t.texte) for t in (*self.conclusions, *self.preconisations))
        signes += sum(len(a.texte) for a in self.articles)
        return signes < 2500 and len(self.indices) < 8 and (self.plan is None or self.plan.retenues < 12)
