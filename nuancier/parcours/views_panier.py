"""The basket, without account; and what becomes of it once signed in."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communs.collectivites.middleware import Requete
from communs.web.debit import limiter
from nuancier.parcours import composition, panier
from nuancier.parcours.forms import ChoisirForm, VerserForm
from nuancier.parcours.models import MAX_PASTILLES

INVALIDE = 422
PLEIN = f"Votre panier est plein : il tient en {MAX_PASTILLES} pastilles. Faites-en un parcours, ou ôtez-en."


@require_safe
def voir(request: Requete) -> HttpResponse:
    """The basket; `?choix=4.1` offers to put this teinte in, for pages that carry no form."""
    propose = None
    if request.GET.get("choix"):
        formulaire = ChoisirForm(request.GET)
        propose = formulaire.cleaned_data["choix"] if formulaire.is_valid() else None
    contenu = panier.contenu(request.session)
    return render(
        request,
        "nuancier/parcours/panier.html",
        {
            "contenu": contenu,
            "propose": propose,
            "propose_choix": panier.reference(*propose) if propose else "",
            "deja": propose and panier.reference(*propose) in panier.references(request.session),
            "introuvable": bool(request.GET.get("choix")) and propose is None,
            "partis": len(panier.references(request.session)) - len(contenu),
        },
    )


@require_POST
def mettre(request: Requete) -> HttpResponse:
    limiter(request, "nuancier_panier")
    formulaire = ChoisirForm(request.POST)
    if not formulaire.is_valid():
        messages.error(request, str(formulaire.errors["choix"][0]))
    else:
        teinte, module = formulaire.cleaned_data["choix"]
        if panier.mettre(request.session, teinte, module):
            messages.success(request, f"La teinte {teinte.code} est dans votre panier.")
        else:
            messages.error(request, PLEIN)
    return redirect("nuancier:panier")


@require_POST
def enlever(request: Requete) -> HttpResponse:
    panier.enlever(request.session, request.POST.get("choix", ""))
    return redirect("nuancier:panier")


@require_POST
def vider(request: Requete) -> HttpResponse:
    panier.vider(request.session)
    messages.success(request, "Votre panier est vide.")
    return redirect("nuancier:panier")


@require_http_methods(["GET", "HEAD", "POST"])
def garder(request: Requete) -> HttpResponse:
    """Turn the basket into a path, or pour it into one of one's own. Asks to sign in."""
    contenu = panier.contenu(request.session)
    formulaire = VerserForm(request.POST or None, identite=request.identite, nombre=len(contenu))
    if request.method == "POST" and formulaire.is_valid():
        saisie = formulaire.cleaned_data
        try:
            parcours = composition.verser(
                identite=request.identite,
                choix=[(teinte, module) for _, teinte, module in contenu],
                demande=formulaire.cle,
                parcours=saisie.get("parcours"),
                titre=saisie["titre"],
            )
        except ValidationError as erreur:
            formulaire.add_error(None, erreur)
        else:
            panier.vider(request.session)
            messages.success(request, "Votre panier est dans ce parcours.")
            return redirect(parcours)
    return render(
        request,
        "nuancier/parcours/garder.html",
        {"contenu": contenu, "form": formulaire},
        status=INVALIDE if formulaire.errors else 200,
    )
