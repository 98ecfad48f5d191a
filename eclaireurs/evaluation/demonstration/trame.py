"""The whole story of the demonstration, in its order: from the frame to a plan half carried out."""

from eclaireurs.evaluation.demonstration.collecte import collecter
from eclaireurs.evaluation.demonstration.conclave import tenir_le_conclave
from eclaireurs.evaluation.demonstration.desirable import composer
from eclaireurs.evaluation.demonstration.enquete import enqueter
from eclaireurs.evaluation.demonstration.plan import RecitDuPlan
from eclaireurs.evaluation.demonstration.recit import Recit
from eclaireurs.evaluation.demonstration.sondage import sonder
from eclaireurs.evaluation.demonstration.votes import voter


def raconter(recit: Recit) -> None:
    recit.ouvrir()
    recit.cadrer()
    recit.reunir()
    recit.signer()
    collecter(recit)
    enqueter(recit)
    sonder(recit)
    recit.rapporter()
    tenir_le_conclave(recit)
    plan = RecitDuPlan(recit)
    plan.proposer()
    plan.decider()
    plan.conduire()
    plan.amender()
    plan.commenter()
    plan.raconter()
    voter(recit)
    composer(recit)
