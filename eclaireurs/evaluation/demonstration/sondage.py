"""The demonstration's poll: open, answered online and on paper, part of it by the relays' links."""

from typing import Any
from uuid import uuid4

from communs.etats.models import Acteur
from communs.etats.tables import franchir
from communs.questionnaires import par_lien
from communs.questionnaires import services as questionnaires
from communs.questionnaires.models import Questionnaire
from communs.questionnaires.transitions import QUESTIONNAIRE
from eclaireurs.evaluation.demonstration.recit import Recit
from eclaireurs.evaluation.enquete import sondage
from eclaireurs.evaluation.enquete.models import Enquete

OUVERTURE, REPONSES = -116, -112
SUR_PAPIER = 2
Dite = int | list[int] | str


def sonder(recit: Recit) -> None:
    """Its questions, then what people answered."""
    quoi, qui = recit.contenu["sondage"], recit.identite("evaluateur")
    enquete = Enquete.objects.get(dossier=recit.dossier)
    with recit.le(OUVERTURE):
        questionnaire = sondage.preparer(identite=qui, enquete=enquete)
        for champs in quoi["questions"]:
            questionnaires.ajouter(identite=qui, questionnaire=questionnaire, demande=uuid4(), champs=champs)
        franchir(QUESTIONNAIRE, identite=qui, objet=questionnaire, nom="ouvrir")
    questionnaire = Questionnaire.objects.get(pk=questionnaire.pk)
    with recit.le(REPONSES, 17):
        for porte, *dites in quoi["reponses"]:
            _repondre(recit, questionnaire, porte, dites)


def _repondre(recit: Recit, questionnaire: Questionnaire, porte: int, dites: list[Dite]) -> None:
    """`porte`: the number of a relay, 0 for none. The second one's answers come on paper."""
    relais = list(questionnaire.enquetes.get().relais.order_by("pk"))
    questions = list(questionnaire.questions.all())
    reponses = dict(zip(questions, map(_saisie, dites), strict=True))
    provenance = relais[porte - 1].uuid if porte else None
    commun: dict[str, Any] = {
        "questionnaire": questionnaire,
        "demande": uuid4(),
        "ouvert_le": questionnaire.ouvert_le,
        "nom": "",
        "reponses": reponses,
        "provenance": provenance,
    }
    if porte == SUR_PAPIER:
        par_lien.saisir(par=Acteur.objects.de(recit.comptes["agent"]), **commun)
    else:
        par_lien.repondre(**commun)


def _saisie(dite: Dite) -> par_lien.Saisie:
    if isinstance(dite, str):
        return [], dite
    return (dite if isinstance(dite, list) else [dite]), ""
