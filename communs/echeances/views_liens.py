"""What opens by a personal link, without account: put a reminder off, stop them, read a calendar.

The link proves who asks; looking at it changes nothing.
"""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from communs.collectivites.essais import a_portee
from communs.collectivites.middleware import Requete
from communs.echeances import lectures, services
from communs.echeances.calculs import aujourd_hui
from communs.echeances.enums import Rythme
from communs.echeances.forms import RythmeForm, SommeilForm
from communs.echeances.jetons import lire_rythme, lire_sommeil
from communs.echeances.models import Calendrier, Destinataire, Echeance
from communs.web.debit import limiter
from communs.web.discretion import secrete
from communs.web.erreurs import Refus

PLUS_RIEN = "Cette échéance n’attend plus rien de vous : elle est faite, ou confiée à quelqu’un d’autre."
UN_CLIC = "List-Unsubscribe"  # what a mail program posts (RFC 8058)


@require_http_methods(["GET", "HEAD", "POST"])
def attendre(request: Requete, jeton: str) -> HttpResponse:
    """Put off the reminder of one échéance of mine."""
    limiter(request, "echeances_lien")
    cles = lire_sommeil(jeton)
    if cles is None:
        raise Http404
    rappelables = Echeance.objects.rappelables().avec_dossier()
    a_moi = rappelables.filter(a_portee(request.identite), responsable__uuid=cles[1])
    echeance = a_moi.filter(uuid=cles[0]).first()
    if echeance is None:
        raise Refus(410, PLUS_RIEN)
    jour = aujourd_hui(timezone.now(), echeance.dossier.collectivite.fuseau)
    formulaire = SommeilForm(request.POST or None, jour=jour)
    if request.method == "POST" and formulaire.is_valid():
        try:
            services.endormir(echeance=echeance, jusqu_au=formulaire.cleaned_data["jusqu_au"])
        except ValidationError as erreur:
            formulaire.add_error(None, erreur)
        else:
            messages.success(request, "C’est noté : nous vous le rappellerons ce jour-là.")
            return secrete(redirect("echeances:attendre", jeton))
    contexte = {"form": formulaire, "ligne": lectures.ligne(echeance, timezone.now())}
    code = 422 if formulaire.errors else 200
    return secrete(render(request, "echeances/attendre.html", contexte, status=code))


@csrf_exempt  # a mail program stops them by itself; the link is the proof
@require_http_methods(["GET", "HEAD", "POST"])
def rythme(request: Requete, jeton: str) -> HttpResponse:
    """Fewer reminders or none, by the link written in each of them."""
    limiter(request, "echeances_lien")
    destinataire = get_object_or_404(Destinataire.objects.all(), uuid=lire_rythme(jeton))
    if UN_CLIC in request.POST:
        services.changer_de_rythme(destinataire=destinataire, rythme=Rythme.AUCUN)
        return secrete(HttpResponse(status=204))
    formulaire = RythmeForm(request.POST or None, initial={"rythme": destinataire.rythme})
    if request.method == "POST" and formulaire.is_valid():
        services.changer_de_rythme(
            destinataire=destinataire, rythme=Rythme(formulaire.cleaned_data["rythme"])
        )
        messages.success(request, "C’est noté.")
        return secrete(redirect("echeances:rythme", jeton))
    return secrete(render(request, "echeances/rythme.html", {"form": formulaire}))


@require_safe
def calendrier(request: Requete, jeton: str) -> HttpResponse:
    """A calendar program reads this address again and again; 304 while nothing changed."""
    limiter(request, "echeances_calendrier", jeton)
    agenda = get_object_or_404(Calendrier.objects.ouverts().filter(compte__essai=None), jeton=jeton)
    response = HttpResponse(
        lectures.en_ical(agenda, timezone.now()),
        content_type="text/calendar; charset=utf-8",
        headers={
            "Content-Disposition": 'inline; filename="vigie.ics"',
            "Cache-Control": "private, no-cache",
        },
    )
    return secrete(response)
