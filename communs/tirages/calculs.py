"""The draw itself: who comes out for a seed, and who takes whose place. Nothing here knows the database.

The rule (docs/tirages.md), in the spirit of RFC 3797: each person of the list who is not excluded gets
SHA-256("<seed>|<fingerprint>|<number>"), in hexadecimal; in each group, the smallest come out first.
"""

import hashlib
import heapq
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

DES_MIN, DES_MAX = 25, 100  # dice; 25 give 64 bits, which nobody can steer nor guess
FACES_MIN = 3  # distinct ones among the dice: fewer is a joke, not a throw (once in 10^11)
CHIFFRE_MIN, CHIFFRE_MAX = 6, 120  # letters or digits of a public figure; characters


class Inscription(NamedTuple):
    """A person as the commitment knows her: number, group, why she is excluded, seal over her name."""

    numero: int
    groupe: str
    exclusion: str
    sceau: str


@dataclass(frozen=True)
class Quota:
    groupe: str
    places: int
    suppleants: int


@dataclass(frozen=True)
class Place:
    """Somebody drawn: `rang` counts from 1, among those who hold a place or among stand-ins."""

    groupe: str
    titulaire: bool
    rang: int
    numero: int
    hachage: str


def sceller(sel: str, reference: str, nom: str) -> str:
    """The seal over a person: it names her to who knows the salt (128 random bits), nobody to others."""
    return hashlib.sha256(f"{sel}|{reference}|{nom}".encode()).hexdigest()


def hacher(graine: str, empreinte: str, numero: int) -> str:
    return hashlib.sha256(f"{graine}|{empreinte}|{numero}".encode()).hexdigest()


def tirer(
    graine: str, empreinte: str, quotas: Sequence[Quota], inscriptions: Iterable[Inscription]
) -> list[Place]:
    """Who comes out, group by group in the order of the quotas; fewer where a group has fewer people."""
    candidats: dict[str, list[tuple[str, int]]] = {quota.groupe: [] for quota in quotas}
    for numero, groupe, exclusion, _ in inscriptions:
        if not exclusion and groupe in candidats:
            candidats[groupe].append((hacher(graine, empreinte, numero), numero))
    places = []
    for quota in quotas:
        sortis = heapq.nsmallest(quota.places + quota.suppleants, candidats[quota.groupe])
        for rang, (hachage, numero) in enumerate(sortis, start=1):
            titulaire = rang <= quota.places
            rang_dit = rang if titulaire else rang - quota.places
            places.append(Place(quota.groupe, titulaire, rang_dit, numero, hachage))
    return places


# --- after the draw --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Suite:
    """What happened after the draw; `remplace` is whose place `numero` takes (back, for a `reprise`)."""

    genre: str
    numero: int
    remplace: int | None = None
    motif: str = ""


@dataclass
class Situation:
    """Where one group stands: who holds a place, who still stands in, who gave up."""

    en_place: list[int] = field(default_factory=list)
    reserve: list[int] = field(default_factory=list)
    partis: dict[int, str] = field(default_factory=dict)
    accords: set[int] = field(default_factory=set)
    remplace: dict[int, int] = field(default_factory=dict)  # who holds a place: whose it was


class SuiteImpossible(ValueError):
    """An event that the rule does not allow where the ledger stands; the message is in French."""


def au_depart(places: Iterable[Place]) -> dict[str, Situation]:
    situations: dict[str, Situation] = {}
    for place in places:
        situation = situations.setdefault(place.groupe, Situation())
        (situation.en_place if place.titulaire else situation.reserve).append(place.numero)
    return situations


def situation_de(situations: Mapping[str, Situation], numero: int) -> Situation:
    """The group in which this number was drawn; SuiteImpossible if it was not."""
    for situation in situations.values():
        if numero in situation.en_place or numero in situation.reserve or numero in situation.partis:
            return situation
    raise SuiteImpossible(f"Le numéro {numero} n’a pas été tiré.")


def apres_un_refus(situation: Situation, suite: Suite) -> Suite | None:
    """Apply a refusal and say what must follow it: the next stand-in, an exhausted list, or nothing."""
    numero = suite.numero
    if numero in situation.partis:
        raise SuiteImpossible(f"Le numéro {numero} s’est déjà désisté.")
    situation.partis[numero] = suite.motif
    situation.accords.discard(numero)
    if numero in situation.reserve:
        situation.reserve.remove(numero)
        return None
    if not situation.reserve:
        situation.en_place.remove(numero)
        return Suite("epuisement", numero)
    suivant = situation.reserve.pop(0)
    situation.en_place[situation.en_place.index(numero)] = suivant
    situation.remplace[suivant] = numero
    return Suite("remplacement", suivant, numero)


