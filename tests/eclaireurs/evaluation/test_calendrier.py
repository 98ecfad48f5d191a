"""The plan along the months: the picture, the equal list, and the tool's part of the archive."""

import hashlib
import json
from datetime import timedelta

import pytest
from django.utils import timezone

from communs.dossiers.models import Dossier
from eclaireurs.evaluation.suivi import outil
from eclaireurs.evaluation.suivi.models import Tache

pytestmark = pytest.mark.django_db


@pytest.fixture
def datees(evaluation):
    """A decided plan; one task ended three days ago, one ends in forty days, the others have no date."""
    evaluation.arreter()
    jour = timezone.localdate(timezone=evaluation.dossier.fuseau)
    une, autre = Tache.objects.order_by("pk")[:2]
    Tache.objects.filter(pk=une.pk).update(debut_le=jour - timedelta(20), fin_le=jour - timedelta(3))
    Tache.objects.filter(pk=autre.pk).update(fin_le=jour + timedelta(40), avancement=50)
    return evaluation


def page(client, evaluation, requete: str = "") -> str:
    client.force_login(evaluation.identite("agent").compte)
    return client.get(evaluation.dossier.adresse("evaluation:calendrier") + requete).content.decode()


def test_each_dated_task_has_its_bar_and_its_line_and_late_is_said_in_words(client, datees):
    lue = page(client, datees)
    assert lue.count('class="frise-barre') == 2
    assert "▲ retard 3 j" in lue
    assert "3 jours de retard" in lue
    assert "2 tâches datées, et 6 sans date" in lue
    assert "aujourd’hui" in lue
    assert "style=" not in lue.split("<svg", 1)[1]


def test_filters_hold_and_an_empty_calendar_says_so(client, datees):
    assert "Aucune tâche datée ne répond" in page(client, datees, "?preconisation=2")
    assert page(client, datees, "?retard=on").count('class="frise-barre') == 1


def test_the_archive_holds_the_table_the_report_and_the_versions(datees):
    pieces = dict(outil.archiver(datees.identite("evaluateur"), Dossier.objects.get(pk=datees.dossier.pk)))
    assert list(pieces) == [
        "tableau.csv",
        "rapport.md",
        "rapport-final.json",
        "version-1.json",
        "remarques.csv",
        "avis.csv",
    ]
    assert pieces["tableau.csv"].decode().count("\r\n") == 1 + 2 + 4 + 8
    assert datees.rapport.empreinte in pieces["rapport.md"].decode()
    assert datees.rapport.empreinte == hashlib.sha256(pieces["rapport-final.json"]).hexdigest()
    version = json.loads(pieces["version-1.json"])
    assert len(version) == 12
