"""The public pages of the chart."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from communs.catalogue.services import lectures_pour, recommandations_pour
from communs.collectivites.middleware import Requete
from communs.web.cache_pages import page_publique
from nuancier.calculs import comparer as comparer_les_modules
from nuancier.calculs import rubriques
from nuancier.fiches import lire, lire_module
from nuancier.forms import ComparaisonForm
from nuancier.models import Conseil, Famille, Lacune, Module, Nuancier, Section, Teinte
from nuancier.schema_org import cours

# A family shows at most so many of its teintes beside one of them.
SOEURS = 24
PAR_PAGE = 60
PROPOSES = 120


def _nuancier() -> Nuancier | None:
    """The chart's own row: title, source, licence."""
    return Nuancier.objects.order_by("pk").first()


@require_safe
@page_publique
def accueil(request: Requete) -> HttpResponse:
    """The fan: every family with its teintes."""
    familles = Famille.objects.avec_teintes()
    return render(request, "nuancier/accueil.html", {"familles": familles, "nuancier": _nuancier()})


@require_safe
@page_publique
def famille(request: Requete, numero: int) -> HttpResponse:
    presente = get_object_or_404(Famille.objects.avec_teintes(), numero=numero)
    precedente, suivante = Famille.objects.voisines(numero)
    return render(
        request,
        "nuancier/famille.html",
        {"famille": presente, "precedente": precedente, "suivante": suivante},
    )


@require_safe
@page_publique
def teinte(request: Requete, code: str) -> HttpResponse:
    """A teinte; one that was taken out says so (410) and leads to those of its family."""
    presente = get_object_or_404(Teinte.objects.entieres(), code=code)
    soeurs = Teinte.objects.en_vue().filter(famille=presente.famille_id)[:SOEURS]
    if presente.retiree_le:
        return render(request, "nuancier/retiree.html", {"teinte": presente, "soeurs": soeurs}, status=410)
    fiche = lire(presente)
    nuancier = _nuancier()
    precedente, suivante = Teinte.objects.voisines(presente)
    return render(
        request,
        "nuancier/teinte.html",
        {
            "teinte": presente,
            "fiche": fiche,
            "rubriques": rubriques(fiche),
            "nuancier": nuancier,
            "soeurs": soeurs,
            "precedente": precedente,
            "suivante": suivante,
            "recommandations": recommandations_pour([("teinte", code)]),
            "lectures": lectures_pour([("teinte", code)]),
            "cours": cours(
                fiche,
                nuancier=nuancier,
                adresse=f"{settings.VIGIE_ADRESSE}{presente.get_absolute_url()}",
            ),
        },
    )


@require_safe
@page_publique
def mode_emploi(request: Requete) -> HttpResponse:
    return render(
        request,
        "nuancier/mode_emploi.html",
        {"sections": Section.objects.all(), "conseils": Conseil.objects.all(), "nuancier": _nuancier()},
    )


@require_safe
@page_publique
def a_completer(request: Requete) -> HttpResponse:
    """What the source leaves open, family by family."""
    page = Paginator(Lacune.objects.en_vue(), PAR_PAGE).get_page(request.GET.get("page"))
    return render(request, "nuancier/a_completer.html", {"page": page, "nuancier": _nuancier()})


@require_safe
def comparer(request: Requete) -> HttpResponse:
    """Two to four modules side by side, named in the address; fewer, and one chooses them."""
    form = ComparaisonForm(request.GET or None)
    choisis = form.cleaned_data["module"] if form.is_valid() else []
    lignes = comparer_les_modules([(m.teinte.code, lire_module(m)) for m in choisis])
    return render(
        request,
        "nuancier/comparer.html",
        {
            "form": form,
            "modules": choisis,
            "lignes": lignes,
            "differents": [ligne.nom for ligne in lignes if ligne.differe],
            "proposes": Module.objects.en_vue()[:PROPOSES],
        },
        status=400 if form.errors else 200,
    )
