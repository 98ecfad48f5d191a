"""The rollup equals a recount, whatever happens at the same time."""

import importlib
import threading
from datetime import UTC, date, datetime, timedelta
from random import Random
from uuid import UUID

import pytest
import time_machine
from django.contrib import admin
from django.core.management import call_command
from django.db import connection, models
from django.utils import timezone

from communs.collectivites import services as comptes
from communs.collectivites.identite import PERSONNE
from sonar import barometre, services
from sonar.models import Comptage, Instantane, Periode, Question, Reponse, Tentative
from tests.outils.population import comptages, recompter, remettre_le, tirer

pytestmark = pytest.mark.django_db

MINUIT_A_PARIS = datetime(2026, 9, 30, 22, 0, tzinfo=UTC)


def test_a_sheet_counts_once_per_question_and_once_for_its_profile(remettre):
    remettre("uuuhsc")
    mois = timezone.localdate().replace(day=1)
    assert Comptage.objects.filter(mois=mois, nombre=1).count() == 7
    assert Comptage.objects.get(mesure="profil").valeur == "usages"
    assert comptages() == recompter()


def test_the_same_sheet_posted_twice_counts_once(contenu):
    alea, questions = Random(1), list(Question.objects.avec_options())
    choix = tirer(alea, questions, (1, 1, 1, 1))
    tentative = remettre_le(timezone.now(), choix, alea)
    services.remettre(essai=tentative.essai, choix=choix, identite=PERSONNE)
    assert comptages() == recompter()
    assert sum(comptages().values()) == 7


def test_a_deleted_sheet_no_longer_counts_and_a_second_click_changes_nothing(remettre):
    gardee, effacee = remettre("uuuhsc"), remettre("uuuuuu")
    for _ in range(2):
        services.effacer(tentative=Tentative(pk=effacee.pk, remise_le=effacee.remise_le), identite=PERSONNE)
    assert list(Tentative.objects.all()) == [gardee]
    assert comptages() == recompter()


def test_a_deleted_account_leaves_its_anonymous_sheets_in_the_count(client_de, membre, remettre):
    remettre("uuuhsc", par=client_de(membre))
    avant = comptages()
    comptes.supprimer_compte(compte=membre)
    assert Tentative.objects.get().compte_id is None
    assert comptages() == avant == recompter()


def test_a_month_changes_at_midnight_in_paris(contenu):
    alea, questions = Random(2), list(Question.objects.avec_options())
    for instant in (MINUIT_A_PARIS - timedelta(seconds=1), MINUIT_A_PARIS):
        remettre_le(instant, tirer(alea, questions, (1, 1, 1, 1)), alea)
    assert {f"{mois:%Y-%m}" for mois in Comptage.objects.values_list("mois", flat=True)} == {
        "2026-09",
        "2026-10",
    }
    assert comptages() == recompter()


def test_the_migration_counts_the_sheets_that_were_there_before(contenu):
    alea, questions = Random(3), list(Question.objects.avec_options())
    for rang in range(60):
        instant = MINUIT_A_PARIS + timedelta(days=alea.randint(-60, 20), hours=rang)
        remettre_le(instant, tirer(alea, questions, (1, 2, 2, 1)), alea)
    Comptage.objects.all().delete()
    remplir = importlib.import_module("sonar.migrations.0003_barometre").REMPLIR
    with connection.cursor() as curseur:
        curseur.execute(remplir)
    assert comptages() == recompter()
    assert sum(comptages().values()) == 60 * 7


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("graine", range(3))
def test_after_random_concurrent_sheets_and_deletions_the_rollup_equals_a_recount(graine):
    """Eight people at once, over two months and mostly the same answers; half the sheets are deleted."""
    call_command("charger_contenu", verbosity=0)
    questions = list(Question.objects.avec_options())
    depart, erreurs = threading.Barrier(8), []

    def agir(rang: int, horloge) -> None:
        alea = Random(f"{graine}-{rang}")
        try:
            depart.wait()
            for _ in range(10):
                horloge.move_to(MINUIT_A_PARIS + timedelta(hours=alea.choice((-1, 1))))
                essai = UUID(int=alea.getrandbits(128), version=4)
                choix = tirer(alea, questions, (4, 2, 1, 1))
                tentative = services.remettre(essai=essai, choix=choix, identite=PERSONNE)
                autre = Tentative.objects.order_by("?").first()
                for effacee in alea.choice(([], [tentative], [autre], [tentative, autre])):
                    services.effacer(tentative=effacee or tentative, identite=PERSONNE)
        except Exception as erreur:
            erreurs.append(erreur)
        finally:
            connection.close()

    with time_machine.travel(MINUIT_A_PARIS) as horloge:
        fils = [threading.Thread(target=agir, args=[rang, horloge]) for rang in range(8)]
        for fil in fils:
            fil.start()
        for fil in fils:
            fil.join()
    assert erreurs == []
    assert 0 < Tentative.objects.count() < 80
    assert comptages() == recompter()


@pytest.mark.django_db(transaction=True)
def test_two_snapshots_at_the_same_time_publish_each_month_once():
    call_command("charger_contenu", verbosity=0)
    alea, questions = Random(4), list(Question.objects.avec_options())
    for rang in range(50):
        instant = MINUIT_A_PARIS - timedelta(hours=rang)
        remettre_le(instant, tirer(alea, questions, (1, 1, 1, 1)), alea)
    Instantane.objects.create(jour=date(2026, 10, 1))  # there already: its creation does not make them queue
    depart, erreurs = threading.Barrier(4), []

    def publier() -> None:
        try:
            depart.wait()
            barometre.publier(jour=date(2026, 10, 1))
        except Exception as erreur:
            erreurs.append(erreur)
        finally:
            connection.close()

    fils = [threading.Thread(target=publier) for _ in range(4)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    assert erreurs == []
    assert Periode.objects.get().feuilles == 49


def test_sheets_are_deleted_by_the_service_alone(remettre):
    """A purge written later cannot forget the rollup."""
    remettre("uuuhsc")
    with pytest.raises(TypeError, match=r"sonar\.services\.effacer"):
        Tentative.objects.all().delete()
    assert comptages() == recompter()


def test_nothing_else_takes_sheets_or_answers_away_with_it():
    for modele in (Tentative, Reponse):
        cles = {c.name: c.remote_field.on_delete for c in modele._meta.concrete_fields if c.is_relation}
        cles.pop("tentative", None)
        assert models.CASCADE not in cles.values()
        assert modele not in admin.site._registry
