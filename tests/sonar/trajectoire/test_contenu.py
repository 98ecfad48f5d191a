"""The shipped path is complete, found, and leads somewhere."""

import pytest
from django.urls import reverse

from communs.catalogue.models import Recommandable, Recommandation
from sonar.trajectoire import imprime
from sonar.trajectoire.models import EtapeTrajectoire, PassageTrajectoire, Principe, Rattachement

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("contenu")]

ETAPES = [
    "decouverte",
    "orientation",
    "tests",
    "preuve-de-concept",
    "impact",
    "capacitation",
    "institutionnalisation",
    "ecosysteme",
    "gouvernance-systemique",
]


def test_nine_stages_in_five_passages_as_the_print_is_read():
    etapes = list(EtapeTrajectoire.objects.completes())
    assert [e.cle for e in etapes] == ETAPES
    par_passage = [e.rattachement.passage.cle for e in etapes]
    assert [par_passage.count(p.cle) for p in PassageTrajectoire.objects.all()] == [2, 2, 2, 2, 1]
    douteuses = {e.cle for e in etapes if e.rattachement.certitude != "sure"}
    assert douteuses == {"capacitation", "institutionnalisation", "ecosysteme"}
    assert all(e.rattachement.remarque for e in etapes if e.cle in douteuses)


def test_each_stage_is_complete_with_three_to_five_indicators():
    for etape in EtapeTrajectoire.objects.completes():
        assert all((etape.devise, etape.intertitre, etape.quoi, etape.enjeu))
        assert 3 <= len(etape.indicateurs.all()) <= 5
    assert Principe.objects.count() == 4


def test_each_stage_recommends_three_existing_things_at_least():
    for cle in ETAPES:
        liens = Recommandation.objects.filter(origine_type="etape", origine_cle=cle)
        existants = [
            lien
            for lien in liens
            if Recommandable.objects.filter(type=lien.cible_type, cle=lien.cible_cle).exists()
        ]
        assert len(existants) >= 3
        assert len(existants) == liens.count()


def test_every_recommendation_that_waited_for_a_stage_finds_it():
    cles = set(Recommandation.objects.filter(cible_type="etape").values_list("cible_cle", flat=True))
    assert cles == set(ETAPES)
    assert Recommandable.objects.filter(type="etape", cle__in=cles).count() == 9


def test_a_stage_is_found_and_its_page_says_everything(client):
    for etape in EtapeTrajectoire.objects.completes():
        assert Recommandable.objects.get(type="etape", cle=etape.cle).adresse == etape.get_absolute_url()
        page = client.get(etape.get_absolute_url()).content.decode()
        for texte in (etape.devise, etape.quoi, etape.enjeu, *(i.texte for i in etape.indicateurs.all())):
            assert texte in page


def test_the_path_says_in_text_what_it_draws(client, django_assert_num_queries):
    client.get(reverse("sonar:trajectoire"))
    with django_assert_num_queries(5):
        page = client.get(reverse("sonar:trajectoire"), {"sans": "cache"}).content.decode()
    for etape in EtapeTrajectoire.objects.all():
        assert page.count(etape.nom) >= 3
        assert f'id="{etape.cle}"' in page
        assert f'href="#{etape.cle}"' in page
    for passage in PassageTrajectoire.objects.all():
        assert passage.nom in page
    assert "Lecture probable" in page


def test_an_unknown_stage_is_a_404(client):
    assert client.get("/sonar/trajectoire/inconnue/").status_code == 404


def test_the_newspaper_gets_the_whole_path():
    contexte = imprime.contexte()
    assert [e.cle for e in contexte["trajectoire_etapes"]] == ETAPES
    assert len(contexte["trajectoire_chemin"].balises) == 9
    assert len(contexte["trajectoire_chemin"].marques) == 5


def test_a_stage_without_passage_breaks_nothing(client):
    Rattachement.objects.filter(etape__cle="tests").delete()
    assert "Aucun" in client.get(reverse("sonar:trajectoire")).text
    assert client.get("/sonar/trajectoire/tests/").status_code == 200
    assert imprime.contexte()["trajectoire_etapes"][2].rattachement is None
