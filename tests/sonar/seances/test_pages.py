"""Pages of a Sonar séance: the desk, the wall, the phones, the list, the script, the portrait."""

from uuid import uuid4

import pytest
from django.conf import settings
from django.core.cache import cache
from django.urls import reverse

from communs.seances.models import Participation, Seance
from eclaireurs.essais.portes import OUVERTS
from sonar.models import Question
from sonar.seances.models import Feuille, SeanceSonar
from tests.conftest import creer_compte
from tests.outils.seances import entrer
from tests.outils.sonar_seances import clore, mener, ouvrir, preparer, remplir, saisir

pytestmark = pytest.mark.django_db

PURS = ["cccuhs"] * 4 + ["uuuchs"] * 3 + ["hhhcus"]


def lire(client, adresse) -> str:
    response = client.get(adresse)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_the_public_page_explains_and_leads_to_opening(client, contenu):
    page = lire(client, reverse("sonar:seances"))
    assert "Ouvrir une séance" in page
    assert "Le test de style" in page


def test_opening_asks_to_sign_in_then_makes_a_seance_of_one_s_own(client, client_de, membre, collectivite):
    adresse = reverse("sonar:seances_ouvrir")
    assert client.get(adresse)["Location"].startswith(reverse("account_login"))
    champs = {"demande": str(uuid4()), "titre": "Direction des parcs", "exercices": ["test"]}
    champs["collectivite"] = str(collectivite.pk)
    for _ in range(2):
        response = client_de(membre).post(adresse, champs)
    seance = Seance.objects.get()
    assert response["Location"] == seance.get_absolute_url()
    assert (seance.animee_par, seance.dossier) == (membre, None)
    assert SeanceSonar.objects.get().collectivite == collectivite


@pytest.mark.parametrize(
    "faux",
    [{"exercices": []}, {"exercices": ["danse"]}, {"titre": ""}, {"titre": "x" * 121}, {"demande": "x"}],
)
def test_a_wrong_form_comes_back(client_de, membre, faux):
    champs = {"demande": str(uuid4()), "titre": "Un titre", "exercices": ["test"], **faux}
    assert client_de(membre).post(reverse("sonar:seances_ouvrir"), champs).status_code == 422
    assert not Seance.objects.exists()


def test_one_does_not_open_in_the_name_of_another_collectivite(client_de, membre, collectivite):
    from communs.collectivites.models import Collectivite

    autre = Collectivite.objects.create(
        nom="Ailleurs", identifiant="ailleurs", type="commune", siren="217500016"
    )
    champs = {"demande": str(uuid4()), "titre": "Un titre", "exercices": ["test"], "collectivite": autre.pk}
    assert client_de(membre).post(reverse("sonar:seances_ouvrir"), champs).status_code == 422


def test_one_s_own_list_is_searched_by_state_and_words(client_de, membre, seance):
    preparer(membre, titre="Été des ports")
    ouvrir(creer_compte("autre@vigie.example"), titre="Celle d’une autre")
    client, adresse = client_de(membre), reverse("sonar:seances_miennes")
    tout = lire(client, adresse)
    assert "Direction des parcs" in tout
    assert "Été des ports" in tout
    assert "Celle d’une autre" not in tout
    assert "Direction des parcs" not in lire(client, f"{adresse}?etat=preparation")
    assert "Été des ports" in lire(client, f"{adresse}?q=ete")
    assert "Aucune séance ne correspond" in lire(client, f"{adresse}?q=rien")
    assert "Direction des parcs" in lire(client, f"{adresse}?etat=n-importe-quoi")


def test_nobody_else_reads_the_script_the_paper_or_the_portrait(client_de, seance):
    mener(seance, "ouvert")
    remplir(seance, *PURS)
    clore(seance)
    autre = client_de(creer_compte("autre@vigie.example"))
    for nom in ("deroule", "papier", "portrait"):
        assert autre.get(reverse(f"sonar:seances_{nom}", args=[seance.uuid])).status_code == 404
    assert autre.post(reverse("sonar:seances_livret", args=[seance.uuid])).status_code == 404


def test_the_wall_counts_then_shows_at_the_signal(client_de, membre, seance):
    client, mur = client_de(membre), seance.adresse("projection")
    mener(seance, "ouvert")
    remplir(seance, *PURS)
    saisir(seance, "hhhcus")
    page = lire(client, mur)
    assert '<b class="mur-nombre">9</b>' in page
    assert "44\u00a0%" not in page
    mener(seance, "ferme")
    mener(seance, "repartition")
    page = lire(client, mur)
    assert "44\u00a0%" in page
    assert "Culture interne (4)" in page
    assert "dont 1 sur papier" in page
    mener(seance, "contraste")
    page = lire(client, mur)
    assert page.index("Il domine") < page.index("Culture interne") < page.index("Le plus rare")
    mener(seance, "questions")
    assert "Un tiret cache un nombre inférieur à trois" in lire(client, mur)
    mener(seance, "discussion")
    assert "Deux camps" in lire(client, mur)


