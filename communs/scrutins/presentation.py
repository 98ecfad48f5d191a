"""A result as its page shows it: bars, tables and sentences, ready for a template that counts nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from communs.scrutins import recits
from communs.scrutins.calculs.classements import Classement
from communs.scrutins.calculs.jugement import Jugement
from communs.scrutins.calculs.sommes import Sommes
from communs.scrutins.enums import Mention, Mode
from communs.scrutins.models import Scrutin
from communs.scrutins.recits import nombre, pourcent
from communs.scrutins.resultats import Resultat


@dataclass(frozen=True)
class Barre:
    """One option of a drawing: its figure in words, its length out of 100 as SVG writes it."""

    libelle: str
    valeur: str
    precision: str
    longueur: str


@dataclass(frozen=True)
class Morceau:
    """One mention in an option's bar: where it begins, how long it is, out of 100."""

    mention: int
    libelle: str
    debut: str
    longueur: str
    effectif: str
    part: str


@dataclass(frozen=True)
class Profil:
    libelle: str
    resume: str
    morceaux: tuple[Morceau, ...]


def contexte(scrutin: Scrutin, resultat: Resultat, *, avec_noms: bool) -> dict[str, Any]:
    """What `scrutins/_resultat.html` needs."""
    return {
        "resultat": resultat,
        "phrases": recits.conclusion(resultat),
        "participation": recits.participation(resultat),
        "departage_dit": recits.noms(resultat, resultat.departage),
        "bulletins_nommes": list(_nommes(scrutin, resultat)) if avec_noms else [],
        **_details(scrutin, resultat),
    }


def _details(scrutin: Scrutin, resultat: Resultat) -> dict[str, Any]:
    compte = resultat.compte
    if isinstance(compte, Sommes):
        return {"barres": list(_sommes(scrutin, resultat, compte)), "unite": _unite(scrutin)}
    if isinstance(compte, Jugement):
        return {
            "profils": list(_profils(resultat, compte)),
            "mentions": [(m.value, m.label) for m in reversed(Mention)],
        }
    if isinstance(compte, Classement):
        tours = compte.elimination.tours
        return {
            "methodes": list(_methodes(resultat)),
            "borda": list(_borda(resultat, compte)),
            "duels": list(_duels(resultat, compte)),
            "tours": [recits.tour(resultat, n, t) for n, t in enumerate(tours, 1)],
            "voix": recits.voix_du_tour(resultat, tours),
        }
    return {}


def _unite(scrutin: Scrutin) -> str:
    return "Points" if scrutin.mode == Mode.POINTS else "Voix"


def _cent(part: Fraction) -> str:
    return f"{float(part * 100):.2f}"


def _sommes(scrutin: Scrutin, resultat: Resultat, compte: Sommes) -> Iterator[Barre]:
    echelle = max(compte.totaux) if scrutin.mode == Mode.POINTS else resultat.exprimes
    for option in compte.palmares.ordre:
        total, soutiens = compte.totaux[option], compte.soutiens[option]
        precision = pourcent(resultat.part(total))
        if scrutin.mode == Mode.POINTS:
            precision = f"{nombre(soutiens)} sur {nombre(resultat.exprimes)}"
        yield Barre(
            resultat.options[option].libelle, nombre(total), precision, _cent(Fraction(total, echelle or 1))
        )


def _borda(resultat: Resultat, compte: Classement) -> Iterator[Barre]:
    maximum = Fraction(compte.nombre * max(len(resultat.options) - 1, 1))
    for option in compte.borda.palmares.ordre:
        points = compte.borda.points[option]
        part = points / maximum
        yield Barre(resultat.options[option].libelle, nombre(points), pourcent(part), _cent(part))


def _profils(resultat: Resultat, compte: Jugement) -> Iterator[Profil]:
    for option in compte.palmares.ordre:
        merite, debut, morceaux = compte.merites[option], Fraction(), []
        for mention in reversed(Mention):
            effectif = merite.effectifs[mention - 1]
            part = resultat.part(effectif)
            morceaux.append(
                Morceau(
                    mention.value,
                    str(mention.label),
                    _cent(debut),
                    _cent(part),
                    nombre(effectif),
                    pourcent(part),
                )
            )
            debut += part
        yield Profil(resultat.options[option].libelle, recits.merite(merite), tuple(morceaux))


def _methodes(resultat: Resultat) -> Iterator[dict[str, Any]]:
    """The three orders side by side."""
    for cle, palmares in resultat.palmares.items():
        nom, principe = recits.METHODES[cle]
        yield {
            "nom": nom,
            "principe": principe,
            "ordre": [resultat.options[o].libelle for o in palmares.ordre],
            "departages": recits.departages(resultat, palmares),
        }


def _duels(resultat: Resultat, compte: Classement) -> Iterator[dict[str, Any]]:
    """One line per option in Schulze's order: for how many ballots it comes before each other one."""
    ordre = compte.schulze.palmares.ordre
    for a in ordre:
        cases = [
            {
                "pour": nombre(compte.duels[a][b]),
                "gagne": compte.duels[a][b] > compte.duels[b][a],
                "soi": a == b,
            }
            for b in ordre
        ]
        yield {"libelle": resultat.options[a].libelle, "cases": cases}


def _nommes(scrutin: Scrutin, resultat: Resultat) -> Iterator[tuple[str, str]]:
    """Who voted what, in an open vote."""
    bulletins = scrutin.bulletins.select_related("emargement__participant__acteur__compte")
    lus = [(b.emargement.qui, b.valeurs) for b in bulletins if b.emargement is not None]
    for nom, valeurs in sorted(lus, key=lambda paire: paire[0].casefold()):
        yield nom, recits.bulletin(Mode(scrutin.mode), [o.libelle for o in resultat.options], valeurs)
