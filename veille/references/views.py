"""The documentalistes' door for references: the report first, then notices."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communs.collectivites.identite import autoriser
from communs.collectivites.middleware import Requete
from communs.web.televersement import recoit_un_fichier
from veille.references import services
from veille.references.forms import ConfirmationForm, ReferencesForm
from veille.references.models import ImportReferences

INVALIDE, CONFLIT = 422, 409
PAR_PAGE = 20
PERIME = "Cet aperçu n’est plus gardé : envoyez le fichier de nouveau. Rien n’a été importé."
TEXTE_COLLE = "Texte collé"  # instead of a file’s name
AUCUNE = "Cochez au moins une référence. Rien n’a été importé."


@recoit_un_fichier
@require_http_methods(["GET", "HEAD", "POST"])
def importer(request: Requete) -> HttpResponse:
    """The file or the text; posted, what is understood of it. Nothing is written here."""
    autoriser(request.identite, "veille.documenter")
    if request.method != "POST":
        return _choisir(request, ReferencesForm())
    form = ReferencesForm(request.POST, request.FILES)
    if not form.is_valid():
        return _choisir(request, form, code=INVALIDE)
    nom, octets = form.contenu()
    try:
        apercu = services.apercevoir(identite=request.identite, nom=nom or TEXTE_COLLE, octets=octets)
    except ValidationError as refus:
        form.add_error(None, refus.messages[0])
        return _choisir(request, form, code=INVALIDE)
    if not apercu.proposees:
        return render(request, "veille/references/apercu.html", {"apercu": apercu}, status=INVALIDE)
    jeton = services.garder(identite=request.identite, apercu=apercu)
    form_ = ConfirmationForm(initial={"jeton": jeton})
    return render(request, "veille/references/apercu.html", {"apercu": apercu, "form": form_})


def _choisir(request: Requete, form: ReferencesForm, *, code: int = 200, souci: str = "") -> HttpResponse:
    imports = (
        ImportReferences.objects.select_related("auteur__compte")
        .annotate(total=Count("notices"))
        .order_by("-cree_le", "-pk")
    )
    contexte: dict[str, Any] = {
        "form": form,
        "souci": souci,
        "page": Paginator(imports, PAR_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "veille/references/importer.html", contexte, status=code)


@require_POST
def confirmer(request: Requete) -> HttpResponse:
    """Make the notices that were chosen; sent twice, they are made once."""
    autoriser(request.identite, "veille.documenter")
    form = ConfirmationForm(request.POST)
    jeton = form.cleaned_data["jeton"] if form.is_valid() else None
    fait = ImportReferences.objects.filter(uuid=jeton).first() if jeton else None
    if fait is not None:
        messages.info(request, "Ce fichier est déjà importé : voici ses notices.")
        return redirect(fait)
    apercu = services.retrouver(identite=request.identite, jeton=jeton) if jeton else None
    if jeton is None or apercu is None:
        return _choisir(request, ReferencesForm(), code=CONFLIT, souci=PERIME)
    choisies = set(form.cleaned_data["choisies"])
    contexte = {"apercu": apercu, "form": ConfirmationForm(initial={"jeton": jeton})}
    if not choisies:
        return render(request, "veille/references/apercu.html", contexte | {"souci": AUCUNE}, status=INVALIDE)
    try:
        fait, nouveau = services.importer(
            identite=request.identite, jeton=jeton, apercu=apercu, choisies=choisies
        )
    except ValidationError as refus:
        souci = f"{refus.messages[0]} Rien n’a été importé."
        return render(request, "veille/references/apercu.html", contexte | {"souci": souci}, status=INVALIDE)
    if nouveau:
        messages.success(request, "Les notices sont dans la base. Le public ne les lit pas encore.")
    return redirect(fait)


@require_safe
def importation(request: Requete, uuid: UUID) -> HttpResponse:
    """The notices that a file made."""
    autoriser(request.identite, "veille.documenter")
    fait = get_object_or_404(ImportReferences.objects.select_related("auteur__compte"), uuid=uuid)
    notices = fait.notices.presentes().entieres().order_by("pk")
    return render(request, "veille/references/import.html", {"importation": fait, "notices": notices})
