"""A room that answers while its leader writes the next question, on a real PostgreSQL."""

import threading

import pytest
from django.db import connection, transaction

from communs.collectivites.identite import Identite
from communs.questionnaires import services
from communs.questionnaires.models import Question, Repondant
from communs.seances.services import tenir
from tests.outils.seances import arriver, ecrire_une_question, poser
from tests.outils.tuyau import attendre

pytestmark = pytest.mark.django_db(transaction=True)


def quelqu_un_attend_un_verrou() -> bool:
    with connection.cursor() as curseur:
        curseur.execute(
            "SELECT count(*) FROM pg_stat_activity "
            "WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return curseur.fetchone()[0] > 0


def test_who_answers_and_who_writes_the_next_question_never_wait_for_each_other(membre, seance):
    posee, suivante = (ecrire_une_question(membre, seance) for _ in range(2))
    poser(membre, posee)
    qui, tenue, fautes = arriver(seance), threading.Event(), []

    def repondre() -> None:
        try:
            with transaction.atomic():
                tenir(seance)  # as every answer begins
                tenue.set()
                attendre(quelqu_un_attend_un_verrou, "la personne qui anime")
                Repondant.objects.create(questionnaire_id=posee.questionnaire_id, participation=qui)
        except Exception as faute:
            fautes.append(faute)
        finally:
            connection.close()

    fil = threading.Thread(target=repondre)
    fil.start()
    tenue.wait(30)
    services.changer(
        identite=Identite(membre),
        question=Question.objects.select_related("questionnaire__seance").get(pk=suivante.pk),
        version=1,
        champs={"texte": "Et pour rentrer ?"},
    )
    fil.join()
    assert fautes == []
    assert Repondant.objects.count() == 1
    assert Question.objects.get(pk=suivante.pk).texte == "Et pour rentrer ?"