@pytest.mark.parametrize("vue", ["repartition", "contraste", "questions"])
def test_four_sheets_show_no_distribution(client, client_de, membre, seance, vue):
    mener(seance, "ouvert")
    entrer(client, seance)
    remplir(seance, *["cccuhs"] * 4)
    mener(seance, "ferme")
    mener(seance, vue)
    for page in (
        lire(client_de(membre), seance.adresse("projection")),
        lire(client, seance.adresse_publique),
    ):
        assert "4 feuilles remises. À moins de cinq" in page
        assert "Culture interne" not in page
    mener(seance, "discussion")
    assert "Petit groupe" in lire(client_de(membre), seance.adresse("projection"))


def test_the_desk_offers_the_steps_in_turn_and_comes_back_whole(client_de, membre, seance):
    """A facilitator who lost her connection, or opens a second tab, finds the séance where it is."""
    mener(seance, "ouvert")
    remplir(seance, *PURS)
    for _ in range(2):
        bureau = lire(client_de(membre), seance.get_absolute_url())
        assert "8 feuilles remises" in bureau
        assert "à l’écran depuis" in bureau
        assert "Fermer\u00a0: Le test de style" in bureau
        assert "Montrer la répartition des styles" in bureau
        assert bureau.count('value="montre"') == 0
    vue = Seance.objects.get().version
    mener(seance, "ferme")
    perime = {
        "version": vue,
        "activite": "sonar-test",
        "objet": Seance.objects.get().objet,
        "moment": "ouvert",
    }
    response = client_de(membre).post(seance.adresse("scene"), perime, follow=True)
    assert "a déjà avancé" in response.content.decode()
    assert Seance.objects.get().moment == "ferme"


def test_the_script_adds_up(client_de, membre, seance):
    page = lire(client_de(membre), reverse("sonar:seances_deroule", args=[seance.uuid]))
    assert "45 minutes en tout" in page
    assert "40 min" in page
    assert "Situer ses ressources" not in page


def test_closing_gives_the_portrait_and_to_each_her_result(client, client_de, membre, seance):
    portrait = reverse("sonar:seances_portrait", args=[seance.uuid])
    assert client_de(membre).get(portrait).status_code == 404
    mener(seance, "ouvert")
    entrer(client, seance, "Nolwenn")
    from tests.outils.sonar_seances import remettre

    remettre(Participation.objects.get(), "sssuch")
    remplir(seance, *PURS)
    clore(seance)
    fin = lire(client, seance.adresse_publique)
    assert "C’est fini" in fin
    assert Feuille.objects.first().tentative.get_absolute_url() in fin
    page = lire(client_de(membre), portrait)
    assert "9 feuilles" in page
    assert "44\u00a0%" in page
    client.post(reverse("seances:partir", args=[seance.code]))
    assert "9 feuilles" in lire(client_de(membre), portrait)  # frozen
    response = client_de(membre).post(reverse("sonar:seances_livret", args=[seance.uuid]))
    assert "/livrets/" in response["Location"]


def test_a_closed_session_is_not_joined(client, seance):
    clore(seance)
    assert client.get(seance.adresse_publique).status_code == 410
    response = client.post(reverse("seances:entrer", args=[seance.code]), {"demande": str(uuid4())})
    assert response.status_code == 410
    assert Seance.objects.get().participations.count() == 0


def test_codes_guessed_by_a_script_teach_nothing(client, seance, settings):
    cache.clear()
    codes = [f"ZZZZ{lettre}{chiffre}" for lettre in "ABCDEFGH" for chiffre in "23456789"]
    statuts = [client.get(reverse("sonar_salle:test", args=[code])).status_code for code in codes]
    assert set(statuts) == {302}  # to the door, which counts
    portes = [client.get(f"/s/{code}/").status_code for code in codes]
    assert portes.count(429) == len(codes) - 60
    assert client.get(seance.adresse_publique).status_code == 429  # the right one too
    cache.clear()


def test_a_trial_keeps_out():
    assert OUVERTS.isdisjoint({"sonar", "sonar_salle"})


def test_what_needs_no_account():
    publiques = {
        nom for nom in settings.ADRESSES_PUBLIQUES if nom.startswith(("sonar:seances", "sonar_salle"))
    }
    assert publiques == {"sonar:seances", "sonar_salle:test"}


def test_three_hundred_people_cost_the_wall_no_more_than_ten(
    client_de, membre, seance, django_assert_num_queries
):
    mener(seance, "ouvert")
    cles = list(Question.objects.values_list("cle", flat=True))
    Participation.objects.bulk_create(
        Participation(seance=seance, reprise=f"{rang:08}") for rang in range(300)
    )
    Feuille.objects.bulk_create(
        Feuille(seance=seance, styles=dict.fromkeys(cles, ["usages", "solution", "hybridation"][rang % 3]))
        for rang in range(300)
    )
    client, mur = client_de(membre), seance.adresse("projection")
    assert '<b class="mur-nombre">300</b>' in lire(client, mur)
    mener(seance, "ferme")
    mener(seance, "questions")
    page = lire(client, mur)
    assert page.count("<td>100</td>") == 12  # the empty column goes with another
    mener(seance, "repartition")
    with django_assert_num_queries(14):
        lire(client, mur)
