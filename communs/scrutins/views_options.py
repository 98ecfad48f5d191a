"""The options of a draft: added, said better, moved by buttons, taken away."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from communs.collectivites.middleware import Requete
from communs.scrutins import services
from communs.scrutins.enums import EtatScrutin
from communs.scrutins.forms import OptionForm, OptionsForm
from communs.scrutins.models import Option
from communs.scrutins.views import INVALIDE, obtenir, page_du_scrutin
from communs.web.erreurs import Refus
from communs.web.typographie import accorder


@require_POST
def ajouter(request: Requete, identifiant: str, uuid: UUID, cle: UUID) -> HttpResponse:
    dossier, scrutin = obtenir(request, identifiant, uuid, cle, "scrutins.organiser")
    formulaire = OptionsForm(request.POST)
    if formulaire.is_valid():
        try:
            nombre = services.ajouter_options(
                identite=request.identite, scrutin=scrutin, libelles=formulaire.cleaned_data["libelles"]
            )
        except ValidationError as erreur:
            formulaire.add_error("libelles", erreur)
        else:
            messages.success(request, f"{nombre} {accorder(nombre, 'option ajoutée,options ajoutées')}.")
            return redirect(f"{scrutin.get_absolute_url()}#options")
    return page_du_scrutin(request, dossier, scrutin, options_form=formulaire)


@require_http_methods(["GET", "HEAD", "POST"])
def option(request: Requete, identifiant: str, uuid: UUID, cle: UUID, option: UUID) -> HttpResponse:
    dossier, scrutin = obtenir(request, identifiant, uuid, cle, "scrutins.organiser")
    objet = get_object_or_404(Option, scrutin=scrutin, uuid=option)
    if scrutin.etat != EtatScrutin.BROUILLON:
        raise Refus(409, services.FIGE)
    formulaire = OptionForm(request.POST or None, instance=Option.objects.get(pk=objet.pk))
    if request.method == "POST" and formulaire.is_valid():
        try:
            services.preciser_option(identite=request.identite, option=objet, **formulaire.cleaned_data)
        except ValidationError as erreur:
            formulaire.add_error(None, erreur)
        else:
            return redirect(f"{scrutin.get_absolute_url()}#options")
    contexte = {"dossier": dossier, "scrutin": scrutin, "form": formulaire, "titre": "Modifier une option"}
    contexte["libelle"] = "Enregistrer"
    return render(request, "scrutins/ecrire.html", contexte, status=INVALIDE if formulaire.errors else 200)


@require_POST
def deplacer(request: Requete, identifiant: str, uuid: UUID, cle: UUID, option: UUID) -> HttpResponse:
    _, scrutin = obtenir(request, identifiant, uuid, cle, "scrutins.organiser")
    objet = get_object_or_404(Option, scrutin=scrutin, uuid=option)
    rang = request.POST.get("rang", "")
    if rang.isdecimal() and len(rang) < 4:
        services.deplacer_option(identite=request.identite, option=objet, rang=int(rang))
    return redirect(f"{scrutin.get_absolute_url()}#options")


@require_POST
def retirer(request: Requete, identifiant: str, uuid: UUID, cle: UUID, option: UUID) -> HttpResponse:
    _, scrutin = obtenir(request, identifiant, uuid, cle, "scrutins.organiser")
    objet = get_object_or_404(Option, scrutin=scrutin, uuid=option)
    services.retirer_option(identite=request.identite, option=objet)
    messages.success(request, f"« {objet.libelle} » n’est plus au vote.")
    return redirect(f"{scrutin.get_absolute_url()}#options")
