"""BibTeX and BibLaTeX, through bibtexparser 2, as Zotero writes them and as others do."""

import json
import re
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

import bibtexparser
from bibtexparser.library import Library
from bibtexparser.middlewares import (
    RemoveEnclosingMiddleware,
    ResolveStringReferencesMiddleware,
)
from bibtexparser.middlewares.names import (
    InvalidNameError,
    parse_single_name_into_parts,
    split_multiple_persons_names,
)
from bibtexparser.model import (
    DuplicateBlockKeyBlock,
    DuplicateFieldKeyBlock,
    Entry,
    MiddlewareErrorBlock,
    ParsingFailedBlock,
)

from veille.notices.fiches import FicheAuteur, FicheLien, FicheNotice
from veille.references.formats import valeurs as v
from veille.references.formats.cles import cle_faite
from veille.references.formats.commun import (
    VIDE,
    Lecture,
    completer,
    d_un_trait,
    decoder,
    paragraphes,
)
from veille.references.formats.latex import sans_latex
from veille.references.zotero import COMPTEES, DEPUIS, EN_LIGNE, TYPES, type_de

# Fields that are addresses or codes: no LaTeX is looked for in them.
_BRUTS = frozenset({"url", "doi", "file", "eprint", "vigie", "urldate", "isbn", "issn", "date"})
_ROLES = {"author": "", "editor": "direction", "translator": "traduction", "illustrator": "illustration"}
_VARIABLES = {role: nom for nom, role in _ROLES.items()}
_MACROS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SAISONS = {21: "Printemps", 22: "Été", 23: "Automne", 24: "Hiver"}
_PROTEGES = str.maketrans(
    {
        "\\": r"{\textbackslash}", "{": r"{\{}", "}": r"{\}}", "&": r"\&", "%": r"\%", "$": r"\$",
        "#": r"\#", "_": r"\_", "~": r"{\textasciitilde}", "^": r"{\textasciicircum}", "\u00a0": "~",
    }
)  # fmt: skip
_MORCEAU = r'"[^"]{0,4000}"|\{[^{}]{0,4000}\}|\w{1,60}'
_JOINTS = re.compile(rf"(?:{_MORCEAU})(?:\s*#\s*(?:{_MORCEAU})){{1,20}}")


def est_un_debut(ligne: str) -> bool:
    """This line opens an entry."""
    return re.match(r"\s*@\s*\w+\s*[{(]", ligne) is not None


def lire(octets: bytes) -> Lecture:
    """The references of a file; what is odd is told by line. ValidationError for a file too large."""
    texte = decoder(octets)
    lecture = Lecture()
    pile = [ResolveStringReferencesMiddleware(True), RemoveEnclosingMiddleware(True)]
    prefixe = "".join(f'@string{{{nom} = "{nom}"}}\n' for nom in _MACROS if not _definit(texte, nom))
    avant = prefixe.count("\n")
    bibliotheque = bibtexparser.parse_string(prefixe + texte, parse_stack=pile)
    chaines = {nom.lower(): str(chaine.value) for nom, chaine in bibliotheque.strings_dict.items()}
    for bloc in bibliotheque.blocks:
        ligne = max((bloc.start_line or 0) + 1 - avant, 1)
        _bloc(bloc, ligne, lecture, chaines)
    if not lecture.fiches and not lecture.remarques:
        lecture.dire(0, VIDE, perdue=True)
    return lecture


def _definit(texte: str, nom: str) -> bool:
    return re.search(rf"(?i)@string\s*[{{(]\s*{nom}\s*=", texte) is not None


def _bloc(bloc: Any, ligne: int, lecture: Lecture, chaines: dict[str, str]) -> None:
    dits: list[str] = []
    entree = bloc
    if isinstance(bloc, DuplicateBlockKeyBlock):
        entree = bloc.ignore_error_block
        if isinstance(entree, Entry):
            dits.append(f"La clé « {entree.key[:60]} » sert deux fois dans le fichier.")
    elif isinstance(bloc, DuplicateFieldKeyBlock | MiddlewareErrorBlock):
        entree = bloc.ignore_error_block
        if isinstance(bloc, DuplicateFieldKeyBlock):
            noms = ", ".join(sorted(bloc.duplicate_keys))
            dits.append(f"Champ écrit deux fois : {noms[:80]}. Le second est gardé à part.")
            if isinstance(entree, Entry):
                RemoveEnclosingMiddleware(True).transform_entry(entree, Library())
        else:
            dits.append("Une abréviation (@string) n’est pas définie.")
    if isinstance(entree, Entry):
        lecture.ajouter(ligne, lambda: _fiche(entree, dits, chaines), dits)
    elif isinstance(bloc, ParsingFailedBlock):
        lecture.dire(ligne, "Cette entrée ne se lit pas : une accolade y manque peut-être.", perdue=True)


