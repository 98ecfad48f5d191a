"""What participants say before and after, who was there, and the question asked three months later."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from communs.collectivites.models import Collectivite
from communs.courrier.models import Courriel
from nuancier.sessions import retours, suivi
from nuancier.sessions.calculs import suivi_apres
from nuancier.sessions.models import Session
from nuancier.sessions.models_stagiaires import Bilan, Presence, Stagiaire
from tests.outils.sessions import emarger, ouvrir, passer, rejoindre

pytestmark = pytest.mark.django_db
MIDI = datetime(2026, 11, 21, 11, tzinfo=UTC)  # noon in Paris, three in the afternoon in La Réunion


def tenue(membre, collectivite, *noms):
    """A session that was held, and its participants, each with an address."""
    session = ouvrir(membre, collectivite)
    for nom in noms:
        rejoindre(session, nom, f"{nom.lower()}@a.example")
    return passer(membre, session, "tenir"), list(Stagiaire.objects.order_by("pk"))


def test_expectations_are_said_before_and_shown_together_to_trainers(client, client_de, membre, collectivite):
    session = ouvrir(membre, collectivite)
    elle = rejoindre(session, "Nolwenn")
    choix = "Préparer une immersion et la mener"
    donnees = {"attentes": "Oser sortir du bureau.", "competences": [choix]}
    assert client.post(elle.adresse("participer_attentes"), donnees).status_code == 302
    page = client_de(membre).get(reverse("nuancier:paroles", args=[session.uuid])).content.decode()
    assert "Oser sortir du bureau." in page
    assert choix in page
    passer(membre, session, "tenir")
    assert client.post(elle.adresse("participer_attentes"), {"attentes": "Trop tard"}).status_code == 410
    assert Stagiaire.objects.get().attentes == "Oser sortir du bureau."


def test_a_competence_that_the_path_does_not_have_is_refused(client, membre, collectivite):
    elle = rejoindre(ouvrir(membre, collectivite), "Nolwenn")
    assert client.post(elle.adresse("participer_attentes"), {"competences": ["Autre"]}).status_code == 422


def test_reviews_open_once_the_session_was_held(client, membre, collectivite):
    session = ouvrir(membre, collectivite)
    elle = rejoindre(session, "Nolwenn")
    for nom in ("avis", "lundi", "critique", "suivi"):
        assert client.post(elle.adresse(f"participer_{nom}"), {"lundi": "x"}).status_code == 410
    passer(membre, session, "tenir")
    for nom in ("avis", "lundi", "critique"):
        assert client.get(elle.adresse(f"participer_{nom}")).status_code == 200
    assert client.get(elle.adresse("participer_suivi")).status_code == 410


def test_marks_go_from_one_to_five_and_may_be_left_out(client, client_de, membre, collectivite):
    session, (elle, lui) = tenue(membre, collectivite, "Elle", "Lui")
    assert client.post(elle.adresse("participer_avis"), {"contenu": "6"}).status_code == 422
    client.post(elle.adresse("participer_avis"), {"contenu": "5", "rythme": "2", "mots": "Trop court"})
    client.post(lui.adresse("participer_avis"), {"contenu": "4"})
    assert list(Bilan.objects.order_by("pk").values_list("contenu", "rythme", "utilite")) == [
        (5, 2, None),
        (4, None, None),
    ]
    reponse = client_de(membre).get(reverse("nuancier:paroles", args=[session.uuid]))
    assert [note["moyenne"] for note in reponse.context["notes"]] == [4.5, None, 2.0, None]


def test_a_critical_reading_enters_the_booklet_only_as_long_as_its_author_agrees(
    client, membre, collectivite
):
    session, (elle,) = tenue(membre, collectivite, "Elle")
    adresse = elle.adresse("participer_critique")
    client.post(adresse, {"marche": "Se taire", "signee": "on"})
    assert not session.morceaux.filter(genre="critique").exists()
    assert Bilan.objects.get().signature == ""  # a name without the agreement means nothing
    client.post(adresse, {"marche": "Se taire", "accord": "on", "signee": "on"})
    assert session.morceaux.get(genre="critique").bilan.signature == "Elle"
    client.post(adresse, {"marche": "Se taire"})
    assert not session.morceaux.filter(genre="critique").exists()
    assert list(session.morceaux.values_list("rang", flat=True).order_by("rang")) == [1, 2, 3]


def test_attendance_says_exactly_what_was_ticked_last(client_de, membre, collectivite):
    session = ouvrir(membre, collectivite)
    elle = rejoindre(session, "Elle")
    rejoindre(session, "Lui")
    jour, client = session.jours.get(), client_de(membre)
    adresse = reverse("nuancier:presences", args=[session.uuid])
    matin = f"{elle.uuid.hex}-{jour.pk}-matin"
    for _ in range(2):
        client.post(adresse, {matin: "on"})
    assert list(Presence.objects.values_list("stagiaire", "moment")) == [(elle.pk, "matin")]
    assert retours.minutes_de_presence(elle, [jour]) == 210
    client.post(adresse, {})
    assert not Presence.objects.exists()


def test_nobody_is_ticked_before_the_session_opens(client_de, membre, collectivite):
    from tests.outils.sessions import preparer

    session = preparer(membre, collectivite)
    assert client_de(membre).post(reverse("nuancier:presences", args=[session.uuid]), {}).status_code == 409


def en_suivi(session, jour):
    Session.objects.filter(pk=session.pk).update(suivi_le=jour)


@pytest.mark.django_db(transaction=True)
def test_three_months_later_each_person_with_an_address_is_asked_once(client, membre, collectivite):
    session, (elle, lui) = tenue(membre, collectivite, "Elle", "Lui")
    client.post(elle.adresse("participer_lundi"), {"lundi": "M’asseoir sur le banc."})
    Stagiaire.objects.filter(pk=lui.pk).update(email="")
    en_suivi(session, MIDI.date())
    assert suivi.suivre(maintenant=MIDI - timedelta(days=1)) == 0
    assert suivi.suivre(maintenant=MIDI) == 1
    assert suivi.suivre(maintenant=MIDI + timedelta(days=1)) == 0
    (courriel,) = Courriel.objects.filter(sujet__startswith="Trois mois")
    assert courriel.destinataire == elle.email
    assert "M’asseoir sur le banc." in courriel.texte
    client.post(elle.adresse("participer_suivi"), {"suite": "fait", "suivi": "Chaque mercredi."})
    assert Bilan.objects.get(stagiaire=elle).suivi == "Chaque mercredi."


@pytest.mark.django_db(transaction=True)
def test_the_day_and_the_hour_are_those_of_the_collectivite(membre, collectivite):
    session, _ = tenue(membre, collectivite, "Elle")
    Collectivite.objects.update(fuseau="Pacific/Noumea")
    en_suivi(session, MIDI.date())
    assert suivi.suivre(maintenant=MIDI) == 0  # ten in the evening there
    assert (
        suivi.suivre(maintenant=datetime(2026, 11, 20, 22, tzinfo=UTC)) == 1
    )  # nine in the morning, the 21st


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_write_to_each_person_once(membre, collectivite):
    session, gens = tenue(membre, collectivite, *(f"Agent{n}" for n in range(12)))
    en_suivi(session, MIDI.date())
    nombres = []

    def balayer():
        nombres.append(suivi.suivre(maintenant=MIDI))
        connection.close()

    fils = [threading.Thread(target=balayer) for _ in range(3)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    assert sum(nombres) == len(gens)
    assert Courriel.objects.filter(sujet__startswith="Trois mois").count() == 12


@pytest.mark.django_db(transaction=True)
def test_a_sweep_killed_before_its_end_leaves_nothing_half_said(membre, collectivite, monkeypatch):
    session, _ = tenue(membre, collectivite, "Elle")
    en_suivi(session, MIDI.date())

    def mourir(lettres):
        raise SystemExit

    with monkeypatch.context() as tue:
        tue.setattr(suivi.courrier, "poster_plusieurs", mourir)
        with pytest.raises(SystemExit):
            suivi.suivre(maintenant=MIDI)
    assert Stagiaire.objects.get().suivi_demande_le is None
    assert suivi.suivre(maintenant=MIDI) == 1


@pytest.mark.django_db(transaction=True)
def test_a_follow_up_that_is_very_late_is_no_longer_asked(membre, collectivite):
    session, _ = tenue(membre, collectivite, "Elle")
    en_suivi(session, MIDI.date() - timedelta(days=61))
    assert suivi.suivre(maintenant=MIDI) == 0


def test_three_months_after_the_end_of_november_is_the_last_day_of_february():
    assert suivi_apres(datetime(2026, 11, 30, tzinfo=UTC).date()).isoformat() == "2027-02-28"


def test_the_purge_keeps_what_was_said_without_any_name(client, membre, collectivite):
    _, (elle,) = tenue(membre, collectivite, "Elle")
    retours.noter(stagiaire=elle, champs={"lundi": "Sur le banc"}, quoi="lundi_le")
    fin = timezone.now() + suivi.APRES_LE_DERNIER_JOUR
    assert suivi.purger(maintenant=fin) == 0
    assert suivi.purger(maintenant=fin + timedelta(days=2)) == 1
    assert suivi.purger(maintenant=fin + timedelta(days=3)) == 0
    efface = Stagiaire.objects.get()
    assert (efface.nom, efface.email, efface.service) == ("", "", "")
    assert efface.bilan.lundi == "Sur le banc"
    assert client.get(elle.adresse()).status_code == 404
    assert not Courriel.objects.filter(texte__contains=elle.jeton).exists()


def test_needs_of_a_session_never_said_to_be_held_go_a_week_after(membre, collectivite):
    session = ouvrir(membre, collectivite)
    elle = rejoindre(session, "Elle", besoins="Une chaise")
    suivi.purger(maintenant=timezone.now() + timedelta(days=6))
    elle.refresh_from_db()
    assert elle.besoins == "Une chaise"
    suivi.purger(maintenant=timezone.now() + timedelta(days=9))
    elle.refresh_from_db()
    assert elle.besoins == ""


def test_the_page_of_words_costs_the_same_whatever_was_said(
    client, client_de, membre, collectivite, django_assert_num_queries
):
    session, gens = tenue(membre, collectivite, "Une", "Deux", "Trois")
    formateur, adresse = client_de(membre), reverse("nuancier:paroles", args=[session.uuid])
    for elle in gens:
        client.post(elle.adresse("participer_lundi"), {"lundi": "Un geste"})
        formateur.get(adresse)
        with django_assert_num_queries(9):
            formateur.get(adresse)


def test_a_participant_s_page_costs_the_same_whatever_the_group(
    client, membre, collectivite, django_assert_num_queries
):
    session = ouvrir(membre, collectivite)
    elle = rejoindre(session, "Elle")
    for nom in ("Deux", "Trois"):
        rejoindre(session, nom)
        with django_assert_num_queries(4):
            client.get(elle.adresse())
    emarger(membre, session, elle)
