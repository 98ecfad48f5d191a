"""The group of a séance, read: live counts, or its portrait once it is made; what is shown of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypedDict

from django.utils.crypto import salted_hmac

from communs.seances.models import Seance
from sonar.enums import Style
from sonar.models import Profil, Question
from sonar.seances import calculs
from sonar.seances.calculs import Groupe
from sonar.seances.enums import Exercice, Situation
from sonar.seances.models import Feuille, Portrait, Relance


def comptees(seance: Seance) -> "list[dict[str, str]]":
    return list(Feuille.objects.filter(seance=seance, comptee=True).values_list("styles", flat=True))


def compter(seance: Seance) -> Groupe:
    """As it stands now."""
    papier = Feuille.objects.filter(seance=seance, papier=True).count()
    personnes = seance.participations.count() + papier
    return calculs.rassembler(comptees(seance), personnes=personnes, papier=papier)


def lire(seance: Seance) -> Groupe:
    """As it was frozen, if it was; else as it stands."""
    portrait = getattr(seance, "portrait_sonar", None)
    return Groupe(**portrait.donnees) if portrait is not None else compter(seance)


def figer(seance: Seance) -> Portrait | None:
    """Make the portrait once, when the séance closes; nothing as long as nobody handed in a sheet."""
    deja = Portrait.objects.filter(seance=seance).first()
    if deja is not None and deja.contient(Exercice.TEST):
        return deja
    groupe = compter(seance)
    if not groupe.feuilles:
        return deja
    portrait, _ = Portrait.objects.update_or_create(seance=seance, defaults={"donnees": groupe.en_donnees()})
    return portrait


class Synthese(TypedDict):
    """What the room said in one exercise, as a table: the first column names its rows."""

    titre: str
    colonnes: list[str]
    rangees: list[list[str]]
    note: str


def joindre(seance: Seance, cle: Exercice, synthese: Synthese | None) -> None:
    """Freeze this exercise in the portrait, once; nothing when nobody answered it."""
    if synthese is None:
        return
    vide = {"donnees": compter(seance).en_donnees()}
    portrait, _ = Portrait.objects.get_or_create(seance=seance, defaults=vide)
    if cle not in portrait.syntheses:
        portrait.syntheses |= {cle: synthese}
        portrait.save(update_fields=["syntheses"])


# --- what is shown -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Barre:
    """One style of a picture and of its table: `part` in percent, and the numbers behind it."""

    nom: str
    signe: str
    part: int
    domine: bool
    nombres: tuple[int, ...]


@dataclass(frozen=True)
class Tableau:
    """A picture and the table that says the same; `colonnes` names the numbers of each bar."""

    cle: str
    titre: str
    colonnes: tuple[str, ...]
    barres: tuple[Barre, ...]


@dataclass(frozen=True)
class Ligne:
    """One question: for each style how many chose it, None where that would give somebody away."""

    question: Question
    cases: tuple[tuple[Style, int | None], ...]

    @property
    def masque(self) -> bool:
        return any(nombre is None for _, nombre in self.cases)


@dataclass(frozen=True)
class Lecture:
    """All that the wall, the phones and the portrait show of a group."""

    groupe: Groupe
    instincts: Tableau | None  # the weight of each style
    profils: tuple[tuple[Profil, int], ...]  # those met, the most frequent first
    reponses: Tableau | None  # answers by style
    en_tete: tuple[Profil, ...]
    en_retrait: tuple[Profil, ...]
    situation: Situation
    lignes: tuple[Ligne, ...]
    relances: tuple[Relance, ...]
    syntheses: tuple[Synthese, ...]


def presenter(seance: Seance) -> Lecture:
    """Everything at once: the distribution is empty for a group too small to be shown."""
    groupe = lire(seance)
    poids = calculs.peser(groupe.profils)
    tete = calculs.en_tete(poids) if groupe.se_montre else ()
    retrait = calculs.en_retrait(poids) if groupe.se_montre else ()
    profils = {p.cle: p for p in Profil.objects.all()}
    rencontres = sorted(groupe.profils.items(), key=lambda cle_nombre: (-cle_nombre[1], cle_nombre[0]))
    return Lecture(
        groupe=groupe,
        instincts=_instincts(groupe) if groupe.se_montre else None,
        profils=tuple((profils[cle], n) for cle, n in rencontres) if groupe.se_montre else (),
        reponses=_reponses(groupe) if groupe.se_montre else None,
        en_tete=tuple(profils[style] for style in tete),
        en_retrait=tuple(profils[style] for style in retrait),
        situation=groupe.situation,
        lignes=_lignes(seance, groupe) if groupe.se_montre else (),
        relances=_relances(groupe.situation, {*tete, *retrait}),
        syntheses=_syntheses(seance),
    )


def _syntheses(seance: Seance) -> tuple[Synthese, ...]:
    """The other exercises, frozen, in the order that is proposed."""
    portrait = getattr(seance, "portrait_sonar", None)
    gardees = portrait.syntheses if portrait is not None else {}
    return tuple(gardees[cle] for cle in Exercice.values if cle in gardees)


def _instincts(groupe: Groupe) -> Tableau:
    """By weight, as what leads and what lacks are: two pictures of one group never contradict each other."""
    poids = calculs.peser(groupe.profils)
    tete = calculs.en_tete(poids)
    barres = []
    for style in Style:
        seul = groupe.profils.get(style, 0)
        partage = sum(n for cle, n in groupe.profils.items() if "+" in cle and style in cle.split("+"))
        part = round(100 * poids[style])
        barres.append(Barre(style.label, style.signe, part, style in tete, (seul, partage)))
    return Tableau(
        "instincts", "Ce que pèse chaque style", ("Seul en tête", "En tête à égalité"), tuple(barres)
    )


def _reponses(groupe: Groupe) -> Tableau:
    total, haut = sum(groupe.points.values()), max(groupe.points.values())
    barres = []
    for style in Style:
        nombre = groupe.points.get(style, 0)
        part = round(100 * nombre / total)
        barres.append(Barre(style.label, style.signe, part, nombre == haut, (nombre,)))
    return Tableau("reponses", "Toutes les réponses du groupe, par style", ("Réponses",), tuple(barres))


def _lignes(seance: Seance, groupe: Groupe) -> tuple[Ligne, ...]:
    lignes = []
    for question in Question.objects.filter(cle__in=groupe.questions):
        montres = calculs.montrer_la_question(groupe.questions[question.cle], _ordre(seance, question.cle))
        lignes.append(Ligne(question, tuple(montres.items())))
    return tuple(lignes)


def _ordre(seance: Seance, question: str) -> list[int]:
    """The same each time the wall is drawn, and that no reader knows: else two drawings would tell."""

    def rang(place: int) -> str:
        return salted_hmac("sonar.seances", f"{seance.uuid}:{question}:{place}").hexdigest()

    return sorted(range(len(Style)), key=rang)


def _relances(situation: Situation, styles: Iterable[Style]) -> tuple[Relance, ...]:
    """Those of the situation, of any style or of one that leads or lacks."""
    return tuple(Relance.objects.filter(situation=situation, style__in=["", *sorted(styles)]))
