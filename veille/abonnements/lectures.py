"""What the desk reads of subscriptions: numbers, not people."""

from typing import Any

from django.db.models import Count, Q, QuerySet

from veille.abonnements.models import Abonne
from veille.models import Bulletin, Theme

ACTIF = Q(abonnes__confirme_le__isnull=False, abonnes__desabonne_le=None, abonnes__suspendu_le=None)


def bulletins_comptes() -> QuerySet[Any]:
    """Each bulletin with `nombre` subscribers to whom it goes, `suspendus` among the others."""
    return Bulletin.objects.annotate(
        nombre=Count("abonnes", filter=ACTIF, distinct=True),
        entiers=Count("abonnes", filter=ACTIF & Q(abonnes__themes=None), distinct=True),
        suspendus=Count(
            "abonnes", filter=Q(abonnes__suspendu_le__isnull=False, abonnes__desabonne_le=None), distinct=True
        ),
    ).order_by("nom", "pk")


def themes_comptes() -> QuerySet[Any]:
    return Theme.objects.annotate(nombre=Count("abonnes", filter=ACTIF, distinct=True)).filter(nombre__gt=0)


def resume() -> dict[str, Any]:
    return {
        "actifs": Abonne.objects.actifs().count(),
        "a_confirmer": Abonne.objects.filter(confirme_le=None).count(),
        "suspendus": Abonne.objects.filter(suspendu_le__isnull=False, desabonne_le=None).count(),
    }
