"""The tableau in the dossier's archive: what was proposed, and who wrote what for who may know."""

from collections.abc import Iterator

from communs.collectivites.identite import Identite
from communs.dossiers.archive import en_csv
from communs.dossiers.genres import Contenu
from communs.dossiers.models import Dossier
from eclaireurs.evaluation.conclave.regle import hors_conclave
from eclaireurs.evaluation.conclave.tableau import lecture
from eclaireurs.evaluation.conclave.tableau.models import Proposition, TableauMartyr
from eclaireurs.evaluation.conclave.tableau.saisies import en_clair

TOUT = 100_000  # strokes: more than a day of writing


def archiver(identite: Identite, dossier: Dossier) -> Iterator[tuple[str, Contenu]]:
    """Before its propositions are in the tableau de suivi, for those alone who may lead the room: the archive
    is no way round its door. The journal and its names are theirs at all times."""
    tableau = TableauMartyr.objects.filter(dossier=dossier).first()
    dehors = hors_conclave(dossier, compte=identite.compte)
    conduit = not dehors and identite.peut("tableau.conduire", dossier)
    if tableau is None or not (conduit or tableau.verse_le):
        return
    tableau.dossier = dossier
    yield "conclave/tableau-martyr.csv", en_csv(_rangees(tableau))
    if conduit:
        yield "conclave/tableau-martyr-journal.csv", en_csv(_traits(tableau))


def _rangees(tableau: TableauMartyr) -> Iterator[tuple[str, ...]]:
    yield ("Préconisation", "Numéro", "Sorte", "Titre", "Description", "Service", "Début", "Fin")
    for section in lecture.sections(tableau, lecture.preconisations(tableau)):
        numero = section.preconisation.numero
        for a, action in enumerate(section.actions, start=1):
            yield _rangee(section.preconisation.titre, f"{numero}.{a}", "Action", action.objet)
            for t, tache in enumerate(action.taches, start=1):
                yield _rangee(section.preconisation.titre, f"{numero}.{a}.{t}", "Tâche", tache)


def _rangee(preconisation: str, code: str, sorte: str, ligne: Proposition) -> tuple[str, ...]:
    champs = ("titre", "description", "service", "debut_le", "fin_le")
    return (preconisation, code, sorte, *(en_clair(nom, getattr(ligne, nom)) for nom in champs))


def _traits(tableau: TableauMartyr) -> Iterator[tuple[str, ...]]:
    yield ("Le", "Par", "Geste", "Ligne", "Champ", "Avant", "Après")
    for lu in lecture.journal(tableau, TOUT):
        quand = lu.trait.cree_le.astimezone(tableau.dossier.fuseau).strftime("%d/%m/%Y %H:%M:%S")
        tete = (quand, lu.qui, lu.trait.get_geste_display(), lu.trait.proposition.titre)
        for champ, avant, apres in lu.quoi or [("", "", "")]:
            yield (*tete, champ, avant, apres)
