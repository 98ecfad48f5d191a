"""How tools write what is dated, and how it is checked against their own rows."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communs.collectivites.identite import Identite
from communs.collectivites.registre import REGISTRE
from communs.dossiers import services as dossiers
from communs.dossiers.models import Dossier
from communs.echeances import lectures, services
from communs.echeances.genres import Entree
from communs.echeances.models import Destinataire, Echeance
from communs.echeances.querysets import CONSERVATION_RELANCES
from tests.echeances.conftest import GENRE
from tests.outils.tuyau import en_parallele

pytestmark = pytest.mark.django_db

LE = date(2026, 6, 15)


def entree(**champs) -> Entree:
    return Entree(**{"reference": uuid4(), "libelle": "Choisir", "adresse": "/espace/", "le": LE, **champs})


def inscrire(dossier, *entrees) -> int:
    return services.inscrire_plusieurs(genre=GENRE, dossier=dossier, entrees=entrees)


def test_writing_twice_writes_once_and_a_change_is_followed(dossier, alice):
    une = entree(responsable=alice.pk)
    assert inscrire(dossier, une) == 1
    assert inscrire(dossier, une) == 0
    assert inscrire(dossier, replace(une, libelle="Choisir enfin", le=LE + timedelta(days=2))) == 1
    echeance = Echeance.objects.get()
    assert (echeance.libelle, echeance.le, echeance.rappel_le) == (
        "Choisir enfin",
        date(2026, 6, 17),
        date(2026, 6, 10),
    )


def test_a_new_title_keeps_what_was_put_to_sleep_and_a_new_date_does_not(echoir, alice):
    echeance = echoir(timezone.localdate() + timedelta(days=5), alice)
    jour = timezone.localdate() + timedelta(days=2)
    services.endormir(echeance=echeance, jusqu_au=jour)
    echeance = echoir(echeance.le, alice, "Autre titre", reference=echeance.reference)
    assert (echeance.sommeil_jusqu_au, echeance.rappel_le) == (jour, jour)
    echeance = echoir(echeance.le + timedelta(days=1), alice, reference=echeance.reference)
    assert echeance.sommeil_jusqu_au is None


def test_what_has_no_date_any_more_goes(dossier):
    une, autre = entree(), entree()
    inscrire(dossier, une, autre)
    assert inscrire(dossier, replace(une, le=None)) == 1
    assert inscrire(dossier, replace(une, le=None)) == 0
    assert services.retirer(genre=GENRE, references=[autre.reference, uuid4()]) == 1
    assert not Echeance.objects.exists()


def test_done_is_done_once_and_reopening_reminds_again(dossier, alice):
    une = entree(responsable=alice.pk)
    inscrire(dossier, une)
    assert services.accomplir(genre=GENRE, references=[une.reference]) == 1
    assert services.accomplir(genre=GENRE, references=[une.reference]) == 0
    inscrire(dossier, une)
    assert Echeance.objects.get().faite_le is None


def test_a_thousand_dates_cost_the_same_queries_as_ten(dossier, alice):
    def requetes(nombre: int) -> int:
        entrees = [entree(responsable=alice.pk) for _ in range(nombre)]
        with CaptureQueriesContext(connection) as premieres:
            assert inscrire(dossier, *entrees) == nombre
        with CaptureQueriesContext(connection) as secondes:
            assert inscrire(dossier, *[replace(e, libelle="Revu") for e in entrees]) == nombre
        assert len(premieres) == len(secondes)
        return len(premieres)

    assert requetes(10) == requetes(1000) == 4  # savepoint, lock, upsert, release


def test_a_title_too_long_for_a_line_is_cut_and_a_foreign_address_refused(dossier):
    inscrire(dossier, entree(libelle="Délibérer " * 40))
    assert Echeance.objects.get().libelle.endswith("…")
    for adresse in ("https://ailleurs.example/", "//ailleurs.example", "/\\ailleurs.example", "javascript:1"):
        with pytest.raises(ValidationError):
            inscrire(dossier, entree(adresse=adresse))


def test_an_unknown_kind_is_refused(dossier):
    with pytest.raises(KeyError):
        services.inscrire(genre="inconnu", dossier=dossier, entree=entree())


@pytest.mark.django_db(transaction=True)
def test_the_database_refuses_somebody_of_another_dossier(dossier, alice):
    autre = Dossier.objects.create(collectivite=dossier.collectivite, genre="echeances", titre="Autre")
    with pytest.raises(IntegrityError, match="echeance_responsable_du_meme_dossier"):
        inscrire(autre, entree(responsable=alice.pk))


@pytest.mark.django_db(transaction=True)
def test_two_who_write_the_same_dates_at_the_same_instant_make_one_row_each(dossier, alice):
    entrees = [entree(responsable=alice.pk) for _ in range(20)]
    en_parallele(*[lambda sens=sens: inscrire(dossier, *entrees[::sens]) for sens in (1, -1, 1, -1)])
    assert Echeance.objects.count() == 20


def test_the_recount_finds_every_difference_with_the_tool_s_own_rows(dossier, alice, genre_d_essai):
    justes = [entree(responsable=alice.pk), entree(), entree(le=None)]
    inscrire(dossier, *justes)
    genre_d_essai[:] = [(dossier.pk, e) for e in justes]
    assert services.ecarts(GENRE) == []
    for champ, valeur in (
        ("libelle", "Autre"),
        ("le", LE + timedelta(days=1)),
        ("le", None),
        ("responsable", None),
        ("adresse", "/ailleurs/"),
        ("faite_le", timezone.now()),
    ):
        genre_d_essai[0] = (dossier.pk, replace(justes[0], **{champ: valeur}))
        assert len(services.ecarts(GENRE)) == 1, champ
    genre_d_essai[:] = [(dossier.pk, justes[0])]
    assert len(services.ecarts(GENRE)) == 1, "une ligne de trop"


def test_deleting_a_dossier_takes_its_dates_along(dossier, alice, echoir):
    echoir(LE, alice)
    services.ouvrir_calendrier(identite=Identite(alice.compte), dossier=dossier)
    with transaction.atomic():
        dossiers.effacer(dossier)
    assert not Echeance.objects.exists()


def test_what_waits_for_me_elsewhere_is_the_soonest_first_in_one_query(
    dossier, alice, echoir, identite_de, membre, participer, django_assert_num_queries
):
    echoir(LE, alice, "Second")
    echoir(LE - timedelta(days=1), alice, "Premier")
    echoir(LE, alice, "Fait", faite_le=timezone.now())
    echoir(LE, participer(dossier, membre), "À Bachir")
    with django_assert_num_queries(1):
        attentes = lectures.qui_m_attendent(identite_de(alice.compte), dossier=dossier)
    assert [(a.texte, a.pour_le) for a in attentes] == [("Premier", date(2026, 6, 14)), ("Second", LE)]
    assert lectures.qui_m_attendent(Identite()) == []


def test_the_register_says_how_long_reminders_are_kept():
    entree = next(t for t in REGISTRE if t.nom == "Échéances et rappels")
    assert f"{CONSERVATION_RELANCES.days} jours" in entree.duree


def test_the_purge_forgets_old_reminders_and_addresses_that_no_dossier_knows(dossier, participer):
    marie = participer(dossier, email="marie@ailleurs.example", nom="Marie")
    Destinataire.objects.create(email="marie@ailleurs.example")
    Destinataire.objects.create(email="partie@ailleurs.example")
    ancien = Destinataire.objects.get(email="marie@ailleurs.example").relances.create(jour=LE, nombre=1)
    assert services.purger() == 1
    type(ancien).objects.update(cree_le=timezone.now() - timedelta(days=91))
    marie.retire_le = timezone.now()
    marie.save()
    assert services.purger() == 2
    assert not Destinataire.objects.exists()
