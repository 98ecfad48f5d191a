from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError

from nuancier.fiches import FicheCitation, FicheLacune, depuis_dict, ecrire, en_dict, lire
from nuancier.models import Element, Ressource, Teinte
from tests.outils.teintes import FICHE, MODULE, RESSOURCE, creer_teinte

pytestmark = pytest.mark.django_db


def _relue(code: str = "4.1"):
    return lire(Teinte.objects.entieres().get(code=code))


def test_what_is_written_is_read_back_the_same():
    creer_teinte()

    assert _relue() == FICHE


def test_plain_values_make_the_same_fiche_again():
    assert depuis_dict(en_dict(FICHE)) == FICHE


def test_writing_another_fiche_leaves_nothing_of_the_first():
    creer_teinte()
    autre = replace(
        FICHE,
        titre="Une autre teinte",
        lexique=("empathie", "usage"),
        contenus=(),
        lacunes=(FicheLacune("contenus", "absente"),),
        modules=(replace(MODULE, cle="revenir", deroule=("Une seule étape.",)),),
        ressources=(),
        references=(FicheCitation(replace(RESSOURCE, liens=())),),
    )

    ecrire(autre)

    assert _relue() == autre


def test_a_reading_costs_the_same_whatever_the_number_of_rows(django_assert_num_queries):
    creer_teinte("4.1")
    creer_teinte("4.2", lexique=tuple(f"mot {n}" for n in range(30)))
    for code in ("4.1", "4.2"):
        with django_assert_num_queries(8):
            _relue(code)


def test_a_fiche_that_the_models_refuse_changes_nothing():
    creer_teinte()
    with pytest.raises(ValidationError) as refus:
        ecrire(replace(FICHE, titre="Changé", modules=(replace(MODULE, duree_min=9, duree_max=2),)))

    assert "La durée va d’un minimum à un maximum" in str(refus.value)
    assert _relue() == FICHE


def test_a_record_is_shared_by_the_teintes_that_cite_it():
    creer_teinte("4.1")
    creer_teinte("4.2")

    assert Ressource.objects.count() == 1
    assert Element.objects.filter(partie="lexique", texte="terrain").count() == 2


def test_an_unknown_field_is_refused():
    with pytest.raises(TypeError):
        depuis_dict(en_dict(FICHE) | {"prix": 12})
