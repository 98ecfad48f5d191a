"""Sheets in a room: handed in once, counted while the exercise is open, erased with one's passage."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from communs.collectivites.identite import Identite
from communs.seances.models import Participation
from communs.seances.services import partir
from communs.web.erreurs import Refus
from sonar.models import Comptage, Tentative
from sonar.seances import groupe, services
from sonar.seances.models import Feuille
from sonar.services import effacer
from tests.conftest import creer_compte
from tests.outils.seances import arriver, entrer
from tests.outils.sonar_seances import clore, mener, ouvrir, post, remettre, remplir, saisir

pytestmark = pytest.mark.django_db


def adresse(seance) -> str:
    return reverse("sonar_salle:test", args=[seance.code])


@pytest.fixture
def dans_la_salle(client, seance):
    """This browser is in the room, where the test is open."""
    mener(seance, "ouvert")
    entrer(client, seance, "Nolwenn")
    return Participation.objects.get()


def test_a_sheet_makes_a_result_counted_with_the_group(client, seance, dans_la_salle):
    page = client.get(adresse(seance)).content.decode()
    assert page.count('type="radio"') == 24
    response = client.post(adresse(seance), post(dans_la_salle, "cccuhs"))
    assert response["Location"] == seance.adresse_publique
    feuille = Feuille.objects.get()
    assert (feuille.participation, feuille.comptee, feuille.papier) == (dans_la_salle, True, False)
    assert sorted(feuille.styles.values()) == [
        *["culture_interne"] * 3, "hybridation", "solution", "usages",
    ]  # fmt: skip
    suite = client.get(seance.adresse_publique).content.decode()
    assert "Votre feuille est remise." in suite
    assert feuille.tentative.get_absolute_url() in suite
    assert client.get(feuille.tentative.get_absolute_url()).status_code == 200


def test_a_double_post_and_a_second_device_count_once(client, seance, dans_la_salle):
    envoi = post(dans_la_salle, "cccuhs")
    client.post(adresse(seance), envoi)
    client.post(adresse(seance), envoi)
    autre = type(client)()
    autre.post(reverse("seances:reprendre", args=[seance.code]), {"reprise": dans_la_salle.reprise})
    assert "Votre feuille est remise." in autre.get(seance.adresse_publique).content.decode()
    assert autre.get(adresse(seance))["Location"] == seance.adresse_publique
    assert autre.post(adresse(seance), post(dans_la_salle, "ssssss")).status_code == 302
    assert Feuille.objects.count() == Tentative.objects.count() == 1
    assert set(Feuille.objects.get().styles.values()) != {"solution"}


def test_a_missing_answer_gives_the_sheet_back(client, seance, dans_la_salle):
    envoi = post(dans_la_salle, "cccuhs")
    del envoi[next(iter(envoi))]
    response = client.post(adresse(seance), envoi)
    assert response.status_code == 422
    assert response.content.decode().count(" checked") == 5
    assert not Feuille.objects.exists()


@pytest.mark.parametrize("champs", [{"question-inconnue": "a"}, {"question-modele-inspirant": "z"}])
def test_an_altered_sheet_is_refused(client, seance, dans_la_salle, champs):
    response = client.post(adresse(seance), {**post(dans_la_salle, "cccuhs"), **champs})
    assert response.status_code == 400
    assert not Feuille.objects.exists()


@pytest.mark.parametrize("fin", ["exercice", "seance"])
def test_a_late_sheet_makes_its_result_and_leaves_the_group_alone(client, seance, dans_la_salle, fin):
    envoi = post(dans_la_salle, "cccuhs")
    if fin == "exercice":
        mener(seance, "ferme")
    else:
        clore(seance)
    response = client.post(adresse(seance), envoi, follow=True)
    assert "venait de fermer" in response.content.decode()
    assert "Voir mon résultat" in response.content.decode()
    feuille = Feuille.objects.get()
    assert not feuille.comptee
    assert feuille.tentative is not None
    assert groupe.compter(seance).feuilles == 0


def test_a_stranger_and_a_room_without_test_are_sent_to_the_door(client, seance):
    for response in (client.get(adresse(seance)), client.post(adresse(seance), {})):
        assert response["Location"] == seance.adresse_publique


def test_leaving_erases_the_sheet_its_result_and_its_place_in_the_barometre(seance):
    mener(seance, "ouvert")
    (qui,) = remplir(seance, "cccuhs")
    partir(participation=qui)
    assert not Feuille.objects.exists()
    assert not Tentative.objects.exists()
    assert sum(Comptage.objects.values_list("nombre", flat=True)) == 0


def test_leaving_keeps_a_result_that_is_in_the_history_of_an_account(seance, membre):
    mener(seance, "ouvert")
    qui = arriver(seance)
    feuille = remettre(qui, "cccuhs", compte=membre)
    partir(participation=qui)
    assert not Feuille.objects.exists()
    assert Tentative.objects.get() == feuille.tentative


def test_leaving_after_the_results_leaves_a_nameless_count(seance):
    mener(seance, "ouvert")
    gens = remplir(seance, *["cccuhs"] * 5)
    mener(seance, "ferme")
    mener(seance, "repartition")
    partir(participation=gens[0])
    assert groupe.compter(seance).feuilles == 5
    assert Tentative.objects.count() == 4
    assert Feuille.objects.filter(participation=None, tentative=None).count() == 1


def test_erasing_one_s_result_takes_the_sheet_along(seance):
    mener(seance, "ouvert")
    remplir(seance, "cccuhs")
    effacer(tentative=Tentative.objects.get(), identite=Identite())
    assert not Feuille.objects.exists()


def test_who_left_meanwhile_hands_in_nothing(seance):
    mener(seance, "ouvert")
    qui = arriver(seance)
    partir(participation=Participation.objects.get(pk=qui.pk))
    with pytest.raises(Refus) as refus:
        remettre(qui, "cccuhs")
    assert refus.value.code == 410


# --- paper ---------------------------------------------------------------------------------------


def test_paper_sheets_are_counted_marked_and_taken_back(client_de, membre, seance):
    client, page = client_de(membre), reverse("sonar:seances_papier", args=[seance.uuid])
    demande = str(uuid4())
    for _ in range(2):  # a double click
        response = client.post(page, {"demande": demande, "reponses": "A c-b b ¥ §"}, follow=True)
    assert "1 feuille saisie" in response.content.decode()
    feuille = Feuille.objects.get()
    assert feuille.papier
    assert "¤ ¥ ¢ ¢ ¥ §" in response.content.decode()
    assert groupe.compter(seance).papier == 1
    assert not Tentative.objects.exists()
    retrait = reverse("sonar:seances_retirer", args=[seance.uuid, feuille.uuid])
    assert "retirée" in client.post(retrait, follow=True).content.decode()
    assert "n’est plus dans le compte" in client.post(retrait, follow=True).content.decode()
    assert groupe.compter(seance).feuilles == 0


@pytest.mark.parametrize(
    ("saisie", "message"),
    [
        ("abcd", "Il faut 6 réponses, une par question\u00a0: vous en avez donné 4."),
        ("abcdabc", "vous en avez donné 7."),
        ("abcdxz", "Ce signe n’est pas une réponse\u00a0: x z."),
        ("", "obligatoire"),
        ("a" * 5000, "40"),
    ],
)
def test_an_unreadable_paper_sheet_comes_back_with_what_is_wrong(client_de, membre, seance, saisie, message):
    page = reverse("sonar:seances_papier", args=[seance.uuid])
    response = client_de(membre).post(page, {"demande": str(uuid4()), "reponses": saisie})
    assert response.status_code == 422
    assert message in response.content.decode()
    assert not Feuille.objects.exists()


def test_paper_stops_with_the_seance(seance, membre, client_de):
    feuille = saisir(seance, "cccuhs")
    clore(seance)
    with pytest.raises(ValidationError, match="arrêté"):
        saisir(seance, "cccuhs")
    with pytest.raises(ValidationError, match="arrêté"):
        services.retirer(identite=Identite(membre), seance=seance, feuille=feuille.uuid)
    page = client_de(membre).get(reverse("sonar:seances_papier", args=[seance.uuid])).content.decode()
    assert "Le compte est arrêté" in page


def test_nobody_else_types_paper(seance, membre):
    autre = Identite(creer_compte("autre@vigie.example"))
    with pytest.raises(PermissionDenied):
        services.saisir(identite=autre, seance=seance, demande=uuid4(), styles={})
    feuille = saisir(seance, "cccuhs")
    ailleurs = ouvrir(membre, titre="Ailleurs")
    assert not services.retirer(identite=Identite(membre), seance=ailleurs, feuille=feuille.uuid)