def _jointe(valeur: str, chaines: dict[str, str]) -> str:
    """« "Un " # titre »: pieces that the library leaves as they stand."""
    if not _JOINTS.fullmatch(valeur):
        return valeur
    morceaux = re.findall(_MORCEAU, valeur)
    return "".join(m[1:-1] if m[0] in '"{' else chaines.get(m.lower(), m) for m in morceaux)


def _fiche(entree: Entry, dits: list[str], chaines: dict[str, str]) -> FicheNotice:
    champs: dict[str, str] = {}
    for champ in entree.fields:
        nom = champ.key.strip().lower()
        while nom in champs:
            nom += "-bis"
        champs[nom] = _jointe(str(champ.value).strip(), chaines)
    champs = {nom: texte for nom, texte in champs.items() if texte}
    complement = _complement(champs.pop("vigie", ""))
    brut = entree.entry_type.lower()
    cle = _type(brut, champs)
    if brut not in DEPUIS["bibtex"]:
        dits.append(f"Type « @{brut[:20]} » inconnu : pris pour un document.")
    fiche = _composer(champs, cle, dits)
    reste = dict(fiche.reste)
    if type_de(fiche).cle != cle:
        reste["type"] = cle
    propre: dict[str, Any] = {nom: paragraphes(texte) for nom, texte in champs.items()}
    if entree.key and entree.key != cle_faite(fiche):
        propre["id"] = entree.key
    if TYPES[cle].bibtex != brut:
        propre["type d’entrée"] = brut
    if propre:
        reste["bibtex"] = propre
    return completer(replace(fiche, reste=reste), complement)


def _type(brut: str, champs: dict[str, str]) -> str:
    """@misc is what Zotero writes for half of its kinds: what it holds tells a little."""
    cle = DEPUIS["bibtex"].get(brut, "document")
    if cle != "document":
        return cle
    if re.search(r"(?i)arxiv|hal|preprint", champs.get("eprinttype", champs.get("archiveprefix", ""))):
        return "preprint"
    en_ligne = "url" in champs or "\\url" in champs.get("howpublished", "")
    return "webpage" if en_ligne and "publisher" not in champs and "doi" not in champs else cle


def _complement(texte: str) -> Any:
    try:
        return json.loads(unquote(re.sub(r"\s", "", texte))) if texte else None
    except (ValueError, RecursionError):
        return None


def _prendre(champs: dict[str, str], *noms: str) -> str:
    """Take the first of these fields that says something, on one line."""
    nom = next((nom for nom in noms if champs.get(nom)), None)
    return d_un_trait(sans_latex(champs.pop(nom))) if nom else ""


def _long(champs: dict[str, str], nom: str) -> str:
    return paragraphes(sans_latex(champs.pop(nom))) if champs.get(nom) else ""


def _composer(champs: dict[str, str], cle: str, dits: list[str]) -> FicheNotice:
    reste: dict[str, Any] = {}
    if consulte := v.date_du_texte(champs.get("urldate", "")):
        reste["consulte"] = consulte
        champs.pop("urldate")
    pages, nombre = _pages(champs, cle)
    note = "\n\n".join(filter(None, (_long(champs, "note"), _long(champs, "annote"))))
    titre, sous_titre = _prendre(champs, "title"), _prendre(champs, "subtitle")
    return FicheNotice(
        titre=titre,
        sous_titre=sous_titre,
        genre=TYPES[cle].genre.value,
        auteurs=_auteurs(champs),
        publication=_prendre(champs, "journal", "journaltitle", "booktitle", "maintitle"),
        collection=_prendre(champs, "series"),
        editeur=_prendre(champs, "publisher", "school", "institution", "organization"),
        lieu=_prendre(champs, "address", "location"),
        volume=_prendre(champs, "volume"),
        numero=_prendre(champs, "number", "issue"),
        date=_date(champs, dits),
        pages=pages,
        nombre_pages=nombre,
        en_ligne=cle in EN_LIGNE,
        langue=_langue(champs),
        resume=_long(champs, "abstract"),
        doi=_identifiant(champs, "doi", v.doi_de, dits),
        isbn=_identifiant(champs, "isbn", v.isbn_de, dits),
        issn=_identifiant(champs, "issn", v.issn_de, dits),
        liens=_liens(champs, dits),
        mots_cles=tuple(
            m for m in map(d_un_trait, re.split(r"[;,\n]", sans_latex(champs.pop("keywords", "")))) if m
        ),
        note=note,
        reste=reste,
    )


