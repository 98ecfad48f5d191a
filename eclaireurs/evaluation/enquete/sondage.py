"""The poll of the survey: an anonymous questionnaire of the same dossier, by link."""

from uuid import uuid4

from django.db import transaction

from communs.collectivites.identite import Identite, autoriser
from communs.etats import journal
from communs.etats.services import enregistrer, verrouiller
from communs.questionnaires import par_lien
from communs.questionnaires.enums import Anonymat
from communs.questionnaires.models import Questionnaire
from eclaireurs.evaluation.enquete.models import Enquete

journal.inscrire({"enquete.sonder": "a préparé le sondage de l’enquête"})


@transaction.atomic
def preparer(*, identite: Identite, enquete: Enquete) -> Questionnaire:
    """The poll, with the survey's dates, its questions still to be written; once made, the same one."""
    autoriser(identite, "enquete.regler", enquete)
    actuelle = verrouiller(enquete)
    if actuelle.questionnaire is not None:
        return actuelle.questionnaire
    questionnaire = par_lien.preparer(
        identite=identite,
        dossier=enquete.dossier,
        demande=uuid4(),
        champs={
            "titre": f"Sondage : {enquete}"[:120],
            "anonymat": Anonymat.ANONYME,
            "ouvre_le": enquete.ouvre_le,
            "ferme_le": enquete.ferme_le,
        },
    )
    actuelle.questionnaire = questionnaire
    enregistrer(actuelle, "questionnaire")
    journal.consigner(identite=identite, verbe="enquete.sonder", objet=actuelle)
    return questionnaire
