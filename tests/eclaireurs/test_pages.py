"""The public pages: what they show, where they lead, and that they never show an old text."""

import pytest

from communs.catalogue.models import Recommandable
from eclaireurs.models import Acteur, Engagement, Episode, Fiche, Scene
from eclaireurs.outils import OUTILS

pytestmark = pytest.mark.usefixtures("contenu")

PAGES = ["/eclaireurs/", "/eclaireurs/evaluation/", *(f"/eclaireurs/evaluation/{o.slug}/" for o in OUTILS)]


def lire(client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("url", PAGES)
def test_every_page_names_its_source(client, url):
    page = lire(client, url)
    assert "Les Éclaireurs #1, L’évaluation engagée" in page
    assert "La 27e Région" in page


@pytest.mark.django_db
@pytest.mark.parametrize("url", PAGES)
def test_the_second_reader_costs_no_query(client, django_assert_num_queries, url):
    premiere = lire(client, url)
    with django_assert_num_queries(0):
        assert lire(client, url) == premiere


@pytest.mark.django_db
def test_the_home_page_and_the_navigation_open_the_door(client):
    assert lire(client, "/").count('href="/eclaireurs/"') == 2


@pytest.mark.django_db
def test_the_shelf_lists_the_tools_that_exist_and_no_other(client):
    page = lire(client, "/eclaireurs/")
    for outil in OUTILS:
        assert f'href="{outil.get_absolute_url()}"' in page
    assert "Conclave" not in page


@pytest.mark.django_db
def test_the_episode_tells_every_scene_with_its_commitments_and_its_actors(client):
    page = lire(client, "/eclaireurs/evaluation/")
    for scene in Scene.objects.all():
        assert f'id="scene-{scene.cle}"' in page
        assert scene.titre in page
    for engagement in Engagement.objects.all():
        assert all(point in page for point in engagement.points)
    for acteur in Acteur.objects.all():
        assert acteur.limite in page


@pytest.mark.django_db
@pytest.mark.parametrize("outil", OUTILS, ids=lambda outil: outil.slug)
def test_a_tool_shows_its_kit_and_opens_in_a_collectivite(client, outil):
    page = lire(client, outil.get_absolute_url())
    fiche = Fiche.objects.get(outil=outil.slug)
    for texte in (*fiche.apports, *fiche.kit_gestes, *fiche.kit_observer, fiche.kit_avec, fiche.kit_duree):
        assert texte in page
    dossier = f"/espace/dossiers/ouvrir/?genre=evaluation&amp;outil={outil.slug}"
    assert f'href="{"/espace/" if outil.slug == "fete" else dossier}"' in page
    assert "Ouvrir dans ma collectivité" in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    "url",
    [
        "/eclaireurs/elus/",
        "/eclaireurs/evaluation/boussole/",
        "/eclaireurs/elus/suivi/",
        "/eclaireurs/x/y/raconter/",
    ],
)
def test_what_is_not_built_does_not_exist(client_de, membre, url):
    assert client_de(membre).get(url).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_an_editor_s_correction_shows_at_once_and_reaches_the_catalogue(client, client_de, django_user_model):
    equipe = django_user_model.objects.create_superuser("equipe@vigie.example", "phare-de-nuit-2026")
    lire(client, "/eclaireurs/evaluation/")
    episode = Episode.objects.get()
    champs = ["nom", "accroche", "constat", "question", "idee", "fabrique"]
    donnees = {champ: getattr(episode, champ) for champ in champs} | {"accroche": "Évaluer sans trembler."}
    response = client_de(equipe).post(f"/admin/eclaireurs/episode/{episode.pk}/change/", donnees)
    assert response.status_code == 302, response.content.decode()
    assert "Évaluer sans trembler." in lire(client, "/eclaireurs/evaluation/")
    assert Recommandable.objects.get(type="episode").resume == "Évaluer sans trembler."


@pytest.mark.django_db
def test_an_editor_writes_lists_one_item_per_line_commas_included(client_de, django_user_model):
    equipe = django_user_model.objects.create_superuser("equipe@vigie.example", "phare-de-nuit-2026")
    fiche = Fiche.objects.get(outil="suivi")
    apports = [*fiche.apports, "Un plan, des dates, des noms"]
    donnees = {
        champ: getattr(fiche, champ) for champ in ("idee", "usage", "kit_essai", "kit_avec", "kit_duree")
    }
    donnees |= {champ: "\r\n".join(getattr(fiche, champ)) for champ in ("kit_gestes", "kit_observer")}
    donnees["apports"] = "\r\n".join(apports) + "\r\n\r\n"
    gestes = fiche.kit_gestes
    response = client_de(equipe).post(f"/admin/eclaireurs/fiche/{fiche.pk}/change/", donnees)
    assert response.status_code == 302, response.content.decode()
    fiche.refresh_from_db()
    assert fiche.apports == apports
    assert fiche.kit_gestes == gestes
