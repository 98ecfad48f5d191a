"""Reminders: who is written to, when, how often, and of what."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communs.collectivites import services as comptes
from communs.collectivites.enums import Fuseau, TypeCollectivite
from communs.collectivites.models import Collectivite
from communs.courrier import services as courrier
from communs.courrier.models import Courriel
from communs.dossiers.models import Dossier
from communs.echeances import services
from communs.echeances.enums import Rythme
from communs.echeances.lectures import age_du_plus_ancien_rappel
from communs.echeances.models import Destinataire, Echeance, Relance
from communs.echeances.relances import LIGNES_MAX, relancer, relancer_un_lot
from communs.web import sante
from tests.conftest import creer_compte
from tests.outils.tuyau import en_parallele

pytestmark = pytest.mark.django_db

LE = date(2026, 6, 15)


def a(jour: date, heure: int = 10) -> datetime:
    """That hour, UTC: a decent one in Paris and La Réunion."""
    return datetime(jour.year, jour.month, jour.day, heure, tzinfo=UTC)


def vivre(de: date, jusqu_a: date) -> list[date]:
    """Let days go by; those on which a mail was written."""
    jours, jour = [], de
    while jour <= jusqu_a:
        if relancer(maintenant=a(jour)):
            jours.append(jour)
        jour += timedelta(days=1)
    return jours


def jours_de(echeance_le: date, *ecarts: int) -> list[date]:
    return [echeance_le + timedelta(days=e) for e in ecarts]


def test_a_person_is_written_to_on_the_days_of_the_rule_and_on_no_other(alice, echoir):
    echoir(LE, alice)
    assert vivre(LE - timedelta(days=9), LE + timedelta(days=16)) == jours_de(LE, -7, -1, 1, 8, 15)
    assert Courriel.objects.count() == Relance.objects.count() == 5


def test_a_mail_tells_everything_late_first_grouped_by_dossier_with_its_links(
    smtp, alice, echoir, collectivite, participer, administratrice
):
    autre = Dossier.objects.create(collectivite=collectivite, genre="echeances", titre="La cantine")
    ailleurs = participer(autre, administratrice)
    echoir(LE + timedelta(days=7), alice, "Publier le plan")
    echoir(LE, alice, "Réunir le comité")
    echoir(LE - timedelta(days=1), alice, "Appeler l’architecte")
    echoir(LE - timedelta(days=30), ailleurs, "Goûter <b>")
    echoir(LE + timedelta(days=8), alice, "Trop tôt")
    assert relancer(maintenant=a(LE)) == 1
    courrier.balayer()
    [recu] = smtp.recus
    assert recu["To"] == administratrice.email
    assert recu["Subject"].strip() == "4 échéances : 2 en retard, 1 pour aujourd’hui, 1 à venir"
    assert recu["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    texte = recu.get_body(("plain",)).get_content().replace("\r\n", "\n")
    ordre = ["Bonjour Alice", "EN RETARD", "La cantine", "Goûter <b>", "La piscine", "Appeler l’architecte"]
    ordre += ["AUJOURD’HUI", "Réunir le comité", "DANS LES SEPT JOURS", "Publier le plan"]
    places = [texte.index(mot) for mot in ordre]
    assert places == sorted(places)
    assert "Trop tôt" not in texte
    assert "lundi 22 juin, dans 7 jours" in texte
    assert texte.count("http://testserver/espace/port-lumiere/\n") == 4
    assert texte.count("http://testserver/echeances/attendre/") == 4
    assert recu["List-Unsubscribe"].strip()[1:-1] in texte
    html = recu.get_body(("html",)).get_content()
    assert "Goûter &lt;b&gt;" in html
    assert Courriel.objects.get().texte == "", "les liens personnels ne restent pas"


def test_two_zones_make_one_mail_at_the_person_s_own_hour(alice, echoir, participer, administratrice):
    reunion = Collectivite.objects.create(
        nom="Le Tampon",
        identifiant="le-tampon",
        type=TypeCollectivite.COMMUNE,
        siren="219740222",
        fuseau=Fuseau.REUNION,
    )
    la_bas = participer(
        Dossier.objects.create(collectivite=reunion, genre="echeances", titre="Le volcan"), administratrice
    )
    echoir(LE, alice, "À Paris")
    echoir(LE, la_bas, "Au Tampon")
    services.regler(
        identite=type("I", (), {"personne": administratrice})(),
        rythme=Rythme.QUOTIDIEN,
        fuseau=Fuseau.PARIS,
    )
    veille = LE - timedelta(days=1)
    assert relancer(maintenant=a(veille, 5)) == 0, "7 h à Paris, 9 h à La Réunion"
    assert relancer(maintenant=a(veille, 6)) == 1
    assert [relancer(maintenant=a(veille, h)) for h in range(6, 24)] == [0] * 18
    texte = Courriel.objects.get().texte
    assert "À Paris" in texte
    assert "Au Tampon" in texte


def test_dates_are_those_of_the_dossier_s_place(echoir, participer, administratrice):
    """At 21:00 UTC it is already tomorrow in La Réunion: too late to write there, not in Tahiti."""
    tahiti = Collectivite.objects.create(
        nom="Papeete", identifiant="papeete", type=TypeCollectivite.COMMUNE, siren="219870359"
    )
    Collectivite.objects.update(fuseau=Fuseau.POLYNESIE)
    la_bas = participer(
        Dossier.objects.create(collectivite=tahiti, genre="echeances", titre="Le lagon"), administratrice
    )
    echoir(LE, la_bas)
    assert relancer(maintenant=a(LE - timedelta(days=7), 6)) == 0, "la veille au soir à Tahiti"
    assert relancer(maintenant=a(LE - timedelta(days=7), 18)) == 1, "8 h à Tahiti"
    assert "dans 7 jours" in Courriel.objects.get().texte


@pytest.mark.parametrize("silence", [1, 3, 12])
def test_after_a_silence_of_the_beat_one_mail_tells_what_was_missed(alice, echoir, silence):
    echoir(LE, alice, "Un")
    echoir(LE + timedelta(days=1), alice, "Deux")
    echoir(LE + timedelta(days=min(silence, 2)), alice, "Trois")
    retour = LE - timedelta(days=7) + timedelta(days=silence)
    assert relancer(maintenant=a(retour)) == 1
    assert relancer(maintenant=a(retour, 12)) == 0
    texte = Courriel.objects.get().texte
    assert all(mot in texte for mot in ("Un", "Deux", "Trois"))
    if silence == 3:
        assert vivre(retour + timedelta(days=1), LE) == jours_de(LE, -1, 0), "puis la règle reprend"


def test_a_beat_that_comes_back_at_night_waits_for_the_morning(alice, echoir):
    echoir(LE, alice)
    assert [relancer(maintenant=a(LE, h)) for h in (18, 22, 23)] == [0, 0, 0]
    demain = LE + timedelta(days=1)
    assert [relancer(maintenant=a(demain, h)) for h in (5, 6, 7)] == [0, 1, 0]


@pytest.mark.parametrize(
    ("jour", "heures"), [(date(2026, 3, 29), [0, 1, 0]), (date(2026, 10, 25), [0, 0, 1])]
)
def test_the_morning_mail_follows_the_clock_when_it_changes(alice, echoir, jour, heures):
    echoir(jour + timedelta(days=1), alice)
    assert [relancer(maintenant=a(jour, h)) for h in (5, 6, 7)] == heures


def test_days_around_both_changes_of_clock_are_neither_skipped_nor_doubled(alice, echoir):
    for changement in (date(2026, 3, 29), date(2026, 10, 25)):
        echoir(changement, alice)
        debut, fin = changement - timedelta(days=9), changement + timedelta(days=9)
        assert vivre(debut, fin) == jours_de(changement, -7, -1, 1, 8)
        Echeance.objects.all().delete()


def test_an_invited_person_without_account_is_written_to_with_her_own_stop_link(dossier, participer, echoir):
    invitee = participer(dossier, email="marie@ailleurs.example", nom="Marie")
    echoir(LE, invitee)
    assert relancer(maintenant=a(LE)) == 1
    courriel = Courriel.objects.get()
    assert courriel.destinataire == "marie@ailleurs.example"
    assert "/echeances/rappels/" in courriel.entetes["List-Unsubscribe"]
    assert "Ces liens demandent un compte" in courriel.texte


def test_who_opens_an_account_keeps_her_choice_and_her_one_mail_a_day(dossier, participer, echoir):
    invitee = participer(dossier, email="marie@ailleurs.example", nom="Marie")
    echoir(LE, invitee)
    assert relancer(maintenant=a(LE)) == 1
    compte = creer_compte("marie@ailleurs.example")
    autre = Dossier.objects.create(collectivite=dossier.collectivite, genre="echeances", titre="Autre")
    echoir(LE, participer(autre, compte))
    assert relancer(maintenant=a(LE, 14)) == 0
    assert Destinataire.objects.get().compte == compte
    assert relancer(maintenant=a(LE + timedelta(days=1))) == 1
    assert Courriel.objects.latest("pk").texte.count("en retard de 1 jour") == 2
    services.changer_de_rythme(destinataire=Destinataire.objects.get(), rythme=Rythme.AUCUN)
    assert vivre(LE, LE + timedelta(days=9)) == []


def quitter(participant):
    participant.retire_le, participant.roles = timezone.now(), []
    participant.save()


def fermer(participant):
    participant.compte.is_active = False
    participant.compte.save()


def supprimer_le_dossier(participant):
    Dossier.objects.update(supprime_le=timezone.now())


def effacer(participant):
    participant.dossier.collectivite.adhesions.exclude(compte=participant.compte).update(
        role="administrateur"
    )
    comptes.supprimer_compte(compte=participant.compte)


def finir(participant):
    services.accomplir(genre="essai.tache", references=[Echeance.objects.get().reference])


def retirer(participant):
    services.retirer(genre="essai.tache", references=[Echeance.objects.get().reference])


@pytest.mark.parametrize("geste", [quitter, fermer, supprimer_le_dossier, effacer, finir, retirer])
@pytest.mark.parametrize("deja", [False, True], ids=["jamais relancée", "déjà relancée"])
def test_nothing_is_written_to_who_should_not_be(alice, echoir, geste, deja):
    echoir(LE, alice)
    if deja:
        assert relancer(maintenant=a(LE - timedelta(days=7))) == 1
    geste(alice)
    Courriel.objects.all().delete()
    assert vivre(LE - timedelta(days=2), LE + timedelta(days=9)) == []
    assert not Courriel.objects.exists()


def test_erasing_a_person_cancels_the_reminder_that_was_about_to_leave(alice, echoir):
    echoir(LE, alice)
    relancer(maintenant=a(LE))
    effacer(alice)
    assert not Courriel.objects.exclude(destinataire="").exists()
    assert not Destinataire.objects.exists()
    assert not Relance.objects.exists()
    assert Echeance.objects.get().responsable == alice, "sa place reste, sans nom ni adresse"


def test_a_new_date_or_a_new_person_is_reminded_afresh(alice, echoir, participer, dossier, membre):
    echeance = echoir(LE, alice)
    assert relancer(maintenant=a(LE)) == 1
    echoir(LE + timedelta(days=3), alice, reference=echeance.reference)
    assert relancer(maintenant=a(LE)) == 0, "une fois par jour"
    assert relancer(maintenant=a(LE + timedelta(days=1))) == 1
    echoir(LE + timedelta(days=3), participer(dossier, membre), reference=echeance.reference)
    assert relancer(maintenant=a(LE + timedelta(days=1), 12)) == 1
    assert Courriel.objects.latest("pk").destinataire == membre.email


def test_a_weekly_reader_hears_on_mondays(alice, echoir, administratrice):
    Destinataire.objects.create(compte=administratrice, rythme=Rythme.HEBDOMADAIRE)
    echoir(date(2026, 6, 17), alice)  # a Wednesday
    assert vivre(date(2026, 6, 9), date(2026, 7, 1)) == [
        date(2026, 6, 10),  # never written to before: the first day there is something
        date(2026, 6, 15),
        date(2026, 6, 22),
        date(2026, 6, 29),
    ]


def test_a_monday_that_was_missed_is_caught_up_once(alice, echoir, administratrice):
    Destinataire.objects.create(
        compte=administratrice, rythme=Rythme.HEBDOMADAIRE, relance_le=date(2026, 6, 8)
    )
    echoir(date(2026, 6, 17), alice)
    assert vivre(date(2026, 6, 18), date(2026, 6, 23)) == [date(2026, 6, 18), date(2026, 6, 22)]


def test_a_person_who_wants_no_mail_gets_none(alice, echoir, administratrice):
    Destinataire.objects.create(compte=administratrice, rythme=Rythme.AUCUN)
    echoir(LE, alice)
    assert vivre(LE - timedelta(days=8), LE + timedelta(days=9)) == []


def test_what_is_put_to_sleep_is_recalled_on_its_day_and_left_out_of_mails_until_then(alice, echoir):
    dormeuse, autre = echoir(LE, alice, "Dormeuse"), echoir(LE, alice, "Autre")
    services.endormir(
        echeance=dormeuse, jusqu_au=LE + timedelta(days=3), maintenant=a(LE - timedelta(days=2))
    )
    assert vivre(LE - timedelta(days=2), LE + timedelta(days=2)) == jours_de(LE, -2, -1, 1)
    assert not any("Dormeuse" in c.texte for c in Courriel.objects.order_by("pk"))
    services.accomplir(genre="essai.tache", references=[autre.reference])
    assert vivre(LE + timedelta(days=3), LE + timedelta(days=9)) == jours_de(LE, 3, 8)
    assert "Dormeuse" in Courriel.objects.latest("pk").texte


def test_a_mail_shows_sixty_lines_and_counts_the_others(alice, echoir):
    for n in range(LIGNES_MAX + 2):
        echoir(LE, alice, f"Tâche {n}")
    relancer(maintenant=a(LE))
    texte = Courriel.objects.get().texte
    assert texte.count("- Tâche") == LIGNES_MAX
    assert "… et 2 autres, à l’écran." in texte
    assert relancer(maintenant=a(LE + timedelta(days=1))) == 1
    assert Relance.objects.latest("jour").nombre == LIGNES_MAX + 2


def test_the_database_refuses_a_second_reminder_of_the_same_day(alice, echoir):
    echoir(LE, alice)
    relancer(maintenant=a(LE))
    relance = Relance.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Relance.objects.create(destinataire=relance.destinataire, jour=relance.jour, nombre=1)


@pytest.mark.django_db(transaction=True)
def test_four_workers_at_the_same_instant_write_one_mail_to_each(dossier, participer, echoir):
    for n in range(30):
        echoir(LE, participer(dossier, email=f"p{n}@ailleurs.example", nom=f"P{n}"))
    en_parallele(*[lambda: relancer(maintenant=a(LE))] * 4)
    assert sorted(Courriel.objects.values_list("destinataire", flat=True)) == sorted(
        f"p{n}@ailleurs.example" for n in range(30)
    )
    assert Relance.objects.count() == 30


def test_a_batch_that_breaks_leaves_nothing_and_is_taken_again(alice, echoir, monkeypatch):
    echoir(LE, alice)
    with monkeypatch.context() as panne:
        panne.setattr(courrier, "poster_plusieurs", lambda courriels: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            relancer(maintenant=a(LE))
    assert not Relance.objects.exists()
    assert Echeance.objects.get().rappel_le == LE - timedelta(days=7)
    assert relancer(maintenant=a(LE)) == 1


def test_a_batch_costs_the_same_queries_for_two_people_or_fifty(dossier, participer, echoir):
    def requetes(nombre: int, serie: str) -> list[str]:
        for n in range(nombre):
            qui = participer(dossier, email=f"{serie}{n}@ailleurs.example", nom=f"{serie}{n}")
            echoir(LE, qui)
            echoir(LE - timedelta(days=n), qui)
        with CaptureQueriesContext(connection) as vues:
            assert relancer(maintenant=a(LE)) == nombre
        return [q["sql"] for q in vues]

    petites, grandes = requetes(2, "a"), requetes(50, "b")
    assert len(petites) == len(grandes) == 17


def test_a_batch_taken_twice_writes_once(alice, echoir):
    echoir(LE, alice)
    assert relancer(maintenant=a(LE)) == 1
    assert relancer_un_lot(a(LE), LE, [Destinataire.objects.get().pk]) == 0


# --- what the health page tells ------------------------------------------------------------------


def heures(maintenant: datetime) -> float:
    return age_du_plus_ancien_rappel(maintenant) / 3600


def entrer(echeance: Echeance, **quand: object) -> Echeance:
    """Entered that day, to be reminded from that one on."""
    Echeance.objects.filter(pk=echeance.pk).update(**quand)
    return echeance


def test_a_reminder_waits_from_eight_o_clock_in_its_person_s_zone(alice, echoir):
    assert heures(a(LE)) == 0
    entrer(echoir(LE, alice), rappel_le=LE, modifie_le=a(LE - timedelta(days=10)))
    assert heures(a(LE - timedelta(days=1))) == 0
    assert heures(a(LE, 6)) == 0, "huit heures à Paris"
    assert heures(a(LE, 8)) == 2
    assert relancer(maintenant=a(LE, 8)) == 1
    assert heures(a(LE, 9)) == 0


def test_beat_stopped_for_three_days_is_seen_and_a_person_already_written_to_is_not_late(alice, echoir):
    entrer(echoir(LE, alice), rappel_le=LE, modifie_le=a(LE - timedelta(days=10)))
    assert heures(a(LE + timedelta(days=3), 6)) == 72
    relancer(maintenant=a(LE + timedelta(days=3), 6))
    nouvelle = a(LE + timedelta(days=3), 7)
    entrer(echoir(LE, alice), rappel_le=LE - timedelta(days=7), modifie_le=nouvelle)
    assert heures(a(LE + timedelta(days=3), 15)) == 0, "un courriel par jour : ce sera demain"
    assert heures(a(LE + timedelta(days=4), 7)) == 1


@pytest.mark.parametrize("rythme", [Rythme.HEBDOMADAIRE, Rythme.AUCUN])
def test_who_chose_to_be_written_to_less_often_is_not_late(alice, echoir, rythme):
    entrer(echoir(LE, alice), rappel_le=LE, modifie_le=a(LE - timedelta(days=10)))
    Destinataire.objects.create(compte=alice.compte, rythme=rythme)
    assert heures(a(LE + timedelta(days=3))) == 0


def test_what_is_entered_late_at_night_or_put_to_sleep_waits_for_its_morning(alice, echoir):
    echeance = entrer(echoir(LE, alice), rappel_le=LE - timedelta(days=7), modifie_le=a(LE, 21))
    assert heures(a(LE, 23)) == 0
    assert heures(a(LE + timedelta(days=1), 7)) == 1
    Echeance.objects.filter(pk=echeance.pk).update(sommeil_jusqu_au=LE + timedelta(days=5))
    assert heures(a(LE + timedelta(days=4))) == 0
    assert heures(a(LE + timedelta(days=5), 9)) == 3


def test_the_health_page_tells_it_and_is_no_longer_ready_after_two_hours(client, alice, echoir):
    sante.battre()
    assert client.get("/sante/pret/").json()["controles"]["rappels"]["age"] == 0
    entrer(
        echoir(timezone.localdate(), alice),
        rappel_le=timezone.localdate() - timedelta(days=2),
        modifie_le=timezone.now() - timedelta(days=3),
    )
    reponse = client.get("/sante/pret/")
    assert reponse.status_code == 503
    assert reponse.json()["controles"]["rappels"]["age"] > 86_400
