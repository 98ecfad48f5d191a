import pytest

from tests.outils.veille import NUMERO, creer_numero, creer_numero_publie
from veille.models import Notice, Numero
from veille.numeros.fiches import lire

pytestmark = pytest.mark.django_db


def test_an_issue_is_read_as_it_was_written(django_assert_num_queries):
    creer_numero()

    with django_assert_num_queries(12):
        lue = lire(Numero.objects.entiers().get())

    assert lue == NUMERO


def test_what_an_issue_holds_is_public_from_its_publication_on():
    creer_numero()
    assert not Notice.objects.en_vue().exists()
    Numero.objects.all().delete()

    creer_numero_publie()

    assert sorted(n.titre for n in Notice.objects.en_vue()) == [
        "Faire ensemble au bord de l’eau",
        "Les marées de l’innovation",
    ]
