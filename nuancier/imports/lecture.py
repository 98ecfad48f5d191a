"""A whole Nuancier in Markdown, read into fiches with a report: what was understood, what was not, where.

Every line that holds something is told: understood, set aside with the reason, or not understood.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from nuancier.imports.lignes import Marquee, Sorte, marquer, plier
from nuancier.imports.notices import unir
from nuancier.imports.rapport import FamilleLue, ImportLu, Niveau
from nuancier.imports.teinte import LIGNE_MAX, Feuillet, monter
from nuancier.imports.voisinage import completer, noms_propres

TEINTES_MAX = 500
FAMILLES_MAX = 99

# The headings of a teinte's parts, folded; the second word is a part of the module.
PARTIES = {
    "champlexical": "lexique",
    "finalites": "finalites",
    "competencesetsavoirfaire": "competences",
    "savoiretre": "savoir_etre",
    "exemplesdecontenus": "contenus",
    "exempledecontenus": "contenus",
    "exempledemodule": "module",
    "modalites": "modalites",
    "modalite": "modalites",
    "deroule": "deroule",
    "publics": "publics",
    "public": "publics",
    "profildudesformateurs": "profil",
    "profildesformateurs": "profil",
    "profilduformateur": "profil",
    "ressources": "ressources",
    "referencesinspirantes": "references",
}
INTRODUCTION = "l’introduction d’une famille, que l’import ne reprend pas"
AUCUNE_TEINTE = (
    "Aucune teinte dans ce document\u00a0: une teinte s’ouvre par une ligne «\u00a0TEINTE N° 1.1\u00a0»."
)
HORS_TEINTE = "Ce texte ne se rattache à aucune teinte."
PAS_UN_CODE = "n’est pas un code de teinte\u00a0: écrivez par exemple «\u00a0TEINTE N° 2.3\u00a0»."
_CODE_JUSTE = re.compile(r"[1-9][0-9]?\.[1-9][0-9]{0,2}")
_HORS = ("modedemploi", "quelquesconseilspratiques", "conseilspratiques")


def lire(document: str) -> ImportLu:
    """Read a document already decoded and of a bounded size (see `decoder`)."""
    lecteur = _Lecteur()
    for marquee in marquer(document):
        lecteur.prendre(marquee)
    return lecteur.finir(document)


class _Lecteur:
    """Goes down the document, one line at a time, and knows where it stands."""

    def __init__(self) -> None:
        self.lu = ImportLu(imprime=True)
        self.feuillets: dict[str, Feuillet] = {}
        self.titres: list[Marquee] = []  # headings and lone lines that wait to know whose they are
        self.feuillet: Feuillet | None = None
        self.partie = ""
        self.ouverte = False  # whether a part has been met since the last code
        self.famille: list[Marquee] | None = None  # headings and introduction of a family under way
        self.dehors = "ce texte vient avant la première famille"
        self.ecartees: dict[str, list[int]] = defaultdict(list)

    def prendre(self, marquee: Marquee) -> None:
        self.lu.lignes.setdefault(marquee.no, Niveau.COMPRIS)
        if len(marquee.texte) > LIGNE_MAX:
            self.lu.dire(marquee.no, Niveau.ERREUR, f"Cette ligne dépasse {LIGNE_MAX} caractères.")
            return
        nom, reste = _partie(marquee)
        if marquee.sorte is Sorte.CODE:
            self._code(marquee)
        elif nom and self.feuillet is not None and not self.dehors:
            self._ouvrir(nom, reste, marquee)
        elif marquee.sorte is Sorte.TITRE and marquee.niveau <= 2:
            self._titre(marquee)
        elif self.dehors:
            self.ecartees[self.dehors].append(marquee.no)
        elif self.famille is not None:
            self.famille.append(marquee)
        elif self.titres or not self.ouverte:
            self._nommer(marquee)
        elif marquee.sorte is Sorte.TITRE and self.partie != "module":
            self._titre_inconnu(marquee)
        else:
            self._ajouter(marquee)

    def _ajouter(self, marquee: Marquee) -> None:
        if self.feuillet is None:
            self.lu.dire(marquee.no, Niveau.INCOMPRIS, HORS_TEINTE)
        else:
            self.feuillet.ajouter(self.partie, marquee)

    def _titre(self, marquee: Marquee) -> None:
        """A heading that is no part: a title of teinte, a family, or a page that is neither."""
        plie = plier(marquee.texte)
        if plie.startswith(_HORS) or plie.startswith("nuancier"):
            self.dehors = f"«\u00a0{marquee.texte[:80]}\u00a0» n’est pas une teinte"
            self.ecartees[self.dehors].append(marquee.no)
        elif marquee.niveau == 1:
            self.dehors = ""
            if self.feuillet is not None and not self.ouverte:
                self.feuillet.titres.append(marquee)  # right under its code
            else:
                self._fermer_la_famille()
                self._perdre_les_titres()
                self.titres = [marquee]
        elif self.titres and not self.dehors:
            self.famille = [*self.titres, marquee]
            self.titres, self.feuillet = [], None
        elif self.dehors:
            self.ecartees[self.dehors].append(marquee.no)
        elif self.partie == "module":
            self._ajouter(marquee)
        else:
            self._titre_inconnu(marquee)

    def _titre_inconnu(self, marquee: Marquee) -> None:
        """What follows would go to the part before: refused."""
        self.lu.dire(
            marquee.no,
            Niveau.ERREUR,
            f"Titre inconnu\u00a0: «\u00a0{marquee.texte[:80]}\u00a0». Les parties d’une teinte se nomment "
            "«\u00a0CHAMP LEXICAL\u00a0», «\u00a0FINALITÉS\u00a0»…",
        )

    def _perdre_les_titres(self) -> None:
        for titre in self.titres:
            self.lu.dire(titre.no, Niveau.INCOMPRIS, HORS_TEINTE)
        self.titres = []

    def _code(self, marquee: Marquee) -> None:
        if not _CODE_JUSTE.fullmatch(marquee.texte):
            self.lu.dire(marquee.no, Niveau.ERREUR, f"«\u00a0{marquee.texte}\u00a0» {PAS_UN_CODE}")
        self.lu.entetes += 1
        self.dehors = ""
        if self.famille is not None:
            self._fermer_la_famille(marquee.texte)
        feuillet = self.feuillets.get(marquee.texte)
        if feuillet is None:
            feuillet = self.feuillets[marquee.texte] = Feuillet(marquee.texte, marquee.no)
        feuillet.entetes.append(marquee.no)
        feuillet.titres += self.titres
        self.titres, self.feuillet, self.ouverte, self.partie = [], feuillet, False, ""

    def _nommer(self, marquee: Marquee) -> None:
        """A line between the code and the first part repeats the title."""
        if self.titres or self.feuillet is None:
            self.titres.append(marquee)
        else:
            self.feuillet.titres.append(marquee)

    def _ouvrir(self, nom: str, reste: str, marquee: Marquee) -> None:
        if self.feuillet is None:
            return
        if self.titres:  # a title after the code, then its first part
            self.feuillet.titres += self.titres
            self.titres = []
        self.partie, self.ouverte = nom, True
        self.feuillet.ouvrir(nom, marquee.no)
        if reste:
            self.feuillet.ajouter(nom, Marquee(marquee.no, Sorte.TEXTE, reste, brut=reste))

    def _fermer_la_famille(self, code: str = "") -> None:
        """A family's introduction ends with the code of its first teinte, whose number it takes."""
        if self.famille is None:
            return
        lignes, self.famille = self.famille, None
        for ligne in lignes:
            if code:
                self.ecartees[INTRODUCTION].append(ligne.no)
            else:
                self.lu.dire(ligne.no, Niveau.INCOMPRIS, HORS_TEINTE)
        if not code or len(self.lu.familles) >= FAMILLES_MAX:
            return
        noms = [ligne for ligne in lignes if ligne.sorte is Sorte.TITRE]
        textes = [ligne.texte for ligne in lignes if ligne.sorte is not Sorte.TITRE]
        numero = int(code.split(".")[0])
        self._douter_du_titre(numero, noms)
        self.lu.familles.append(FamilleLue(numero, _le_plus_sur(noms), "\n\n".join(textes), lignes[0].no))

    def _douter_du_titre(self, numero: int, noms: Sequence[Marquee]) -> None:
        """An introduction under the name of another family, or under two names."""
        ailleurs = {plier(f.nom): f.numero for f in self.lu.familles if f.numero != numero}
        for nom in noms[1:]:
            autre = ailleurs.get(plier(nom.texte))
            if autre is not None:
                self.lu.dire(
                    nom.no,
                    Niveau.DOUTE,
                    f"L’introduction de la famille {numero} porte le titre de la famille {autre}\u00a0: "
                    f"«\u00a0{nom.texte}\u00a0». Elle est prise pour celle de la famille {numero}.",
                )
            elif plier(nom.texte) != plier(noms[0].texte):
                self.lu.dire(
                    nom.no,
                    Niveau.DOUTE,
                    f"La famille {numero} a deux noms\u00a0: «\u00a0{noms[0].texte}\u00a0» et "
                    f"«\u00a0{nom.texte}\u00a0».",
                )

    def finir(self, document: str) -> ImportLu:
        self._fermer_la_famille()
        self._perdre_les_titres()
        for ou, lignes in self.ecartees.items():
            for ligne in lignes:
                self.lu.dire(ligne, Niveau.ECARTE, f"Mise de côté\u00a0: {ou}.")
        if not self.feuillets:
            self.lu.dire(0, Niveau.ERREUR, AUCUNE_TEINTE)
        if len(self.feuillets) > TEINTES_MAX:
            self.lu.dire(
                0, Niveau.ERREUR, f"Plus de {TEINTES_MAX} teintes\u00a0: importez-les en plusieurs fois."
            )
            return self.lu
        titres = [titre.texte for feuillet in self.feuillets.values() for titre in feuillet.titres]
        noms = noms_propres(document, titres)
        for feuillet in self.feuillets.values():
            self._monter(feuillet, noms)
        dire_les_liens_en_double(self.lu)  # as the document gives them, before any is lent
        self.lu.fiches = unir(completer(self.lu.fiches))
        self.lu.dire(0, Niveau.COMPRIS, _bilan(self.lu.entetes, len(self.feuillets)))
        return self.lu

    def _monter(self, feuillet: Feuillet, noms: dict[str, str]) -> None:
        fiche, doutes = monter(feuillet, noms)
        self.lu.debuts[feuillet.code] = feuillet.ligne
        for ligne, niveau, message in doutes:
            self.lu.dire(ligne, niveau, f"Teinte {feuillet.code}\u00a0: {message}")
        if len(feuillet.entetes) > 2:
            self.lu.dire(feuillet.entetes[2], Niveau.ERREUR,
                         f"La teinte {feuillet.code} s’ouvre plus de deux fois.")  # fmt: skip
        if fiche is not None:
            self.lu.fiches.append(fiche)


