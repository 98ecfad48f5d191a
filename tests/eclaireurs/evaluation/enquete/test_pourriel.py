"""Spam and floods, without third parties: decoy, signed age, rates, duplicates, bounds."""

import pytest
from django.urls import reverse

from communs.web import cache
from eclaireurs.evaluation.enquete import jetons, reception
from eclaireurs.evaluation.enquete.contributions import Contribution
from tests.outils.enquetes import TEXTE, cle_d_il_y_a, contribuer, envoyer, formulaire, publier
from tests.outils.evaluations import creer_evaluation

pytestmark = pytest.mark.django_db


def refuse(reponse, phrase: str, code: int = 422) -> None:
    """Said in French, with what was typed, and nothing kept."""
    html = reponse.content.decode()
    assert reponse.status_code == code
    assert phrase in html
    assert TEXTE in html
    assert Contribution.objects.count() == 0


def test_who_fills_the_decoy_is_refused(client, enquete):
    refuse(envoyer(client, enquete, site="https://achetez.example"), "Laissez vide le champ")


def test_who_answers_faster_than_one_reads_is_refused(client, enquete):
    refuse(envoyer(client, enquete, cle=cle_d_il_y_a(enquete, 1)), "C’est allé trop vite")


@pytest.mark.parametrize("cle", ["", "x", "1:2:3"])
def test_a_form_that_is_not_ours_is_refused_and_given_a_key(client, enquete, cle):
    reponse = envoyer(client, enquete, cle=cle)
    refuse(reponse, "ouverte depuis trop longtemps")
    assert jetons.lire_le_formulaire(reponse.context["form"]["cle"].value(), enquete) is not None


def test_a_form_kept_for_days_is_refused(client, enquete, monkeypatch):
    monkeypatch.setattr(jetons, "FORMULAIRE_MAX", -1)
    refuse(envoyer(client, enquete), "ouverte depuis trop longtemps")


def test_the_form_of_another_survey_is_refused(client, enquete, administratrice, collectivite):
    autre = publier(administratrice, creer_evaluation(administratrice, collectivite).dossier)
    refuse(envoyer(client, enquete, cle=cle_d_il_y_a(autre, 60)), "ouverte depuis trop longtemps")


def test_a_flood_from_one_place_is_slowed_and_its_text_kept(client, enquete, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"enquete_contribuer": "2/h/ip"}
    for rang in range(2):
        assert envoyer(client, enquete, texte=f"Avis {rang}.").status_code == 302
    reponse = envoyer(client, enquete)
    assert reponse.status_code == 429
    assert TEXTE in reponse.content.decode()
    assert Contribution.objects.count() == 2


def test_a_flood_from_everywhere_is_slowed(client, enquete, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"enquete_flot": "1/h/key"}
    assert envoyer(client, enquete, texte="Le premier.").status_code == 302
    ailleurs = {"REMOTE_ADDR": "192.0.2.9"}
    adresse = reverse("enquete:contribuer", args=[enquete.code])
    assert client.post(adresse, formulaire(enquete), **ailleurs).status_code == 429
    assert Contribution.objects.count() == 1


def test_without_redis_contributions_still_come_and_bounds_hold(client, enquete, settings, monkeypatch):
    settings.CACHES = {
        "default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"},
    }
    cache.ecouter_de_nouveau()
    try:
        assert envoyer(client, enquete).status_code == 302
        monkeypatch.setattr(reception, "EN_ATTENTE_MAX", 1)
        reponse = envoyer(client, enquete, texte="Encore un avis.")
        assert reponse.status_code == 422
        assert "plus de contributions qu’elle ne peut en relire" in reponse.content.decode()
        assert Contribution.objects.count() == 1
    finally:
        cache.ecouter_de_nouveau()


def test_the_same_text_again_and_again_is_said_to_have_come(client, enquete):
    for _ in range(reception.MEME_TEXTE_MAX):
        assert envoyer(client, enquete).status_code == 302
    reponse = envoyer(client, enquete, texte=TEXTE.upper() + " !")
    assert reponse.status_code == 422
    assert "déjà parvenu plusieurs fois" in reponse.content.decode()
    assert Contribution.objects.count() == reception.MEME_TEXTE_MAX


def test_the_same_text_in_another_survey_is_another_contribution(
    client, enquete, administratrice, collectivite
):
    autre = publier(administratrice, creer_evaluation(administratrice, collectivite).dossier)
    for _ in range(reception.MEME_TEXTE_MAX):
        contribuer(autre)
    assert envoyer(client, enquete).status_code == 302


def test_a_survey_holds_so_many_contributions_and_no_more(client, enquete, monkeypatch):
    contribuer(enquete, "Un avis.")
    monkeypatch.setattr(reception, "TOTAL_MAX", 1)
    assert envoyer(client, enquete).status_code == 422
    assert Contribution.objects.count() == 1


def test_numbers_follow_each_other_in_each_survey(enquete, administratrice, collectivite):
    autre = publier(administratrice, creer_evaluation(administratrice, collectivite).dossier)
    numeros = [contribuer(e, f"Avis {i}.").numero for i, e in enumerate((enquete, enquete, autre))]
    assert numeros == [1, 2, 1]


def test_a_name_holds_no_link(client, enquete):
    reponse = envoyer(client, enquete, nom="www.achetez.example")
    assert reponse.status_code == 422
    assert "adresse de site" in reponse.content.decode()


def test_invisible_characters_are_taken_out_of_a_text(client, enquete):
    envoyer(client, enquete, texte="Le\u202e bus\u200b \x07passe.\r\n\r\n\r\n\r\nTard.")
    assert Contribution.objects.get().texte == "Le bus passe.\n\nTard."
