"""One line of a list of references, read as bibliographic records as well as it can be told.

The scan tells titles by bold type, by quotes, or not at all; a line may hold several records.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.text import slugify

from nuancier.enums import GenreRessource
from nuancier.fiches import FicheLien, FicheRessource
from nuancier.imports.lignes import nettoyer, plier
from nuancier.imports.segments import MOIS, Suite, est_une_personne, lire_suite, sigles

# No bracket inside a bracket: each character is looked at a bounded number of times.
_ADRESSE = re.compile(
    r"\[(?P<nom>[^\[\]]{0,300})\]\((?P<lien>[^()\[\]\s]{1,500})\)|<(?P<nu>https?://[^<>\s]{1,500})>"
)
_ANNEE_SEULE = re.compile(r",[^,]*\s(?:19|20)\d\d$")
_GRAS = re.compile(r"\*\*([^*]{1,300})\*\*")
_GUILLEMETS = re.compile(r"[«“\"]\s?([^«»“”\"]{1,300}?)\s?[»”\"]")
_COMPLEMENT = re.compile(r"^ (?:des?|du|d['’])\s?[^,(:+<*]{1,60}?(?= et |$|[,(:+<])")
_NUMEROS = re.compile(r"#\d+(?:, #\d+)*")
_PERSONNE_EN_FIN = re.compile(r"^(.{3,200}[!?]) ([A-ZÉ][\w-]+ [A-ZÉ][\w-]+)$")
_MAISON_EN_FIN = re.compile(r" de (la 27e région)$", re.IGNORECASE)
# A comma ends a title, unless a small letter goes on with it: « Pôle Emploi, ne quittez pas ! ».
_FIN_DU_TITRE = re.compile(
    r",\s(?![a-zé#])|,\s(?=(?:ouvrage|éd|éditions?|programme|chapitre|série|la|le|"
    rf"{MOIS})\b)|\s\(|\s?:\s*$|\s?:\s\("
)
# « Le blog de la **mission Etalab** »: whose blog it is.
_A_QUI = re.compile(r" (?:de la|du|de l['’]|de|des) ?$")
_NOM = re.compile(r"[A-ZÉ].*")
_LIVRE_ET_LIEN = "> + "
# What a line begins with, and the kind it announces; the longest first.
_ANNONCES = {
    "itinéraire de formation": GenreRessource.FORMATION,
    "cycles de conférences": GenreRessource.EVENEMENT,
    "communautés en ligne": GenreRessource.PLATEFORME,
    "journées découvertes": GenreRessource.EVENEMENT,
    "outils et méthodes": GenreRessource.KIT,
    "kits stagiaires": GenreRessource.KIT,
    "jeu de société": GenreRessource.JEU,
    "billet de blog": GenreRessource.BLOG,
    "le programme": GenreRessource.PROGRAMME,
    "documentaire": GenreRessource.DOCUMENTAIRE,
    "association": GenreRessource.ASSOCIATION,
    "série vidéo": GenreRessource.VIDEO,
    "collection": GenreRessource.COLLECTION,
    "plateforme": GenreRessource.PLATEFORME,
    "formations": GenreRessource.FORMATION,
    "formation": GenreRessource.FORMATION,
    "séminaire": GenreRessource.SEMINAIRE,
    "programme": GenreRessource.PROGRAMME,
    "évènement": GenreRessource.EVENEMENT,
    "événement": GenreRessource.EVENEMENT,
    "evènement": GenreRessource.EVENEMENT,
    "ateliers": GenreRessource.EVENEMENT,
    "rapport": GenreRessource.RAPPORT,
    "épisode": GenreRessource.VIDEO,
    "episode": GenreRessource.VIDEO,
    "le blog": GenreRessource.BLOG,
    "atelier": GenreRessource.EVENEMENT,
    "fiches": GenreRessource.COLLECTION,
    "stages": GenreRessource.FORMATION,
    "cycles": GenreRessource.PROGRAMME,
    "projet": GenreRessource.PROJET,
    "agence": GenreRessource.ORGANISME,
    "stage": GenreRessource.FORMATION,
    "cycle": GenreRessource.PROGRAMME,
    "revue": GenreRessource.REVUE,
    "guide": GenreRessource.GUIDE,
    "scop": GenreRessource.ORGANISME,
}
_DANS_LE_TITRE = ("ateliers", "atelier", "fiches", "communautés en ligne", "le blog", "scop", "guide")
_PLURIELS = ("stages", "cycles de conférences")


@dataclass(frozen=True)
class Lue:
    """A record, and whether its title had to be guessed."""

    ressource: FicheRessource
    devinee: bool


@dataclass(frozen=True)
class _Titre:
    texte: str
    avant: str = ""
    apres: str = ""
    devine: bool = False
    dans: str = ""


def lire_ressources(brut: str) -> list[Lue]:
    """The records of one line, often one; none when nothing in it is a title."""
    brut = _GRAS.sub(lambda gras: f"**{gras[1].strip()}**", brut)
    return [lue for mention in _mentions(brut) if (lue := _lire(mention)) is not None]


def liens_de(brut: str) -> tuple[FicheLien, ...]:
    """The addresses of a line, once each."""
    return tuple(dict.fromkeys(_lien(trouve) for trouve in _ADRESSE.finditer(brut)))


def sans_liens(brut: str) -> str:
    return _ADRESSE.sub(" ", brut).strip()


def _mentions(brut: str) -> Iterator[str]:
    """One line cut where it tells several things."""
    if _LIVRE_ET_LIEN in brut:
        for morceau in re.split(r"(?<=>) \+ ", brut):
            yield from _mentions(morceau)
        return
    gras = list(_GRAS.finditer(brut))
    texte = sans_liens(brut)
    if len(gras) > 1 and " et " in brut[gras[0].end() : gras[1].start()]:
        coupe = brut.index(" et ", gras[0].end())
        yield brut[:coupe] + brut[gras[-1].end() :]
        yield brut[coupe + 4 :]
    elif len(gras) == 1:
        yield from _autour_du_gras(brut, gras[0])
    elif texte.lower().startswith(_PLURIELS):
        yield from _pluriel(brut)
    elif paire := re.match(r"^([A-ZÉ][\w’']+ d[\w’']+ [^,]+?) et ([A-ZÉ][^,]+)$", texte):
        suite = brut[len(texte) :] if brut.startswith(texte) else brut
        yield from (f"{moitie} {suite}" for moitie in paire.groups())
    else:
        yield brut


def _autour_du_gras(brut: str, gras: re.Match[str]) -> Iterator[str]:
    """« A et b du **C** », « **A** de B et c (D) »: two things around one bold."""
    avant, apres = brut[: gras.start()], brut[gras.end() :]
    if double := re.match(r"^([A-ZÉ][^,:\"«]+?) et ([^,:\"«]+) (du|de la|des|de) $", avant):
        yield from (f"**{moitie} {double[3]} {gras[1]}**, {gras[1]}{apres}" for moitie in double.groups()[:2])
        return
    complement = _COMPLEMENT.match(apres)
    reste = apres[complement.end() :] if complement else apres
    if complement:
        brut = f"{avant}**{gras[1]}{complement[0]}**{reste}"
    seconde = re.match(r"^ et ([a-zé][^,(<*]{3,80}?)(?= \(|,|$)", reste)
    if seconde and complement:
        yield f"{avant}**{gras[1]}{complement[0]}**{reste[seconde.end() :]}"
        yield f"**{seconde[1]}**{reste[seconde.end() :]}"
    else:
        yield brut


def _pluriel(brut: str) -> Iterator[str]:
    """« Stages A, B, Organisme » and « Cycles de conférences : A, B, C »."""
    texte = nettoyer(sans_liens(brut)).rstrip(" .")
    annonce = next(a for a in _PLURIELS if texte.lower().startswith(a))
    reste = texte[len(annonce) :].strip(" :")
    parties = re.split(r", (?![^()]*\))", reste)
    qui = parties.pop() if annonce == "stages" and len(parties) > 1 else ""
    parenthese = re.search(r"\s(\([^()]*\))$", parties[-1])
    if parenthese:
        parties[-1] = parties[-1][: parenthese.start()]
        qui = f"{qui} {parenthese[1]}"
    yield from (f"{annonce} **{partie}**, {qui}" for partie in parties)


def _lire(brut: str) -> Lue | None:
    liens = liens_de(brut)
    texte = re.sub(r"\(\s*\)", "", sans_liens(brut)).strip().rstrip(":( ").removesuffix(" ET")
    annonce, genre = _annonce(nettoyer(texte))
    titre = _titre(texte, annonce)
    if not titre.texte and liens:
        titre = _Titre(_titre_d_adresse(liens[0].adresse), devine=True)
    if not titre.texte:
        return None
    suite = lire_suite(nettoyer(titre.apres))
    suite.organismes += [s for s in sigles(nettoyer(titre.avant)) if s not in suite.organismes]
    if a_qui := genre is GenreRessource.BLOG and _A_QUI.search(titre.avant) and _NOM.search(titre.texte):
        suite.organismes.append(a_qui[0])
    dit = _titre_entier(titre, annonce)
    suite.organismes = [nom for nom in suite.organismes if plier(nom) != plier(dit)]
    ressource = FicheRessource(
        cle=slugify(dit)[:80].strip("-") or "sans-titre",
        titre=dit[:250],
        genre=(genre or _genre_par_defaut(suite)).value,
        auteurs=tuple(suite.auteurs),
        role=suite.role,
        editeur=suite.editeur[:120],
        dans=(titre.dans or suite.dans)[:250],
        organismes=tuple(suite.organismes),
        date=" et ".join(dict.fromkeys(suite.dates))[:60],
        annee=max(suite.annees, default=None),
        langue=suite.langue,
        liens=liens,
    )
    return Lue(ressource, titre.devine)


def _genre_par_defaut(suite: Suite) -> GenreRessource:
    if suite.editeur:
        return GenreRessource.OUVRAGE
    return GenreRessource.ARTICLE if suite.dans and suite.auteurs else GenreRessource.SITE


def _lien(trouve: re.Match[str]) -> FicheLien:
    adresse = (trouve["nu"] or trouve["lien"]).replace("\\_", "_")
    return FicheLien(adresse if "://" in adresse else f"http://{adresse}")


def _titre_d_adresse(adresse: str) -> str:
    """« https://www.phare.example/ » is called phare."""
    hote = adresse.split("://")[-1].split("/")[0].removeprefix("www.")
    return hote.rpartition(".")[0] or hote


