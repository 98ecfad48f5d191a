"""What the public reads of the veille."""

from itertools import groupby
from uuid import UUID

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from communs.collectivites.middleware import Requete
from communs.fichiers.enums import Rendu
from communs.fichiers.reponses import servir
from communs.livrets.services import demander
from communs.web.cache_pages import page_publique
from communs.web.debit import limiter
from veille.enums import EtatNumero
from veille.lecture.adresses import bulletin_d_avant, numero_d_avant
from veille.lecture.livrets import NUMERO
from veille.lecture.rendu import contexte_numero
from veille.lecture.voisinage import notices_proches, numeros_voisins
from veille.models import Bulletin, Notice, Numero, Parution

RECENTS = 9


@require_safe
@page_publique
def accueil(request: Requete) -> HttpResponse:
    """The latest issue and what is in it, the bulletins, the issues before."""
    recents = list(
        Numero.objects.publies().select_related("bulletin").order_by("-publie_le", "-pk")[:RECENTS]
    )
    dernier = recents[0] if recents else None
    contexte = {
        "bulletins": Bulletin.objects.publies(),
        "dernier": dernier,
        "rubriques": dernier.rubriques.all() if dernier else (),
        "precedents": recents[1:],
    }
    return render(request, "veille/accueil.html", contexte)


@require_safe
@page_publique
def bulletin(request: Requete, bulletin: str) -> HttpResponse:
    """One bulletin and its archive, by year."""
    present = Bulletin.objects.publies().filter(cle=bulletin).first()
    if present is None:
        ancien = bulletin_d_avant(bulletin)
        if ancien is None:
            raise Http404
        return redirect(ancien, permanent=True)
    numeros = Numero.objects.publies().filter(bulletin=present).order_by("-publie_le", "-pk")
    numeros = numeros.select_related("bulletin")
    annees = [(annee, list(parus)) for annee, parus in groupby(numeros, key=_annee)]
    return render(request, "veille/bulletin.html", {"bulletin": present, "annees": annees})


def _annee(numero: Numero) -> int:
    """The year an issue bears, or that in which it was put online."""
    if numero.parue is not None:
        return numero.parue.annee
    assert numero.publie_le is not None  # noqa: S101 (a constraint of the table)
    return numero.publie_le.year


@require_safe
@page_publique
def numero(request: Requete, bulletin: str, numero: str) -> HttpResponse:
    """A whole issue, on one page; one that was taken back says why, an old address leads to the present."""
    present = Numero.objects.publies().entiers().filter(bulletin__cle=bulletin, cle=numero).first()
    if present is None:
        return _numero_absent(request, bulletin, numero)
    precedent, suivant = numeros_voisins(present)
    contexte = contexte_numero(present) | {"precedent": precedent, "suivant": suivant}
    return render(request, "veille/numero.html", contexte)


def _numero_absent(request: Requete, bulletin: str, numero: str) -> HttpResponse:
    depublies = Numero.objects.presents().filter(etat=EtatNumero.DEPUBLIE).select_related("bulletin")
    parti = depublies.filter(bulletin__cle=bulletin, cle=numero).first()
    if parti is not None:
        return render(request, "veille/parti.html", {"numero": parti}, status=410)
    ancien = numero_d_avant(bulletin, numero)
    if ancien is None or ancien.publie_le is None:
        raise Http404
    return redirect(ancien, permanent=True)


@require_safe
def image(request: Requete, bulletin: str, numero: str, uuid: UUID) -> HttpResponseBase:
    """The cover of an issue, or the logo of a partner."""
    visibles = Numero.objects.visibles_par(request.identite).select_related("couverture")
    present = get_object_or_404(
        visibles.prefetch_related("partenaires__logo"), bulletin__cle=bulletin, cle=numero
    )
    fichiers = (present.couverture, *(partenaire.logo for partenaire in present.partenaires.all()))
    for fichier in fichiers:
        if fichier is not None and fichier.uuid == uuid:
            return servir(request, fichier, rendu=Rendu.APERCU)
    raise Http404


@csrf_exempt
@require_POST
def livret(request: Requete, bulletin: str, numero: str) -> HttpResponse:
    """Ask for the PDF; its own page says when it is ready.

    No CSRF token, for the form stands on pages without a session and the gesture harms nobody.
    """
    limiter(request, "livrets_demander")
    visibles = Numero.objects.visibles_par(request.identite).entiers()
    present = get_object_or_404(visibles, bulletin__cle=bulletin, cle=numero)
    return redirect(demander(gabarit=NUMERO, objet=present, identite=request.identite))


@require_safe
@page_publique
def notice(request: Requete, pk: int) -> HttpResponse:
    """All that a notice knows; one that was merged leads to the other, one that was taken back says so."""
    presente = Notice.objects.visibles_par(request.identite).entieres().filter(pk=pk).first()
    if presente is None:
        return _notice_absente(request, pk)
    parutions = Parution.objects.filter(notice=presente, numero__in=Numero.objects.publies())
    contexte = {
        "notice": presente,
        "parutions": parutions.select_related("numero__bulletin", "rubrique").order_by("-numero__publie_le"),
        "rendez_vous": presente.rendez_vous.filter(numero__in=Numero.objects.publies()),
        "proches": notices_proches(presente),
    }
    return render(request, "veille/notice.html", contexte)


def _notice_absente(request: Requete, pk: int) -> HttpResponse:
    """301 to what took its place, 410 for what was public once, 404 for what never was."""
    absente = get_object_or_404(Notice, pk=pk)
    restante = absente
    while restante.fusionnee_dans is not None:
        restante = restante.fusionnee_dans
    if restante != absente and restante.en_vue:
        return redirect(restante, permanent=True)
    if absente.publiee_le is None:
        raise Http404
    return render(request, "veille/parti.html", {"notice": absente}, status=410)
