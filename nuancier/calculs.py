"""What the chart says of a module in French sentences, what sets modules apart, what a page shows."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from communs.web.typographie import accorder
from nuancier.enums import LISTES, Entre, Format, Manque, Mixite, Partie, Profil, Public
from nuancier.fiches import FicheLacune, FicheModule, FicheRessource, FicheTeinte

INSECABLE = "\u00a0"
_NOMBRES = ("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix")


def enumerer(mots: Iterable[str]) -> str:
    """« a », « a et b », « a, b et c »."""
    *debut, fin = [*mots] or [""]
    return f"{', '.join(debut)} et {fin}" if debut else fin


def dire_demi_journees(nombre: int) -> str:
    """« une demi-journée », « une journée », « un jour et demi », « trois jours », « 12 jours »."""
    if nombre <= 1:
        return "une demi-journée" if nombre else "aucune durée"
    if nombre == 2:
        return "une journée"
    return _jours(nombre)


def _jours(nombre: int) -> str:
    jours, reste = divmod(nombre, 2)
    mot = _NOMBRES[jours] if jours < len(_NOMBRES) else str(jours)
    return f"{mot}{INSECABLE}{accorder(jours, 'jour,jours')}{' et demi' if reste else ''}"


def dire_duree(module: FicheModule) -> str:
    """How long, in half-days or days; empty when the chart does not say.

    « une demi-journée », « un à deux jours », « plusieurs ateliers d’une demi-journée ».
    """
    if module.duree_min is None or module.duree_max is None:
        return ""
    dite = _intervalle(module.duree_min, module.duree_max)
    if not module.plusieurs_ateliers:
        return dite
    return f"plusieurs ateliers {'d’' if dite.startswith('un') else 'de '}{dite}"


def _intervalle(bas: int, haut: int) -> str:
    if bas == haut:
        return dire_demi_journees(bas)
    if bas % 2 == 0 and haut % 2 == 0 and haut // 2 < len(_NOMBRES):
        return f"{_NOMBRES[bas // 2]} à {_jours(haut)}"
    depart = dire_demi_journees(bas) if bas == 1 else _jours(bas)
    return f"{depart} à {_jours(haut)}"


def duree_iso(demi_journees: int) -> str:
    """The ISO 8601 duration of so many half-days: `P0.5D`, `P2D`."""
    return f"P{demi_journees / 2:g}D"


def dire_jauge(module: FicheModule) -> str:
    """How many people, with how many trainers; empty when the chart does not say.

    « 10 à 15 personnes pour 1 formateur, en sous-groupes de 8 au plus ».
    """
    morceaux = [morceau for morceau in (_personnes(module), _sous_groupes(module)) if morceau]
    return ", ".join(morceaux)


def _personnes(module: FicheModule) -> str:
    if module.jauge_max is None:
        return ""
    personnes = f"{INSECABLE}{accorder(module.jauge_max, 'personne,personnes')}"
    if module.jauge_min is None:
        dite = f"{module.jauge_max}{personnes} au plus"
    elif module.jauge_min == module.jauge_max:
        dite = f"{module.jauge_max}{personnes}"
    else:
        dite = f"{module.jauge_min} à {module.jauge_max}{personnes}"
    if module.formateurs is None:
        return dite
    mot = accorder(module.formateurs, "formateur,formateurs")
    combien = f"{'au moins ' if module.formateurs_au_moins else ''}{module.formateurs}{INSECABLE}{mot}"
    return f"{dite} pour {combien}"


def _sous_groupes(module: FicheModule) -> str:
    bas, haut = module.sous_groupe_min, module.sous_groupe_max
    if haut is None:
        return ""
    if bas is None:
        return f"en sous-groupes de {haut} au plus"
    return f"en sous-groupes de {haut}" if bas == haut else f"en sous-groupes de {bas} à {haut}"


def dire_format(module: FicheModule) -> str:
    """« Atelier », « Module en ligne, possible aussi en présentiel »."""
    dit = str(Format(module.format).label)
    return f"{dit}, possible aussi en présentiel" if module.presentiel_possible else dit


def dire_mixite(module: FicheModule) -> str:
    """« demandée, entre directions et niveaux hiérarchiques »; empty when the chart asks for none."""
    if not module.mixite:
        return ""
    dit = str(Mixite(module.mixite).label)
    entre = enumerer(str(Entre(qui).label) for qui in module.mixite_entre)
    return f"{dit}, entre {entre}" if entre else dit


def dire_publics(module: FicheModule) -> str:
    """« Tous publics, opérationnels et porteurs de projets en priorité »."""
    return _suite(str(Public(public).label) for public in module.publics)


def dire_profils(module: FicheModule) -> str:
    """Who may carry it: « Sciences sociales de terrain, designer »."""
    return _suite(str(Profil(profil).label) for profil in module.profils if profil != Profil.A_DEFINIR)


def _suite(mots: Iterable[str]) -> str:
    """One sentence of several labels: only the first keeps its capital."""
    premier, *autres = [*mots] or [""]
    return ", ".join([premier, *(f"{mot[:1].lower()}{mot[1:]}" for mot in autres)])


# What is said of a module, in the order of its card: the name, the sentence, what is added to it.
DITS: tuple[tuple[str, Callable[[FicheModule], str], Callable[[FicheModule], tuple[str, ...]]], ...] = (
    ("Format", dire_format, lambda m: (m.presentiel_precision, m.en_ligne_complement)),
    ("Durée", dire_duree, lambda m: (m.duree_precision,)),
    ("Groupe", dire_jauge, lambda m: (m.jauge_precision,)),
    ("Mixité", dire_mixite, lambda m: (m.mixite_precision,)),
    ("Publics", dire_publics, lambda m: (m.publics_precision,)),
    ("Profil des formateurs", dire_profils, lambda m: (m.profil,)),
)


@dataclass(frozen=True)
class Dit:
    """One line of a module's card."""

    nom: str
    phrase: str
    precisions: tuple[str, ...] = ()


