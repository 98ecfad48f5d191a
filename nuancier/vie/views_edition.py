"""An editor changes a teinte, piece by piece, and sees the difference before it is published."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from communs.collectivites.identite import autoriser
from communs.collectivites.middleware import Requete
from communs.etats.services import Conflit
from communs.web.erreurs import Refus
from nuancier.fiches import FicheTeinte
from nuancier.models import Ressource, Teinte
from nuancier.vie import versions as service
from nuancier.vie.acces import obtenir_teinte, verifier_piece
from nuancier.vie.forms import EditionForm
from nuancier.vie.forms_pieces import formulaire_de
from nuancier.vie.pieces import appliquer, comparer_pieces, lire_piece, nommer
from nuancier.vie.propositions import avec_cle
from nuancier.vie.sommaire import sommaire

INVALIDE = 422


@require_safe
def modifier(request: Requete, code: str) -> HttpResponse:
    """Every piece of the teinte, each with its way to change it."""
    teinte = obtenir_teinte(request, code)
    autoriser(request.identite, "nuancier.editer")
    contexte = {"teinte": teinte, "pieces": sommaire(service.relire(teinte)), "edition": True}
    return render(request, "nuancier/vie/modifier.html", contexte)


@require_http_methods(["GET", "HEAD", "POST"])
def modifier_piece(request: Requete, code: str, partie: str, cible: str = "") -> HttpResponse:
    """One piece: its form, its difference on « Voir la différence », its publication."""
    verifier_piece(partie, cible)
    teinte = obtenir_teinte(request, code)
    autoriser(request.identite, "nuancier.editer")
    fiche = service.relire(teinte)
    present = lire_piece(fiche, partie, cible)
    if cible and present is None and request.method != "POST":
        raise Http404
    piece = formulaire_de(partie, request.POST or None, present)
    form = EditionForm(request.POST or None, initial={"version": teinte.version})
    contexte: dict[str, Any] = _contexte(teinte, partie, cible) | {"piece": piece, "form": form}
    if not request.POST:
        return render(request, "nuancier/vie/modifier_piece.html", contexte)
    # Both are checked, so that everything wrong shows at once.
    if not all([piece.is_valid(), form.is_valid()]):
        return render(request, "nuancier/vie/modifier_piece.html", contexte, status=INVALIDE)
    cle, valeurs = avec_cle(fiche, partie, cible, piece.valeurs())
    contexte["differences"] = comparer_pieces(partie, present, valeurs)
    if "apercu" in request.POST:
        return render(request, "nuancier/vie/modifier_piece.html", contexte)
    return _publier(request, teinte, appliquer(fiche, partie, cle, valeurs), contexte)


def _contexte(teinte: Teinte, partie: str, cible: str) -> dict[str, Any]:
    partages = Ressource.objects.filter(cle=cible).values_list("citations__teinte__code", flat=True)
    return {
        "teinte": teinte,
        "partie": partie,
        "cible": cible,
        "nom": nommer(partie),
        "differences": None,
        "partagee_avec": sorted({c for c in partages if c} - {teinte.code}) if cible else [],
    }


def _publier(request: Requete, teinte: Teinte, fiche: FicheTeinte, contexte: dict[str, Any]) -> HttpResponse:
    """Publish, or give the page back with the present text when somebody wrote meanwhile (409)."""
    form: EditionForm = contexte["form"]
    try:
        service.publier(
            identite=request.identite,
            teinte=teinte,
            fiche=fiche,
            version_lue=form.cleaned_data["version"],
            motif=form.cleaned_data["motif"],
        )
    except ValidationError as erreur:
        form.add_error(None, erreur.messages[0])
        return render(request, "nuancier/vie/modifier_piece.html", contexte, status=INVALIDE)
    except Conflit as conflit:
        renvoi = request.POST.copy()
        renvoi["version"] = str(conflit.actuel.version)  # sending again writes over the text shown now
        contexte["form"] = EditionForm(renvoi)
        contexte["conflit"] = True
        return render(request, "nuancier/vie/modifier_piece.html", contexte, status=409)
    messages.success(request, f"C’est publié dans la teinte {teinte.code}, avec sa version.")
    return redirect("nuancier:modifier_teinte", teinte.code)


@require_http_methods(["GET", "HEAD", "POST"])
def retirer_piece(request: Requete, code: str, partie: str, cible: str) -> HttpResponse:
    """Take a module or a record away from a teinte."""
    verifier_piece(partie, cible)
    teinte = obtenir_teinte(request, code)
    autoriser(request.identite, "nuancier.editer")
    fiche = service.relire(teinte)
    present = lire_piece(fiche, partie, cible)
    if present is None:
        raise Http404
    form = EditionForm(request.POST or None, initial={"version": teinte.version})
    if form.is_valid():
        try:
            service.publier(
                identite=request.identite,
                teinte=teinte,
                fiche=appliquer(fiche, partie, cible, None),
                version_lue=form.cleaned_data["version"],
                motif=form.cleaned_data["motif"],
            )
        except Conflit as conflit:
            raise Refus(409, "La teinte a changé entre-temps : relisez-la, puis recommencez.") from conflit
        messages.success(request, "C’est retiré. L’historique garde ce qui était là.")
        return redirect("nuancier:modifier_teinte", code)
    contexte = _contexte(teinte, partie, cible) | {
        "form": form,
        "differences": comparer_pieces(partie, present, None),
    }
    return render(
        request, "nuancier/vie/retirer_piece.html", contexte, status=INVALIDE if form.is_bound else 200
    )
