"""What the public reads of the compilation, and what stays private."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from communs.collectivites.identite import Identite
from communs.fichiers import preparation
from communs.materiaux import services as materiaux
from communs.materiaux.models import Materiau
from eclaireurs.evaluation.collecte import services as collecte
from eclaireurs.evaluation.enquete import services
from eclaireurs.evaluation.enquete.models import Enquete
from tests.fichiers import fabrique
from tests.outils.enquetes import clore, ouvrir_un_relais
from tests.outils.evaluations import creer_evaluation

pytestmark = pytest.mark.django_db


@pytest.fixture
def elle(administratrice) -> Identite:
    return Identite(administratrice)


@pytest.fixture
def montrer(elle, theme):
    """File these clues under the theme."""
    return lambda *indices: collecte.ranger(identite=elle, casier=theme, materiaux=indices)


def test_what_anybody_may_read_is_public_and_the_rest_is_not(page, indice, montrer, enquete):
    montrer(
        indice("On vient pour la dame.", portee_lecture="lecteurs"),
        indice("Entre nous seulement.", portee_lecture="dossier"),
        indice("Pas encore demandé.", consentement="a_demander"),
        indice("Réservé.", portee_lecture="reserve"),
    )
    html = page()
    assert "On vient pour la dame." in html
    for secret in ("Entre nous seulement.", "Pas encore demandé.", "Réservé."):
        assert secret not in html


def test_the_choice_of_the_evaluator_comes_before_who_sees_it(page, indice, montrer, elle, enquete):
    ouvert = indice("Je ne veux plus le montrer.", portee_lecture="lecteurs")
    ferme = indice("Je le montre à tous.", portee_lecture="dossier")
    montrer(ouvert, ferme)
    services.choisir(identite=elle, enquete=enquete, materiaux=[ouvert], publie=False)
    services.choisir(identite=elle, enquete=enquete, materiaux=[ferme], publie=True)
    html = page()
    assert "Je le montre à tous." in html
    assert "Je ne veux plus le montrer." not in html
    services.choisir(identite=elle, enquete=enquete, materiaux=[ouvert, ferme], publie=None)
    html = page()
    assert "Je ne veux plus le montrer." in html
    assert "Je le montre à tous." not in html


def test_no_choice_makes_public_what_consent_forbids(page, indice, montrer, elle, enquete):
    muet = indice("Sans accord.", consentement="a_demander")
    reserve = indice("Réservé.", portee_lecture="reserve")
    montrer(muet, reserve)
    services.choisir(identite=elle, enquete=enquete, materiaux=[muet, reserve], publie=True)
    html = page()
    assert "Sans accord." not in html
    assert "Réservé." not in html


def test_a_withdrawn_consent_takes_the_clue_away_at_once(page, indice, montrer, elle, enquete):
    retire = indice("Je ne veux plus.", portee_lecture="lecteurs")
    montrer(retire)
    services.choisir(identite=elle, enquete=enquete, materiaux=[retire], publie=True)
    assert "Je ne veux plus." in page()
    materiaux.reecrire(
        identite=elle, materiau=retire, version=retire.version, champs={"consentement": "refuse"}
    )
    assert "Je ne veux plus." not in page()


def test_the_clue_of_another_dossier_cannot_be_chosen(elle, indice, enquete, collectivite, administratrice):
    ailleurs = creer_evaluation(administratrice, collectivite)
    autre = Enquete.objects.get(dossier=ailleurs.dossier)
    chez_nous = indice("Chez nous.")
    assert services.choisir(identite=elle, enquete=autre, materiaux=[chez_nous], publie=True) == 0


def test_words_that_look_like_code_or_links_are_only_words(page, indice, montrer, enquete):
    montrer(indice("<script>alert(1)</script> https://piege.example/", portee_lecture="lecteurs"))
    html = page()
    assert "<script>alert(1)" not in html
    assert "&lt;script&gt;" in html
    assert 'href="https://piege' not in html


def test_the_page_answers_without_account_and_no_engine_keeps_it(client, enquete):
    reponse = client.get(reverse("enquete:page", args=[enquete.code]))
    assert reponse.status_code == 200
    assert "noindex" in reponse["X-Robots-Tag"]
    assert "Dites-nous ce que le bibliobus change" in reponse.content.decode()


def test_a_code_is_read_whatever_its_case_and_dash(client, enquete):
    tape = f"{enquete.code[:3]}-{enquete.code[3:]}".lower()
    assert client.get(f"/enquete/{tape}/").status_code == 200


@pytest.mark.parametrize("code", ["AAAAAA", "AAAAAAAA", "trop-long-pour-un-code", "'", "é"])
def test_an_unknown_code_is_not_found(client, enquete, code):
    assert client.get(reverse("enquete:page", args=[code])).status_code == 404


def test_a_survey_in_preparation_is_seen_by_who_prepares_it_alone(
    client, client_de, administratrice, membre, etrangere, equipe
):
    enquete = Enquete.objects.get(dossier=equipe.dossier)
    adresse = enquete.adresse_publique
    assert client.get(adresse).status_code == 404
    assert client_de(etrangere).get(adresse).status_code == 404
    assert client_de(membre).get(adresse).status_code == 404
    reponse = client_de(administratrice).get(adresse)
    assert "Vous seul voyez cette page" in reponse.content.decode()


def test_a_relay_opens_the_same_page_by_its_own_code(client, enquete):
    relais = ouvrir_un_relais(enquete)
    html = client.get(relais.adresse_publique).content.decode()
    assert reverse("enquete:contribuer", args=[relais.code]) in html
    assert "Fatou" not in html


def test_a_closed_survey_says_so_and_still_shows(client, page, indice, montrer, administratrice, enquete):
    montrer(indice("On vient pour la dame.", portee_lecture="lecteurs"))
    clore(administratrice, enquete)
    html = page()
    assert "L’enquête est close" in html
    assert "On vient pour la dame." in html
    assert "Apporter ma contribution" not in html


def test_a_survey_of_a_deleted_dossier_is_gone(client, enquete):
    enquete.dossier.supprime_le = enquete.publiee_le
    enquete.dossier.save(update_fields=["supprime_le"])
    assert client.get(enquete.adresse_publique).status_code == 404


def test_a_reserved_photo_is_served_to_nobody(client, medias, elle, equipe, enquete, indice):
    photo = materiaux.deposer(
        identite=elle,
        dossier=equipe.dossier,
        demande=uuid4(),
        depot=SimpleUploadedFile("file.jpg", fabrique.jpeg()),
        champs={"genre": "photo", "titre": "La file", "consentement": "donne", "portee_lecture": "lecteurs"},
    )
    preparation.traiter(photo.fichier_id)
    adresse = reverse("enquete:fichier", args=[enquete.code, photo.uuid])
    for rendu in ("original", "vignette"):
        reponse = client.get(adresse, {"rendu": rendu})
        assert reponse.status_code == 200
        reponse.getvalue()  # read to its end, which closes its file
    assert client.get(adresse, {"rendu": "radiographie"}).status_code == 404
    services.choisir(identite=elle, enquete=enquete, materiaux=[photo], publie=False)
    assert client.get(adresse).status_code == 404
    assert Materiau.objects.get().pk == photo.pk