def suivre(places: Iterable[Place], suites: Iterable[Suite]) -> dict[str, Situation]:
    """Where each group stands after all that happened; SuiteImpossible where the rule was not followed."""
    cours = Cours(list(places))
    for suite in suites:
        cours.suivre(suite)
    cours.finir()
    return cours.situations


class Cours:
    """The ledger being followed: `gestes` are the agreements and refusals that still hold, in order.

    A refusal undone is as if it had never been noted: what holds is played again without it. It cannot be
    undone when that would take a place from somebody who has agreed to it.
    """

    def __init__(self, places: Sequence[Place]) -> None:
        self.places = places
        self.situations = au_depart(places)
        self.gestes: list[Suite] = []
        self.attendue: Suite | None = None

    def suivre(self, suite: Suite) -> None:
        if self.attendue is not None or suite.genre in ("remplacement", "epuisement"):
            if suite != self.attendue:
                raise SuiteImpossible(f"Après un désistement, le numéro {suite.numero} n’était pas attendu.")
            self.attendue = None
        elif suite.genre == "reprise":
            if suite != self.reprendre(suite.numero):
                raise SuiteImpossible(
                    f"La reprise du numéro {suite.numero} ne rend pas la place que dit le registre."
                )
        else:
            self.attendue = _appliquer(self.situations, suite)
            self.gestes.append(suite)

    def reprendre(self, numero: int) -> Suite:
        """Undo this person's refusal; the line that says so, with who goes back to the stand-ins if anybody.

        SuiteImpossible when she has not given up, or when somebody has agreed meanwhile.
        """
        if numero not in situation_de(self.situations, numero).partis:
            raise SuiteImpossible(f"Le numéro {numero} ne s’est pas désisté.")
        dernier = max(i for i, g in enumerate(self.gestes) if g.genre == "refus" and g.numero == numero)
        gestes = [geste for i, geste in enumerate(self.gestes) if i != dernier]
        situations = au_depart(self.places)
        for geste in gestes:
            _appliquer(situations, geste)
        avant, apres = situation_de(self.situations, numero), situation_de(situations, numero)
        for autre in avant.en_place:
            if autre in avant.accords and autre not in apres.en_place:
                raise SuiteImpossible(
                    f"Le numéro {autre}, qui tient sa place, a déjà donné son accord : ce désistement ne "
                    "s’annule plus."
                )
        rendue = next((n for n in avant.en_place if n not in apres.en_place), None)
        self.situations, self.gestes = situations, gestes
        return Suite("reprise", numero, rendue)

    def finir(self) -> None:
        if self.attendue is not None:
            raise SuiteImpossible(
                f"Le désistement qui appelait le numéro {self.attendue.numero} est resté sans suite."
            )


def _appliquer(situations: Mapping[str, Situation], geste: Suite) -> Suite | None:
    """An agreement or a refusal; what the latter calls for."""
    situation = situation_de(situations, geste.numero)
    if geste.genre == "refus":
        return apres_un_refus(situation, geste)
    situation.accords.add(geste.numero)
    return None


# --- seeds -----------------------------------------------------------------------------------------


def lire_des(texte: str, nombre: int) -> str:
    """The dice as typed, blanks and separators aside. ValueError (a French sentence) if they are no throw."""
    chiffres = re.sub(r"[\s.,;/\-–]+", "", unicodedata.normalize("NFKC", texte))
    for rang, signe in enumerate(chiffres, start=1):
        if signe not in "123456":
            raise ValueError(f"Le dé n° {rang} se lit « {signe} » : un dé va de 1 à 6.")
    if len(chiffres) != nombre:
        raise ValueError(f"Vous avez saisi {len(chiffres)} dés : il en faut {nombre}, dans l’ordre.")
    if len(set(chiffres)) < FACES_MIN:
        raise ValueError("Ces dés montrent presque tous la même face : lancez-les vraiment.")
    return chiffres


def lire_chiffre(texte: str) -> str:
    """A public figure, in one writing whatever the typist's: capitals, single spaces. ValueError as above."""
    lu = " ".join(unicodedata.normalize("NFKC", texte).upper().split())
    if any(unicodedata.category(c)[0] == "C" or c == "|" for c in lu):
        raise ValueError(
            "Ce relevé contient un signe invisible ou une barre verticale : saisissez-le de nouveau."
        )
    if sum(c.isalnum() for c in lu) < CHIFFRE_MIN or len(lu) > CHIFFRE_MAX:
        raise ValueError(
            f"Un chiffre public compte au moins {CHIFFRE_MIN} chiffres ou lettres, "
            f"et {CHIFFRE_MAX} signes au plus."
        )
    return lu


def differences(un: str, autre: str) -> list[int]:
    """The ranks, from 1, at which two throws of the same number of dice differ."""
    return [rang for rang, (a, b) in enumerate(zip(un, autre, strict=False), start=1) if a != b]
