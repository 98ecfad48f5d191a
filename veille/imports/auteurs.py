"""Persons and bodies in a line of authors: who is which, in what order, with what part in the document."""

import re
from functools import cache
from pathlib import Path

from communs.echanges.textes import sans_accents
from veille.enums import Role
from veille.imports.lignes import plier
from veille.notices.fiches import FicheAuteur

PRENOMS, ORGANISMES = "prenoms.txt", "organismes.txt"
AUTEUR_MAX = 90  # characters of one name
_NOM = r"[A-ZÀ-ÖØ-Ý][^\W\d_]*(?:[’'.-][^\W\d_]+)*\.?"
_PARTICULE = r"(?:de|du|des|la|le|d’|van|von|der|den|el|al|ben|da|di)"
_PERSONNE = re.compile(rf"^{_NOM}(?:\s(?:{_PARTICULE}\s?){{0,2}}{_NOM}){{1,3}}$")
_SIGLE = re.compile(r"^[A-Z0-9ÀÉÈ][A-Z0-9&.ÀÉÈ-]{1,14}s?$")
_ARTICLES = frozenset(("le", "la", "les", "l", "un", "une", "the"))
_ROLES: tuple[tuple[str, str], ...] = (
    (r"avec l[’']appui (?:de la|de l[’']|du|des|de|d[’'])\s?|représentée?s? par\s", Role.APPUI),
    (r"en partenariat avec (?:les|le|la|l[’'])?\s?", Role.PARTENAIRE),
    (r"sous la dir(?:ection|\.)? (?:de la|de l[’']|du|des|de|d[’'])\s?|dirigée? par\s", Role.DIRECTION),
    (r"traduite? par\s|traduction de\s", Role.TRADUCTION),
    (r"illustrée? par\s|illustrations de\s", Role.ILLUSTRATION),
)  # fmt: skip
_MARQUE = "\x01"
_PARENTHESE = re.compile(r"\s?\(([^()]{1,200})\)")
_DIR = re.compile(r"^(?:ss\.?|sous la|sous)?\s?(?:la\s)?(?:dir|coord|éd|ed)s?\b", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:les?|la|l[’'])\s?(?=[A-ZÀ-Ý])")
_ET_AL = re.compile(r"[,\s]{1,3}et al\b\.?", re.IGNORECASE)


@cache
def _mots(fichier: str) -> frozenset[str]:
    """The words of a list beside this file: given names, words that names of bodies are made of."""
    texte = (Path(__file__).parent / fichier).read_text(encoding="utf-8")
    return frozenset(sans_accents(mot) for mot in texte.split())


def est_prenom(mot: str) -> bool:
    """A common given name, or a hyphenated one that begins so."""
    return sans_accents(mot).split("-")[0] in _mots(PRENOMS)


def est_personne(texte: str) -> bool:
    """Two to four capitalised words, none of which names a body."""
    if not _PERSONNE.match(texte) or len(texte) > AUTEUR_MAX:
        return False
    mots = sans_accents(texte.replace("’", " ")).split()
    return mots[0] not in _ARTICLES and not any(mot in _mots(ORGANISMES) for mot in mots)


def est_organisme(texte: str) -> bool:
    """An acronym, one name alone, or words that open as the name of a body does."""
    nu = _PARENTHESE.sub("", _ARTICLE.sub("", texte)).strip()
    if not nu or len(nu) > AUTEUR_MAX or nu[-1] in "?!:;" or ". " in nu:
        return False
    mots = nu.split()
    connu = nu[0].isupper() and len(mots) <= 3 and sans_accents(mots[-1]) in _mots(ORGANISMES)
    seul = len(mots) == 1 and nu[0].isupper()
    composes = len(mots) <= 6 and "&" in mots and nu[0].isupper()
    return s_ouvre_en_organisme(nu) or connu or seul or composes


def s_ouvre_en_organisme(nom: str) -> bool:
    """An acronym, « 27e Région », or a first word such as « Agence »: no review begins so."""
    mots = nom.split()
    premier = sans_accents(mots[0])
    sigle = bool(_SIGLE.match(mots[0])) and len(mots) <= 8
    return premier in _mots(ORGANISMES) or sigle or bool(re.match(r"^\d+e\s[A-ZÀ-Ý]", nom))


def decouper(texte: str) -> list[str]:
    """The names of a line, cut at commas, semicolons and slashes between spaces, never inside brackets."""
    parts, courant, profondeur = [], "", 0
    for signe in re.sub(r"\s[/|]\s", "\x02", texte).strip(" .;,"):
        profondeur += (signe == "(") - (signe == ")" and profondeur > 0)
        if signe in ",;\x02" and profondeur == 0:
            parts.append(courant)
            courant = ""
        else:
            courant += signe
    propres = [part.strip(" .") if not part.strip().endswith("..") else part for part in [*parts, courant]]
    return [nom for part in propres if part for nom in _a_deux(part)]


def _a_deux(part: str) -> list[str]:
    """« Aline Martin et Paul Durand » are two people; « Conseil et Recherche » is one body."""
    gauche, et, droite = part.partition(" et ")
    if et and est_personne(gauche) and est_personne(droite):
        return [gauche, droite]
    return [part]


def lire_auteurs(texte: str) -> tuple[tuple[FicheAuteur, ...], list[str]]:
    """The people and bodies of a line in their order, and what is to be said of it."""
    avis = []
    if _ET_AL.search(texte):
        texte = _ET_AL.sub("", texte)
        avis.append("«\u00a0et al.\u00a0» n’est pas repris\u00a0: d’autres auteurs existent.")
    for rang, (motif, _) in enumerate(_ROLES):
        texte = re.sub(rf"[\s,.]{{0,3}}\b(?:{motif})", f",{_MARQUE}{rang}", texte, flags=re.IGNORECASE)
    noms: list[tuple[str, str]] = []
    role = ""
    for part in decouper(texte):
        if part.startswith(_MARQUE):
            role, part = _ROLES[int(part[1])][1], part[2:]
        nom, suite, siens = _sans_parenthese(_ARTICLE.sub("", part) if role else part)
        avis += siens
        if nom:
            noms.append((nom, suite or role))
    inverse = _inverse_par_virgule(noms)
    if inverse is not None:
        return (inverse,), avis
    nom_d_abord = _nom_d_abord([nom for nom, _ in noms], avis)
    fiches = []
    for nom, sa_part in noms:
        morceaux = nom.split(" et ") if sa_part and not est_personne(nom) else [nom]
        fiches += [_fiche(morceau, sa_part, nom_d_abord) for morceau in morceaux]
    return tuple(fiches), avis


def _sans_parenthese(nom: str) -> tuple[str, str, list[str]]:
    """The name, the part that its brackets give it, and what is said of those left out."""
    trouve = _PARENTHESE.search(nom)
    if trouve is None:
        return nom.strip(), "", []
    dedans = trouve[1].strip()
    seul = _PARENTHESE.sub("", nom).strip()
    if _DIR.match(dedans):
        return seul, Role.DIRECTION, []
    if len(dedans.split()) == 1 and not est_personne(seul):
        return nom.strip(), "", []  # an acronym, which stays with its name
    return seul, "", [f"La précision «\u00a0{dedans}\u00a0» n’est pas reprise."]


def _inverse_par_virgule(noms: list[tuple[str, str]]) -> FicheAuteur | None:
    """« Martin, Aline »: one person, her surname first."""
    if len(noms) != 2:
        return None
    (nom, _), (prenom, role) = noms
    if not est_prenom(prenom) or " " in nom or est_prenom(nom) or _SIGLE.match(nom):
        return None
    return FicheAuteur(nom, prenom, role=role)


def _nom_d_abord(noms: list[str], avis: list[str]) -> bool:
    """Whether surnames come first in this line: one order for all its persons."""
    mots = [nom.split() for nom in noms if est_personne(nom)]
    if any(len(m[0]) > 1 and m[0].isupper() and not m[-1].isupper() and "." not in m[0] for m in mots):
        return True
    fins = sum(est_prenom(m[-1]) and not est_prenom(m[0]) for m in mots)
    debuts = sum(est_prenom(m[0]) and not est_prenom(m[-1]) for m in mots)
    if mots and fins == debuts:
        avis.append("Ordre des noms deviné\u00a0: le prénom d’abord. Vérifiez.")
    return fins > debuts


def _fiche(nom: str, role: str, nom_d_abord: bool) -> FicheAuteur:
    if not est_personne(nom):
        return FicheAuteur(_ARTICLE.sub("", nom) if role else nom, organisme=True, role=role)
    mots = nom.split()
    if nom_d_abord:
        prenom, famille = mots[-1], " ".join(mots[:-1])
    else:
        prenom, famille = mots[0], " ".join(mots[1:])
    return FicheAuteur(_casse(famille), _casse(prenom), role=role)


def _casse(nom: str) -> str:
    """« DUPONT » is Dupont; « La » and « McNeil » stay."""
    if not nom.isupper() or len(nom.replace(".", "")) < 2:
        return nom
    return re.sub(r"[^\W\d_]+", lambda m: m[0].capitalize(), nom.lower())


def sont_des_auteurs(texte: str) -> bool:
    """A line made of names alone."""
    if len(texte) > 250 or not texte:
        return False
    nu = _ET_AL.sub("", texte)
    for motif, _ in _ROLES:
        nu = re.sub(rf"[\s,.]{{0,3}}\b(?:{motif})", ", ", nu, flags=re.IGNORECASE)
    noms = [_PARENTHESE.sub("", part).strip() for part in decouper(nu)]
    return bool(noms) and all(
        est_personne(nom) or est_organisme(nom) or all(est_personne(n) for n in nom.split(" et "))
        for nom in noms
    )


def meme(un: FicheAuteur, autre: FicheAuteur) -> bool:
    return plier(un.prenom + un.nom) == plier(autre.prenom + autre.nom)