def _pages(champs: dict[str, str], cle: str) -> tuple[str, int | None]:
    total = re.fullmatch(r"(\d{1,6})\s*(p\.?)?", champs.get("pagetotal", champs.get("numpages", "")))
    nombre = int(total[1]) if total else None
    if total:
        champs.pop("pagetotal", None) or champs.pop("numpages")
    pages, compte = v.pages_de(
        d_un_trait(sans_latex(champs.pop("pages", "").replace("--", "-"))), comptees=cle in COMPTEES
    )
    if nombre is not None and compte is not None and compte != nombre:
        return str(compte), nombre
    return pages, nombre if nombre is not None else compte


def _date(champs: dict[str, str], dits: list[str]) -> str:
    """`date` of BibLaTeX, or year, month (a macro, a word, a number) and day."""
    lue = v.date_du_texte(d_un_trait(champs.get("date", "")))
    if lue:
        champs.pop("date")
    annee = v.date_du_texte(d_un_trait(sans_latex(champs.get("year", ""))))
    mois = d_un_trait(sans_latex(champs.get("month", "")))
    avec_jour = re.fullmatch(r"(?:(\d{1,2})\s+)?([^\W\d_]+\.?)(?:\s+(\d{1,2}))?", mois)
    jour = champs.get("day") or (avec_jour and (avec_jour[1] or avec_jour[3]))
    complete = annee if len(annee) > 4 else v.date_de(annee, avec_jour[2] if avec_jour else mois, jour)
    if complete and (not lue or complete.startswith(lue)):
        lue = complete
    for nom in ("year", "month", "day"):
        texte = champs.get(nom)
        if texte and lue and (nom != "month" or v.rang_du_mois(avec_jour[2] if avec_jour else mois)):
            champs.pop(nom)
        elif texte:
            dits.append(f"Date illisible : « {texte[:40]} ». Gardée à part.")
    if "date" in champs:
        dits.append(f"Date illisible : « {champs['date'][:40]} ». Gardée à part.")
    return lue


def _langue(champs: dict[str, str]) -> str:
    for nom in ("langid", "language"):
        brute = champs.get(nom, "")
        if lue := v.langue_de(sans_latex(brute)):
            if lue == brute:
                champs.pop(nom)
            return lue
    return ""


def _identifiant(champs: dict[str, str], nom: str, lire_un: Any, dits: list[str]) -> str:
    brut = champs.get(nom, "").replace("\\", "")
    lu = str(lire_un(brut))
    if lu:
        champs.pop(nom)
    elif brut:
        dits.append(f"« {brut[:40]} » n’est pas un {nom.upper()} valable : gardé à part.")
    return lu


def _liens(champs: dict[str, str], dits: list[str]) -> tuple[FicheLien, ...]:
    liens: list[FicheLien] = []
    if brut := champs.get("url", ""):
        adresse = re.sub(r"\\url\s*\{(.*)\}", r"\1", brut)
        if lien := v.lien_de(re.sub(r"\\([&%#_~{}$])", r"\1", adresse)):
            liens.append(lien)
            champs.pop("url")
        else:
            dits.append(f"« {brut[:60]} » n’est pas une adresse du web : gardée à part.")
    publie = re.fullmatch(r"\\url\s*\{(.*)\}", champs.get("howpublished", ""))
    if publie and (lien := v.lien_de(publie[1])):
        liens += [] if lien in liens else [lien]
        champs.pop("howpublished")
    return tuple(liens)


def _auteurs(champs: dict[str, str]) -> tuple[FicheAuteur, ...]:
    return tuple(
        auteur
        for nom, role in _ROLES.items()
        for texte in (split_multiple_persons_names(champs.pop(nom)) if champs.get(nom) else ())
        if (auteur := _auteur(d_un_trait(texte), role)).nom
    )


def _auteur(texte: str, role: str) -> FicheAuteur:
    """A name wholly in braces is a body; « others » is kept as such."""
    if re.fullmatch(r"\{[^{}]*(\{[^{}]*\}[^{}]*)*\}", texte):
        return FicheAuteur(d_un_trait(sans_latex(texte)), organisme=True, role=role)
    if texte == "others":
        return FicheAuteur("et al.", organisme=True, role=role)
    try:
        parts = parse_single_name_into_parts(texte, strict=False)
    except InvalidNameError:
        return v.nom_a_virgule(d_un_trait(sans_latex(texte)), role)
    nom = " ".join([*parts.von, *parts.last])
    prenom = " ".join([*parts.first, *parts.jr])
    return FicheAuteur(d_un_trait(sans_latex(nom)), d_un_trait(sans_latex(prenom)), role=role)
