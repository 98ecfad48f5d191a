"""Reports of use: told by a member, read by the team before anybody, taken back by their author."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from communs.collectivites.models import Adhesion
from communs.collectivites.services import supprimer_compte
from communs.courrier.models import Courriel
from eclaireurs import services
from eclaireurs.enums import Etat
from eclaireurs.models import DELAI_REPENTIR, Retour

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("contenu")]

RACONTER = "/eclaireurs/evaluation/collecte/raconter/"
PAGE = "/eclaireurs/evaluation/collecte/"


@pytest.fixture
def saisie(collectivite):
    return {
        "collectivite": collectivite.pk,
        "essai": "Une demi-journée au guichet, douze indices.",
        "avec": "Deux agents d’accueil, une élue",
        "duree": "Une journée en tout",
        "suites": "La photo du panneau a lancé une heure de débat.",
        "consentement": "on",
    }


@pytest.fixture
def equipe(django_user_model):
    return django_user_model.objects.create_superuser("equipe@vigie.example", "phare-de-nuit-2026")


@pytest.fixture
def retour(client_de, membre, saisie) -> Retour:
    client_de(membre).post(RACONTER, saisie)
    return Retour.objects.get()


def juger(client, retour: Retour, etat: str, motif: str = ""):
    url = reverse("admin:eclaireurs_retour_change", args=[retour.pk])
    return client.post(url, {"etat": etat, "motif": motif})


def test_a_member_tells_and_nothing_shows_before_the_team_has_read_it(client, client_de, membre, retour):
    assert (retour.etat, retour.auteur, retour.relu_le) == (Etat.PROPOSE, membre, None)
    assert "lancé une heure de débat" not in client.get(PAGE).content.decode()
    assert "En relecture" in client_de(membre).get("/eclaireurs/mes-retours/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_once_published_it_shows_at_once_with_the_collectivite_and_without_the_author(
    client, client_de, equipe, retour, membre
):
    client.get(PAGE)  # stored before
    assert juger(client_de(equipe), retour, "publie").status_code == 302
    page = client.get(PAGE).content.decode()
    assert "lancé une heure de débat" in page
    assert "Port-Lumière Agglomération" in page
    assert membre.nom not in page
    retour.refresh_from_db()
    assert (retour.etat, retour.motif) == (Etat.PUBLIE, "")
    assert retour.relu_le is not None


@pytest.mark.django_db(transaction=True)
def test_a_refusal_says_why_to_its_author_and_takes_a_published_one_away(
    client, client_de, equipe, retour, membre
):
    juger(client_de(equipe), retour, "publie")
    assert "lancé une heure" in client.get(PAGE).content.decode()
    sans_motif = juger(client_de(equipe), retour, "refuse")
    assert sans_motif.status_code == 200
    assert "Un refus dit pourquoi." in sans_motif.content.decode()
    assert juger(client_de(equipe), retour, "refuse", "Une habitante y est nommée.").status_code == 302
    assert "lancé une heure" not in client.get(PAGE).content.decode()
    assert "Une habitante y est nommée." in client_de(membre).get("/eclaireurs/mes-retours/").content.decode()


def test_the_team_never_rewrites_a_report(client_de, equipe, retour):
    url = reverse("admin:eclaireurs_retour_change", args=[retour.pk])
    client_de(equipe).post(url, {"etat": "publie", "motif": "", "essai": "Autre chose", "avec": "Personne"})
    retour.refresh_from_db()
    assert retour.essai == "Une demi-journée au guichet, douze indices."
    assert retour.etat == Etat.PUBLIE


def test_several_are_published_together(client_de, equipe, retour):
    client_de(equipe).post(
        reverse("admin:eclaireurs_retour_changelist"),
        {"action": "publier", "_selected_action": [retour.pk]},
    )
    retour.refresh_from_db()
    assert retour.etat == Etat.PUBLIE


@pytest.mark.parametrize("champ", ["collectivite", "essai", "avec", "duree", "suites", "consentement"])
def test_what_is_missing_sends_the_form_back_with_its_words(client_de, membre, saisie, champ):
    del saisie[champ]
    response = client_de(membre).post(RACONTER, saisie)
    assert response.status_code == 422
    if champ != "essai":
        assert "Une demi-journée au guichet, douze indices." in response.content.decode()
    assert not Retour.objects.exists()


def test_a_stranger_cannot_speak_in_the_name_of_a_collectivite(
    client_de, etrangere, autre_collectivite, saisie
):
    response = client_de(etrangere).post(RACONTER, saisie)
    assert response.status_code == 422
    assert not Retour.objects.exists()


def test_somebody_without_a_collectivite_is_shown_the_way(client_de, etrangere):
    page = client_de(etrangere).get(RACONTER).content.decode()
    assert "Un retour parle au nom d’une collectivité" in page
    assert "<textarea" not in page


def test_nobody_tells_without_an_account(client, saisie):
    response = client.post(RACONTER, saisie)
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


def test_the_form_sent_twice_is_one_report_and_a_second_one_waits_its_turn(client_de, membre, saisie):
    client = client_de(membre)
    assert client.post(RACONTER, saisie).status_code == 302
    assert client.post(RACONTER, saisie).status_code == 302
    response = client.post(RACONTER, saisie | {"suites": "Autre version."})
    assert response.status_code == 422
    assert "attend déjà d’être relu" in response.content.decode()
    assert Retour.objects.count() == 1


def test_what_people_write_is_never_markup(client, client_de, equipe, membre, saisie):
    client_de(membre).post(RACONTER, saisie | {"essai": "<script>alert(1)</script>"})
    juger(client_de(equipe), Retour.objects.get(), "publie")
    page = client.get(PAGE).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_past_ten_an_hour_a_person_waits(client_de, membre, saisie):
    client = client_de(membre)
    codes = [client.post(RACONTER, saisie).status_code for _ in range(11)]
    assert codes == [302] * 10 + [429]


@pytest.mark.django_db(transaction=True)
def test_its_author_takes_it_back_and_the_page_follows(client, client_de, equipe, membre, retour):
    juger(client_de(equipe), retour, "publie")
    assert "lancé une heure" in client.get(PAGE).content.decode()
    url = reverse("eclaireurs:retirer", args=[retour.uuid])
    assert client_de(membre).post(url).status_code == 302
    assert "lancé une heure" not in client.get(PAGE).content.decode()
    assert client_de(membre).post(url).status_code == 302
    assert "Rétablir ce retour" in client_de(membre).get("/eclaireurs/mes-retours/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_what_was_taken_back_returns_as_it_was_for_thirty_days(client, client_de, equipe, membre, retour):
    juger(client_de(equipe), retour, "publie")
    client_de(membre).post(reverse("eclaireurs:retirer", args=[retour.uuid]))
    services.purger()
    for _ in range(2):
        assert client_de(membre).post(reverse("eclaireurs:retablir", args=[retour.uuid])).status_code == 302
    assert "lancé une heure" in client.get(PAGE).content.decode()
    client_de(membre).post(reverse("eclaireurs:retirer", args=[retour.uuid]))
    Retour.objects.update(retire_le=timezone.now() - DELAI_REPENTIR)
    services.purger()
    assert not Retour.objects.exists()
    assert client_de(membre).post(reverse("eclaireurs:retablir", args=[retour.uuid])).status_code == 404


def test_one_told_meanwhile_keeps_the_first_away(client_de, membre, saisie, retour):
    client = client_de(membre)
    client.post(reverse("eclaireurs:retirer", args=[retour.uuid]))
    client.post(RACONTER, saisie | {"suites": "Autre version."})
    response = client.post(reverse("eclaireurs:retablir", args=[retour.uuid]), follow=True)
    assert "retirez-le d’abord" in response.content.decode()
    retour.refresh_from_db()
    assert retour.retire_le is not None


def test_what_its_author_took_back_goes_with_the_account(client_de, membre, retour):
    client_de(membre).post(reverse("eclaireurs:retirer", args=[retour.uuid]))
    supprimer_compte(compte=membre)
    assert not Retour.objects.exists()


def test_the_thanks_promise_a_reading_and_no_more(client_de, membre, saisie):
    page = client_de(membre).post(RACONTER, saisie, follow=True).content.decode()
    assert "nous vous écrirons dès qu’il est publié" in page
    assert "paraîtra" not in page


def test_the_author_is_told_of_each_verdict_once(client_de, equipe, membre, retour):
    client = client_de(equipe)
    for _ in range(2):
        juger(client, retour, "publie")
    juger(client, retour, "refuse", "Une habitante y est nommée.")
    courriels = list(Courriel.objects.filter(destinataire=membre.email).order_by("pk"))
    assert [c.sujet for c in courriels] == [
        "Votre retour d’expérience est publié",
        "Votre retour d’expérience n’est pas publié",
    ]
    assert PAGE in courriels[0].texte
    assert "Une habitante y est nommée." in courriels[1].texte


@pytest.mark.parametrize(
    ("etat", "motif", "raison"), [("publie", "", "déjà publié"), ("refuse", "Non", "déjà été relu")]
)
def test_the_very_same_words_are_not_judged_twice(
    client_de, equipe, membre, retour, saisie, etat, motif, raison
):
    juger(client_de(equipe), retour, etat, motif)
    response = client_de(membre).post(RACONTER, saisie)
    assert response.status_code == 422
    assert raison in response.content.decode()
    assert client_de(membre).post(RACONTER, saisie | {"suites": "Autre version."}).status_code == 302


def test_an_administrator_of_the_collectivite_takes_it_back_too(client_de, administratrice, retour):
    assert (
        client_de(administratrice).post(reverse("eclaireurs:retirer", args=[retour.uuid])).status_code == 302
    )
    assert not Retour.objects.en_vue().exists()


def test_a_colleague_neither_sees_nor_takes_back_the_report_of_another(
    client_de, etrangere, collectivite, retour
):
    Adhesion.objects.create(compte=etrangere, collectivite=collectivite)
    client = client_de(etrangere)
    assert client.post(reverse("eclaireurs:retirer", args=[retour.uuid])).status_code == 404
    assert "douze indices" not in client.get("/eclaireurs/mes-retours/").content.decode()
    assert Retour.objects.count() == 1


def test_a_report_taken_back_while_it_is_read_stays_away(client_de, equipe, membre, retour):
    url = reverse("eclaireurs:retirer", args=[retour.uuid])
    client_de(membre).post(url)
    juger(client_de(equipe), retour, "publie")
    retour.refresh_from_db()
    assert (retour.etat, retour.retire_le is None) == (Etat.PROPOSE, False)
    assert not Courriel.objects.filter(sujet__contains="retour d’expérience").exists()


@pytest.mark.django_db(transaction=True)
def test_erasing_the_author_keeps_the_report_without_anybody(client, client_de, equipe, membre, retour):
    juger(client_de(equipe), retour, "publie")
    supprimer_compte(compte=membre)
    retour.refresh_from_db()
    assert retour.auteur is None
    assert "lancé une heure" in client.get(PAGE).content.decode()


def test_the_register_tells_about_reports(client):
    assert "Retour d’expérience" in client.get("/donnees-personnelles/").content.decode()


@pytest.mark.parametrize(
    "changement",
    [{"etat": "publie"}, {"etat": "refuse", "motif": "Non"}, {"etat": "inconnu"}, {"relu_le": timedelta()}],
)
def test_the_database_refuses_a_state_without_its_reading(retour, changement):
    if "relu_le" in changement:
        changement = {"relu_le": retour.consenti_le}
    with pytest.raises(IntegrityError), transaction.atomic():
        Retour.objects.filter(pk=retour.pk).update(**changement)
