"""Who signs, who publishes, in what: the names of a source beside those of the authors."""

import re
from dataclasses import dataclass, field, replace

from veille.enums import Role
from veille.imports.auteurs import (
    decouper,
    est_organisme,
    est_personne,
    lire_auteurs,
    meme,
    s_ouvre_en_organisme,
)
from veille.imports.lignes import plier
from veille.imports.source import Source
from veille.notices.fiches import FicheAuteur

_MAISON = re.compile(
    r"^(?:(?:la )?documentation|presses|éditions|publications|puf|pur|puq|imprimerie)\b", re.IGNORECASE
)
_POUR = re.compile(r"\spour\s(?:le\s|la\s|les\s|l’)?(?=[A-ZÀ-Ý])")


@dataclass
class Attribution:
    auteurs: tuple[FicheAuteur, ...] = ()
    publication: str = ""
    editeur: str = ""
    avis: list[str] = field(default_factory=list)


def attribuer(source: Source, ligne_auteurs: str, commande: str = "", these: bool = False) -> Attribution:
    """Give each name its place. `ligne_auteurs` is "" when the notice has none; `commande`: for whom."""
    fait = Attribution()
    noms = source.noms
    if source.italique:
        noms = _en_italique(source, fait)
    if ligne_auteurs:
        fait.auteurs, fait.avis = lire_auteurs(ligne_auteurs)
    if not source.italique and _est_periodique(source, noms, ligne_auteurs):
        _periodique(source, noms, fait, ligne_auteurs)
    elif not source.italique and noms:
        _maison(source, noms, fait, bool(ligne_auteurs), these)
    if source.nombre_pages and fait.publication and not fait.editeur:
        fait.editeur = _organisme_seul_ou_premier(fait.auteurs)
    if commande:
        _commander(fait, commande)
    return fait


def _en_italique(source: Source, fait: Attribution) -> str:
    """What is in italics is the publication; names before it are those of authors."""
    titre = source.italique
    avant, _, _ = source.noms.partition(titre) if titre in source.noms else (source.noms, "", "")
    if titre not in source.noms:  # the stars held number, date and pages too
        coupe = _reperer(source.noms, titre)
        avant, titre = source.noms[:coupe], source.noms[coupe:]
    fait.publication = titre.strip(" ,.")
    avant = avant.strip(" .,")
    if avant:
        fait.auteurs, fait.avis = lire_auteurs(avant)
    return ""


def _reperer(noms: str, italique: str) -> int:
    """Where the words in italics begin in what is left of the line."""
    for longueur in (20, 12, 6):
        place = noms.find(italique[:longueur])
        if place >= 0:
            return place
    return 0


def _est_periodique(source: Source, noms: str, ligne_auteurs: str) -> bool:
    if source.collection or not noms:
        return False
    if source.numero or source.revue or source.volume:
        return True
    if source.genre:
        return False
    seul = len(decouper(noms)) == 1
    en_ligne = source.en_ligne and seul and " " in noms and not s_ouvre_en_organisme(noms)
    pages_de_revue = bool(source.pages) and (seul or bool(ligne_auteurs))
    return en_ligne or pages_de_revue


def _periodique(source: Source, noms: str, fait: Attribution, ligne_auteurs: str) -> None:
    parts = decouper(noms)
    if not ligne_auteurs and len(parts) > 1 and all(est_organisme(p) or est_personne(p) for p in parts[:-1]):
        fait.auteurs, avis = lire_auteurs(", ".join(parts[:-1]))
        fait.avis += avis
        noms = parts[-1]
    fait.publication = noms


def _maison(source: Source, noms: str, fait: Attribution, signee: bool, these: bool) -> None:
    """A document that is no part of a review: its bodies publish it, sign it, or both."""
    pour = _POUR.split(noms, maxsplit=1)
    lus, avis = lire_auteurs(pour[0])
    fait.avis += avis
    commanditaires = tuple(
        replace(c, role=Role.COMMANDITAIRE) for c in _commanditaires(pour[1] if len(pour) == 2 else "")
    )
    principaux = [a for a in lus if a.organisme and not a.role]
    personnes = [a for a in lus if not a.organisme]
    if these and signee and principaux:
        fait.editeur = principaux[-1].nom
        fait.auteurs += tuple(replace(a, role=Role.ENCADREMENT) for a in principaux[:-1])
    elif signee:
        if len(principaux) == 1:
            fait.editeur = principaux[0].nom
            fait.auteurs += tuple(a for a in lus if a not in principaux)
        else:
            fait.auteurs += lus
    elif personnes and lus and not lus[0].organisme:
        fait.editeur = principaux[-1].nom if principaux else ""
        fait.auteurs = tuple(a for a in lus if a not in principaux or len(principaux) > 1)
    else:
        fait.auteurs = lus
        if principaux and (len(principaux) == 1 or personnes) and not commanditaires:
            fait.editeur = principaux[0].nom
        if fait.editeur and not personnes and (source.collection or _MAISON.match(fait.editeur)):
            fait.auteurs = tuple(a for a in lus if a not in principaux)
    fait.auteurs += commanditaires


def _commanditaires(texte: str) -> tuple[FicheAuteur, ...]:
    lus, _ = lire_auteurs(re.sub(r"\set\s(?=[A-ZÀ-Ý])", ", ", texte)) if texte else ((), [])
    return lus


def _organisme_seul_ou_premier(auteurs: tuple[FicheAuteur, ...]) -> str:
    """The one body that signs, alone or before persons: it publishes its own series."""
    organismes = [a for a in auteurs if a.organisme and not a.role]
    return organismes[0].nom if len(organismes) == 1 and auteurs[0] == organismes[0] else ""


def _commander(fait: Attribution, commande: str) -> None:
    """The body for which it was made is no author, even if the source names it again."""
    client = FicheAuteur(commande, organisme=True, role=Role.COMMANDITAIRE)
    reste = tuple(a for a in fait.auteurs if not meme(a, client))
    fait.auteurs = (*reste, client)
    if plier(fait.editeur) == plier(commande):
        fait.editeur = ""
