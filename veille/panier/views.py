"""Sorting what sources and readers bring, and following the sources; for documentalistes."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communs.collectivites.identite import autoriser
from communs.collectivites.middleware import Requete
from veille.panier import services
from veille.panier.enums import EtatTrouvaille
from veille.panier.forms import FiltreForm, GesteForm, SourceForm
from veille.panier.models import Source, Trouvaille

PAR_PAGE = 50
INVALIDE = 422
_ETATS = {
    "garder": (EtatTrouvaille.GARDEE, "Gardée pour plus tard."),
    "ecarter": (EtatTrouvaille.ECARTEE, "Écartée."),
    "remettre": (EtatTrouvaille.NOUVELLE, "Remise parmi celles à trier."),
}


@require_safe
def trouvailles(request: Requete) -> HttpResponse:
    """The inbox, the latest first."""
    autoriser(request.identite, "veille.documenter")
    filtre = FiltreForm(request.GET or None)
    triees = filtre.filtrer(Trouvaille.objects.select_related("source", "notice"))
    parametres = request.GET.copy()
    parametres.pop("page", None)
    comptes = Trouvaille.objects.compter_par_etat()
    return render(
        request,
        "veille/panier/trouvailles.html",
        {
            "filtre": filtre,
            "page": Paginator(triees, PAR_PAGE).get_page(request.GET.get("page")),
            "filtres": f"{parametres.urlencode()}&" if parametres else "",
            "a_trier": comptes.get(EtatTrouvaille.NOUVELLE, 0),
            "pannes": Source.objects.filter(echecs__gt=0).count(),
        },
    )


@require_POST
def trier(request: Requete, uuid: str) -> HttpResponse:
    """Keep, discard, put back, or make a notice: one gesture each."""
    autoriser(request.identite, "veille.documenter")
    trouvaille = get_object_or_404(Trouvaille, uuid=uuid)
    form = GesteForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Ce geste n’existe pas : rechargez la page, puis recommencez.")
        return _retour(request)
    geste = form.cleaned_data["geste"]
    if geste == "notice":
        notice = services.en_notice(identite=request.identite, trouvaille=trouvaille)
        messages.success(request, f"« {notice} » est dans la base : il reste à écrire son résumé.")
        return _retour(request)
    etat, dit = _ETATS[geste]
    try:
        services.trier(identite=request.identite, trouvaille=trouvaille, etat=etat)
    except ValidationError as refus:
        messages.error(request, refus.messages[0])
    else:
        messages.success(request, f"« {trouvaille} » : {dit[0].lower()}{dit[1:]}")
    return _retour(request)


def _retour(request: Requete) -> HttpResponse:
    """Back to the same page of the inbox."""
    suite = request.POST.get("suite", "")
    if suite.startswith("?") and url_has_allowed_host_and_scheme(suite, allowed_hosts=None):
        return redirect(reverse("veille:trouvailles") + suite)
    return redirect("veille:trouvailles")


@require_safe
def sources(request: Requete) -> HttpResponse:
    """Those in trouble first."""
    autoriser(request.identite, "veille.documenter")
    suivies = Source.objects.avec_comptes().order_by("-echecs", "nom", "pk")
    return render(
        request,
        "veille/panier/sources.html",
        {"page": Paginator(suivies, PAR_PAGE).get_page(request.GET.get("page"))},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def suivre(request: Requete) -> HttpResponse:
    autoriser(request.identite, "veille.documenter")
    form = SourceForm(request.POST or None)
    if form.is_valid():
        try:
            services.suivre(identite=request.identite, **form.cleaned_data)
        except ValidationError as refus:
            form.add_error(None, refus.messages)
        else:
            messages.success(request, "Source ajoutée : elle sera lue dans les dix minutes.")
            return redirect("veille:sources")
    return render(
        request, "veille/panier/source.html", {"form": form}, status=INVALIDE if form.errors else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
def source(request: Requete, uuid: str) -> HttpResponse:
    """One source: what its last reading said, its name and address."""
    autoriser(request.identite, "veille.documenter")
    presente = get_object_or_404(Source.objects.avec_comptes(), uuid=uuid)
    form = SourceForm(
        request.POST or None,
        initial={"nom": presente.nom, "adresse": presente.adresse, "site": presente.site},
    )
    if form.is_valid():
        try:
            services.corriger_source(identite=request.identite, source=presente, **form.cleaned_data)
        except ValidationError as refus:
            form.add_error(None, refus.messages)
        else:
            messages.success(request, "Source corrigée.")
            return redirect("veille:sources")
    contexte = {"source": presente, "form": form}
    return render(request, "veille/panier/source.html", contexte, status=INVALIDE if form.errors else 200)


@require_POST
def source_geste(request: Requete, uuid: str) -> HttpResponse:
    """Read it now, pause it, forget it."""
    autoriser(request.identite, "veille.documenter")
    presente = get_object_or_404(Source, uuid=uuid)
    geste = request.POST.get("geste")
    if geste == "relire":
        services.relire(identite=request.identite, source=presente)
        messages.success(request, "Elle sera relue dans les dix minutes.")
    elif geste == "pause":
        services.mettre_en_pause(identite=request.identite, source=presente)
        messages.success(request, "Elle n’est plus lue ; ce qu’elle a apporté reste.")
    elif geste == "oublier":
        services.oublier(identite=request.identite, source=presente)
        messages.success(request, "Source oubliée, avec ce qui n’était ni gardé ni devenu notice.")
    else:
        messages.error(request, "Ce geste n’existe pas : rechargez la page, puis recommencez.")
    return redirect("veille:sources")