def _annonce(texte: str) -> tuple[str, GenreRessource | None]:
    bas = texte.lower()
    for annonce, genre in _ANNONCES.items():
        if bas.startswith(annonce) and not bas[len(annonce) : len(annonce) + 1].isalpha():
            return annonce, genre
    return "", None


def _titre(brut: str, annonce: str) -> _Titre:
    """What is in quotes before the bold, else in bold, else the first words."""
    gras, guillemets = _GRAS.search(brut), _GUILLEMETS.search(brut)
    if guillemets and (gras is None or guillemets.start() < gras.start()):
        apres = brut[guillemets.end() :]
        dans = nettoyer(gras[1]) if gras else ""
        return _Titre(nettoyer(guillemets[1]), apres=_GRAS.sub("", apres), dans=dans)
    if gras:
        return _titre_en_gras(brut, gras)
    return _titre_devine(nettoyer(brut), annonce)


def _titre_en_gras(brut: str, gras: re.Match[str]) -> _Titre:
    titre, apres, dans = nettoyer(gras[1]).strip(' ,:«»"'), brut[gras.end() :], ""
    if coupe := _ANNEE_SEULE.search(titre):
        titre, dans = titre[: coupe.start()], coupe[0].strip(" ,")
        apres = f", {dans}{apres}"
    sous_titre = re.match(r"\s[–-]\s([^,<]{5,200}),", apres)
    if sous_titre and not est_une_personne(sous_titre[1].split(" et ")[0]):
        titre, apres = f"{titre}. {sous_titre[1]}", apres[sous_titre.end() - 1 :]
    titre, apres = _developper(titre, apres)
    return _Titre(titre, avant=brut[: gras.start()], apres=apres, dans=dans)


