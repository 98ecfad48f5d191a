"""The index says what the rows say, whoever wrote them."""

from dataclasses import replace
from threading import Thread

import pytest
from django.core.management import call_command
from django.db import close_old_connections, connection, transaction
from django.utils import timezone

from nuancier.fiches import FicheCitation, ecrire
from nuancier.models import Mot, Repere, RepereModule, Teinte
from nuancier.recherche.services import indexer, reindexer
from tests.outils.teintes import FICHE, MODULE, RESSOURCE, creer_famille, creer_teinte

pytestmark = pytest.mark.django_db


def etat() -> tuple[list, list, list]:
    """All that the index says."""
    return (
        list(
            Repere.objects.order_by("pk").values_list(
                "teinte__code", "famille", "rang", "textes", "lexique", "recherche"
            )
        ),
        list(
            RepereModule.objects.order_by("pk").values_list(
                "module__cle", "repere__teinte__code", "masque", "places"
            )
        ),
        list(Mot.objects.order_by("mot").values_list("mot", "nombre")),
    )


def refait() -> tuple[list, list, list]:
    """The same, made again from nothing."""
    Repere.objects.all().delete()
    Mot.objects.all().delete()
    reindexer()
    return etat()


def mots() -> dict[str, int]:
    return dict(Mot.objects.values_list("mot", "nombre"))


def test_after_each_write_the_index_is_what_it_would_be_made_again():
    creer_teinte("4.1")
    creer_teinte(
        "4.2", lexique=("boussole", "usages"), modules=(MODULE, replace(MODULE, cle="autre", format="voyage"))
    )
    assert mots()["boussole"] == 1
    assert mots()["immersion"] == 2
    assert etat() == refait()
    ecrire(
        replace(
            FICHE, code="4.2", lexique=("longue-vue",), modules=(replace(MODULE, duree_min=6, duree_max=8),)
        )
    )
    assert "boussole" not in mots()
    assert mots()["longue"] == 1
    assert RepereModule.objects.count() == 2
    assert etat() == refait()
    ecrire(replace(FICHE, code="4.2", lexique=(), modules=()))
    assert RepereModule.objects.count() == 1
    assert etat() == refait()


def test_a_record_that_changes_is_found_by_its_new_words_wherever_it_is_cited():
    creer_teinte("4.1")
    creer_teinte("4.2")
    autre = replace(RESSOURCE, titre="Traité de navigation")
    ecrire(replace(FICHE, code="4.2", ressources=(FicheCitation(autre),)))
    assert mots()["navigation"] == 2
    assert etat() == refait()


def test_a_teinte_taken_out_of_the_chart_leaves_the_index_and_comes_back():
    creer_teinte("4.1")
    creer_teinte("4.2", lexique=("boussole",))
    avant = etat()
    Teinte.objects.filter(code="4.2").update(retiree_le=timezone.now())
    assert indexer(Teinte.objects.all()) == 1
    assert "boussole" not in mots()
    assert etat() == refait()
    Teinte.objects.filter(code="4.2").update(retiree_le=None)
    indexer(Teinte.objects.filter(code="4.2"))
    assert etat() == avant


def test_making_it_again_writes_nothing_when_nothing_changed():
    creer_teinte("4.1")
    creer_teinte("4.2")
    assert reindexer() == 0


def test_what_was_written_behind_its_back_is_put_right_by_the_next_load():
    teinte = creer_teinte("4.1")
    teinte.elements.create(partie="lexique", rang=999, texte="boussole")
    Mot.objects.create(mot="fantome", nombre=3)
    call_command("charger_contenu", verbosity=0)
    assert mots()["boussole"] == 1
    assert "fantome" not in mots()
    assert etat() == refait()


@pytest.mark.django_db(transaction=True)
def test_two_teintes_written_at_once_count_their_common_words_twice():
    creer_famille(4)
    fautes = []

    def ecrire_une(code: str) -> None:
        try:
            with transaction.atomic():
                ecrire(replace(FICHE, code=code, lexique=("boussole", "sextant"), ressources=()))
        except Exception as erreur:
            fautes.append(erreur)
        finally:
            connection.close()
            close_old_connections()

    fils = [Thread(target=ecrire_une, args=(f"4.{n}",)) for n in range(1, 5)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    assert fautes == []
    assert (mots()["boussole"], mots()["sextant"]) == (4, 4)
    assert etat() == refait()
