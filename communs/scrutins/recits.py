"""A result told in French: what a page and an archive say, sentence by sentence. No counting here."""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from communs.scrutins.calculs.classements import Classement, Tour
from communs.scrutins.calculs.jugement import Jugement, Merite
from communs.scrutins.calculs.palmares import Palmares
from communs.scrutins.calculs.sommes import Sommes
from communs.scrutins.enums import Mention, Mode
from communs.scrutins.models import Scrutin
from communs.scrutins.resultats import Resultat
from communs.web.typographie import accorder

CONSULTATIF = "Ce vote est consultatif : il éclaire une décision, il n’en tient pas lieu."
PERSONNE = "Aucun bulletin exprimé : ce vote ne dit rien, et l’ordre de départage n’y change rien."
METHODES = {
    "borda": (
        "Borda",
        "Chaque bulletin donne à une option un point par option placée derrière elle, un demi-point par "
        "option à égalité.",
    ),
    "schulze": (
        "Schulze",
        "Les options s’affrontent deux à deux ; quand ces duels tournent en rond, la chaîne de duels la plus "
        "solide l’emporte.",
    ),
    "elimination": (
        "Vote alternatif",
        "À chaque tour, la dernière option sort et ses bulletins passent à la suivante, jusqu’à ce qu’une "
        "option dépasse la moitié.",
    ),
}
PAR = {"borda": "Borda", "schulze": "Schulze", "elimination": "le vote alternatif"}


def nombre(valeur: int | Fraction) -> str:
    """« 12 », « 12,5 », « 4,33 »: at most two decimals, with a comma; thousands apart."""
    entier = valeur if isinstance(valeur, int) else Fraction(valeur)
    if entier == int(entier):
        return f"{int(entier):,}".replace(",", "\u202f")
    return f"{float(entier):,.2f}".rstrip("0").replace(",", "\u202f").replace(".", ",")


def pourcent(part: Fraction) -> str:
    """« 43,2 % »."""
    return f"{float(part * 100):.1f}\u00a0%".replace(".", ",")


def enumerer(mots: Iterable[str]) -> str:
    """« A », « A et B », « A, B et C », in quotation marks."""
    cites = [f"«\u00a0{mot}\u00a0»" for mot in mots]
    return cites[0] if len(cites) == 1 else f"{', '.join(cites[:-1])} et {cites[-1]}"


def noms(resultat: Resultat, options: Iterable[int]) -> str:
    return enumerer(resultat.options[i].libelle for i in options)


def participation(resultat: Resultat) -> str:
    """« 12 bulletins, dont 1 blanc, pour 20 inscrits (60,0 %). »."""
    n, blancs = resultat.bulletins, resultat.blancs
    phrase = f"{nombre(n)} {accorder(n, 'bulletin,bulletins')}"
    if blancs:
        phrase += f", dont {nombre(blancs)} {accorder(blancs, 'blanc,blancs')}"
    if resultat.inscrits:
        inscrits = f"{nombre(resultat.inscrits)} {accorder(resultat.inscrits, 'inscrit,inscrits')}"
        phrase += f", pour {inscrits} ({pourcent(Fraction(n, resultat.inscrits))})"
    return phrase + "."


def conclusion(resultat: Resultat) -> list[str]:
    """What the vote says, in one sentence or two."""
    compte = resultat.compte
    if compte is None:
        return [PERSONNE]
    if isinstance(compte, Classement):
        return [_accord(resultat), *_condorcet(resultat, compte)]
    palmares = next(iter(resultat.palmares.values()))
    tete = palmares.ordre[0]
    if isinstance(compte, Sommes):
        raison = f"{nombre(compte.totaux[tete])} {accorder(compte.totaux[tete], 'point,points')}"
        raison = f"avec {raison}" if max(compte.totaux) > max(compte.soutiens) else _voix(compte, tete)
    else:
        raison = f"avec la mention « {_mention(compte.merites[tete])} »"
    phrases = [f"{noms(resultat, [tete])} arrive en tête {raison}."]
    phrases += departages(resultat, palmares)
    if isinstance(compte, Jugement) and compte.usuel.ordre != compte.palmares.ordre:
        phrases.append(
            f"Le jugement usuel, une autre façon d’affiner les mêmes mentions, donne un autre ordre : "
            f"{noms(resultat, compte.usuel.ordre)}."
        )
    return phrases


def _voix(compte: Sommes, option: int) -> str:
    return f"avec {nombre(compte.totaux[option])} voix"


def _mention(merite: Merite) -> str:
    return str(Mention(merite.mention + 1).label)


def _accord(resultat: Resultat) -> str:
    gagnantes = {cle: p.ordre[0] for cle, p in resultat.palmares.items()}
    if len(set(gagnantes.values())) == 1:
        return f"{noms(resultat, [gagnantes['borda']])} arrive en tête par les trois méthodes."
    dites = [f"{noms(resultat, [o])} par {PAR[cle]}" for cle, o in gagnantes.items()]
    suite = "Aucune n’est neutre ; dites laquelle vous suivez."
    return f"Les méthodes ne s’accordent pas : {', '.join(dites)}. {suite}"