def _titre_devine(texte: str, annonce: str) -> _Titre:
    reste = texte[len(annonce) :].strip(" :-–")
    reste = re.sub(r"^(?:de l['’]|de la |du |des )", "", reste) if annonce else reste
    avant = ""
    if sigle := re.match(r"^([A-Z]{2,6}) [–-] ", reste):
        avant, reste = sigle[1] + "  ", reste[sigle.end() :]
    coupe = _FIN_DU_TITRE.search(reste)
    titre, apres = (reste[: coupe.start()], reste[coupe.start() :]) if coupe else (reste, "")
    titre = re.sub(r" [–-] ", ". ", titre)
    if nomme := _PERSONNE_EN_FIN.match(titre):
        titre, apres = nomme[1], f", {nomme[2]}{apres}"
    if maison := _MAISON_EN_FIN.search(titre):
        titre, apres = titre[: maison.start()], f", {maison[1]}{apres}"
    sous_titre = re.match(r"^, ([^,(]{20,200}), (?=[A-ZÉ])", apres)
    if sous_titre and len(sous_titre[1].split()) > 5 and not sous_titre[1].startswith(("ouvrage", "Revue")):
        titre, apres = f"{titre}. {sous_titre[1]}", apres[sous_titre.end() - 2 :]
    titre, apres = _developper(titre, apres)
    return _Titre(titre.strip(" ,:."), avant=avant, apres=apres, devine=True)


def _developper(titre: str, apres: str) -> tuple[str, str]:
    """« FIP Explo (Exploration des Formes d’Innovation Publique) »: an acronym keeps what it stands for."""
    trouve = re.match(r"^\s*\(([^()]{8,120})\)", apres)
    sigle = titre.split()[0] if titre else ""
    if trouve and len(sigle) > 2 and sigle.isupper():
        initiales = "".join(lettre for lettre in trouve[1] if lettre.isupper())
        if sigle in initiales:
            return f"{titre} ({trouve[1]})", apres[trouve.end() :]
    return titre, apres


def _titre_entier(titre: _Titre, annonce: str) -> str:
    """With what announces it, where that is part of its name."""
    numeros = _NUMEROS.search(f"{titre.texte} {titre.apres}")
    if annonce == "kits stagiaires" and numeros:
        nom = titre.texte.split("#")[0].strip(" ,")
        return f"{nom}\u00a0: kits stagiaires {numeros[0]}"
    if annonce in _DANS_LE_TITRE and not plier(titre.texte).startswith(plier(annonce)):
        if titre.dans or annonce == "atelier":
            return f"{annonce.capitalize()} «\u00a0{titre.texte}\u00a0»"
        devant = nettoyer(titre.avant).strip() or annonce
        return f"{devant[:1].upper()}{devant[1:]} {titre.texte}"
    return titre.texte
