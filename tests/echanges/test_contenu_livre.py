"""The loader on the content that is really shipped."""

import shutil
from dataclasses import replace

import pytest

from communs.echanges.rapport import ErreursDImport, Issue
from communs.echanges.services import charger
from sonar.contenu import CORPUS
from sonar.models import Question

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("contenu")]


@pytest.fixture
def modifier(tmp_path):
    """`modifier((avant, après), …)`: load the shipped file with these changes."""
    fichier = shutil.copy(CORPUS.fichier, tmp_path / "sonar.yaml")

    def _modifier(*echanges: tuple[str, str]):
        texte = fichier.read_text()
        for avant, apres in echanges:
            assert texte.count(avant) == 1
            texte = texte.replace(avant, apres)
        fichier.write_text(texte)
        return charger(replace(CORPUS, fichier=fichier))

    return _modifier


def test_two_questions_swap_their_numbers(modifier):
    premiere, deuxieme = Question.objects.filter(numero__in=(1, 2))
    rapport = modifier(
        ("numero: 1\n", "numero: x\n"), ("numero: 2\n", "numero: 1\n"), ("numero: x\n", "numero: 2\n")
    )
    assert rapport.nombre(Issue.MIS_A_JOUR) == 2
    assert Question.objects.get(numero=1) == deuxieme
    assert Question.objects.get(numero=2) == premiere


def test_two_questions_with_one_number_are_refused(modifier):
    with pytest.raises(ErreursDImport, match="Une autre question porte déjà ce numéro"):
        modifier(("numero: 2\n", "numero: 1\n"))
    assert [q.numero for q in Question.objects.all()] == [1, 2, 3, 4, 5, 6]


def test_a_load_that_changes_nothing_costs_little(contenu, django_assert_num_queries):
    """Savepoints, lock, shipped before, differences, one query per model; then the catalogue's own."""
    with django_assert_num_queries(22):
        charger(CORPUS)
