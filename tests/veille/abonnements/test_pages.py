"""Subscribing, choosing and leaving, as a reader without account nor script does."""

import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from communs.courrier.models import Courriel
from communs.web.erreurs import Refus
from tests.outils.veille import creer_bulletin, creer_numero_publie
from tests.outils.veille_abonnements import abonner
from veille.abonnements.envois import preparer_envoi
from veille.abonnements.jetons import jeton_de_confirmation, jeton_de_depart, jeton_de_preferences
from veille.abonnements.models import Abonne, Remise
from veille.abonnements.services import choisir, confirmer, effacer, purger, quitter
from veille.models import Notice, Theme

pytestmark = pytest.mark.django_db

ENVOYE = reverse("veille:abonnement_demande")


@pytest.fixture
def bulletin():
    return creer_numero_publie().bulletin


def demander(client: Client, bulletin, email: str = "lea@phare.example", **champs):
    donnees = {"email": email, "bulletins": [bulletin.pk], "accord": "on", **champs}
    return client.post(reverse("veille:abonnement"), donnees)


def lien_recu() -> str:
    """The personal link of the last mail, as a path."""
    (lien,) = set(re.findall(r"http://testserver(/veille/\S+)", Courriel.objects.latest("pk").texte))
    return lien


def test_nothing_is_sent_before_the_button_of_the_confirmation_page(client, bulletin):
    theme = Theme.objects.get(cle="tiers-lieux")
    response = demander(client, bulletin, "Lea@Phare.example", themes=[theme.pk])
    assert (response.status_code, response["Location"]) == (302, ENVOYE)
    abonne = Abonne.objects.get()
    assert (abonne.email, abonne.actif, abonne.consentement_version) == (
        "lea@phare.example",
        False,
        "2026-11",
    )
    lien = lien_recu()
    page = client.get(lien)
    assert page.status_code == 200
    assert not Abonne.objects.actifs().exists(), "les messageries qui visitent les liens ne confirment rien"
    response = client.post(lien, follow=True)
    assert "Votre abonnement est confirmé." in response.content.decode()
    assert list(Abonne.objects.actifs().get().themes.all()) == [theme]


def test_the_answer_is_the_same_for_an_address_already_known_and_changes_nothing_for_it(client, bulletin):
    connue = abonner("connue@phare.example", bulletin=bulletin)
    autre = creer_numero_publie(bulletin=creer_bulletin("autre", nom="Autre")).bulletin
    reponses = [demander(client, autre, email) for email in ("connue@phare.example", "neuve@phare.example")]
    assert len({(r.status_code, r["Location"], r.content) for r in reponses}) == 1
    assert list(connue.bulletins.all()) == [bulletin]
    assert "déjà abonnée" in Courriel.objects.get(destinataire="connue@phare.example").texte


def test_one_address_receives_few_confirmations_and_nobody_is_told(client, bulletin):
    reponses = {demander(client, bulletin)["Location"] for _ in range(6)}
    assert reponses == {ENVOYE}
    assert Courriel.objects.count() == 3


def test_a_flood_from_one_place_is_refused(client, bulletin):
    codes = [demander(client, bulletin, f"p{n}@phare.example").status_code for n in range(61)]
    assert codes == [302] * 60 + [429]


@pytest.mark.parametrize(
    ("champs", "dit"),
    [
        ({"email": "pas une adresse"}, "adresse"),
        ({"email": "lea@phare.example\r\nBcc: victime@ailleurs.example"}, "adresse"),
        ({"bulletins": []}, "Choisissez au moins un bulletin."),
        ({"bulletins": ["999999"]}, "bulletins"),
        ({"accord": ""}, "Sans votre accord"),
        ({"themes": ["x"]}, "themes"),
    ],
)
def test_a_form_that_does_not_hold_is_explained_and_writes_nothing(client, bulletin, champs, dit):
    response = demander(client, bulletin, **champs)
    assert response.status_code == 422
    assert dit in response.content.decode()
    assert not Abonne.objects.exists()
    assert not Courriel.objects.exists()


def test_a_bulletin_that_nobody_reads_yet_cannot_be_chosen(client):
    response = demander(client, creer_bulletin())
    assert response.status_code == 422


def forge() -> list[str]:
    abonne = abonner("forge@phare.example", confirme=False)
    bon = jeton_de_confirmation(abonne.uuid, abonne.demande_le)
    vieux = abonner("vieux@phare.example", confirme=False, demande_le=timezone.now() - timedelta(days=4))
    return [
        bon[:-1] + ("A" if bon[-1] != "A" else "B"),
        "n-importe-quoi",
        jeton_de_preferences(abonne.uuid),
        jeton_de_confirmation(vieux.uuid, vieux.demande_le),
    ]


def test_a_forged_or_expired_link_says_so_and_confirms_nothing(client, bulletin):
    for jeton in forge():
        for response in (
            client.get(reverse("veille:confirmer", args=[jeton])),
            client.post(reverse("veille:confirmer", args=[jeton])),
        ):
            assert response.status_code == 410
            assert "Ce lien ne vaut plus" in response.content.decode()
    assert not Abonne.objects.actifs().exists()


@pytest.mark.parametrize("nom", ["quitter", "preferences", "abonnement_donnees", "abonnement_effacer"])
def test_a_forged_personal_link_opens_nothing(client, bulletin, nom):
    abonne = abonner(bulletin=bulletin)
    for jeton in ("faux", jeton_de_confirmation(abonne.uuid, abonne.demande_le)):
        assert client.get(reverse(f"veille:{nom}", args=[jeton])).status_code == 410
        assert client.post(reverse(f"veille:{nom}", args=[jeton])).status_code in {405, 410}
    assert Abonne.objects.actifs().count() == 1


