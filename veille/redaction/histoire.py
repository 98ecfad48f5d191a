"""The history of an issue in French. A text saved by itself as it is typed makes one entry, not twenty."""

from collections.abc import Iterable
from datetime import timedelta

from communs.etats.journal import Changement, Entree, raconter
from communs.etats.models import Ligne

# Two writings of one piece by one person closer than this are one sitting.
SEANCE = timedelta(minutes=20)
ECRITURES = frozenset({"veille.corriger_numero", "veille.modifier_piece"})


def raconter_l_histoire(lignes: Iterable[Ligne]) -> list[Entree]:
    """The latest first, as the journal gives them."""
    seances: list[list[Ligne]] = []
    for ligne in lignes:
        if seances and _meme_seance(seances[-1][-1], ligne):
            seances[-1].append(ligne)
        else:
            seances.append([ligne])
    return [_entree(seance) for seance in seances]


def _meme_seance(suivante: Ligne, ligne: Ligne) -> bool:
    return (
        ligne.verbe in ECRITURES
        and ligne.verbe == suivante.verbe
        and ligne.reference == suivante.reference
        and ligne.acteur_id == suivante.acteur_id
        and suivante.cree_le - ligne.cree_le < SEANCE
    )


def _entree(seance: list[Ligne]) -> Entree:
    """What the whole sitting changed: as it was before its first writing, as its last one left it."""
    recits = [raconter(ligne) for ligne in seance]
    if len(recits) == 1:
        return recits[0]
    derniere = recits[0]
    apres: dict[str, str] = {}
    avant: dict[str, str] = {}
    for recit in reversed(recits):
        for changement in recit.changements:
            avant.setdefault(changement.libelle, changement.avant)
            apres[changement.libelle] = changement.apres
    changements = tuple(Changement(nom, avant[nom], apres[nom]) for nom in apres if avant[nom] != apres[nom])
    return Entree(derniere.le, derniere.qui, derniere.phrase, derniere.motif, changements)
