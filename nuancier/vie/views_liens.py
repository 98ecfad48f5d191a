"""Dead links, for editors: another address, a check by hand, a rest."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communs.collectivites.identite import autoriser
from communs.collectivites.middleware import Requete
from nuancier.models import Citation, Ressource, Verification
from nuancier.vie import liens as service
from nuancier.vie.comptes import comptes_de_l_atelier
from nuancier.vie.forms import AdresseForm


@require_safe
def atelier_liens(request: Requete) -> HttpResponse:
    """Those that died, those that moved, those set aside."""
    autoriser(request.identite, "nuancier.editer")
    contexte = comptes_de_l_atelier() | {
        "morts": Verification.objects.mortes().order_by("mort_le", "pk"),
        "demenages": Verification.objects.exclude(suggestion="").order_by("adresse"),
        "ignores": Verification.objects.filter(ignoree_jusqu_au__gt=timezone.now()),
    }
    return render(request, "nuancier/vie/atelier_liens.html", contexte)


@require_http_methods(["GET", "HEAD", "POST"])
def lien(request: Requete, pk: int) -> HttpResponse:
    """One address: what the check found, who gives it, what to do."""
    verification = _obtenir(request, pk)
    form = AdresseForm(
        request.POST or None, initial={"adresse": verification.suggestion or verification.adresse}
    )
    if form.is_valid():
        try:
            nombre = service.remplacer(
                identite=request.identite,
                verification=verification,
                adresse=form.cleaned_data["adresse"],
            )
        except ValidationError as erreur:
            form.add_error(None, erreur.messages[0])
        else:
            messages.success(request, f"Adresse remplacée ({nombre} fiche(s)). Elle sera visitée cette nuit.")
            return redirect("nuancier:atelier_liens")
    contexte = {"verification": verification, "ressources": _ressources(verification), "form": form}
    return render(request, "nuancier/vie/lien.html", contexte, status=422 if form.is_bound else 200)


def _obtenir(request: Requete, pk: int) -> Verification:
    autoriser(request.identite, "nuancier.editer")
    return get_object_or_404(Verification, pk=pk)


def _ressources(verification: Verification) -> QuerySet[Ressource]:
    """The records that give this address, with the teintes that cite them."""
    citations = Prefetch("citations", Citation.objects.select_related("teinte"))
    return (
        Ressource.objects.filter(liens__adresse=verification.adresse).distinct().prefetch_related(citations)
    )


@require_POST
def confirmer(request: Requete, pk: int) -> HttpResponse:
    service.confirmer(identite=request.identite, verification=_obtenir(request, pk))
    messages.success(request, "C’est noté : ce lien fonctionne. La prochaine visite est dans une semaine.")
    return redirect("nuancier:atelier_liens")


@require_POST
def ignorer(request: Requete, pk: int) -> HttpResponse:
    service.ignorer(identite=request.identite, verification=_obtenir(request, pk))
    messages.success(request, "Ce lien ne sera plus signalé pendant trente jours.")
    return redirect("nuancier:atelier_liens")
