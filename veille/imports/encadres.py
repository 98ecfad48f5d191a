"""« À découvrir »: what a box holds, with arrows or in plain paragraphs."""

import re
from dataclasses import replace

from veille.imports.cles import cle_libre
from veille.imports.entree import en_markdown
from veille.imports.enums import Niveau, Sort
from veille.imports.lignes import Ligne, Sorte, entiere, paragraphes, plier
from veille.imports.rapport import NumeroLu
from veille.imports.source import lire_source
from veille.imports.titres import sans_point
from veille.numeros.fiches import FicheDecouverte, FicheEncadre

TITRE_MAX = 140  # characters of the title of a thing to discover
_MENTION = re.compile(r"^(?:inscription|accès|gratuit|en ligne|abonnement|sur abonnement)\b", re.IGNORECASE)


def ouvre_un_encadre(ligne: Ligne) -> bool:
    """« A découvrir », alone or with its subject."""
    if ligne.sorte is Sorte.BRUIT or len(ligne.texte) > 120 or ligne.reste:
        return False
    texte = ligne.texte
    return (
        plier(texte).startswith("adecouvrir")
        and not texte.endswith((".", "?", "!"))
        and (plier(texte) == "adecouvrir" or ":" in texte or ligne.sorte is Sorte.TITRE or ligne.gras)
    )


def lire_encadre(lignes: list[Ligne], lu: NumeroLu, prises: set[str]) -> FicheEncadre:
    """The box that its first line opens."""
    titre = re.sub(r"^A(?= d)", "À", lignes[0].texte.rstrip(": \u00a0"))
    for ligne in lignes:
        bruit = ligne.sorte is Sorte.BRUIT
        lu.classer(ligne.no, Sort.IGNORE if bruit else Sort.ENCADRE, ligne.motif)
    utiles = [ligne for ligne in lignes[1:] if ligne.sorte is not Sorte.BRUIT]
    cles: set[str] = set()
    lots = _lots(utiles)
    choses = tuple(_decouverte(lot, cles) for lot in lots if lot)
    if not choses:
        lu.dire(lignes[0].no, Niveau.DOUTE, f"L’encadré «\u00a0{titre}\u00a0» ne contient rien.")
    elif lots and lots[0][0].sorte is Sorte.TEXTE and not lots[0][0].gras and len(lots) > 1:
        nombre = len(choses)
        phrase = (
            f"Encadré «\u00a0{titre}\u00a0»\u00a0: {nombre} choses, séparées d’après la longueur des lignes."
        )
        lu.dire(lignes[0].no, Niveau.CHOIX, phrase)
    return FicheEncadre(cle_libre(titre, prises), titre[:160], choses)


def _lots(lignes: list[Ligne]) -> list[list[Ligne]]:
    """The lines of each thing, its title first."""
    marques = {Sorte.FLECHE, Sorte.TITRE, Sorte.PUCE}
    if any(ligne.sorte in marques for ligne in lignes):
        premiere = next(ligne for ligne in lignes if ligne.sorte in marques)
        ouvre = lambda ligne: ligne.sorte is premiere.sorte and ligne.niveau <= premiere.niveau  # noqa: E731
        return _couper(lignes, [ouvre(ligne) for ligne in lignes])
    if any(ligne.gras and len(entiere(ligne)) <= TITRE_MAX for ligne in lignes):
        return _couper(lignes, [ligne.gras for ligne in lignes])
    groupes = [_souder(groupe) for groupe in paragraphes(lignes)]
    return _couper(groupes, _titres(groupes))


def _souder(groupe: list[Ligne]) -> Ligne:
    """One paragraph as one line."""
    texte = " ".join(entiere(ligne) for ligne in groupe)
    liens = tuple(lien for ligne in groupe for lien in ligne.liens)
    accentue = groupe[0].accentue if len(groupe) == 1 else texte
    return replace(groupe[0], texte=texte, reste="", accentue=accentue, liens=liens)


def _couper(lignes: list[Ligne], ouvrent: list[bool]) -> list[list[Ligne]]:
    lots: list[list[Ligne]] = []
    for ligne, ouvre in zip(lignes, ouvrent, strict=True):
        if ouvre or not lots:
            lots.append([])
        lots[-1].append(ligne)
    return lots


def _titres(groupes: list[Ligne]) -> list[bool]:
    """Which paragraphs are titles: the first; then short ones, ended as the first is, that a text follows."""
    ouvrent: list[bool] = []
    for rang, groupe in enumerate(groupes):
        if rang == 0:
            ouvrent.append(True)
            continue
        texte = groupe.texte
        suivi = rang + 1 < len(groupes) and not _est_une_mention(groupes[rang + 1])
        ouvrent.append(
            not ouvrent[-1]
            and suivi
            and len(texte) <= TITRE_MAX
            and texte.endswith(".") == groupes[0].texte.endswith(".")
            and not _est_une_mention(groupe)
        )
    return ouvrent


def _est_une_mention(ligne: Ligne) -> bool:
    """A source, or a word on how to get it."""
    courte = len(ligne.texte) <= 200
    return courte and bool(_MENTION.match(ligne.texte) or lire_source(ligne.accentue))


def _decouverte(lot: list[Ligne], cles: set[str]) -> FicheDecouverte:
    titre, corps = lot[0], _reste_du_titre(lot)
    mentions = [ligne for ligne in corps if _est_une_mention(ligne)]
    textes = [ligne for ligne in corps if ligne not in mentions]
    adresses = [lien.adresse for ligne in lot for lien in ligne.liens if lien.adresse]
    nom = sans_point(titre.texte)
    return FicheDecouverte(
        cle=cle_libre(nom, cles),
        titre=nom,
        texte=en_markdown(textes),
        mention=" ".join(ligne.texte for ligne in mentions)[:300],
        adresse=adresses[0] if adresses else "",
    )


def _reste_du_titre(lot: list[Ligne]) -> list[Ligne]:
    premiere = lot[0]
    if not premiere.reste:
        return lot[1:]
    suite = entiere(premiere).removeprefix(premiere.texte).strip()
    return [replace(premiere, sorte=Sorte.TEXTE, texte=suite, accentue=suite, reste="", gras=False), *lot[1:]]