def dire_les_liens_en_double(lu: ImportLu) -> None:
    """The same address under two titles: one of them is probably wrong."""
    titres: dict[str, dict[str, tuple[str, str]]] = defaultdict(dict)
    for fiche in lu.fiches:
        for citation in (*fiche.ressources, *fiche.references):
            for lien in citation.ressource.liens:
                titre = citation.ressource.titre
                titres[lien.adresse].setdefault(plier(titre), (fiche.code, titre))
    for adresse, noms in titres.items():
        if len(noms) > 1:
            cites = " et ".join(f"«\u00a0{titre}\u00a0» ({code})" for code, titre in [*noms.values()][:3])
            lu.dire(0, Niveau.DOUTE, f"Un même lien sert à {cites}\u00a0: {adresse}")


def _bilan(entetes: int, teintes: int) -> str:
    dit = f"{entetes} en-têtes pour {teintes} teintes"
    if teintes and entetes == 2 * teintes:
        return f"{dit}\u00a0: chaque teinte s’ouvre deux fois, et ses deux pages sont réunies."
    return f"{dit}."


def _partie(marquee: Marquee) -> tuple[str, str]:
    """The part that this line opens, and what already stands on the same line after a colon."""
    if marquee.sorte is Sorte.PUCE or len(marquee.texte) > 400:
        return "", ""
    if marquee.sorte is Sorte.TITRE and (nom := PARTIES.get(plier(marquee.texte))):
        return nom, ""
    libelle, deux_points, reste = marquee.texte.partition(":")
    nom = PARTIES.get(plier(libelle))
    annonce = deux_points and libelle.strip() == libelle.strip().upper()
    return (nom, reste.strip()) if nom and annonce else ("", "")


def _le_plus_sur(noms: Iterable[Marquee]) -> str:
    """The name of a family: the divider's letters with the spaces of a line that says the same."""
    noms = list(noms)
    for nom in noms[1:]:
        if plier(nom.texte) == plier(noms[0].texte):
            return nom.texte
    return noms[0].texte if noms else ""
