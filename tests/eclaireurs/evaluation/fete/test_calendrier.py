"""The announced day of the fête, in the calendars and the dated things of the evaluations."""

from datetime import date, time

import pytest

from communs.collectivites.identite import Identite
from communs.dossiers.models import Dossier
from communs.echeances.models import Echeance
from communs.echeances.services import ecarts
from eclaireurs.evaluation.cadrage.models import Rencontre
from eclaireurs.evaluation.cadrage.rappels import GENRE
from eclaireurs.evaluation.fete import services
from eclaireurs.evaluation.fete.models import Fete
from tests.outils.evaluations import creer_evaluation
from tests.outils.fetes import LE, avancer, preparer

pytestmark = pytest.mark.django_db


def rencontre(dossier: Dossier) -> Rencontre:
    return dossier.rencontres.get(genre="fete")


@pytest.fixture
def annoncee(administratrice, collectivite, evaluation) -> Fete:
    return avancer(administratrice, preparer(administratrice, collectivite), "annoncer")


def test_a_fete_that_is_prepared_dates_nothing(administratrice, collectivite, evaluation):
    preparer(administratrice, collectivite)
    assert rencontre(evaluation.dossier).le is None


def test_once_announced_it_is_in_the_frame_and_among_the_evaluators_dates(annoncee, evaluation):
    prevue = rencontre(evaluation.dossier)
    assert (prevue.le, prevue.heure, prevue.lieu) == (LE, time(9), "Halle aux voiles")
    echeance = Echeance.objects.get(reference=prevue.uuid)
    assert (echeance.le, echeance.responsable) == (LE, evaluation.gens["evaluateur"])
    assert ecarts(GENRE) == []


def test_its_day_moves_everywhere_the_next_year_included(annoncee, administratrice, evaluation):
    services.preciser(
        identite=Identite(administratrice),
        fete=annoncee,
        version=annoncee.version,
        champs={"le": date(2027, 1, 14), "lieu": "Le quai"},
    )
    assert (rencontre(evaluation.dossier).le, rencontre(evaluation.dossier).lieu) == (
        date(2027, 1, 14),
        "Le quai",
    )
    assert ecarts(GENRE) == []


def test_once_closed_it_was_held_and_nobody_is_reminded_of_it(annoncee, administratrice, evaluation):
    avancer(administratrice, annoncee, "ouvrir", "clore")
    tenue = rencontre(evaluation.dossier)
    assert (tenue.etat, tenue.le) == ("tenue", LE)
    assert tenue.tenue_le is not None
    assert not Echeance.objects.filter(reference=tenue.uuid).exists()
    assert ecarts(GENRE) == []


@pytest.mark.parametrize("champs", [{"le": date(2029, 6, 1)}, {"le": LE, "etat": "annulee"}])
def test_a_meeting_of_another_year_or_called_off_stays(champs, administratrice, collectivite, evaluation):
    Rencontre.objects.filter(dossier=evaluation.dossier, genre="fete").update(lieu="Ailleurs", **champs)
    avancer(administratrice, preparer(administratrice, collectivite), "annoncer")
    assert rencontre(evaluation.dossier).lieu == "Ailleurs"


def test_an_evaluation_opened_later_knows_it_and_one_of_elsewhere_does_not(
    annoncee, administratrice, etrangere, collectivite, autre_collectivite
):
    Fete.objects.update(le=date(2099, 12, 3))
    assert rencontre(creer_evaluation(administratrice, collectivite).dossier).le == date(2099, 12, 3)
    assert rencontre(creer_evaluation(etrangere, autre_collectivite).dossier).le is None


def test_an_evaluation_opened_after_the_day_awaits_the_next(annoncee, administratrice, collectivite):
    Fete.objects.update(le=date(2020, 12, 3))
    assert rencontre(creer_evaluation(administratrice, collectivite).dossier).le is None
