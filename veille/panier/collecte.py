"""Reading the sources by beat.

They are claimed, read and noted as `communs.reseau.tournees` says. Failing ones are tried later and later.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from communs.reseau import tournees
from communs.reseau.enums import Etat
from communs.reseau.erreurs import VisiteManquee
from communs.reseau.services import Reponse
from communs.reseau.services import lire as visiter
from veille.panier.enums import EtatTrouvaille
from veille.panier.flux import Entree, FluxIllisible, Lecture, empreinte, lire
from veille.panier.models import Source, Trouvaille

RYTHME = timedelta(hours=3)
ATTENTE_MAX = timedelta(days=7)
DUREE = 480.0  # seconds of a run; the next one comes ten minutes later
OUBLI = timedelta(days=90)
RETIREE = "Le site dit que ce flux n’existe plus. Il n’est plus lu : corrigez son adresse, ou oubliez-le."


def collecter() -> int:
    """Read the sources that are due, one after another, and return how many were."""
    return tournees.parcourir(DUREE, reclamer, lire_une_source)


def reclamer() -> Source | None:
    """Take the source that waits longest; None when none is due."""
    dues = Source.objects.filter(active=True, prochaine_le__lte=timezone.now())
    return tournees.reclamer(dues.order_by("prochaine_le", "pk"), "reclamee_le")


def lire_une_source(source: Source) -> None:
    """Visit it, and note what came of it; never raises for what the site or its feed does."""
    try:
        reponse = visiter(source.adresse, etag=source.etag, modifie_le=source.modifie_le)
        lecture = None if reponse.inchange else _comprendre(reponse)
    except VisiteManquee as manque:
        noter_panne(source, manque.message, revenir_le=manque.revenir_le, disparu=manque.etat == Etat.DISPARU)
    except FluxIllisible as illisible:
        noter_panne(source, str(illisible))
    else:
        noter(source, reponse, lecture)


def _comprendre(reponse: Reponse) -> Lecture:
    return lire(reponse.corps, type=reponse.type, jeu=reponse.jeu, adresse=reponse.adresse_finale)


@transaction.atomic
def noter(source: Source, reponse: Reponse, lecture: Lecture | None) -> None:
    """Put what is new in the inbox, unless the claim has passed to another worker."""
    actuelle = _toujours_reclamee(source)
    if actuelle is None:
        return
    maintenant = timezone.now()
    actuelle.lue_le, actuelle.reclamee_le, actuelle.prochaine_le = maintenant, None, maintenant + RYTHME
    actuelle.echecs, actuelle.panne = 0, ""
    if lecture is not None:
        actuelle.etag, actuelle.modifie_le = reponse.etag[:300], reponse.modifie_le[:80]
        actuelle.site = actuelle.site or lecture.site
        _ranger(actuelle, lecture)
    nouvelle = reponse.nouvelle_adresse
    if nouvelle and len(nouvelle) <= 1000 and not Source.objects.filter(adresse=nouvelle).exists():
        actuelle.adresse = nouvelle  # the site asks for it, for good
    actuelle.save()


def _ranger(source: Source, lecture: Lecture) -> None:
    par_empreinte: dict[str, Entree] = {}
    for entree in lecture.entrees:
        par_empreinte.setdefault(empreinte(entree.adresse), entree)
    Trouvaille.objects.bulk_create(
        [
            Trouvaille(
                source=source,
                empreinte=cle,
                titre=entree.titre,
                adresse=entree.adresse,
                auteurs=entree.auteurs,
                date=entree.date,
                resume=entree.resume,
            )
            for cle, entree in sorted(par_empreinte.items())  # one order for all: no deadlock
        ],
        ignore_conflicts=True,
    )


@transaction.atomic
def noter_panne(
    source: Source, message: str, *, revenir_le: datetime | None = None, disparu: bool = False
) -> None:
    """Show what stopped it, and try again later: one hour, two, four… a week at most."""
    actuelle = _toujours_reclamee(source)
    if actuelle is None:
        return
    maintenant = timezone.now()
    actuelle.reclamee_le = None
    actuelle.echecs = min(actuelle.echecs + 1, 1000)
    attente = min(timedelta(hours=2 ** min(actuelle.echecs - 1, 8)), ATTENTE_MAX)
    actuelle.prochaine_le = max(maintenant + attente, revenir_le or maintenant)
    actuelle.panne = message[:300]
    if disparu:
        actuelle.active, actuelle.panne = False, RETIREE
    actuelle.save()


def _toujours_reclamee(source: Source) -> Source | None:
    return Source.objects.select_for_update().filter(pk=source.pk, reclamee_le=source.reclamee_le).first()


def purger() -> int:
    """Forget what was discarded three months ago, and what nobody sorted in a year; return how many.

    What a feed still lists comes back as new: three months are longer than feeds remember.
    """
    maintenant = timezone.now()
    vieilles = Q(etat=EtatTrouvaille.ECARTEE, triee_le__lt=maintenant - OUBLI)
    jamais = Q(etat=EtatTrouvaille.NOUVELLE, recue_le__lt=maintenant - timedelta(days=365))
    nombre, _ = Trouvaille.objects.filter(vieilles | jamais).delete()
    return nombre
