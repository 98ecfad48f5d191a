"""A vote opens and closes at the hours that were announced, whether or not somebody is there.

The beat asks every minute. Ballots do not wait for it: `Scrutin.recoit` reads the clock itself.
"""

import logging
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from communs.collectivites.identite import Identite, autoriser
from communs.etats import journal
from communs.etats.services import enregistrer, modifier, verrouiller
from communs.scrutins.enums import EtatScrutin
from communs.scrutins.models import Scrutin
from communs.scrutins.transitions import cloture, ouverture, pas_pret
from communs.web.erreurs import Refus

TROP_TARD = "Les heures de ce vote ne changent plus : il est terminé, ou encore en préparation."

journal_du_serveur = logging.getLogger(__name__)


def suivre() -> int:
    """Open and close what is due; return how many. Run twice, killed or late, each is done once."""
    faits = 0
    for pk in list(Scrutin.objects.dus().order_by("pk").values_list("pk", flat=True)):
        try:
            faits += _a_l_heure(pk)
        except Exception:  # one that resists keeps no other waiting
            journal_du_serveur.exception("Scrutin %s : l’heure prévue n’a pas pu être suivie", pk)
    return faits


@transaction.atomic
def _a_l_heure(pk: int) -> bool:
    """Open or close this vote, unless somebody just did or its hour just changed.

    What cannot open (nobody could vote any more…) stays programmed: its page says why, and it opens as soon
    as it can.
    """
    scrutin = Scrutin.objects.dus().select_for_update(of=("self",)).filter(pk=pk).first()
    if scrutin is None:
        return False
    if scrutin.etat == EtatScrutin.OUVERT:
        etat, effet, verbe = EtatScrutin.CLOS, cloture, "scrutins.clore_a_l_heure"
    elif pas_pret(scrutin):
        return False
    else:
        etat, effet, verbe = EtatScrutin.OUVERT, ouverture, "scrutins.ouvrir_a_l_heure"
    scrutin.etat = etat
    enregistrer(scrutin, "etat", *effet(scrutin))
    journal.consigner(identite=None, verbe=verbe, objet=scrutin, question=scrutin.question)
    return True


@transaction.atomic
def changer(
    *,
    identite: Identite,
    scrutin: Scrutin,
    version: int,
    jusqu_au: datetime | None,
    ouvre_le: datetime | None = None,
) -> Scrutin:
    """Change the hours of a programmed vote, or the end of an open one: both are told in the journal.

    Refus (409) once the end has passed: what is over does not begin again. Conflit for a stale `version`.
    """
    autoriser(identite, "scrutins.organiser", scrutin)
    actuel = verrouiller(scrutin)
    champs = {"jusqu_au": jusqu_au}
    if actuel.etat == EtatScrutin.PROGRAMME:
        if ouvre_le is None or ouvre_le <= timezone.now():
            raise ValidationError({"ouvre_le": "Choisissez un moment à venir."})
        champs["ouvre_le"] = ouvre_le
    elif not actuel.recoit:
        raise Refus(409, TROP_TARD)
    return modifier(
        identite=identite,
        objet=scrutin,
        version=version,
        champs=champs,
        verbe="scrutins.changer_les_heures",
        question=scrutin.question,
    )
