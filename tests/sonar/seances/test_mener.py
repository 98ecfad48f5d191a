"""Leading a Sonar séance: its steps on the room's stage, in the order of its exercises."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from communs.collectivites.identite import Identite
from communs.seances import activites
from communs.seances.models import Seance
from communs.seances.services import purger
from sonar.seances import scene
from sonar.seances.models import Passage, Portrait
from tests.outils.sonar_seances import clore, mener, ouvrir, remplir

pytestmark = pytest.mark.django_db

ENSEMBLE = ["cccuhs", "cccuhs", "uuuchs", "hhhcus", "sssuch", "uuuchs"]


def avancer(seance: Seance) -> str:
    """Do what the desk's button says; return what it said."""
    suite = activites.suivante(seance)
    assert suite is not None
    from communs.seances.services import mettre_en_scene

    mettre_en_scene(
        identite=Identite(seance.animee_par),
        seance=seance,
        version=seance.version,
        activite=suite.activite,
        objet=suite.objet,
        moment=suite.moment,
    )
    seance.refresh_from_db()
    return suite.libelle


def test_the_steps_follow_one_another_to_the_last_view(seance):
    dits = [avancer(seance) for _ in range(6)]
    assert dits == [
        "Ouvrir\u00a0: Le test de style",
        "Fermer\u00a0: Le test de style",
        "Montrer la répartition des styles",
        "Montrer ce qui domine et ce qui manque",
        "Montrer les réponses, question par question",
        "Lancer la discussion",
    ]
    assert activites.suivante(seance) is None
    assert list(Passage.objects.values_list("pas", flat=True)) == [
        "ouvert", "ferme", "repartition", "contraste", "questions", "discussion",
    ]  # fmt: skip


def test_a_cleared_stage_goes_on_where_it_was(seance):
    avancer(seance)
    avancer(seance)
    Seance.objects.filter(pk=seance.pk).update(activite="", objet=None, moment="")
    seance.refresh_from_db()
    assert avancer(seance) == "Montrer la répartition des styles"


def test_what_was_shown_does_not_open_again(seance):
    mener(seance, "ouvert")
    mener(seance, "ferme")
    mener(seance, "ouvert")  # closed too early
    mener(seance, "ferme")
    mener(seance, "repartition")
    with pytest.raises(ValidationError, match="ne se rouvre pas"):
        mener(seance, "ouvert")
    mener(seance, "discussion")
    mener(seance, "repartition")  # views in any order


def test_nothing_is_shown_while_people_answer_nor_before_they_did(seance):
    with pytest.raises(ValidationError, match="pas encore été ouvert"):
        mener(seance, "repartition")
    mener(seance, "ouvert")
    with pytest.raises(ValidationError, match="fermez d’abord"):
        mener(seance, "repartition")


def test_a_step_of_another_seance_is_refused(membre, seance):
    autre = ouvrir(membre, titre="Ailleurs")
    from uuid import uuid5

    with pytest.raises(ValidationError, match="n’existe pas"):
        activites.trouver("sonar-test").passer(seance, uuid5(autre.uuid, "test"), "ouvert")


def test_closing_freezes_the_group_once(seance):
    mener(seance, "ouvert")
    remplir(seance, *ENSEMBLE)
    close = clore(seance)
    portrait = Portrait.objects.get()
    assert portrait.donnees["profils"] == {
        "culture_interne": 2, "usages": 2, "hybridation": 1, "solution": 1,
    }  # fmt: skip
    assert portrait.donnees["personnes"] == 6
    Seance.objects.filter(pk=close.pk).update(etat="ouverte", close_le=None)
    rouverte = Seance.objects.get(pk=close.pk)
    with pytest.raises(ValidationError, match="ne se rouvre pas"):
        mener(rouverte, "ouvert")
    clore(rouverte)
    assert Portrait.objects.get() == portrait


def test_a_forgotten_seance_is_frozen_by_the_night(seance):
    mener(seance, "ouvert")
    remplir(seance, *ENSEMBLE)
    Seance.objects.update(expire_le=timezone.now() - timedelta(minutes=1))
    purger()
    assert Portrait.objects.get().donnees["personnes"] == 6


def test_a_seance_that_nobody_answered_has_no_portrait(seance):
    clore(seance)
    assert not Portrait.objects.exists()


def test_a_seance_in_a_dossier_costs_and_shows_nothing_of_sonar(
    seance_d_un_dossier, django_assert_num_queries
):
    with django_assert_num_queries(0):
        assert scene.de_sonar(seance_d_un_dossier) is None
        assert scene.suivante(seance_d_un_dossier) is None


@pytest.fixture
def seance_d_un_dossier(membre, collectivite):
    from tests.outils.dossiers import ouvrir_un_dossier
    from tests.outils.seances import ouvrir_une_seance

    return ouvrir_une_seance(membre, ouvrir_un_dossier(membre, collectivite))
