"""What surrounds the notices: the identity of the issue, its editorial, its partners, its last lines."""

import re
from dataclasses import dataclass

from veille.imports.calendrier import date_de_fin
from veille.imports.entree import en_markdown
from veille.imports.enums import Niveau, Sort
from veille.imports.lignes import Ligne, Sorte, entiere, paragraphes, plier
from veille.imports.rapport import NumeroLu
from veille.imports.source import lire_source
from veille.numeros.fiches import FichePartenaire

PARAGRAPHE = 100  # characters from which a line before the contents is the editorial
_HORS_SERIE = re.compile(r"\bhors[- ]s[ée]rie\b\s?(?:(?:n\s?[°º]|#|numéro)?\s?(\d{1,4}))?", re.IGNORECASE)
_RANG = re.compile(r"(?:\bn\s?[°º]|(?<!\w)#|\bnuméro)\s?(\d{1,5})\b", re.IGNORECASE)
_AVEC = re.compile(r"^en partenariat avec\s?:?$|^partenaires?\s?:?$", re.IGNORECASE)
_PIED = re.compile(
    r"^(?:conception|rédaction|réalisation|directeur|directrice|responsables?|comité|mise en page|colophon|"
    r"ont participé|ont contribué|issn|crédits|mentions légales|nous contacter|contacts?|s[’']abonner|"
    r"pour vous (?:dés)?abonner|se désabonner|conformément (?:à la loi|au règlement)|©|\(c\)|copyright|"
    r"vous recevez|documentalistes?\s?:)",
    re.IGNORECASE,
)
_ABONNEMENT = re.compile(r"s[’']abonner|(?:dés)?abonner|désabonnement|vous recevez", re.IGNORECASE)
_CONTACT = re.compile(r"contact", re.IGNORECASE)
_LOI = re.compile(
    r"conformément (?:à la loi|au règlement)|informatique et libertés|mentions légales|rgpd", re.IGNORECASE
)
_DROITS = re.compile(r"^(?:©|\(c\)|copyright)\s?.{0,80}", re.IGNORECASE)


@dataclass
class Tete:
    titre: str = ""
    genre: str = "regulier"
    numero: str = ""
    date: str = ""
    editorial: str = ""
    partenaires: tuple[FichePartenaire, ...] = ()
    reste: tuple[Ligne, ...] = ()  # what follows the contents: perhaps lead notices


def lire_tete(lignes: list[Ligne], titre: Ligne | None, apres: int, lu: NumeroLu) -> Tete:
    """The identity of the issue from the lines before the first rubrique; `apres` is where the contents end
    (0: none), after which lead notices may stand."""
    tete = Tete(reste=tuple(ligne for ligne in lignes if apres and ligne.no > apres))
    haut = [ligne for ligne in lignes if not apres or ligne.no <= apres]
    if titre is not None:
        tete.titre = titre.texte
        _identifier(titre, tete)
        lu.classer(titre.no, Sort.NUMERO)
    debut = next((r for r, ligne in enumerate(haut) if len(entiere(ligne)) >= PARAGRAPHE), len(haut))
    courtes = [ligne for ligne in haut[:debut] if ligne.sorte is not Sorte.BRUIT]
    for ligne in haut:
        if ligne.sorte is Sorte.BRUIT:
            lu.classer(ligne.no, Sort.IGNORE, ligne.motif)
    partenaires = next((r for r, ligne in enumerate(courtes) if _AVEC.match(ligne.texte)), len(courtes))
    _lire_l_identite(courtes[:partenaires], tete, lu)
    tete.partenaires = _lire_les_partenaires(courtes[partenaires:], lu)
    texte = [ligne for ligne in haut[debut:] if ligne.sorte is not Sorte.BRUIT]
    for ligne in texte:
        lu.classer(ligne.no, Sort.EDITORIAL)
    tete.editorial = en_markdown(texte)
    return tete


def _identifier(ligne: Ligne, tete: Tete) -> bool:
    """Number, kind and date, when this line tells them."""
    texte, trouve = ligne.texte, False
    if (m := _HORS_SERIE.search(texte)) and not tete.numero:
        tete.genre, tete.numero, trouve = "hors_serie", m[1] or "", True
    elif (m := _RANG.search(texte)) and not tete.numero:
        tete.numero, trouve = m[1], True
    date = date_de_fin(texte.rstrip(" .)"))
    if date and not tete.date and (trouve or date[1] == 0 or len(date[0]) > 4):
        tete.date, trouve = date[0], True
    return trouve


def _lire_l_identite(lignes: list[Ligne], tete: Tete, lu: NumeroLu) -> None:
    """Short lines at the top: number, date, then the title; the others are names and logos."""
    identite = [ligne for ligne in lignes if _identifier(ligne, tete)]
    if not tete.titre:
        apres = [ligne for ligne in lignes if identite and ligne.no > identite[-1].no]
        titres = [li for li in lignes if li.sorte is Sorte.TITRE and li not in identite]
        choix = titres or apres or [ligne for ligne in lignes if ligne not in identite]
        if choix:
            tete.titre = choix[0].texte
            identite.append(choix[0])
    for ligne in lignes:
        if ligne in identite:
            lu.classer(ligne.no, Sort.NUMERO)
        else:
            lu.classer(ligne.no, Sort.IGNORE, "nom du bulletin, signature ou logo")


