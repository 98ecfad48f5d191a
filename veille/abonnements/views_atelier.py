"""The documentalistes' side: envois under way and past, and how many receive what."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communs.collectivites.identite import autoriser
from communs.collectivites.middleware import Requete
from communs.dossiers.archive import en_csv
from veille.abonnements import envois as service
from veille.abonnements import lectures, services
from veille.abonnements.forms import ChercherForm, GesteForm
from veille.abonnements.models import Abonne, Envoi
from veille.models import Numero

PAR_PAGE = 25


@require_safe
def envois(request: Requete) -> HttpResponse:
    autoriser(request.identite, "veille.documenter")
    tous = Envoi.objects.visibles_par(request.identite).select_related("numero__bulletin")
    page = Paginator(tous, PAR_PAGE).get_page(request.GET.get("page"))
    # An issue is tried on oneself before it is published.
    a_essayer = Numero.objects.visibles_par(request.identite).select_related("bulletin")
    contexte = {
        "page": page,
        "lignes": [(envoi, service.comptes(envoi)) for envoi in page],
        "a_essayer": a_essayer.filter(envoi=None)[:10],
        "adresse": request.identite.personne.email,
    }
    return render(request, "veille/abonnements/envois.html", contexte)


@require_http_methods(["GET", "HEAD", "POST"])
def envoi(request: Requete, uuid: UUID) -> HttpResponse:
    """How far it is; the page asks again for this part only, as long as it moves."""
    autoriser(request.identite, "veille.documenter")
    visibles = Envoi.objects.visibles_par(request.identite).select_related("numero__bulletin")
    present = get_object_or_404(visibles, uuid=uuid)
    if request.method == "POST":
        _agir(request, present)
        return redirect("veille:envoi", uuid)
    contexte = {"envoi": present, "comptes": service.comptes(present)}
    partie = request.headers.get("HX-Target") == "avancement"
    gabarit = "veille/abonnements/_avancement.html" if partie else "veille/abonnements/envoi.html"
    return render(request, gabarit, contexte)


def _agir(request: Requete, present: Envoi) -> None:
    form = GesteForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Ce geste n’existe pas.")
        return
    try:
        match form.cleaned_data["geste"]:
            case "suspendre":
                service.suspendre(present)
                messages.success(
                    request, "L’envoi est en pause : le lot en cours s’achève, plus rien ne part."
                )
            case "reprendre":
                service.reprendre(present)
                messages.success(request, "L’envoi reprend où il s’était arrêté.")
            case _:
                nombre = service.renvoyer_les_incertains(present)
                messages.success(request, f"Envois à refaire : {nombre}.")
    except ValidationError as erreur:
        messages.error(request, erreur.messages[0])


@require_POST
def essai(request: Requete, uuid: UUID) -> HttpResponse:
    """Receive an issue oneself, as subscribers will."""
    autoriser(request.identite, "veille.documenter")
    numero = get_object_or_404(Numero.objects.visibles_par(request.identite), uuid=uuid)
    personne = request.identite.personne
    service.essayer(numero, personne.email)
    messages.success(
        request, f"L’essai part à l’adresse {personne.email}. Ses liens personnels n’ouvrent rien."
    )
    return redirect("veille:envois")


@require_safe
def abonnes(request: Requete) -> HttpResponse:
    """Numbers; and one subscriber, found by the whole address, to answer who writes to us."""
    autoriser(request.identite, "veille.documenter")
    return render(request, "veille/abonnements/abonnes.html", _comptes() | {"form": ChercherForm()})


def _comptes() -> dict[str, object]:
    return {
        "resume": lectures.resume(),
        "bulletins": lectures.bulletins_comptes(),
        "themes": lectures.themes_comptes(),
    }


@require_POST
def desabonner(request: Requete) -> HttpResponse:
    """For somebody who asks it by phone or by mail. The address is posted: it stays out of the logs."""
    autoriser(request.identite, "veille.documenter")
    form = ChercherForm(request.POST)
    if form.is_valid():
        abonne = Abonne.objects.filter(email=form.cleaned_data["email"].lower()).first()
        if abonne is None or abonne.desabonne_le:
            form.add_error("email", "Cette adresse n’est pas abonnée.")
        else:
            services.quitter(abonne)
            messages.success(request, "Cette adresse est désabonnée de tous les bulletins.")
            return redirect("veille:abonnes")
    return render(request, "veille/abonnements/abonnes.html", _comptes() | {"form": form}, status=422)


@require_safe
def comptes_csv(request: Requete) -> HttpResponse:
    autoriser(request.identite, "veille.documenter")
    lignes = [["bulletin", "abonnés", "dont numéros entiers", "suspendus"]]
    lignes += [[b.nom, str(b.nombre), str(b.entiers), str(b.suspendus)] for b in lectures.bulletins_comptes()]
    return HttpResponse(
        en_csv(lignes),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="abonnes-de-la-veille.csv"'},
    )
