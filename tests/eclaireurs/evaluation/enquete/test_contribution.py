"""Contributing without an account: once, by a relay or not, kept whole when it is refused."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from communs.collectivites.identite import Identite
from communs.courrier.models import Courriel
from eclaireurs.evaluation.collecte import services as collecte
from eclaireurs.evaluation.enquete import jetons, reception
from eclaireurs.evaluation.enquete.contributions import TEXTE_MAX, Contribution
from eclaireurs.evaluation.enquete.enums import Voie
from tests.outils.enquetes import TEXTE, clore, contribuer, envoyer, formulaire, ouvrir_un_relais
from tests.outils.evaluations import creer_evaluation

pytestmark = pytest.mark.django_db


def test_anybody_contributes_and_receives_an_address_to_follow_it(client, enquete, theme):
    reponse = envoyer(client, enquete, theme=theme.pk, nom="Léa")
    contribution = Contribution.objects.get()
    assert (contribution.texte, contribution.nom, contribution.theme) == (TEXTE, "Léa", theme)
    assert (contribution.etat, contribution.numero, contribution.voie) == ("recue", 1, "en_ligne")
    assert reponse["Location"] == jetons.adresse_de_suivi(contribution)
    html = client.get(reponse["Location"]).content.decode()
    assert "Gardez l’adresse de cette page" in html
    assert TEXTE in html


def test_nothing_is_public_before_somebody_has_read_it(client, enquete, page):
    envoyer(client, enquete)
    assert TEXTE not in page()


def test_what_comes_by_a_relay_is_known_to_come_by_it(client, enquete):
    relais = ouvrir_un_relais(enquete)
    envoyer(client, enquete, code=relais.code)
    assert Contribution.objects.get().relais == relais


def test_the_same_form_posted_twice_makes_one_contribution(client, enquete):
    saisie = formulaire(enquete)
    adresse = reverse("enquete:contribuer", args=[enquete.code])
    reponses = [client.post(adresse, saisie) for _ in range(2)]
    assert Contribution.objects.count() == 1
    assert reponses[0]["Location"] == reponses[1]["Location"]


def test_the_desk_s_name_of_a_contribution_does_not_lead_to_its_follow_up(enquete):
    """Who moderates reads the uuid: as a form's own key, it makes another contribution."""
    contribution = contribuer(enquete)
    autre = reception.recevoir(enquete=enquete, demande=contribution.uuid, champs={"texte": "Autre chose."})
    assert autre.pk != contribution.pk


def test_a_form_without_its_box_ticked_keeps_what_was_typed(client, enquete):
    reponse = envoyer(client, enquete, conditions="")
    html = reponse.content.decode()
    assert reponse.status_code == 422
    assert "Cochez cette case" in html
    assert TEXTE in html
    assert Contribution.objects.count() == 0


@pytest.mark.parametrize("texte", ["", "   \n ", "\u200b\u202e"])
def test_an_empty_contribution_is_refused(client, enquete, texte):
    assert envoyer(client, enquete, texte=texte).status_code == 422
    assert Contribution.objects.count() == 0


def test_a_huge_text_is_refused_and_said(client, enquete):
    reponse = envoyer(client, enquete, texte="a" * (TEXTE_MAX + 1))
    assert reponse.status_code == 422
    assert f"{TEXTE_MAX}" in reponse.content.decode()
    assert envoyer(client, enquete, texte="é" * 3_000_000).status_code == 413
    assert Contribution.objects.count() == 0


def test_a_contribution_after_closing_is_refused_with_its_text(client, administratrice, enquete):
    saisie = formulaire(enquete)
    clore(administratrice, enquete)
    reponse = client.post(reverse("enquete:contribuer", args=[enquete.code]), saisie)
    assert reponse.status_code == 422
    html = reponse.content.decode()
    assert "ne prend plus de contributions" in html
    assert TEXTE in html
    assert Contribution.objects.count() == 0
    assert client.get(reverse("enquete:contribuer", args=[enquete.code])).status_code == 302


def test_the_theme_of_another_survey_is_refused(client, enquete, administratrice, collectivite):
    ailleurs = creer_evaluation(administratrice, collectivite).dossier
    autre = collecte.ajouter_theme(
        identite=Identite(administratrice), collecte=ailleurs.collecte, titre="Ailleurs"
    )
    collecte.ajouter_theme(identite=Identite(administratrice), collecte=enquete.dossier.collecte, titre="Ici")
    assert envoyer(client, enquete, theme=autre.pk).status_code == 422
    assert Contribution.objects.count() == 0


def test_an_address_left_receives_the_follow_up_and_none_of_the_words(client, enquete):
    envoyer(client, enquete, courriel="lea@ailleurs.example", nom="Léa")
    recu = Courriel.objects.get()
    assert recu.destinataire == "lea@ailleurs.example"
    assert jetons.adresse_de_suivi(Contribution.objects.get()) in recu.texte
    for corps in (recu.sujet, recu.texte, recu.html):
        assert TEXTE not in corps
        assert "Léa" not in corps


def test_somebody_else_s_address_is_not_written_to_again_and_again(client, enquete):
    for rang in range(reception.PAR_ADRESSE_MAX):
        envoyer(client, enquete, texte=f"Avis numéro {rang}.", courriel="lea@ailleurs.example")
    reponse = envoyer(client, enquete, texte="Encore un.", courriel="LEA@ailleurs.example")
    assert reponse.status_code == 422
    assert "déjà servi plusieurs fois" in reponse.content.decode()
    assert Courriel.objects.count() == reception.PAR_ADRESSE_MAX


def test_paper_is_still_typed_in_after_the_closing_date_but_not_after_the_closing(administratrice, enquete):
    enquete.ferme_le = timezone.now() - timedelta(hours=1)
    enquete.save(update_fields=["ferme_le"])
    with pytest.raises(ValidationError, match="ne prend plus"):
        contribuer(enquete)
    lue = reception.recevoir(
        enquete=enquete, demande=uuid4(), voie=Voie.PAPIER, champs={"texte": "Sur la feuille."}
    )
    assert lue.voie == "papier"
    clore(administratrice, enquete)
    with pytest.raises(ValidationError, match="ne prend plus"):
        reception.recevoir(enquete=enquete, demande=uuid4(), voie=Voie.PAPIER, champs={"texte": "Trop tard."})
