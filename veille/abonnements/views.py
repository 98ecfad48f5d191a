"""Subscribing and leaving, without account or script: signed personal links prove who asks."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from communs.collectivites.middleware import Requete
from communs.web.debit import depasse, limiter
from communs.web.discretion import secrete
from communs.web.erreurs import Refus
from veille.abonnements import services
from veille.abonnements.forms import AbonnementForm, ChoixForm
from veille.abonnements.jetons import jeton_de_preferences, lire_confirmation, lire_depart, lire_preferences
from veille.abonnements.models import Abonne
from veille.models import Bulletin

INVALIDE = 422
PLUS_VALABLE = (
    "Ce lien ne vaut plus, ou a été abîmé en chemin. Il a pu expirer, ou servir à une adresse que nous avons "
    "effacée. Pour recevoir la veille, demandez un nouvel abonnement depuis la page « S’abonner »."
)
UN_CLIC = "List-Unsubscribe"  # what a mail program posts (RFC 8058)


def _abonne(uuid: UUID | None) -> Abonne:
    """The subscriber whom a link names; Refus (410) when it is not ours, or names nobody any more."""
    abonne = Abonne.objects.filter(uuid=uuid).first() if uuid else None
    if abonne is None:
        raise Refus(410, PLUS_VALABLE)
    return abonne


@require_http_methods(["GET", "HEAD", "POST"])
def abonnement(request: Requete) -> HttpResponse:
    """The same answer whether the address is known or not."""
    bulletins = list(Bulletin.objects.publies())
    initial = {"bulletins": bulletins if len(bulletins) == 1 else request.GET.getlist("bulletin")}
    form = AbonnementForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST":
        limiter(request, "veille_abonnement")
        if form.is_valid():
            lu = form.cleaned_data
            # Past the rate of this address, nobody is told: it is not its owner who asks.
            if not depasse(request, "veille_destinataire", lu["email"].lower()):
                services.demander(email=lu["email"], bulletins=lu["bulletins"], themes=lu["themes"])
            return redirect("veille:abonnement_demande")
    code = INVALIDE if form.errors else 200
    contexte = {"form": form, "bulletins": bulletins}
    return render(request, "veille/abonnements/abonnement.html", contexte, status=code)


@require_safe
def demande_envoyee(request: Requete) -> HttpResponse:
    return render(request, "veille/abonnements/demande.html")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirmer(request: Requete, jeton: str) -> HttpResponse:
    """Programs that visit the links of a mail confirm nothing: a button does."""
    lu = lire_confirmation(jeton)
    abonne = _abonne(lu[0] if lu else None)
    demande = lu[1] if lu else 0
    if not services.lien_valable(abonne, demande, timezone.now()):
        raise Refus(410, PLUS_VALABLE)
    if request.method == "POST":
        try:
            services.confirmer(abonne, demande)
        except services.LienPerime as erreur:
            raise Refus(410, PLUS_VALABLE) from erreur
        messages.success(request, "Votre abonnement est confirmé.")
        return secrete(redirect("veille:preferences", jeton_de_preferences(abonne.uuid)))
    return secrete(render(request, "veille/abonnements/confirmer.html", {"abonne": abonne}))


@never_cache
@csrf_exempt  # a mail program unsubscribes by itself; the link is the proof
@require_http_methods(["GET", "HEAD", "POST"])
def quitter(request: Requete, jeton: str) -> HttpResponse:
    """Leave one bulletin: in one click from a mail program, or with a button."""
    lu = lire_depart(jeton)
    abonne = _abonne(lu[0] if lu else None)
    bulletin = Bulletin.objects.filter(pk=lu[1] if lu else 0).first()
    if request.method == "POST":
        abonne = services.quitter(abonne, bulletin.pk if bulletin else None)
        if UN_CLIC in request.POST:
            return secrete(HttpResponse("Vous êtes désabonné.\n", content_type="text/plain; charset=utf-8"))
    contexte = {
        "abonne": abonne,
        "bulletin": bulletin,
        "fait": request.method == "POST",
        "preferences": jeton_de_preferences(abonne.uuid) if abonne.pk else "",
    }
    return secrete(render(request, "veille/abonnements/quitter.html", contexte))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: Requete, jeton: str) -> HttpResponse:
    """What this person receives; leave, take one's data away, or be forgotten."""
    abonne = _abonne(lire_preferences(jeton))
    if request.method == "POST" and "quitter" in request.POST:
        services.quitter(abonne)
        messages.success(request, "Vous êtes désabonné : plus rien ne vous sera envoyé.")
        if abonne.confirme_le is None:
            return redirect("veille:abonnement")
        return secrete(redirect("veille:preferences", jeton))
    initial = {"bulletins": abonne.bulletins.all(), "themes": abonne.themes.all()}
    form = ChoixForm(request.POST if request.method == "POST" else None, initial=initial, abonne=abonne)
    if request.method == "POST" and form.is_valid():
        try:
            services.choisir(
                abonne, bulletins=form.cleaned_data["bulletins"], themes=form.cleaned_data["themes"]
            )
        except ValidationError as erreur:
            form.add_error(None, erreur)
        else:
            messages.success(request, "Vos choix sont enregistrés.")
            return secrete(redirect("veille:preferences", jeton))
    contexte = {"form": form, "abonne": abonne, "jeton": jeton}
    code = INVALIDE if form.errors else 200
    return secrete(render(request, "veille/abonnements/preferences.html", contexte, status=code))


@never_cache
@require_safe
def donnees(request: Requete, jeton: str) -> HttpResponse:
    """All that is known of this subscriber, to take away."""
    response = JsonResponse(
        services.exporter(_abonne(lire_preferences(jeton))),
        json_dumps_params={"ensure_ascii": False, "indent": 2},
        headers={"Content-Disposition": 'attachment; filename="mon-abonnement.json"'},
    )
    return secrete(response)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def effacer(request: Requete, jeton: str) -> HttpResponse:
    abonne = _abonne(lire_preferences(jeton))
    if request.method == "POST":
        services.effacer(abonne)
        messages.success(request, "Votre abonnement et votre adresse sont effacés.")
        return redirect("veille:abonnement")
    return secrete(render(request, "veille/abonnements/effacer.html", {"abonne": abonne, "jeton": jeton}))