def _lire_les_partenaires(lignes: list[Ligne], lu: NumeroLu) -> tuple[FichePartenaire, ...]:
    for ligne in lignes:
        lu.classer(ligne.no, Sort.PARTENAIRE)
    noms = [" ".join(ligne.texte for ligne in groupe) for groupe in paragraphes(lignes[1:])]
    if noms:
        phrase = f"Partenaires lus dans le texte des logos\u00a0: {' ; '.join(noms)[:200]}. Vérifiez."
        lu.dire(lignes[0].no, Niveau.DOUTE, phrase)
    return tuple(FichePartenaire(nom[:160]) for nom in noms)


def une_sans_marque(lignes: tuple[Ligne, ...]) -> tuple[list[Ligne], list[list[Ligne]]]:
    """The lines aside, and those of a lead notice that no mark opens: a title above a source."""
    utiles = [ligne for ligne in lignes if ligne.sorte is not Sorte.BRUIT]
    rang = next((r for r, li in enumerate(utiles) if r and lire_source(li.accentue)), None)
    if rang is None:
        return list(lignes), []
    debut = rang - 1
    while (
        debut > 0
        and utiles[rang].no - utiles[debut - 1].no <= 6
        and not utiles[debut - 1].liens
        and rang - debut < 3
    ):
        debut -= 1
    aside = [ligne for ligne in lignes if ligne.no < utiles[debut].no]
    return aside, [[ligne for ligne in lignes if ligne.no >= utiles[debut].no]]


def rang_du_pied(lignes: list[Ligne]) -> int:
    """Where the last lines of the issue begin; the length when there are none. A signature just before them,
    short and without a full stop, goes with them."""
    for rang, ligne in enumerate(lignes):
        if ligne.sorte in (Sorte.TEXTE, Sorte.TITRE) and _PIED.match(ligne.texte):
            while rang > 1 and (lignes[rang - 1].sorte is Sorte.BRUIT or _signature(lignes, rang - 1)):
                rang -= 1
            return rang
    return len(lignes)


def _signature(lignes: list[Ligne], rang: int) -> bool:
    ligne, avant = lignes[rang], lignes[rang - 1]
    courte = len(ligne.texte) <= 80 and not ligne.texte.endswith((".", "!", "?", "»"))
    return ligne.sorte is Sorte.TEXTE and courte and ligne.no > avant.no + 1 and len(avant.texte) > PARAGRAPHE


def lire_pied(lignes: list[Ligne], annee: str, lu: NumeroLu) -> tuple[str, str]:
    """Colophon and legal note; what the bulletin itself holds (subscription, contact) is set aside."""
    colophon: list[Ligne] = []
    mentions: list[Ligne] = []
    for groupe in paragraphes(lignes):
        texte = " ".join(entiere(ligne) for ligne in groupe)
        vers, motif = _sort_du_pied(groupe[0], texte, bool(mentions))
        for ligne in groupe:
            lu.classer(ligne.no, vers, motif)
        {Sort.COLOPHON: colophon, Sort.MENTIONS: mentions}.get(vers, []).extend(groupe)
        ecrite = re.search(r"\b(?:19|20)\d\d\b", texte)
        if _DROITS.match(texte) and ecrite and annee and ecrite[0] != annee:
            phrase = f"La ligne de droits dit {ecrite[0]}, le numéro {annee}. Vérifiez."
            lu.dire(groupe[0].no, Niveau.DOUTE, phrase)
    return en_markdown(colophon), en_markdown(mentions)


def _sort_du_pied(premiere: Ligne, texte: str, mentions: bool) -> tuple[Sort, str]:
    if premiere.sorte is Sorte.BRUIT:
        return Sort.IGNORE, premiere.motif
    if _LOI.search(texte) or _DROITS.match(texte):
        return Sort.MENTIONS, ""
    if _ABONNEMENT.search(texte) and len(texte) <= 200:
        return Sort.IGNORE, "abonnement\u00a0: la plateforme a le sien"
    if _CONTACT.search(texte) and len(texte) <= 200:
        return Sort.IGNORE, "contact\u00a0: il se règle dans le bulletin"
    return (Sort.MENTIONS, "") if mentions else (Sort.COLOPHON, "")


def cle_du_numero(tete: Tete) -> str:
    """« hors-serie-2 », « n-41 », or its date, as addresses of issues are written."""
    if tete.genre == "hors_serie":
        return f"hors-serie-{tete.numero}".rstrip("-")
    return f"n-{tete.numero}" if tete.numero else tete.date or plier(tete.titre)[:60]
