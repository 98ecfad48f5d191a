"""Another day, for invented months: services read the time, rows date themselves."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from unittest import mock

from django.db import models
from django.db.models.signals import pre_save
from django.utils import timezone

from communs.dossiers.models import Commentaire, Dossier, Participant
from communs.etats.models import Ligne
from communs.materiaux.models import Materiau
from communs.questionnaires.models import Questionnaire, Repondant
from communs.scrutins.models import Scrutin
from communs.tirages.models import Ecriture, Releve, Tirage
from eclaireurs.evaluation.cadrage.models import Signature
from eclaireurs.evaluation.collecte.models import Apport
from eclaireurs.evaluation.conclave.models import Convocation
from eclaireurs.evaluation.conclave.tableau.models import Trait
from eclaireurs.evaluation.desirable.models import Publication
from eclaireurs.evaluation.enquete.contributions import Contribution
from eclaireurs.evaluation.enquete.models import Relais
from eclaireurs.evaluation.presse.models import Article
from eclaireurs.evaluation.suivi.models import Amendement, GesteAnnulable, Remarque, VersionDuPlan

# Defaults are bound to the real clock when the class is made: these columns are set as rows are saved.
DATES: dict[type[models.Model], str] = {
    Amendement: "cree_le",
    Apport: "cree_le",
    Article: "verse_le",
    Commentaire: "cree_le",
    Contribution: "recue_le",
    Convocation: "convoquee_le",
    Dossier: "cree_le",
    Ecriture: "cree_le",
    GesteAnnulable: "cree_le",
    Ligne: "cree_le",
    Materiau: "cree_le",
    Participant: "depuis_le",
    Publication: "publiee_le",
    Questionnaire: "cree_le",
    Relais: "cree_le",
    Releve: "saisi_le",
    Remarque: "cree_le",
    Repondant: "cree_le",
    Scrutin: "cree_le",
    Signature: "signe_le",
    Trait: "cree_le",
    Tirage: "cree_le",
    VersionDuPlan: "gelee_le",
}


@contextmanager
def au_jour(quand: datetime) -> Iterator[None]:
    """Within, it is `quand` for services and for the rows they save. One thread, a command: nobody else."""

    def dater(sender: type[models.Model], instance: models.Model, **autres: Any) -> None:
        if sender in DATES and instance._state.adding:
            setattr(instance, DATES[sender], quand)

    pre_save.connect(dater, weak=False)
    try:
        with mock.patch.object(timezone, "now", lambda: quand):
            yield
    finally:
        pre_save.disconnect(dater)