def dire_module(module: FicheModule) -> list[Dit]:
    """Everything that the chart says of this module, and nothing that it does not say."""
    dits = (_dit(module, *ligne) for ligne in DITS)
    return [dit for dit in dits if dit.phrase or dit.precisions]


def _dit(module: FicheModule, nom: str, dire: Callable, preciser: Callable) -> Dit:
    phrase = dire(module)
    precisions = tuple(precision for precision in preciser(module) if precision)
    return Dit(nom, f"{phrase[:1].upper()}{phrase[1:]}", precisions)


DEROULE = "Déroulé"


@dataclass(frozen=True)
class LigneComparee:
    """One criterion, one (code, value) per module.

    `differe`: two facts told are not the same, whatever the wording of what is added to them.
    `mention` says so, or why not, in two words; empty where there is nothing to say.
    """

    nom: str
    valeurs: tuple[tuple[str, Dit], ...]
    differe: bool
    mention: str


def comparer(modules: Sequence[tuple[str, FicheModule]]) -> list[LigneComparee]:
    """What at least one of these modules, each with the code of its teinte, says something of."""
    lignes = []
    for nom, dire, preciser in (*DITS, (DEROULE, lambda _: "", lambda m: m.deroule)):
        valeurs = tuple((code, _dit(module, nom, dire, preciser)) for code, module in modules)
        if any(dit.phrase or dit.precisions for _, dit in valeurs):
            faits = {dire(_dans_l_ordre(module)) for _, module in modules}
            differe = len(faits - {""}) > 1
            lignes.append(LigneComparee(nom, valeurs, differe, _mention(nom, differe, faits, valeurs)))
    return lignes


def _dans_l_ordre(module: FicheModule) -> FicheModule:
    """The same module, its lists in one order: « agents et élus » is what « élus et agents » is."""
    return replace(
        module,
        publics=tuple(sorted(module.publics)),
        profils=tuple(sorted(module.profils)),
        mixite_entre=tuple(sorted(module.mixite_entre)),
    )


def _mention(nom: str, differe: bool, faits: set[str], valeurs: Sequence[tuple[str, Dit]]) -> str:
    if differe:
        return "diffère"
    if len(faits) > 1:
        return "pas dit partout"
    if len({dit.precisions for _, dit in valeurs}) == 1:
        return "identique"
    return "" if nom == DEROULE else "précisions différentes"


@dataclass(frozen=True)
class Rubrique:
    """One part of a teinte as its page shows it: what it holds, what is missing in it."""

    cle: str
    nom: str
    contenu: tuple[Any, ...]
    lacune: FicheLacune | None = None

    @property
    def manque(self) -> str:
        """What is missing, said: « à compléter »."""
        return str(Manque(self.lacune.genre).label) if self.lacune else ""


_CONTENUS = {Partie.MODULE: "modules", Partie.RESSOURCES: "ressources", Partie.REFERENCES: "references"}


def rubriques(fiche: FicheTeinte) -> list[Rubrique]:
    """The parts to show, in reading order: those with content, and those that the source leaves open.

    The trainers' profile is said by the module's card: it stands alone only where it is missing.
    """
    lacunes = {lacune.partie: lacune for lacune in fiche.lacunes}
    parties = []
    for partie in Partie:
        attribut = partie.value if partie in LISTES else _CONTENUS.get(partie, "")
        contenu = getattr(fiche, attribut) if attribut else ()
        lacune = lacunes.get(partie)
        if contenu or lacune:
            parties.append(Rubrique(partie.value, str(partie.label), contenu, lacune))
    return parties


def dire_notice(ressource: FicheRessource) -> str:
    """What follows the title of a record: who, where, with whom, when.

    « Ouvrage collectif coordonné par Pauline Scherer, La 27e Région, La Documentation française, 2015 ».
    """
    auteurs = enumerer(ressource.auteurs)
    if ressource.role.endswith(" par"):
        auteurs = f"{ressource.role} {auteurs}".strip()
    elif ressource.role:
        auteurs = f"{ressource.role}, {auteurs}" if auteurs else ressource.role
    dans = f"dans {ressource.dans}" if ressource.dans else ""
    suite = [auteurs, dans, *ressource.organismes, ressource.editeur, ressource.date]
    dite = ", ".join(dict.fromkeys(morceau for morceau in suite if morceau))
    return f"{dite[:1].upper()}{dite[1:]}"
