"""Obtaining an issue from its address in the desk: the first line of every view that works on one."""

from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from communs.collectivites.identite import autoriser
from communs.collectivites.middleware import Requete
from veille.models import Bulletin, Numero
from veille.numeros.querysets import NumeroQuerySet

ECRIRE = "veille.documenter"
RELIRE = "veille.relire"


def obtenir_numero(
    request: Requete, uuid: UUID, regle: str = ECRIRE, parmi: NumeroQuerySet | None = None
) -> Numero:
    """The issue of the address; 404 to who has no business at the desk, 403 unless `regle` allows it."""
    numeros = parmi if parmi is not None else Numero.objects.all()
    numero: Numero = get_object_or_404(
        numeros.de_l_atelier(request.identite).select_related("bulletin__collectivite", "relecteur"),
        uuid=uuid,
    )
    autoriser(request.identite, regle, numero)
    return numero


def obtenir_bulletin(request: Requete, cle: str) -> Bulletin:
    """The bulletin of the address; 404 to everybody but documentalistes."""
    exiger_la_redaction(request)
    return get_object_or_404(Bulletin.objects.select_related("collectivite"), cle=cle)


def exiger_la_redaction(request: Requete) -> None:
    """404 to everybody but documentalistes."""
    if not request.identite.peut(ECRIRE):
        raise Http404
