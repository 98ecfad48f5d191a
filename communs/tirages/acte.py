"""The texts of a draw, for people and for `sha256sum`: the commitment, then the record; and their replay.

A line is fields between tabulations; no field holds one. The record begins with the commitment, byte for
byte, so that who has the record has all. Codes and order are fixed for ever: old records must replay.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from communs.tirages.calculs import Inscription, Place, Quota, Suite, SuiteImpossible, suivre, tirer

ENTETE = "Vigie, tirage au sort, forme 1"
RESULTAT = "--- après la cérémonie ---"
ECARTS_MAX = 20


def en_ligne(texte: str) -> str:
    """One line without tabulation, whatever was typed."""
    return " ".join(texte.split())


@dataclass(frozen=True)
class Engagement:
    """All that is promised before the seed is known. `ceremonie`: kind and its terms, as texts."""

    uuid: str
    titre: str
    ceremonie: tuple[str, ...]
    quotas: tuple[Quota, ...]


def lignes(engagement: Engagement, inscriptions: Iterable[Inscription]) -> Iterator[str]:
    """The committed text, line by line, each with its end."""
    yield f"{ENTETE}\n"
    yield f"tirage\t{engagement.uuid}\n"
    yield f"titre\t{en_ligne(engagement.titre)}\n"
    yield "\t".join(("ceremonie", *map(en_ligne, engagement.ceremonie))) + "\n"
    for quota in engagement.quotas:
        yield f"groupe\t{quota.groupe}\t{quota.places}\t{quota.suppleants}\n"
    for i in inscriptions:
        yield f"inscrit\t{i.numero}\t{i.groupe}\t{i.exclusion}\t{i.sceau}\n"
    yield "fin\n"


def empreinte(textes: Iterable[str]) -> str:
    """SHA-256 of a text, in hexadecimal: what `sha256sum` answers for the file."""
    somme = hashlib.sha256()
    for texte in textes:
        somme.update(texte.encode())
    return somme.hexdigest()


def lignes_du_resultat(
    empreinte_dite: str, graine: str, places: Iterable[Place], suites: Iterable[Suite]
) -> Iterator[str]:
    """What follows the commitment in the record."""
    yield f"{RESULTAT}\n"
    yield f"empreinte\t{empreinte_dite}\n"
    yield f"graine\t{graine}\n"
    for p in places:
        qualite = "titulaire" if p.titulaire else "suppleant"
        yield f"{qualite}\t{p.groupe}\t{p.rang}\t{p.numero}\t{p.hachage}\n"
    for s in suites:
        yield f"{s.genre}\t{s.numero}\t{s.remplace or ''}\t{s.motif}\n"


# --- reading a record back -------------------------------------------------------------------------


class ActeIllisible(ValueError):
    """The text is no record of a draw; the message, in French, says at which line."""


@dataclass
class ProcesVerbal:
    """A record as it was read; `engagement` are its committed lines, as bytes count."""

    engagement: list[str] = field(default_factory=list)
    quotas: list[Quota] = field(default_factory=list)
    inscriptions: list[Inscription] = field(default_factory=list)
    empreinte: str = ""
    graine: str = ""
    places: list[Place] = field(default_factory=list)
    suites: list[Suite] = field(default_factory=list)


def lire(texte: str) -> ProcesVerbal:
    """Read a record; ActeIllisible. A commitment alone reads too: it has no seed yet."""
    pv, fini = ProcesVerbal(), False
    toutes = texte.removeprefix("\ufeff").replace("\r\n", "\n").splitlines(keepends=True)
    if not toutes or toutes[0] != f"{ENTETE}\n":
        raise ActeIllisible(f"Ce texte ne commence pas par « {ENTETE} ».")
    for no, ligne in enumerate(toutes, start=1):
        champs = ligne.rstrip("\n").split("\t")
        try:
            if champs[0] == "inscrit" and not fini:  # the hundred thousand of them
                _, numero, groupe, exclusion, sceau = champs
                pv.engagement.append(ligne)
                pv.inscriptions.append(Inscription(int(numero), groupe, exclusion, sceau))
            elif fini:
                _lire_resultat(pv, champs)
            else:
                pv.engagement.append(ligne)
                _lire_engagement(pv, champs)
                fini = champs == ["fin"]
        except (ValueError, IndexError):
            raise ActeIllisible(f"Ligne {no} illisible : « {ligne.strip()[:80]} ».") from None
    if not fini:
        raise ActeIllisible("Il manque la fin de l’engagement : le fichier a été coupé.")
    return pv


def _lire_engagement(pv: ProcesVerbal, champs: list[str]) -> None:
    match champs:
        case ["groupe", groupe, places, suppleants]:
            pv.quotas.append(Quota(groupe, int(places), int(suppleants)))
        case [("tirage" | "titre"), _] | ["ceremonie", *_] | ["fin"]:
            return
        case _ if champs == [ENTETE]:
            return
        case _:
            raise ValueError


def _lire_resultat(pv: ProcesVerbal, champs: list[str]) -> None:
    match champs:
        case [("titulaire" | "suppleant") as qualite, groupe, rang, numero, hachage]:
            pv.places.append(Place(groupe, qualite == "titulaire", int(rang), int(numero), hachage))
        case [
            ("accord" | "refus" | "remplacement" | "epuisement" | "reprise") as genre,
            numero,
            remplace,
            motif,
        ]:
            pv.suites.append(Suite(genre, int(numero), int(remplace) if remplace else None, motif))
        case ["empreinte", dite]:
            pv.empreinte = dite
        case ["graine", dite]:
            pv.graine = dite
        case _ if champs in ([RESULTAT], [""]):
            return
        case _:
            raise ValueError


@dataclass(frozen=True)
class Rejeu:
    """What a replay found; `ecarts` are French sentences, none when the record is what the rule gives."""

    empreinte: str
    places: tuple[Place, ...]
    ecarts: tuple[str, ...]

    @property
    def identique(self) -> bool:
        return not self.ecarts


def rejouer(pv: ProcesVerbal) -> Rejeu:
    """Do the draw again from its record, and say where they differ."""
    calculee, ecarts = empreinte(pv.engagement), []
    if pv.empreinte and calculee != pv.empreinte:
        ecarts.append(f"L’empreinte de l’engagement est {calculee} ; le procès-verbal dit {pv.empreinte}.")
    numeros = [i.numero for i in pv.inscriptions]
    if len(set(numeros)) != len(numeros):
        ecarts.append("Un même numéro est inscrit deux fois.")
    if not pv.graine:
        return Rejeu(calculee, (), tuple(ecarts))
    places = tirer(pv.graine, calculee, pv.quotas, pv.inscriptions)
    ecarts += _comparer(places, pv.places)
    try:
        suivre(places, pv.suites)
    except SuiteImpossible as faute:
        ecarts.append(str(faute))
    return Rejeu(calculee, tuple(places), tuple(ecarts))


def _comparer(attendues: list[Place], dites: list[Place]) -> list[str]:
    par_place = {(p.groupe, p.titulaire, p.rang): p for p in dites}
    ecarts = []
    for p in attendues:
        dite = par_place.pop((p.groupe, p.titulaire, p.rang), None)
        if dite is None or dite.numero != p.numero:
            lu = f"le numéro {dite.numero}" if dite else "personne"
            ecarts.append(f"{_nommer(p)} : la règle donne le numéro {p.numero}, le procès-verbal dit {lu}.")
        elif dite.hachage != p.hachage:
            ecarts.append(f"{_nommer(p)} : le calcul du numéro {p.numero} donne {p.hachage}.")
    ecarts += [f"{_nommer(p)} : le numéro {p.numero} n’a pas été tiré." for p in par_place.values()]
    if len(ecarts) > ECARTS_MAX:
        ecarts[ECARTS_MAX:] = [f"… et {len(ecarts) - ECARTS_MAX} autres différences."]
    return ecarts


def _nommer(p: Place) -> str:
    return f"{p.groupe}, {'titulaire' if p.titulaire else 'suppléance'} {p.rang}"
