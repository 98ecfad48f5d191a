"""The documentalistes' door for whole issues: the report first, then a draft."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communs.collectivites.identite import autoriser
from communs.collectivites.middleware import Requete
from communs.web.televersement import recoit_un_fichier
from veille.imports import services as service
from veille.imports.forms import ConfirmationForm, NumeroForm
from veille.imports.models import ImportDeNumero
from veille.models import Bulletin, Numero

INVALIDE = 422
PAR_PAGE = 20


@recoit_un_fichier
@require_http_methods(["GET", "HEAD", "POST"])
def importer(request: Requete) -> HttpResponse:
    """The file, or the text; posted, it is read and its report is shown."""
    autoriser(request.identite, "veille.documenter")
    if request.method != "POST":
        return _choisir(request, NumeroForm())
    form = NumeroForm(request.POST, request.FILES)
    if not form.is_valid():
        return _choisir(request, form, code=INVALIDE)
    nom, octets = form.contenu()
    fait = service.apercevoir(
        identite=request.identite, bulletin=form.cleaned_data["bulletin"], nom=nom, octets=octets
    )
    return redirect(fait)


def _choisir(request: Requete, form: NumeroForm, *, code: int = 200) -> HttpResponse:
    imports = (
        ImportDeNumero.objects.visibles_par(request.identite)
        .select_related("auteur__compte", "bulletin", "numero")
        .defer("texte", "connues")
    )
    contexte = {
        "form": form,
        "bulletins": Bulletin.objects.exists(),
        "page": Paginator(imports, PAR_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "veille/imports/importer.html", contexte, status=code)


def _obtenir(request: Requete, uuid: UUID) -> ImportDeNumero:
    autoriser(request.identite, "veille.documenter")
    imports = ImportDeNumero.objects.visibles_par(request.identite)
    return get_object_or_404(imports.select_related("auteur__compte", "bulletin", "numero"), uuid=uuid)


@require_safe
def importation(request: Requete, uuid: UUID) -> HttpResponse:
    """What was read of a file, line by line; what it gave, once it is confirmed."""
    objet = _obtenir(request, uuid)
    contexte = {
        "importation": objet,
        "rapport": objet.rapport,
        "sorts": service.lignes_par_sort(objet),
        "attend": objet.confirme_le is None and not objet.refuse,
        "form": ConfirmationForm(importation=objet),
        "editeur": adresse_du_brouillon(objet.numero) if objet.numero else "",
    }
    return render(request, "veille/imports/import.html", contexte)


@require_POST
def confirmer(request: Requete, uuid: UUID) -> HttpResponse:
    """Make the draft that was shown; sent twice, it is made once."""
    objet = _obtenir(request, uuid)
    form = ConfirmationForm(request.POST, importation=objet)
    reprises = set(form.cleaned_data.get("reprises", [])) if form.is_valid() else set(map(int, objet.connues))
    try:
        numero, nouveau = service.importer(identite=request.identite, importation=objet, reprises=reprises)
    except ValidationError as refus:
        messages.error(request, f"{refus.messages[0]} Rien n’a été importé.")
        return redirect(objet)
    if nouveau:
        messages.success(request, "Le brouillon est prêt. Relisez-le\u00a0: rien n’est publié.")
    else:
        messages.info(request, "Ce fichier est déjà importé\u00a0: voici son brouillon.")
    return redirect(adresse_du_brouillon(numero) or objet.get_absolute_url())


def adresse_du_brouillon(numero: Numero) -> str:
    """The editor of this issue; "" on a platform that has none."""
    try:
        return reverse("veille:composer", args=[numero.uuid])
    except NoReverseMatch:
        return ""
