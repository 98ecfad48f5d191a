"""The index of the search follows what the public reads, and nothing else."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from communs.catalogue.models import Recommandable
from tests.outils.veille import (
    ARTICLE,
    creer_notice,
    creer_numero,
    creer_numero_publie,
    creer_themes,
    nommer_documentaliste,
)
from veille.models import Mot, Notice, Numero, Repere
from veille.notices.fiches import FicheAuteur, lire
from veille.notices.services import corriger, creer
from veille.publications import accorder, faire_connaitre
from veille.recherche.services import indexer, reindexer

pytestmark = pytest.mark.django_db


@pytest.fixture
def documentaliste(etrangere):
    return nommer_documentaliste(etrangere)


def test_an_issue_that_is_published_puts_its_notices_in_the_index():
    numero = creer_numero()
    assert Repere.objects.count() == 0
    numero.etat, numero.publie_le = "publie", datetime(2018, 10, 15, tzinfo=UTC)
    numero.save()
    faire_connaitre([numero])
    repere = Repere.objects.get(notice__titre=ARTICLE.titre)
    assert (repere.genre, repere.langue, repere.annee, repere.quand) == ("article", "fr", 2018, "2018-09")
    assert (repere.themes, repere.editeurs) == (["tiers-lieux"], ["Revue du large"])
    assert (repere.numeros, repere.bulletins) == ([numero.pk], [numero.bulletin_id])
    assert repere.titre == "les marees de l'innovation"


def test_a_notice_being_written_is_not_in_the_index(documentaliste):
    creer_themes()
    notice = creer(identite=documentaliste, fiche=ARTICLE)
    assert indexer(Notice.objects.all()) == 0
    assert not Repere.objects.filter(notice=notice).exists()


def test_a_correction_of_a_public_notice_changes_index_and_catalogue(documentaliste):
    creer_numero_publie()
    notice = Notice.objects.entieres().get(titre=ARTICLE.titre)
    fiche = lire(notice)
    corriger(
        identite=documentaliste,
        notice=notice,
        fiche=type(fiche)(**{**fiche.__dict__, "titre": "Le ressac", "auteurs": (FicheAuteur("Kerguelen"),)}),
        version_lue=notice.version,
    )
    assert Repere.objects.get(notice=notice).titre == "le ressac"
    assert Mot.objects.filter(mot="kerguelen").exists()
    assert Recommandable.objects.get(type="notice", cle=str(notice.uuid)).titre == "Le ressac"


def test_a_notice_taken_back_from_the_public_leaves_index_and_catalogue():
    creer_numero_publie()
    notice = Notice.objects.get(titre=ARTICLE.titre)
    notice.retiree_le = timezone.now()
    notice.save()
    accorder([notice])
    assert not Repere.objects.filter(notice=notice).exists()
    assert not Recommandable.objects.filter(type="notice", cle=str(notice.uuid)).exists()
    notice.retiree_le = None
    notice.save()
    accorder([notice])
    assert Repere.objects.filter(notice=notice).exists()


def test_an_issue_taken_back_does_not_count_as_a_place_of_its_notices():
    numero = creer_numero_publie()
    Numero.objects.filter(pk=numero.pk).update(
        etat="depublie", depublie_le=timezone.now(), depublie_motif="Erreur"
    )
    indexer(Notice.objects.all())
    assert Repere.objects.filter(numeros=[], bulletins=[]).count() == 2


def test_indexing_again_writes_nothing(django_assert_num_queries):
    creer_numero_publie()
    with django_assert_num_queries(6):  # of which two of the savepoint
        assert indexer(Notice.objects.all()) == 0


def test_the_whole_index_can_be_made_again_words_included():
    creer_numero_publie()
    Repere.objects.all().delete()
    Mot.objects.create(mot="perdu")
    assert reindexer() == 2
    assert not Mot.objects.filter(mot="perdu").exists()
    assert Mot.objects.filter(mot="marees").exists()


@pytest.mark.parametrize(
    ("date", "quand"),
    [
        ("", ""),
        ("2018", "2018"),
        ("2018-23", "2018-09"),
        ("2018-24", "2018-12"),
        ("2018-09-18", "2018-09-18"),
    ],
)
def test_a_date_sorts_whatever_its_precision(date, quand):
    creer_notice(date=date, publiee_le=timezone.now())
    indexer(Notice.objects.all())
    assert Repere.objects.get().quand == quand
