"""« Ce qui m’attend », the personal links of mails, and calendars."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from communs.dossiers.enums import Visibilite
from communs.dossiers.models import Dossier
from communs.echeances import services
from communs.echeances.enums import Rythme
from communs.echeances.jetons import jeton_de_rythme, jeton_de_sommeil
from communs.echeances.models import Calendrier, Destinataire, Echeance
from communs.echeances.relances import relancer
from tests.echeances.conftest import GENRE

pytestmark = pytest.mark.django_db


def dans(jours: int) -> date:
    return timezone.localdate() + timedelta(days=jours)


@pytest.fixture
def navigateur_d_alice(client_de, administratrice) -> Client:
    return client_de(administratrice)


def page(client: Client, **filtres: str) -> str:
    response = client.get(reverse("echeances:miennes"), filtres)
    assert response.status_code == 200
    return response.content.decode()


# --- the page -------------------------------------------------------------------------------------


def test_my_page_shows_what_is_mine_late_first_and_nothing_of_others(
    navigateur_d_alice, alice, echoir, participer, dossier, membre
):
    for ecart, libelle in ((30, "Plus tard"), (2, "Bientôt"), (0, "Ce jour"), (-3, "Hier encore")):
        echoir(dans(ecart), alice, libelle)
    echoir(dans(0), participer(dossier, membre), "À Bachir")
    echoir(dans(0), alice, "Déjà faite", faite_le=timezone.now())
    contenu = page(navigateur_d_alice)
    titres = ["En retard", "Hier encore", "Aujourd’hui", "Ce jour", "Dans les sept jours", "Bientôt"]
    places = [contenu.rindex(t) for t in titres]
    assert places == sorted(places)
    assert "À Bachir" not in contenu
    assert "Déjà faite" not in contenu
    assert "Déjà faite" in page(navigateur_d_alice, faites="on")


@pytest.mark.parametrize(
    ("filtre", "vues"),
    [
        ({"quand": "retard"}, {"Retard"}),
        ({"quand": "aujourdhui"}, {"Jour"}),
        ({"quand": "semaine"}, {"Semaine"}),
        ({"quand": "plus_tard"}, {"Tard"}),
        ({"quand": "n’importe quoi"}, {"Retard", "Jour", "Semaine", "Tard"}),
    ],
)
def test_the_filters_are_in_the_address(navigateur_d_alice, alice, echoir, filtre, vues):
    for ecart, libelle in ((-3, "Retard"), (0, "Jour"), (7, "Semaine"), (8, "Tard")):
        echoir(dans(ecart), alice, f"[{libelle}]")
    contenu = page(navigateur_d_alice, **filtre)
    assert {mot for mot in ("Retard", "Jour", "Semaine", "Tard") if f"[{mot}]" in contenu} == vues


def test_one_dossier_at_a_time_and_a_stranger_s_is_no_choice(
    navigateur_d_alice, alice, echoir, participer, collectivite, administratrice
):
    autre = Dossier.objects.create(collectivite=collectivite, genre="echeances", titre="La cantine")
    echoir(dans(1), alice, "[ici]")
    echoir(dans(1), participer(autre, administratrice), "[là]")
    contenu = page(navigateur_d_alice, dossier=str(autre.uuid))
    assert "[là]" in contenu
    assert "[ici]" not in contenu
    assert "[ici]" in page(navigateur_d_alice, dossier=str(uuid4()))


@pytest.mark.parametrize("nombre", [3, 150])
def test_my_page_costs_the_same_queries_for_three_dates_or_a_hundred_and_fifty(
    navigateur_d_alice, alice, echoir, nombre, django_assert_num_queries
):
    for n in range(nombre):
        echoir(dans(n - 2), alice)
    with django_assert_num_queries(5):  # session, account, dossiers, count, lines
        contenu = page(navigateur_d_alice)
    assert ("Page 1 sur 2" in contenu) == (nombre > 100)


def test_what_is_put_to_sleep_stays_on_screen_with_the_day_of_its_reminder(navigateur_d_alice, alice, echoir):
    services.endormir(echeance=echoir(dans(3), alice, "Dormeuse"), jusqu_au=dans(2))
    contenu = page(navigateur_d_alice)
    assert "Dormeuse" in contenu
    assert "Rappel le" in contenu


# --- later ----------------------------------------------------------------------------------------


@pytest.fixture
def plus_tard(alice, echoir) -> str:
    """The address in the mail, for an échéance of Alice that is late."""
    echeance = echoir(dans(-3), alice, "Rappeler l’architecte")
    return reverse("echeances:attendre", args=[jeton_de_sommeil(echeance.uuid, alice.uuid)])


def test_looking_at_the_link_changes_nothing_and_its_button_puts_off(client, plus_tard):
    response = client.get(plus_tard)
    assert "Rappeler l’architecte" in response.content.decode()
    assert response["Referrer-Policy"] == "strict-origin"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert Echeance.objects.get().sommeil_jusqu_au is None
    assert client.post(plus_tard, {"choix": "demain"}).status_code == 302
    assert Echeance.objects.get().rappel_le == Echeance.objects.get().sommeil_jusqu_au == dans(1)
    client.post(plus_tard, {"choix": "jour", "jusqu_au": dans(20).isoformat()})
    assert Echeance.objects.get().sommeil_jusqu_au == dans(20)
    client.post(plus_tard, {"choix": "semaine"})
    assert Echeance.objects.get().sommeil_jusqu_au == dans(7)


@pytest.mark.parametrize(
    ("donnees", "phrase"),
    [
        ({"choix": "jour"}, "Choisissez ce jour."),
        ({"choix": "jour", "jusqu_au": "hier"}, "Écrivez une date"),
        ({"choix": "jour", "jusqu_au": "2020-01-01"}, "Choisissez un jour à venir"),
        ({"choix": "jour", "jusqu_au": "2999-01-01"}, "Choisissez un jour à venir"),
        ({"choix": "jamais"}, "Sélectionnez un choix valide"),
    ],
)
def test_a_day_that_cannot_be_is_refused_with_a_sentence(client, plus_tard, donnees, phrase):
    response = client.post(plus_tard, donnees)
    assert response.status_code == 422
    assert phrase in response.content.decode()
    assert Echeance.objects.get().sommeil_jusqu_au is None


def test_a_link_of_somebody_who_no_longer_answers_for_it_is_gone(
    client, plus_tard, alice, participer, dossier, membre, echoir
):
    echeance = Echeance.objects.get()
    echoir(echeance.le, participer(dossier, membre), reference=echeance.reference)
    assert client.post(plus_tard, {"choix": "demain"}).status_code == 410
    echoir(echeance.le, alice, reference=echeance.reference)
    assert client.get(plus_tard).status_code == 200
    services.accomplir(genre=GENRE, references=[echeance.reference])
    assert client.get(plus_tard).status_code == 410
    assert client.get(plus_tard[:-3] + "x/").status_code == 404


# --- fewer mails ----------------------------------------------------------------------------------


@pytest.fixture
def marie(dossier, participer, echoir) -> Destinataire:
    """A person without account, already written to once."""
    echoir(dans(-1), participer(dossier, email="marie@ailleurs.example", nom="Marie"))
    assert relancer(maintenant=timezone.now().replace(hour=10)) == 1
    return Destinataire.objects.get()


def test_the_link_of_a_mail_stops_them_without_account_and_not_by_looking(client, marie):
    adresse = reverse("echeances:rythme", args=[jeton_de_rythme(marie.uuid)])
    assert client.get(adresse).status_code == 200
    marie.refresh_from_db()
    assert marie.rythme == Rythme.QUOTIDIEN
    client.post(adresse, {"rythme": "hebdomadaire"})
    marie.refresh_from_db()
    assert marie.rythme == Rythme.HEBDOMADAIRE
    assert client.post(adresse, {"rythme": "parfois"}).status_code == 200
    assert client.get(reverse("echeances:rythme", args=["faux.jeton"])).status_code == 404


def test_a_mail_program_stops_them_in_one_click(marie):
    adresse = reverse("echeances:rythme", args=[jeton_de_rythme(marie.uuid)])
    client = Client(enforce_csrf_checks=True)
    assert client.post(adresse, {"List-Unsubscribe": "One-Click"}).status_code == 204
    marie.refresh_from_db()
    assert marie.rythme == Rythme.AUCUN


def test_i_choose_when_to_be_written_to(navigateur_d_alice, administratrice):
    adresse = reverse("echeances:rappels")
    assert navigateur_d_alice.get(adresse).status_code == 200
    assert not Destinataire.objects.exists()
    navigateur_d_alice.post(adresse, {"rythme": "aucun", "fuseau": "Indian/Reunion"})
    choix = Destinataire.objects.get()
    assert (choix.compte, choix.rythme, choix.fuseau) == (administratrice, "aucun", "Indian/Reunion")
    navigateur_d_alice.post(adresse, {"rythme": "aucun", "fuseau": "Mars/Olympus"})
    assert Destinataire.objects.get().fuseau == "Indian/Reunion"


# --- calendars ------------------------------------------------------------------------------------


def ouvrir(client: Client, **donnees: str) -> Calendrier:
    assert client.post(reverse("echeances:calendriers"), donnees).status_code == 302
    return Calendrier.objects.latest("pk")


def lire(agenda: Calendrier) -> list:
    """The events, as a calendar program that has no account reads them."""
    response = Client().get(reverse("echeances:calendrier", args=[agenda.jeton]))
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Referrer-Policy"] == "strict-origin"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    return Calendar.from_ical(response.content).walk("VEVENT")


def test_a_calendar_read_back_gives_my_dates_as_whole_days_with_stable_uids(
    navigateur_d_alice, alice, echoir, participer, dossier, membre
):
    echoir(date(2026, 3, 29), alice, "Réunir; le comité, à 9 h")
    echoir(date(2026, 10, 25), alice, "Voter", faite_le=timezone.now())
    echoir(dans(-200), alice, "Ancienne", faite_le=timezone.now() - timedelta(days=91))
    echoir(dans(1), participer(dossier, membre), "À Bachir")
    agenda = ouvrir(navigateur_d_alice)
    premiere, seconde = lire(agenda)
    assert str(premiere["summary"]) == "Réunir; le comité, à 9 h"
    assert (premiere.decoded("dtstart"), premiere.decoded("dtend")) == (date(2026, 3, 29), date(2026, 3, 30))
    assert str(premiere["url"]) == "http://testserver/espace/port-lumiere/"
    assert str(seconde["summary"]) == "Fait : Voter"
    avant = [str(e["uid"]) for e in (premiere, seconde)]
    Echeance.objects.filter(libelle__startswith="Réunir").update(le=date(2026, 4, 2))
    assert [str(e["uid"]) for e in lire(agenda)] == avant


def test_an_unchanged_calendar_answers_304_and_a_changed_one_does_not(navigateur_d_alice, alice, echoir):
    echeance = echoir(dans(3), alice)
    agenda = ouvrir(navigateur_d_alice)
    adresse = reverse("echeances:calendrier", args=[agenda.jeton])
    etag = Client().get(adresse)["ETag"]
    assert Client().get(adresse, headers={"if-none-match": etag}).status_code == 304
    services.accomplir(genre=GENRE, references=[echeance.reference])
    assert Client().get(adresse, headers={"if-none-match": etag}).status_code == 200


def test_the_calendar_of_a_dossier_shows_what_its_owner_may_see_now(
    client_de, membre, dossier, participer, echoir, alice
):
    echoir(dans(2), alice, "À Alice")
    echoir(dans(3), None, "À personne")
    client = client_de(membre)
    assert client.post(reverse("echeances:calendriers"), {"dossier": str(dossier.uuid)}).status_code == 404
    bachir = participer(dossier, membre)
    agenda = ouvrir(client, dossier=str(dossier.uuid))
    assert [str(e["summary"]) for e in lire(agenda)] == ["À Alice", "À personne"]
    bachir.retire_le, bachir.roles = timezone.now(), []
    bachir.save()
    assert lire(agenda) == [], "parti d’un dossier privé"
    Dossier.objects.update(visibilite=Visibilite.COLLECTIVITE)
    assert len(lire(agenda)) == 2
    Dossier.objects.update(supprime_le=timezone.now())
    assert lire(agenda) == []


def test_a_revoked_renewed_or_closed_calendar_no_longer_answers(navigateur_d_alice, alice, administratrice):
    agenda = ouvrir(navigateur_d_alice)
    ancienne = reverse("echeances:calendrier", args=[agenda.jeton])
    navigateur_d_alice.post(reverse("echeances:renouveler", args=[agenda.uuid]))
    assert Client().get(ancienne).status_code == 404
    nouvelle = reverse("echeances:calendrier", args=[Calendrier.objects.get().jeton])
    assert Client().get(nouvelle).status_code == 200
    administratrice.is_active = False
    administratrice.save()
    assert Client().get(nouvelle).status_code == 404
    administratrice.is_active = True
    administratrice.save()
    navigateur_d_alice.post(reverse("echeances:revoquer", args=[agenda.uuid]))
    assert Client().get(nouvelle).status_code == 404


def test_a_calendar_is_opened_once_and_belongs_to_its_owner_alone(
    navigateur_d_alice, client_de, membre, alice
):
    agenda = ouvrir(navigateur_d_alice)
    assert ouvrir(navigateur_d_alice) == agenda
    contenu = navigateur_d_alice.get(reverse("echeances:calendriers")).content.decode()
    assert f"http://testserver/echeances/{agenda.jeton}.ics" in contenu
    for geste in ("renouveler", "revoquer"):
        adresse = reverse(f"echeances:{geste}", args=[agenda.uuid])
        assert client_de(membre).post(adresse).status_code == 404
    assert Calendrier.objects.get().jeton == agenda.jeton


def test_a_calendar_asked_for_without_end_is_slowed_down(navigateur_d_alice, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "echeances_calendrier": "2/h/key"}
    agenda = ouvrir(navigateur_d_alice)
    adresse = reverse("echeances:calendrier", args=[agenda.jeton])
    assert [Client().get(adresse).status_code for _ in range(3)] == [200, 200, 429]
