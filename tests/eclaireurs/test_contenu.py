"""The shipped content of the episode is whole, and says what the booklet says."""

import pytest
from django.conf import settings
from django.core.management import call_command
from django.urls import reverse

from communs.catalogue.models import Recommandable
from communs.catalogue.services import recommandations_pour
from eclaireurs.models import Engagement, Episode, Fiche, Scene
from eclaireurs.outils import OUTILS, outils_de, trouver

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("contenu")]

# The booklet's order, and how many commitments each voice takes in each scene.
SCENES = ["cadre", "collecte", "enquete", "conclave", "suivi", "rapport", "fete"]
ENGAGEMENTS = {
    ("collecte", "evaluateur"): 5,
    ("enquete", "evaluateur"): 5,
    ("conclave", "applicateur"): 6,
    ("suivi", "evaluateur"): 1,
    ("suivi", "applicateur"): 4,
    ("rapport", "evaluateur"): 6,
    ("fete", "evaluateur+applicateur"): 6,
}
# A word of each scene that the source ties to it.
REPERES = {
    "cadre": ("périmètre", "critères", "calendrier"),
    "collecte": ("compilation", "intermédiaire", "vidéo"),
    "enquete": ("sondage", "collègues"),
    "conclave": ("tire au sort", "sans élus ni directeurs", "tableau martyr"),
    "suivi": ("comité de pilotage final", "journalistes", "diagnostic"),
    "rapport": ("gabarit", "journalistes", "papier"),
    "fete": ("une fois par an", "forum ouvert", "débloquer"),
}


def test_the_scenario_has_seven_scenes_in_the_booklet_s_order():
    scenes = list(Scene.objects.filter(episode__cle="evaluation"))
    assert [scene.cle for scene in scenes] == SCENES
    assert [scene.numero for scene in scenes] == list(range(7))
    for scene in scenes:
        for repere in REPERES[scene.cle]:
            assert repere in scene.recit.lower()
        assert scene.constat and scene.question.endswith("?")


def test_each_voice_takes_the_commitments_of_the_booklet():
    lus = {(e.scene.cle, e.voix): len(e.points) for e in Engagement.objects.select_related("scene")}
    assert lus == ENGAGEMENTS


def test_six_actors_of_whom_two_commit():
    episode = Episode.objects.get(cle="evaluation")
    acteurs = [acteur.cle for acteur in episode.acteurs.all()]
    assert acteurs == ["evaluateur", "applicateur", "comite", "agents", "public", "journalistes"]
    assert {v for e in Engagement.objects.all() for v in e.voix.split("+")} == {"evaluateur", "applicateur"}


def test_every_tool_of_the_list_has_its_scene_its_card_its_kit_and_its_drawing():
    for outil in OUTILS:
        fiche = Fiche.objects.get(episode__cle=outil.episode, outil=outil.slug)
        assert Scene.objects.filter(episode__cle=outil.episode, numero=outil.numero).exists()
        assert len(fiche.apports) == 5
        assert len(fiche.kit_gestes) == 5
        assert len(fiche.kit_observer) >= 3
        assert fiche.kit_avec and fiche.kit_duree
        assert (settings.BASE_DIR / "templates" / outil.dessin).is_file()
    assert Fiche.objects.count() == len(OUTILS)
    for episode in Episode.objects.all():
        assert (settings.BASE_DIR / "templates" / episode.dessin).is_file()


def test_a_key_names_one_tool_and_the_frame_is_not_one():
    assert len({outil.cle for outil in OUTILS}) == len(OUTILS)
    assert [outil.slug for outil in outils_de("evaluation") if outil.cadre] == ["cadrage"]
    assert trouver("evaluation", "boussole") is None


def test_loading_again_changes_nothing(capsys):
    call_command("charger_contenu", "eclaireurs-evaluation")
    sans_les_outils = 30
    dit = capsys.readouterr().out.replace("\u00a0", " ")
    assert f"inchangés : {sans_les_outils + len(OUTILS)}" in dit


@pytest.mark.parametrize(
    ("recherche", "adresse"),
    [
        ("conclave", "/eclaireurs/evaluation/"),
        ("tableau de suivi", "/eclaireurs/evaluation/suivi/"),
        ("indices", "/eclaireurs/evaluation/collecte/"),
        ("cadrage", "/eclaireurs/evaluation/cadrage/"),
        ("applicateur", "/eclaireurs/evaluation/"),
    ],
)
def test_the_search_finds_it(client, recherche, adresse):
    page = client.get(reverse("catalogue:recherche"), {"q": recherche}).content.decode()
    assert f'href="{adresse}"' in page


def test_every_thing_of_the_catalogue_leads_to_its_page(client):
    inscrits = list(Recommandable.objects.filter(type__in=["episode", "outil"]).order_by("type", "cle"))
    assert [r.cle for r in inscrits] == ["evaluation", *sorted(outil.cle for outil in OUTILS)]
    for inscrit in inscrits:
        assert client.get(inscrit.adresse).status_code == 200


@pytest.mark.parametrize("style", ["culture_interne", "usages", "hybridation", "solution"])
def test_each_style_of_the_test_leads_here_among_its_six_suggestions(style):
    assert any(s.adresse.startswith("/eclaireurs/") for s in recommandations_pour([("style", style)]))