def _condorcet(resultat: Resultat, compte: Classement) -> Iterator[str]:
    if compte.schulze.condorcet is not None:
        yield f"{noms(resultat, [compte.schulze.condorcet])} gagne tous ses duels."
    elif len(resultat.options) > 1:
        yield "Aucune option ne gagne tous ses duels."


def departages(resultat: Resultat, palmares: Palmares) -> list[str]:
    """What is owed to the published order, group by group."""
    suite = "l’ordre de départage, publié avant le vote, les range ainsi."
    return [f"{noms(resultat, groupe)} étaient à égalité : {suite}" for groupe in palmares.departages]


def tour(resultat: Resultat, numero: int, un_tour: Tour) -> str:
    """What happens in a round of the instant runoff."""
    epuises = ""
    if un_tour.epuises:
        mots = accorder(un_tour.epuises, "bulletin ne classe plus,bulletins ne classent plus")
        epuises = f" {nombre(un_tour.epuises)} {mots} aucune option restante."
    if un_tour.elimine is None:
        tete = max(un_tour.voix, key=lambda o: un_tour.voix[o])
        return f"Tour {numero} : {noms(resultat, [tete])} dépasse la moitié des voix.{epuises}"
    sortie = noms(resultat, [un_tour.elimine])
    if un_tour.ex_aequo:
        egales = noms(resultat, un_tour.ex_aequo)
        return (
            f"Tour {numero} : {egales} sont dernières à égalité ; le départage fait sortir {sortie}.{epuises}"
        )
    return f"Tour {numero} : {sortie} a le moins de voix et sort.{epuises}"


def merite(un_merite: Merite) -> str:
    """« Bien, + 32,0 % »: the majority mention and its gauge."""
    jauge = un_merite.jauge
    if not jauge:
        return f"{_mention(un_merite)}, autant au-dessus qu’au-dessous"
    cote = "jugent mieux" if jauge > 0 else "jugent moins bien"
    return f"{_mention(un_merite)}, {pourcent(abs(jauge))} {cote}"


def en_texte(scrutin: Scrutin, resultat: Resultat) -> str:
    """The result as readable text, for the archive."""
    lignes = [
        f"# {scrutin.question}",
        "",
        CONSULTATIF,
        "",
        f"{Mode(scrutin.mode).label}. {'Vote secret' if scrutin.secret else 'Vote ouvert'}.",
        participation(resultat),
        "",
        *conclusion(resultat),
    ]
    for cle, palmares in resultat.palmares.items():
        titre = METHODES[cle][0] if cle in METHODES else "Ordre" if cle != "usuel" else "Jugement usuel"
        lignes += ["", f"## {titre}", ""]
        lignes += [f"{place}. {ligne}" for place, ligne in enumerate(_places(resultat, cle, palmares), 1)]
    if isinstance(resultat.compte, Classement):
        tours = enumerate(resultat.compte.elimination.tours, 1)
        lignes += ["", *(f"- {tour(resultat, n, t)}" for n, t in tours)]
    lignes += ["", f"Ordre de départage : {noms(resultat, resultat.departage)}."]
    return "\n".join([*lignes, ""])


def _places(resultat: Resultat, cle: str, palmares: Palmares) -> Iterator[str]:
    compte = resultat.compte
    for option in palmares.ordre:
        nom = resultat.options[option].libelle
        if isinstance(compte, Sommes):
            yield f"{nom} : {nombre(compte.totaux[option])}"
        elif isinstance(compte, Jugement):
            yield f"{nom} : {merite(compte.merites[option])}"
        elif isinstance(compte, Classement) and cle == "borda":
            yield f"{nom} : {nombre(compte.borda.points[option])} points"
        else:
            yield nom


def voix_du_tour(resultat: Resultat, tours: Sequence[Tour]) -> list[tuple[str, list[str]]]:
    """For each option, in the final order, its votes round by round; empty once it is out."""
    compte = resultat.compte
    ordre = compte.elimination.palmares.ordre if isinstance(compte, Classement) else ()
    return [
        (resultat.options[o].libelle, [nombre(t.voix[o]) if o in t.voix else "" for t in tours])
        for o in ordre
    ]


def bulletin(mode: Mode, libelles: Sequence[str], valeurs: Sequence[int]) -> str:
    """What an open ballot says, on one line."""
    dits = [(valeur, libelle) for valeur, libelle in zip(valeurs, libelles, strict=True) if valeur]
    if not dits:
        return "Blanc"
    if mode == Mode.CLASSEMENT:
        return ", ".join(f"{rang}. {libelle}" for rang, libelle in sorted(dits, key=lambda d: d[0]))
    if mode == Mode.JUGEMENT:
        return ", ".join(f"{libelle} : {Mention(valeur).label}" for valeur, libelle in dits)
    if mode == Mode.POINTS:
        return ", ".join(f"{libelle} : {valeur}" for valeur, libelle in dits)
    return ", ".join(libelle for _, libelle in dits)
