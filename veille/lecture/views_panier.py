"""The reader's basket. Pages that carry no form lead to it by a link, `?choix=12`."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from communs.collectivites.middleware import Requete
from communs.livrets.services import demander
from communs.web.debit import limiter
from communs.web.typographie import accorder
from veille.lecture import panier
from veille.lecture.forms import INCONNUE, ChoisirForm
from veille.lecture.livrets import PANIER

PLEIN = (
    f"Votre panier est plein : il tient en {panier.MAX_NOTICES} références. "
    "Imprimez-le ou exportez-le, puis videz-le."
)
VIDE = "Votre panier est vide : il n’y a rien à mettre en livret."


@require_safe
def voir(request: Requete) -> HttpResponse:
    """The basket; `?choix=12` offers to put this notice in."""
    formulaire = ChoisirForm(request.GET) if "choix" in request.GET else None
    choisies = formulaire.cleaned_data["choix"] if formulaire and formulaire.is_valid() else []
    gardees = panier.references(request.session)
    notices = panier.contenu(request.session)
    contexte = {
        "notices": notices,
        "partis": len(gardees) - len(notices),
        "introuvable": formulaire is not None and not formulaire.is_valid(),
        "proposees": [notice for notice in choisies if notice.pk not in gardees],
        "deja": [notice for notice in choisies if notice.pk in gardees],
        "retour": formulaire.cleaned_data.get("retour", "") if formulaire else "",
        "maximum": panier.MAX_NOTICES,
    }
    return render(request, "veille/panier.html", contexte)


@require_POST
def mettre(request: Requete) -> HttpResponse:
    limiter(request, "veille_panier")
    formulaire = ChoisirForm(request.POST)
    if not formulaire.is_valid():
        messages.error(request, INCONNUE)
        return redirect("veille:panier")
    choisies = formulaire.cleaned_data["choix"]
    if panier.mettre(request.session, choisies):
        messages.error(request, PLEIN)
        return redirect("veille:panier")
    nombre = len(panier.references(request.session))
    messages.success(
        request,
        f"{accorder(len(choisies), 'C’est noté,Elles sont notées')} : votre panier tient {nombre} "
        f"{accorder(nombre, 'référence,références')}.",
    )
    return redirect(formulaire.cleaned_data["retour"] or "veille:panier")


@require_POST
def enlever(request: Requete) -> HttpResponse:
    panier.enlever(request.session, request.POST.get("choix", ""))
    return redirect("veille:panier")


@require_POST
def vider(request: Requete) -> HttpResponse:
    panier.vider(request.session)
    messages.success(request, "Votre panier est vide.")
    return redirect("veille:panier")


@require_POST
def livret(request: Requete) -> HttpResponse:
    """The basket as a PDF."""
    limiter(request, "livrets_demander")
    notices = panier.contenu(request.session)
    if not notices:
        messages.error(request, VIDE)
        return redirect("veille:panier")
    return redirect(demander(gabarit=PANIER, objet=notices, identite=request.identite))
