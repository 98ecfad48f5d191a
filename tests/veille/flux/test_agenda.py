"""The agenda as calendar programs and people read it."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from django.utils.html import strip_tags
from icalendar import Calendar

from tests.outils.veille import creer_numero, creer_numero_publie, nommer_documentaliste
from veille.enums import EtatNumero
from veille.flux.agenda import RETIRE, bornes
from veille.flux.services import noter_changement
from veille.models import Numero, RendezVous
from veille.numeros.adresses import renommer
from veille.numeros.fiches import FicheRendezVous

pytestmark = pytest.mark.django_db

PARIS = ZoneInfo("Europe/Paris")
SOIREE = FicheRendezVous(
    "soiree",
    "evenement",
    "Une soirée, des phares ; et la mer",
    date(2018, 11, 23),
    date(2018, 11, 23),
    time(9, 15),
    time(12, 45),
    lieu="Lab 110 bis, Paris 7e",
    organisateurs=("CGET", "Lab 110 bis"),
    texte="Une *demi-journée* pour faire connaissance." + " Longue phrase, avec des accents é è ç." * 5,
    inscription="gratuite",
    inscription_adresse="https://phare.example/inscription",
)


def lire(client, adresse: str = "/veille/agenda.ics") -> Calendar:
    response = client.get(adresse)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert all(len(ligne) <= 75 for ligne in response.content.split(b"\r\n"))
    return Calendar.from_ical(response.content)


def evenements(client, adresse: str = "/veille/agenda.ics") -> dict[str, dict]:
    """What a calendar program keeps, by summary: the plain values of each event."""
    return {
        str(e["SUMMARY"]): {
            nom: getattr(valeur, "dt", None) or (int(valeur) if nom == "SEQUENCE" else str(valeur))
            for nom, valeur in e.items()
            if nom != "CATEGORIES"
        }
        for e in lire(client, adresse).events
    }


def depublier(numero: Numero) -> None:
    numero.etat, numero.depublie_le, numero.depublie_motif = EtatNumero.DEPUBLIE, timezone.now(), "Erreur."
    numero.save()


def test_days_deadlines_and_hours_are_what_a_calendar_expects(client):
    creer_numero_publie(agenda=(*_deux_entrees(), SOIREE))

    lus = evenements(client)

    journees = lus["Journées du large"]
    assert (journees["DTSTART"], journees["DTEND"]) == (date(2018, 11, 5), date(2018, 11, 7))
    assert (journees["STATUS"], journees["TRANSP"]) == ("CONFIRMED", "OPAQUE")
    appel = lus["Date limite\N{NO-BREAK SPACE}: Appel à phares"]
    assert (appel["DTSTART"], appel["DTEND"]) == (date(2018, 12, 7), date(2018, 12, 8))
    assert appel["TRANSP"] == "TRANSPARENT"
    soiree = lus[SOIREE.titre]
    assert soiree["DTSTART"] == datetime(2018, 11, 23, 9, 15, tzinfo=PARIS)
    assert soiree["DTEND"] == datetime(2018, 11, 23, 12, 45, tzinfo=PARIS)
    assert soiree["LOCATION"] == "Lab 110 bis, Paris 7e"
    assert soiree["DESCRIPTION"].startswith("Une demi-journée pour faire connaissance.")
    assert soiree["DESCRIPTION"].endswith(
        "Avec\N{NO-BREAK SPACE}: CGET, Lab 110 bis\n"
        "Inscription\N{NO-BREAK SPACE}: gratuite https://phare.example/inscription\n"
        "Annoncé dans\N{NO-BREAK SPACE}: La lettre du large, n°\N{NO-BREAK SPACE}41, "
        "http://testserver/veille/lettre-du-large/n-41/"
    )


def _deux_entrees() -> tuple[FicheRendezVous, ...]:
    return (
        FicheRendezVous("journees", "evenement", "Journées du large", date(2018, 11, 5), date(2018, 11, 6)),
        FicheRendezVous("appel", "echeance", "Appel à phares", fin=date(2018, 12, 7)),
    )


def test_hours_come_with_their_time_zone_and_days_without(client):
    creer_numero_publie(agenda=(SOIREE,))
    (zone,) = lire(client).timezones
    assert zone.tz_name == "Europe/Paris"
    dite = zone.to_tz(lookup_tzid=False)
    for jour, heure in (
        (date(2018, 3, 25), time(1, 59)),
        (date(2018, 3, 25), time(3)),
        (date(2030, 12, 1), time(9)),
    ):
        assert (
            datetime.combine(jour, heure, dite).utcoffset()
            == datetime.combine(jour, heure, PARIS).utcoffset()
        )
    assert b"DTSTART;TZID=Europe/Paris:20181123T091500" in client.get("/veille/agenda.ics").content

    RendezVous.objects.update(heure_debut=None)

    assert not lire(client, "/veille/agenda/lettre-du-large.ics").timezones


@pytest.mark.parametrize(
    ("champs", "attendu"),
    [
        ({"debut": date(2018, 11, 5)}, (date(2018, 11, 5), date(2018, 11, 6))),
        (
            {"debut": date(2018, 11, 5), "heure_debut": time(18)},
            (datetime(2018, 11, 5, 18, tzinfo=PARIS), None),
        ),
        (
            {"debut": date(2018, 11, 5), "heure_debut": time(20), "heure_fin": time(1)},
            (datetime(2018, 11, 5, 20, tzinfo=PARIS), datetime(2018, 11, 6, 1, tzinfo=PARIS)),
        ),
        (
            {"debut": date(2018, 11, 5), "fin": date(2018, 11, 6), "heure_debut": time(9)},
            (datetime(2018, 11, 5, 9, tzinfo=PARIS), datetime(2018, 11, 7, tzinfo=PARIS)),
        ),
        (
            {"debut": date(2018, 11, 5), "fin": date(2018, 11, 6), "heure_fin": time(9)},
            (date(2018, 11, 5), date(2018, 11, 7)),
        ),
    ],
)
def test_hours_half_known_give_an_event_all_the_same(champs, attendu):
    assert bornes(RendezVous(genre="evenement", **champs)) == attendu


def test_a_uid_names_no_host_and_never_changes(client, settings):
    numero = creer_numero_publie()
    avant = {e["UID"] for e in evenements(client).values()}
    settings.VIGIE_ADRESSE = "https://ailleurs.example"

    apres = {e["UID"] for e in evenements(client, "/veille/agenda/lettre-du-large.ics").values()}

    assert avant == apres == {str(entree.uuid) for entree in numero.rendez_vous.all()}


def test_a_change_noted_reaches_the_programs(client, django_capture_on_commit_callbacks):
    entree = creer_numero_publie().rendez_vous.get(cle="journees")
    avant = evenements(client)["Journées du large"]

    with django_capture_on_commit_callbacks(execute=True):
        RendezVous.objects.filter(pk=entree.pk).update(debut=date(2018, 11, 4))
        noter_changement(entree)

    apres = evenements(client)["Journées du large"]
    assert entree.sequence == 1
    assert (avant["SEQUENCE"], apres["SEQUENCE"]) == (0, 1)
    assert apres["DTSTART"] == date(2018, 11, 4)
    assert apres["LAST-MODIFIED"] == entree.modifie_le.replace(microsecond=0)
    assert apres["UID"] == avant["UID"]


def test_a_cancelled_entry_stays_and_says_so(client):
    entree = creer_numero_publie().rendez_vous.get(cle="journees")
    entree.annule_le = timezone.now()
    entree.save()

    lu = evenements(client)["Journées du large"]

    assert (lu["STATUS"], lu["TRANSP"]) == ("CANCELLED", "TRANSPARENT")


def test_what_was_unpublished_is_struck_out_and_says_nothing_more(client):
    numero = creer_numero_publie(agenda=(SOIREE,))
    depublier(numero)

    for adresse in ("/veille/agenda.ics", "/veille/agenda/lettre-du-large.ics", _du_numero()):
        lus = evenements(client, adresse)
        assert list(lus) == [RETIRE]
        assert (lus[RETIRE]["STATUS"], lus[RETIRE]["SEQUENCE"]) == ("CANCELLED", 1)
        assert lus[RETIRE]["UID"] == str(numero.rendez_vous.get().uuid)
        assert set(lus[RETIRE]) == {
            *("UID", "SEQUENCE", "DTSTAMP", "LAST-MODIFIED", "DTSTART", "DTEND"),
            *("SUMMARY", "STATUS", "TRANSP"),
        }


def _du_numero() -> str:
    return "/veille/agenda/lettre-du-large/n-41.ics"


def test_what_is_published_again_wins_over_its_cancellation(
    client, django_capture_on_commit_callbacks, time_machine
):
    numero = creer_numero_publie(agenda=(SOIREE,))
    depublier(numero)
    biffe = evenements(client, "/veille/agenda/lettre-du-large.ics")[RETIRE]

    time_machine.move_to(timezone.now() + timedelta(minutes=1), tick=False)
    with django_capture_on_commit_callbacks(execute=True):
        numero.etat, numero.depublie_le, numero.depublie_motif = EtatNumero.PUBLIE, None, ""
        numero.save()
        noter_changement(*numero.rendez_vous.all())

    revenu = evenements(client, "/veille/agenda/lettre-du-large.ics")[SOIREE.titre]
    assert (revenu["SEQUENCE"], revenu["DTSTAMP"]) > (biffe["SEQUENCE"], biffe["DTSTAMP"])


def test_drafts_are_in_no_calendar(client):
    creer_numero()

    assert evenements(client) == {}
    assert client.get("/veille/agenda/lettre-du-large.ics").status_code == 404
    assert client.get(_du_numero()).status_code == 404


def test_the_same_content_has_the_same_bytes(client):
    creer_numero_publie(agenda=(SOIREE,))
    premier = client.get("/veille/agenda.ics")

    assert client.get("/veille/agenda/lettre-du-large/n-41.ics").content == (
        client.get("/veille/agenda/lettre-du-large/n-41.ics").content
    )
    assert client.get("/veille/agenda.ics", HTTP_IF_NONE_MATCH=premier["ETag"]).status_code == 304


def test_texts_cannot_break_out_of_their_field(client):
    creer_numero_publie(agenda=(SOIREE,))
    piege = "Fin\r\nEND:VEVENT\nATTENDEE:mailto:x@y.example\x0b;,\\"
    RendezVous.objects.update(titre=piege, lieu=piege, texte=piege)

    (evenement,) = lire(client).events

    assert evenement["LOCATION"].replace("\r\n", "\n") == piege.replace("\r\n", "\n").replace("\x0b", "")
    assert "ATTENDEE" not in evenement


@pytest.mark.parametrize("fin", ["\r", "\x85", "\u2028", "\x1e"])
def test_no_other_sign_that_ends_a_line_begins_a_property(client, fin):
    creer_numero_publie(agenda=(SOIREE,))
    RendezVous.objects.update(titre=f"Fin{fin}ATTENDEE:mailto:x@y.example")

    lignes = client.get("/veille/agenda.ics").content.decode().splitlines()

    assert not [ligne for ligne in lignes if ligne.startswith("ATTENDEE")]


def test_the_calendar_of_an_issue_answers_at_each_of_its_old_addresses(client, administratrice):
    alice, numero = nommer_documentaliste(administratrice), creer_numero_publie()

    def renommer_en(objet, cle: str) -> None:
        objet.refresh_from_db()
        renommer(identite=alice, objet=objet, cle=cle, version=objet.version)

    renommer_en(numero, "automne")
    renommer_en(numero.bulletin, "le-large")
    renommer_en(numero, "octobre")

    for ancienne in ("lettre-du-large/n-41", "lettre-du-large/automne", "le-large/automne"):
        assert "Journées du large" in evenements(client, f"/veille/agenda/{ancienne}.ics")


def test_the_page_shows_what_is_to_come_then_what_is_over(client, time_machine):
    time_machine.move_to("2018-11-20T23:30:00Z", tick=False)  # in Paris, the day after has begun
    creer_numero_publie(
        agenda=(
            *_deux_entrees(),
            SOIREE,
            FicheRendezVous("hier", "evenement", "La veille même", date(2018, 11, 20)),
            FicheRendezVous("semaine", "evenement", "En cours", date(2018, 11, 19), date(2018, 11, 21)),
        )
    )

    page = client.get("/veille/agenda/").content.decode()

    titres = ["En cours", SOIREE.titre, "Appel à phares", "Passés", "La veille même", "Journées du large"]
    places = [page.index(f">{titre}<") for titre in titres]
    assert places == sorted(places)
    assert "webcal://testserver/veille/agenda.ics" in page


@pytest.mark.parametrize(
    ("debut", "fin", "attendu"),
    [
        (date(2018, 11, 1), None, "jeudi 1er novembre 2018"),
        (date(2018, 11, 5), date(2018, 11, 6), "du 5 au 6 novembre 2018"),
        (date(2018, 10, 30), date(2018, 11, 1), "du 30 octobre au 1er novembre 2018"),
        (date(2018, 12, 31), date(2019, 1, 1), "du 31 décembre 2018 au 1er janvier 2019"),
    ],
)
def test_dates_are_written_as_one_says_them(client, debut, fin, attendu):
    creer_numero_publie(agenda=(FicheRendezVous("un", "evenement", "Un jour", debut, fin),))

    page = client.get("/veille/agenda/").content.decode()

    quand = page.partition('<p class="rendez-vous-quand">')[2].partition("</p>")[0]
    assert " ".join(strip_tags(quand).split()) == attendu


def test_an_agenda_without_entries_says_what_to_do(client):
    assert "Rien d’annoncé pour l’instant" in client.get("/veille/agenda/").content.decode()


def test_instants_are_told_in_universal_time(client):
    entree = creer_numero_publie().rendez_vous.get(cle="journees")
    RendezVous.objects.filter(pk=entree.pk).update(modifie_le=datetime(2020, 7, 1, 12, 0, 0, 5, tzinfo=UTC))

    assert b"LAST-MODIFIED:20200701T120000Z" in client.get("/veille/agenda.ics").content
