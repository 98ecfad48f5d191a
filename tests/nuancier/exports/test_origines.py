"""What a search, a path and a session hand over to the exports, and to whom."""

import pytest

from communs.collectivites.identite import Identite
from nuancier.exports.selection import selectionner
from nuancier.parcours.enums import Visibilite
from nuancier.recherche.services import reindexer
from tests.outils.parcours import composer, partager
from tests.outils.teintes import creer_teinte

pytestmark = pytest.mark.django_db


def _codes(reference: str, identite: Identite | None) -> list[str] | None:
    trouvee = selectionner(reference, identite)
    return trouvee and [fiche.code for fiche in trouvee.fiches]


def test_a_search_gives_all_that_it_finds_typing_errors_included():
    creer_teinte("4.1")
    creer_teinte("4.2", titre="Cartographie", lexique=("carte",), resume="Des cartes.")
    reindexer()

    assert _codes("recherche:q=imersion", Identite()) == ["4.1", "4.2"]
    assert _codes("recherche:q=cartographie", Identite()) == ["4.2"]
    assert _codes("recherche:q=zzzzzz", Identite()) is None


def test_a_private_path_is_exported_by_its_author_alone(administratrice, membre, collectivite):
    parcours = composer(administratrice, creer_teinte("4.1"), titre="Le mien")
    reference = f"parcours:{parcours.uuid.hex}"

    assert _codes(reference, Identite(administratrice)) == ["4.1"]
    assert _codes(reference, Identite(membre)) is None
    assert _codes(reference, Identite()) is None

    partager(parcours, Visibilite.COLLECTIVITE, collectivite)
    assert _codes(reference, Identite(membre)) == ["4.1"]


@pytest.mark.parametrize("genre", ["parcours", "session"])
@pytest.mark.parametrize("argument", ["", "pas-un-uuid", "6d2f0c0e-8f6e-4a33-9b1f-0a5f0f3e7a11", "0" * 400])
def test_what_does_not_exist_is_nothing(administratrice, genre, argument):
    assert _codes(f"{genre}:{argument}", Identite(administratrice)) is None


def test_a_session_is_exported_by_its_trainers(decor):
    reference = f"session:{decor.formation.session.uuid}"

    assert _codes(reference, Identite(decor.administratrice))
    assert _codes(reference, Identite(decor.membre)) is None