def test_an_old_confirmation_does_not_bring_back_who_left(client, bulletin):
    demander(client, bulletin)
    lien = lien_recu()
    client.post(lien)
    client.post(
        reverse("veille:preferences", args=[jeton_de_preferences(Abonne.objects.get().uuid)]), {"quitter": 1}
    )
    assert client.post(lien).status_code == 410
    assert not Abonne.objects.actifs().exists()


def test_one_click_of_a_mail_program_is_enough_without_cookie_nor_token(bulletin):
    abonne = abonner(bulletin=bulletin)
    strict = Client(enforce_csrf_checks=True)
    adresse = reverse("veille:quitter", args=[jeton_de_depart(abonne.uuid, bulletin.pk)])
    for _ in range(2):
        response = strict.post(adresse, {"List-Unsubscribe": "One-Click"})
        assert (response.status_code, response["Content-Type"]) == (200, "text/plain; charset=utf-8")
    assert not Abonne.objects.actifs().exists()


def test_looking_at_the_link_unsubscribes_nobody_and_its_button_does(client, bulletin):
    autre = creer_numero_publie(bulletin=creer_bulletin("autre", nom="Autre")).bulletin
    abonne = abonner(bulletin=bulletin)
    abonne.bulletins.add(autre)
    adresse = reverse("veille:quitter", args=[jeton_de_depart(abonne.uuid, bulletin.pk)])
    assert "Me désabonner" in client.get(adresse).content.decode()
    assert abonne.bulletins.count() == 2
    response = client.post(adresse)
    assert "ne vous sera plus envoyé" in response.content.decode()
    assert list(abonne.bulletins.all()) == [autre]
    assert Abonne.objects.actifs().exists(), "l’autre bulletin continue"


def test_preferences_change_what_is_received(client, bulletin):
    abonne = abonner(bulletin=bulletin)
    theme = Theme.objects.get(cle="participation")
    adresse = reverse("veille:preferences", args=[jeton_de_preferences(abonne.uuid)])
    response = client.post(adresse, {"bulletins": [bulletin.pk], "themes": [theme.pk]}, follow=True)
    assert "Vos choix sont enregistrés." in response.content.decode()
    assert list(abonne.themes.all()) == [theme]
    assert client.post(adresse, {"bulletins": []}).status_code == 422
    assert response["Referrer-Policy"] == "strict-origin"


def test_ones_data_are_taken_away_then_erased_everywhere(client, bulletin):
    abonne = abonner(bulletin=bulletin)
    envoi = preparer_envoi(bulletin.numeros.get())
    demander(client, bulletin)
    jeton = jeton_de_preferences(abonne.uuid)
    lu = json.loads(client.get(reverse("veille:abonnement_donnees", args=[jeton])).content)
    assert (lu["adresse"], lu["bulletins"], lu["themes"]) == ("lea@phare.example", ["La lettre du large"], [])
    assert lu["envois"] == [{"numero": "La lettre du large, n°\xa041", "etat": "À envoyer", "le": None}]
    assert lu["texte_accepte"].startswith("J’accepte de recevoir")
    adresse = reverse("veille:abonnement_effacer", args=[jeton])
    assert client.get(adresse).status_code == 200
    assert Abonne.objects.exists()
    client.post(adresse)
    assert not Abonne.objects.exists()
    assert not Courriel.objects.filter(destinataire="lea@phare.example").exists()
    assert list(Remise.objects.filter(envoi=envoi).values_list("abonne", "etat")) == [(None, "annule")]
    assert client.get(adresse).status_code == 410


def test_who_never_confirmed_or_left_long_ago_is_forgotten():
    vieux = timezone.now() - timedelta(days=31)
    abonner("jamais@phare.example", confirme=False, demande_le=timezone.now() - timedelta(days=4))
    abonner("partie@phare.example", desabonne_le=vieux, demande_le=vieux)
    abonner("encore@phare.example", confirme=False)
    abonner("restee@phare.example", demande_le=vieux)
    assert purger() == 2
    assert set(Abonne.objects.values_list("email", flat=True)) == {
        "encore@phare.example",
        "restee@phare.example",
    }


def test_choices_that_the_public_no_longer_reads_stay_chosen(client, bulletin):
    """One theme gone from the page would silently have her receive whole issues."""
    theme = Theme.objects.get(cle="participation")
    abonne = abonner(bulletin=bulletin, themes=[theme])
    abonne.bulletins.add(creer_bulletin("ailleurs", nom="Un bulletin sans numéro"))
    Notice.objects.filter(themes=theme).update(retiree_le=timezone.now())
    adresse = reverse("veille:preferences", args=[jeton_de_preferences(abonne.uuid)])
    page = client.get(adresse).content.decode()
    assert page.count("checked") == 3
    client.post(adresse, {"bulletins": [bulletin.pk], "themes": [theme.pk]})
    assert (list(abonne.bulletins.all()), list(abonne.themes.all())) == ([bulletin], [theme])


def test_what_two_windows_do_at_once_ends_with_a_sentence(bulletin):
    """One is forgotten in a window while the other, already open, leaves or chooses."""
    abonne = abonner(bulletin=bulletin)
    effacer(Abonne.objects.get())
    for geste in (
        lambda: quitter(abonne),
        lambda: choisir(abonne, bulletins=[bulletin], themes=[]),
        lambda: confirmer(abonne, 0),
    ):
        with pytest.raises(Refus, match="supprimé entre-temps"):
            geste()
