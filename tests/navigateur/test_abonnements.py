"""Subscribing with a keyboard and no script, and the documentalistes' pages, in a real browser."""

import pytest
from django.urls import reverse

from tests.outils.chromium import deborde, defauts_axe
from tests.outils.veille import nommer_documentaliste
from tests.outils.veille_abonnements import abonnements_du_decor
from veille.abonnements.envois import suspendre
from veille.abonnements.models import Abonne, Remise

pytestmark = [pytest.mark.navigateur, pytest.mark.django_db(transaction=True)]


def test_the_pages_of_the_desk_are_accessible_by_day_and_by_night(ouvrir, membre):
    decor = abonnements_du_decor()
    compte = nommer_documentaliste(membre).compte
    for nom, arguments in (("envois", []), ("envoi", [decor.envoi.uuid]), ("abonnes", [])):
        for largeur, sombre in ((320, True), (1440, False)):
            page = ouvrir(
                reverse(f"veille:{nom}", args=arguments), largeur=largeur, sombre=sombre, compte=compte
            )
            assert page.locator("h1").count() == 1
            assert defauts_axe(page) == []
            assert not deborde(page)


def test_the_progress_moves_without_a_reload_and_stops_asking_once_paused(ouvrir, membre):
    envoi = abonnements_du_decor().envoi
    page = ouvrir(reverse("veille:envoi", args=[envoi.uuid]), compte=nommer_documentaliste(membre).compte)
    assert page.get_by_label("0 sur 1").is_visible()
    Remise.objects.update(etat="envoye")
    page.get_by_label("1 sur 1").wait_for()
    suspendre(envoi)
    page.locator("#avancement:not([hx-get])").wait_for()
    assert page.get_by_text("En pause", exact=True).is_visible()


def test_a_reader_subscribes_and_confirms(ouvrir):
    decor = abonnements_du_decor()
    page = ouvrir(reverse("veille:abonnement"))
    page.get_by_label("Votre adresse électronique").fill("nouvelle@phare.example")
    page.get_by_label("En quelques clics").check()
    page.get_by_label("J’accepte de recevoir").check()
    page.get_by_role("button", name="M’abonner").click()
    page.get_by_role("heading", name="Regardez votre messagerie").wait_for()
    page.goto(page.url.split("/veille/")[0] + reverse("veille:confirmer", args=[decor.confirmation]))
    page.get_by_role("button", name="Confirmer").click()
    page.get_by_text("Votre abonnement est confirmé.").wait_for()
    assert set(Abonne.objects.actifs().values_list("email", flat=True)) == {
        "lea@phare.example",
        "maud@phare.example",
    }
