"""People position a subject separately, then read where they part."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from communs.collectivites import services as collectivites
from communs.collectivites.identite import Identite
from communs.collectivites.models import Adhesion
from communs.etats.services import Conflit
from sonar.trajectoire import lecture, services
from sonar.trajectoire.models import PointTrajectoire, PositionTrajectoire, Sujet, Tour
from sonar.trajectoire.services import Reponse
from tests.conftest import creer_compte
from tests.outils import trajectoires as outils

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("contenu")]


@pytest.fixture
def sujet(membre, collectivite) -> Sujet:
    """The member opens it: any member may."""
    return outils.ouvrir(membre, collectivite)


@pytest.fixture
def tour(sujet) -> Tour:
    return outils.tour_de(sujet)


def adresse(tour: Tour, nom: str, *args: object) -> str:
    return tour.adresse(f"trajectoire:{nom}", *args)


def saisie(cle: str, *niveaux: int, version: int = 1, **notes: str) -> dict:
    postee = {"version": version}
    for rang, indicateur in enumerate(outils.indicateurs(cle)):
        postee[f"niveau_{indicateur.pk}"] = niveaux[rang] if rang < len(niveaux) else ""
        postee[f"note_{indicateur.pk}"] = notes.get(f"n{rang}", "")
    return postee


def test_a_member_opens_a_subject_with_its_first_round(client_de, membre, collectivite):
    client = client_de(membre)
    url = reverse("trajectoire:ouvrir", args=[collectivite.identifiant])
    envoi = {"genre": "projet", "intitule": "La navette", "demande": str(uuid4())}
    for _ in range(2):  # a double click
        response = client.post(url, envoi)
        assert response.status_code == 302
    sujet = Sujet.objects.get(intitule="La navette")
    assert response["Location"] == sujet.get_absolute_url()
    assert sujet.tours.get().ouvert_par == membre
    assert "La navette" in client.get(reverse("trajectoire:liste", args=[collectivite.identifiant])).text


@pytest.mark.parametrize(
    "mauvais", [{"intitule": ""}, {"genre": "royaume"}, {"intitule": "a" * 121}, {"demande": "x"}]
)
def test_a_wrong_form_comes_back_and_opens_nothing(client_de, membre, collectivite, mauvais):
    envoi = {"genre": "projet", "intitule": "La navette", "demande": str(uuid4())} | mauvais
    response = client_de(membre).post(reverse("trajectoire:ouvrir", args=[collectivite.identifiant]), envoi)
    assert response.status_code == 422
    assert not Sujet.objects.exists()


def test_the_whole_way_from_the_first_answer_to_the_comparison(client_de, membre, administratrice, tour):
    client = client_de(membre)
    assert client.get(adresse(tour, "position")).status_code == 200
    assert not PositionTrajectoire.objects.exists()  # looking writes nothing
    url = adresse(tour, "position_etape", "tests")
    response = client.post(url, saisie("tests", 2, 1, n0="Deux essais.") | {"suite": "1"})
    assert response["Location"] == adresse(tour, "position_etape", "preuve-de-concept")
    assert client.get(tour.get_absolute_url()).status_code == 403  # others' are not read yet
    assert client.post(adresse(tour, "remettre"))["Location"] == tour.get_absolute_url()
    outils.remettre(administratrice, tour, {"tests": [0, 1]}, note="Je n’ai rien vu.")
    page = client.get(tour.get_absolute_url()).text
    for mots in ("Deux essais.", "Je n’ai rien vu.", "désaccord fort", administratrice.nom_affiche):
        assert mots in page
    assert "La prochaine balise" in page


def test_others_are_not_read_before_one_has_handed_in(client_de, membre, administratrice, tour):
    outils.remettre(membre, tour, {"tests": [2]}, note="Le secret de Bachir")
    autre = client_de(administratrice)
    for nom in ("tour", "exporter"):
        assert autre.get(adresse(tour, nom)).status_code == 403
    assert autre.post(adresse(tour, "imprimer")).status_code == 403
    for url in (tour.sujet.get_absolute_url(), adresse(tour, "position")):
        page = autre.get(url).text
        assert "Le secret de Bachir" not in page
    assert "1 position remise" in autre.get(tour.sujet.get_absolute_url()).text
    outils.clore(membre, tour)
    assert "Le secret de Bachir" in autre.get(tour.get_absolute_url()).text


def test_a_draft_is_read_by_its_author_alone_even_once_the_round_is_closed(
    client_de, membre, administratrice, tour
):
    outils.repondre(administratrice, tour, {"tests": [1]}, note="Un brouillon")
    outils.remettre(membre, tour, {"tests": [2]})
    outils.clore(membre, tour)
    assert "Un brouillon" not in client_de(membre).get(tour.get_absolute_url()).text
    assert lecture.lire(tour).personnes == (membre.nom_affiche,)
    assert "n’avait pas été remis" in client_de(administratrice).get(adresse(tour, "position")).text
    response = client_de(administratrice).post(adresse(tour, "remettre"))
    assert response.status_code == 410


def test_a_stranger_finds_nothing(client_de, etrangere, autre_collectivite, tour):
    client = client_de(etrangere)
    for nom in ("tour", "position", "exporter"):
        assert client.get(adresse(tour, nom)).status_code == 404
    assert client.get(tour.sujet.get_absolute_url()).status_code == 404
    for nom in ("clore", "remettre", "imprimer"):
        assert client.post(adresse(tour, nom)).status_code == 404
    # Her own collectivité's address does not lead to another's subject.
    ailleurs = reverse("trajectoire:sujet", args=[autre_collectivite.identifiant, tour.sujet.uuid])
    assert client.get(ailleurs).status_code == 404


def test_who_opened_the_round_or_administers_closes_it(
    client_de, membre, administratrice, collectivite, tour
):
    tiers = creer_compte("denise@port-lumiere.example")
    Adhesion.objects.create(compte=tiers, collectivite=collectivite)
    outils.remettre(tiers, tour, {"tests": [1]})
    assert client_de(tiers).post(adresse(tour, "clore")).status_code == 403
    assert client_de(administratrice).post(adresse(tour, "clore")).status_code == 302
    assert client_de(membre).post(adresse(tour, "clore")).status_code == 302  # already closed: harmless
    tour.refresh_from_db()
    assert tour.clos_le is not None


def test_a_round_without_any_position_is_not_closed(client_de, membre, tour):
    page = client_de(membre).post(adresse(tour, "clore"), follow=True).text
    assert "il n’y a rien à clore" in page
    tour.refresh_from_db()
    assert tour.ouvert


def test_nothing_is_written_once_handed_in_or_closed(client_de, membre, administratrice, tour):
    outils.remettre(membre, tour, {"tests": [1]})
    url = adresse(tour, "position_etape", "tests")
    assert client_de(membre).post(url, saisie("tests", 2)).status_code == 409
    outils.clore(membre, tour)
    assert client_de(administratrice).post(url, saisie("tests", 2)).status_code == 410
    assert list(PointTrajectoire.objects.values_list("niveau", flat=True)) == [1]


def test_an_empty_position_is_not_handed_in(client_de, membre, tour):
    services.commencer(identite=Identite(membre), tour=tour)
    page = client_de(membre).post(adresse(tour, "remettre"), follow=True).text
    assert "Répondez à un indicateur au moins" in page
    assert not PositionTrajectoire.objects.remises().exists()


def test_two_tabs_the_second_is_shown_both_texts(client_de, membre, tour):
    client = client_de(membre)
    url = adresse(tour, "position_etape", "tests")
    assert client.post(url, saisie("tests", 2, n0="Premier onglet")).status_code == 302
    response = client.post(url, saisie("tests", 0, n0="Second onglet"))
    assert response.status_code == 409
    for mots in ("Premier onglet", "Second onglet", "Enregistrer le mien par-dessus"):
        assert mots in response.text
    assert PointTrajectoire.objects.get().note == "Premier onglet"
    version = PositionTrajectoire.objects.get().version
    assert f'name="version" value="{version}"' in response.text
    assert client.post(url, saisie("tests", 0, version=version, n0="Second onglet")).status_code == 302
    point = PointTrajectoire.objects.get()
    assert (point.niveau, point.note) == (0, "Second onglet")


def test_the_same_form_sent_twice_writes_once(client_de, membre, tour):
    client, url = client_de(membre), adresse(tour, "position_etape", "tests")
    for _ in range(2):
        assert client.post(url, saisie("tests", 2)).status_code == 302
    assert PositionTrajectoire.objects.get().version == 2


def test_a_stale_write_is_refused_by_the_service_too(membre, tour):
    position = outils.repondre(membre, tour, {"tests": [1]})
    indicateur = outils.indicateurs("tests")[0]
    with pytest.raises(Conflit):
        services.repondre(
            identite=Identite(membre),
            position=position,
            version=1,
            etape=indicateur.etape,
            reponses={indicateur.pk: Reponse(2, "")},
        )


def test_an_answer_is_taken_back(client_de, membre, tour):
    client, url = client_de(membre), adresse(tour, "position_etape", "tests")
    client.post(url, saisie("tests", 2, n0="Oui"))
    client.post(url, saisie("tests", version=2))
    assert not PointTrajectoire.objects.exists()


@pytest.mark.parametrize(("champ", "valeur"), [("niveau", "7"), ("niveau", "<script>"), ("note", "a" * 601)])
def test_hostile_or_huge_input_comes_back(client_de, membre, tour, champ, valeur):
    indicateur = outils.indicateurs("tests")[0]
    postee = saisie("tests", 2) | {f"{champ}_{indicateur.pk}": valeur}
    response = client_de(membre).post(adresse(tour, "position_etape", "tests"), postee)
    assert response.status_code == 422
    assert "<script>" not in response.text.replace("<script ", "")
    assert not PointTrajectoire.objects.exists()


def test_an_unknown_stage_is_a_404(client_de, membre, tour):
    assert client_de(membre).get(adresse(tour, "position_etape", "inconnue")).status_code == 404


def test_somebody_elses_position_cannot_be_written(membre, administratrice, tour):
    position = outils.repondre(membre, tour, {"tests": [1]})
    with pytest.raises(PermissionDenied):
        services.remettre(identite=Identite(administratrice), position=position)
    assert not PositionTrajectoire.objects.remises().exists()


def test_a_member_who_leaves_stands_in_history_and_reads_nothing_more(
    client_de, membre, administratrice, collectivite, tour
):
    outils.remettre(membre, tour, {"tests": [2]})
    collectivites.retirer(adhesion=Adhesion.objects.get(compte=membre, collectivite=collectivite))
    for nom in ("tour", "position"):
        assert client_de(membre).get(adresse(tour, nom)).status_code == 404
    assert client_de(membre).post(adresse(tour, "remettre")).status_code == 404
    outils.clore(administratrice, tour)
    assert lecture.lire(tour).personnes == (membre.nom_affiche,)


def test_an_indicator_retired_meanwhile_stays_in_history_and_is_no_longer_asked(client_de, membre, tour):
    indicateur = outils.indicateurs("tests")[0]
    ancien = indicateur.texte
    outils.remettre(membre, tour, {"tests": [2]})
    indicateur.retire, indicateur.texte = True, "Autre chose"
    indicateur.save()
    outils.clore(membre, tour)
    page = client_de(membre).get(tour.get_absolute_url()).text
    assert f"{ancien} (retiré depuis)" in page
    assert "Autre chose" not in page
    suivant = services.ouvrir_tour(identite=Identite(membre), sujet=tour.sujet)
    suivant = outils.tour_de(tour.sujet)
    formulaire = client_de(membre).get(adresse(suivant, "position_etape", "tests")).text
    assert f"niveau_{indicateur.pk}" not in formulaire


def test_the_path_over_time_and_the_gaps(client_de, membre, tour, django_assert_num_queries):
    outils.remettre(membre, tour, {"decouverte": [0, 0], "capacitation": [2, 2]})
    outils.clore(membre, tour)
    services.ouvrir_tour(identite=Identite(membre), sujet=tour.sujet)
    second = outils.tour_de(tour.sujet)
    outils.remettre(membre, second, {"decouverte": [2, 2], "tests": [1, 0], "capacitation": [2, 2]})
    outils.clore(membre, second)
    passes = lecture.histoire(tour.sujet)
    assert [p.lecture.avancements[:3] for p in passes] == [[1.0, None, 0.25], [0.0, None, None]]
    assert [p.lecture.balise.etape.cle for p in passes] == ["tests", "decouverte"]
    (saut,) = passes[0].lecture.sauts
    assert (saut.etape.cle, [e.cle for e in saut.devant]) == ("tests", ["capacitation"])
    client = client_de(membre)
    page = client.get(tour.sujet.get_absolute_url()).text
    assert "<strong>Tests</strong> n’est pas franchie" in page
    assert "Le chemin parcouru" in page
    assert page.count('class="courbe ') == 2


def test_once_everything_is_passed_there_is_no_next_milestone(client_de, membre, tour):
    outils.remettre(membre, tour, {"tests": [2, 2]})
    outils.clore(membre, tour)
    for url in (tour.sujet.get_absolute_url(), tour.get_absolute_url()):
        assert "Toutes les étapes dont vous avez parlé sont franchies" in client_de(membre).get(url).text


def test_the_history_costs_the_same_however_long(membre, tour, django_assert_num_queries):
    for _ in range(3):
        present = outils.tour_de(tour.sujet)
        outils.remettre(membre, present, {"tests": [1]})
        outils.clore(membre, present)
        services.ouvrir_tour(identite=Identite(membre), sujet=tour.sujet)
    with django_assert_num_queries(4):
        assert len(lecture.histoire(tour.sujet)) == 3


def test_archived_a_subject_is_read_and_takes_no_new_round(client_de, membre, administratrice, tour):
    outils.remettre(membre, tour, {"tests": [1]})
    outils.clore(membre, tour)
    client = client_de(membre)
    url = tour.sujet.adresse("trajectoire:archiver")
    client.post(url, {"archive": "1"})
    assert "Ce sujet est archivé" in client.get(tour.sujet.get_absolute_url()).text
    page = client.post(tour.sujet.adresse("trajectoire:ouvrir_tour"), follow=True).text
    assert "rouvrez-le" in page
    client.post(url, {"archive": "0"})
    assert client.post(tour.sujet.adresse("trajectoire:ouvrir_tour")).status_code == 302
    assert Tour.objects.filter(sujet=tour.sujet).count() == 2


def test_the_answers_leave_as_a_table_without_formulas(client_de, membre, tour):
    outils.remettre(membre, tour, {"tests": [2]}, note="=1+1; « oui »")
    url = adresse(tour, "exporter")
    response = client_de(membre).get(url)
    texte = response.content.decode()
    assert texte.startswith("\ufeffÉtape;Indicateur;Personne;Niveau;Note\r\n3. Tests;")
    assert "'=1+1" in texte
    plat = client_de(membre).get(url, {"plat": "1"}).content.decode()
    assert plat.startswith("Étape,Indicateur,")


def test_a_collectivite_that_goes_takes_its_positions_along(membre, tour):
    outils.remettre(membre, tour, {"tests": [2]})
    collectivites.supprimer_collectivite(collectivite=tour.sujet.collectivite)
    assert not Sujet.objects.exists()
    assert not PositionTrajectoire.objects.exists()
