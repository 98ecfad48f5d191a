"""The two pages of one teinte, put together into its fiche."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.text import slugify

from nuancier.enums import Format, Manque
from nuancier.fiches import FicheCitation, FicheLacune, FicheModule, FicheTeinte
from nuancier.imports.bibliographie import liens_de, lire_ressources, sans_liens
from nuancier.imports.lignes import Marquee, Sorte, nettoyer, plier
from nuancier.imports.nombres import lire_modalites, lire_profils, lire_publics
from nuancier.imports.rapport import Niveau
from nuancier.imports.voisinage import en_casse

Doute = tuple[int, Niveau, str]
_GUILLEMETS = " \"'«»“”„\u00a0"
_COMPLETER = re.compile(r"^à compléter\b", re.IGNORECASE)
_DEFINIR = re.compile(r"^à définir\b", re.IGNORECASE)
_COUPE = re.compile(r"\w-$")
LIGNE_MAX = 8_000  # characters
DEUX_FOIS = (
    "cette partie est déjà ouverte plus haut. Deux teintes portent-elles le même code\u00a0? "
    "Renumérotez-en une."
)
LISTES = ("lexique", "finalites", "competences", "savoir_etre", "contenus")


@dataclass
class Feuillet:
    """The lines of one teinte by part, before they are read."""

    code: str
    ligne: int
    entetes: list[int] = field(default_factory=list)
    titres: list[Marquee] = field(default_factory=list)
    parties: dict[str, list[Marquee]] = field(default_factory=lambda: defaultdict(list))
    ouvertes: dict[str, int] = field(default_factory=dict)
    doublons: list[tuple[str, int]] = field(default_factory=list)

    def ouvrir(self, partie: str, ligne: int) -> None:
        if partie in self.ouvertes:
            self.doublons.append((partie, ligne))
        self.ouvertes.setdefault(partie, ligne)

    def ajouter(self, partie: str, marquee: Marquee) -> None:
        self.parties[partie].append(marquee)


def monter(feuillet: Feuillet, noms: dict[str, str]) -> tuple[FicheTeinte | None, list[Doute]]:
    """The fiche, and what to tell about it; no fiche without a title. `noms` are written with a capital."""
    doutes: list[Doute] = [(ligne, Niveau.ERREUR, DEUX_FOIS) for _, ligne in feuillet.doublons]
    titre = en_casse(_titre(feuillet.titres), noms)
    if not titre:
        return None, [*doutes, (feuillet.ligne, Niveau.ERREUR, "elle n’a pas de titre.")]
    lacunes: dict[str, FicheLacune] = {}
    listes = {nom: _liste(feuillet, nom, lacunes, doutes) for nom in LISTES}
    bibliographies = {nom: _citations(feuillet, nom, lacunes, doutes) for nom in ("ressources", "references")}
    modules = _modules(feuillet, lacunes, doutes)
    fiche = FicheTeinte(
        code=feuillet.code,
        titre=titre,
        titre_court=titre[:60].rstrip(),
        lacunes=tuple(lacunes.values()),
        modules=modules,
        **listes,  # type: ignore[arg-type]
        **bibliographies,  # type: ignore[arg-type]
    )
    return fiche, doutes


def _titre(titres: Sequence[Marquee]) -> str:
    """The whole title: several headers tell it, cut short or with broken words; the fullest is taken,
    spaced as in the header that breaks fewest words."""
    if not titres:
        return ""
    plies = [plier(t.texte) for t in titres]
    plus_long = max(plies, key=len)
    candidats = [t.texte for t, plie in zip(titres, plies, strict=True) if plie == plus_long]
    return min(candidats, key=lambda t: (t.count(" ") + 3 * t.count("- "), t.count("-")))


def _liste(
    feuillet: Feuillet, nom: str, lacunes: dict[str, FicheLacune], doutes: list[Doute]
) -> tuple[str, ...]:
    lignes = feuillet.parties.get(nom, [])
    if _manque(feuillet, nom, lignes, lacunes):
        return ()
    if nom == "lexique":
        return tuple(mot for ligne in lignes for mot in _mots(ligne.texte, "•"))
    puces = [ligne for ligne in lignes if ligne.sorte is Sorte.PUCE]
    if nom == "savoir_etre" and not puces:
        return tuple(mot for ligne in lignes for mot in _mots(ligne.texte, ","))
    elements = _reunir(lignes)
    for ligne, texte in elements:
        if _COUPE.search(texte):
            lacunes[nom] = FicheLacune(nom, Manque.TRONQUEE.value)
            doutes.append(
                (
                    ligne,
                    Niveau.DOUTE,
                    f"la liste s’interrompt au milieu d’un mot\u00a0: «\u00a0…{texte[-30:]}\u00a0».",
                )
            )
    if nom == "savoir_etre":
        return tuple(mot for _, texte in elements for mot in _mots(texte, ","))
    return tuple(texte for _, texte in elements)


def _mots(texte: str, separateur: str) -> list[str]:
    """Split outside brackets."""
    mots, profondeur, debut = [], 0, 0
    for place, lettre in enumerate(texte):
        profondeur += (lettre == "(") - (lettre == ")")
        if lettre == separateur and profondeur <= 0:
            mots.append(texte[debut:place])
            debut = place + 1
    return [mot for mot in (m.strip(" .•") for m in (*mots, texte[debut:])) if mot]


def _reunir(lignes: Sequence[Marquee]) -> list[tuple[int, str]]:
    """Items; a plain line goes on with the item before it, unless it begins one of its own."""
    elements: list[tuple[int, list[str]]] = []
    for ligne in lignes:
        if ligne.sorte is Sorte.TEXTE and elements and not ligne.texte[:1].isupper():
            elements[-1][1].append(ligne.texte)
        else:
            elements.append((ligne.no, [ligne.texte]))
    return [(no, " ".join(textes)) for no, textes in elements]


def _manque(feuillet: Feuillet, nom: str, lignes: Sequence[Marquee], lacunes: dict[str, FicheLacune]) -> bool:
    """Whether the part is open, empty or not there; it is then told as such."""
    if nom not in feuillet.ouvertes:
        genre = Manque.ABSENTE
    elif not lignes:
        genre = Manque.VIDE
    elif len(lignes) == 1 and _COMPLETER.match(lignes[0].texte):
        genre = Manque.A_COMPLETER
    else:
        return False
    lacunes[nom] = FicheLacune(nom, genre.value)
    return True


def _citations(
    feuillet: Feuillet, nom: str, lacunes: dict[str, FicheLacune], doutes: list[Doute]
) -> tuple[FicheCitation, ...]:
    lignes = feuillet.parties.get(nom, [])
    if _manque(feuillet, nom, lignes, lacunes):
        return ()
    citations: dict[tuple[str, str], FicheCitation] = {}
    for ligne in _avec_leurs_liens(lignes):
        lues = lire_ressources(ligne.brut or ligne.texte)
        if not lues:
            doutes.append((ligne.no, Niveau.INCOMPRIS, "cette référence n’a pas été comprise."))
        for lue in lues:
            if lue.devinee:
                devine = f"titre deviné\u00a0: «\u00a0{lue.ressource.titre[:80]}\u00a0»."
                doutes.append((ligne.no, Niveau.DOUTE, devine))
            cle = plier(lue.ressource.titre), lue.ressource.genre
            citations.setdefault(cle, FicheCitation(lue.ressource))
        if len(lues) > 1:
            doutes.append((ligne.no, Niveau.DOUTE, f"{len(lues)} références lues sur cette ligne."))
    return tuple(citations.values())


def _avec_leurs_liens(lignes: Sequence[Marquee]) -> list[Marquee]:
    """A plain line that holds only a link belongs to the record above."""
    reunies: list[Marquee] = []
    for ligne in lignes:
        brut = ligne.brut or ligne.texte
        seul = ligne.sorte is Sorte.TEXTE and liens_de(brut) and not sans_liens(brut).strip(" .:,")
        if seul and reunies and len(reunies[-1].brut) < LIGNE_MAX:
            reunies[-1] = replace(reunies[-1], brut=f"{reunies[-1].brut} {brut}")
        else:
            reunies.append(ligne)
    return reunies


def _modules(
    feuillet: Feuillet, lacunes: dict[str, FicheLacune], doutes: list[Doute]
) -> tuple[FicheModule, ...]:
    if "module" not in feuillet.ouvertes:
        lacunes["module"] = FicheLacune("module", Manque.ABSENTE.value)
        return ()
    titre = nettoyer(" ".join(ligne.texte for ligne in feuillet.parties.get("module", []))).strip(_GUILLEMETS)
    if not titre:
        lacunes["module"] = FicheLacune("module", Manque.VIDE.value)
    champs: dict[str, Any] = lire_modalites(_texte(feuillet, "modalites"))
    if "format" not in champs:
        doutes.append(
            (
                feuillet.ouvertes["module"],
                Niveau.DOUTE,
                "le format du module n’est pas dit\u00a0: atelier supposé.",
            )
        )
        champs["format"] = Format.ATELIER.value
    champs |= lire_publics(_texte(feuillet, "publics"))
    profil = _texte(feuillet, "profil")
    if _DEFINIR.match(profil):
        lacunes["formateurs"] = FicheLacune("formateurs", Manque.A_DEFINIR.value)
    champs["profils"] = lire_profils(profil)
    deroule = tuple(texte for _, texte in _reunir(feuillet.parties.get("deroule", [])))
    return (
        FicheModule(
            cle=slugify(titre)[:60].strip("-") or "sans-titre",
            titre=titre,
            profil="" if _DEFINIR.match(profil) else profil[:300],
            deroule=deroule,
            **champs,
        ),
    )


def _texte(feuillet: Feuillet, partie: str) -> str:
    return " ".join(ligne.texte for ligne in feuillet.parties.get(partie, []))
