"""Where the public finds the reports: a page, the plan of the site, the tool's page."""

import pytest
from django.test import Client
from django.urls import reverse

from communs.dossiers import services as dossiers
from communs.etats.tables import franchir
from eclaireurs.evaluation.desirable.transitions import DESIRABLE

pytestmark = pytest.mark.django_db


def page() -> str:
    return Client().get(reverse("rapports:liste")).content.decode()


def plan() -> str:
    return Client().get("/sitemap-rapports.xml").content.decode()


def test_without_any_report_the_page_says_how_one_is_made():
    assert "Aucun rapport n’est public" in page()
    assert "<loc>" not in plan()


def test_a_report_is_listed_as_it_was_published_until_it_is_taken_back(
    affaire, django_assert_num_queries, django_capture_on_commit_callbacks
):
    affaire.tout_choisir()
    affaire.intituler()
    assert "Aucun rapport" in page()
    with django_capture_on_commit_callbacks(execute=True):
        affaire.publier()
    adresse = affaire.rapport.adresse_publique()
    assert f'href="{adresse}"' in page()
    assert plan().count(f"<loc>http://testserver{adresse}</loc>") == 1
    affaire.intituler("Un titre en travail")
    assert "Le bus qui prête des livres" in page()
    assert "Un titre en travail" not in page()
    with django_capture_on_commit_callbacks(execute=True):
        affaire.publier()
    assert page().count(f'href="{adresse}"') == 1
    assert "Un titre en travail" in page()
    with django_assert_num_queries(2):
        page()
    with django_capture_on_commit_callbacks(execute=True):
        franchir(
            DESIRABLE,
            identite=affaire.elle,
            objet=affaire.rapport,
            nom="depublier",
            motif="Faux.",
            donnees={"motif": "Faux."},
        )
    assert adresse not in page()
    assert adresse not in plan()


def test_a_deleted_dossier_leaves_the_list(affaire):
    affaire.tout_choisir()
    affaire.intituler()
    affaire.publier()
    dossiers.supprimer(identite=affaire.elle, dossier=affaire.dossier)
    assert "Aucun rapport" in page()


@pytest.mark.usefixtures("contenu")
def test_the_tool_s_page_leads_to_the_list():
    outil = Client().get(reverse("eclaireurs:outil", args=["evaluation", "desirable"])).content.decode()
    assert f'href="{reverse("rapports:liste")}"' in outil
