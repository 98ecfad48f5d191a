"""Three months later, and the end: the follow-up's mail, then names and addresses erased.

Database first: the mail and the row that says it was written are one transaction per batch, so that a killed
worker leaves nothing half-said and nobody is asked twice.
"""

import time
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from communs.collectivites.enums import Fuseau
from communs.courrier import services as courrier
from communs.etats import journal
from nuancier.sessions import courriels
from nuancier.sessions.calculs import MOIS_DU_SUIVI, aujourd_hui, heure_decente
from nuancier.sessions.enums import PASSEES, EtatStagiaire
from nuancier.sessions.models import CONSERVATION, CONSERVATION_DES_BESOINS, Session
from nuancier.sessions.models_stagiaires import Stagiaire, nouveau_jeton

LOT = 100  # people per transaction
DUREE = 480.0  # beat asks every ten minutes: a run stops before the next one begins (seconds)
# The follow-up of a session told late: after this, nobody is asked any more.
RETARD_MAX = timedelta(days=60)
# After the last day of a session, with the follow-up between: what the register promises.
APRES_LE_DERNIER_JOUR = timedelta(days=31 * MOIS_DU_SUIVI) + CONSERVATION


def suivre(*, maintenant: datetime | None = None, duree: float = DUREE) -> int:
    """Write the follow-ups of this moment, batch after batch; return to how many people."""
    maintenant = maintenant or timezone.now()
    fin = time.monotonic() + duree
    nombre = 0
    for fuseau in Fuseau.values:
        if not heure_decente(maintenant, fuseau):
            continue
        while time.monotonic() < fin and (ecrits := _un_lot(maintenant, fuseau)):
            nombre += ecrits
    return nombre


def _un_lot(maintenant: datetime, fuseau: str) -> int:
    """Those of this zone whom nobody is writing to; 0: none left."""
    jour = aujourd_hui(maintenant, fuseau)
    with transaction.atomic(durable=True):
        stagiaires = list(
            Stagiaire.objects.inscrits()
            .filter(
                session__etat__in=PASSEES,
                session__suivi_le__lte=jour,
                session__suivi_le__gt=jour - RETARD_MAX,
                session__collectivite__fuseau=fuseau,
                suivi_demande_le=None,
            )
            .exclude(email="")
            .select_related("session", "bilan")
            .select_for_update(of=("self",), skip_locked=True)
            .order_by("pk")[:LOT]
        )
        lettres = [courriels.preparer_le_suivi(s, _lundi(s)) for s in stagiaires]
        courrier.poster_plusieurs(lettres)
        Stagiaire.objects.filter(pk__in=[s.pk for s in stagiaires]).update(suivi_demande_le=maintenant)
        return len(stagiaires)


def _lundi(stagiaire: Stagiaire) -> str:
    return stagiaire.bilan.lundi if hasattr(stagiaire, "bilan") else ""


def purger(*, maintenant: datetime | None = None) -> int:
    """Keep the promises of the register; return how many people's names were erased."""
    maintenant = maintenant or timezone.now()
    jour = maintenant.date()
    passees = Session.objects.filter(fin_le__lt=jour - CONSERVATION_DES_BESOINS)
    Stagiaire.objects.filter(session__in=passees).exclude(besoins="").update(besoins="")
    Session.objects.filter(formateurs=None, fin_le=None, stagiaires=None).delete()
    nombre = 0
    vieilles = Session.objects.filter(
        Q(fin_le__lt=jour - APRES_LE_DERNIER_JOUR)
        | Q(fin_le=None, cree_le__lt=maintenant - APRES_LE_DERNIER_JOUR),
        purgee_le=None,
    )
    for cle in list(vieilles.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            nombre += _purger_une_session(cle, maintenant)
    return nombre


def _purger_une_session(cle: int, maintenant: datetime) -> int:
    """What was said stays, without anybody's name; who never came leaves no trace."""
    session = Session.objects.select_for_update().get(pk=cle)
    session.stagiaires.exclude(etat=EtatStagiaire.INSCRIT).delete()
    stagiaires = list(session.stagiaires.filter(efface_le=None).order_by("pk"))
    for stagiaire in stagiaires:
        courrier.oublier_l_auteur(f"session:{stagiaire.uuid}:")
        stagiaire.nom = stagiaire.email = stagiaire.service = stagiaire.besoins = ""
        stagiaire.jeton, stagiaire.demande, stagiaire.efface_le = nouveau_jeton(), None, maintenant
    champs = ["nom", "email", "service", "besoins", "jeton", "demande", "efface_le"]
    Stagiaire.objects.bulk_update(stagiaires, champs)
    Session.objects.filter(pk=cle).update(purgee_le=maintenant)
    if not session.formateurs.exists():
        journal.purger(session.uuid)
        session.delete()
    return len(stagiaires)
