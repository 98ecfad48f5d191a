"""« Ce qui m’attend », when to be reminded of it, and the secret addresses of calendars."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communs.collectivites.middleware import Requete
from communs.dossiers.models import Dossier
from communs.echeances import lectures, services
from communs.echeances.enums import Quand, Rythme
from communs.echeances.forms import FiltreForm, OuvrirCalendrierForm, RappelsForm
from communs.echeances.models import Calendrier, Echeance

PAR_PAGE = 100


@require_safe
def miennes(request: Requete) -> HttpResponse:
    """What waits for me, whatever I chose about mails and whatever is put to sleep."""
    maintenant = timezone.now()
    siennes = Echeance.objects.de(request.identite)
    dossiers = list(Dossier.objects.filter(pk__in=siennes.values("dossier")).order_by("titre", "pk"))
    filtre = FiltreForm(request.GET, dossiers=dossiers)
    voulu = filtre.cleaned_data if filtre.is_valid() else {}
    choisies = lectures.filtrer(
        siennes.avec_dossier().order_by("le", "dossier__titre", "libelle", "pk"),
        q=Quand(voulu["quand"]) if voulu.get("quand") else None,
        dossier=voulu.get("dossier"),
        maintenant=maintenant,
    )
    page = Paginator(choisies.a_faire(), PAR_PAGE).get_page(request.GET.get("page"))
    faites = choisies.exclude(faite_le=None).order_by("-faite_le", "-pk") if voulu.get("faites") else ()
    parametres = request.GET.copy()
    parametres.pop("page", None)
    contexte = {
        "filtre": filtre,
        "filtree": any(voulu.values()),
        "page": page,
        "filtres": f"{parametres.urlencode()}&" if parametres else "",
        "groupes": lectures.groupes(page.object_list, maintenant),
        "faites": [lectures.ligne(e, maintenant) for e in faites[:PAR_PAGE]],
        "dossiers": dossiers,
    }
    return render(request, "echeances/miennes.html", contexte)


@require_http_methods(["GET", "HEAD", "POST"])
def rappels(request: Requete) -> HttpResponse:
    actuel = services.destinataire_de(request.user)
    formulaire = RappelsForm(request.POST or None, initial={"rythme": actuel.rythme, "fuseau": actuel.fuseau})
    if request.method == "POST" and formulaire.is_valid():
        services.regler(
            identite=request.identite,
            rythme=Rythme(formulaire.cleaned_data["rythme"]),
            fuseau=formulaire.cleaned_data["fuseau"],
        )
        messages.success(request, "C’est noté.")
        return redirect("echeances:rappels")
    return render(request, "echeances/rappels.html", {"form": formulaire})


@require_http_methods(["GET", "HEAD", "POST"])
def calendriers(request: Requete) -> HttpResponse:
    """The secret addresses I have opened, and those I may open: mine, and one per dossier."""
    visibles = Dossier.objects.visibles_par(request.identite)
    if request.method == "POST":
        formulaire = OuvrirCalendrierForm(request.POST)
        formulaire.is_valid()
        uuid = formulaire.cleaned_data.get("dossier")
        dossier = get_object_or_404(visibles, uuid=uuid) if uuid or formulaire.errors else None
        services.ouvrir_calendrier(identite=request.identite, dossier=dossier)
        messages.success(request, "L’adresse est prête : copiez-la dans votre agenda.")
        return redirect("echeances:calendriers")
    ouverts = list(
        request.user.calendriers.select_related("dossier").order_by(
            F("dossier__titre").asc(nulls_first=True), "pk"
        )
    )
    deja = {c.dossier_id for c in ouverts}
    participe = Dossier.objects.auxquels_participe(request.user).filter(supprime_le=None)
    contexte = {
        "ouverts": [(c, adresse_de(c)) for c in ouverts],
        "sans_le_mien": None not in deja,
        "dossiers": [d for d in participe.order_by("titre", "pk") if d.pk not in deja],
    }
    return render(request, "echeances/calendriers.html", contexte)


def adresse_de(calendrier: Calendrier) -> str:
    """What is pasted in a calendar program."""
    return settings.VIGIE_ADRESSE + reverse("echeances:calendrier", args=[calendrier.jeton])


@require_POST
def renouveler(request: Requete, uuid: UUID) -> HttpResponse:
    services.renouveler_calendrier(calendrier=_le_mien(request, uuid))
    messages.success(request, "L’adresse a changé : l’ancienne ne répond plus.")
    return redirect("echeances:calendriers")


@require_POST
def revoquer(request: Requete, uuid: UUID) -> HttpResponse:
    services.revoquer_calendrier(calendrier=_le_mien(request, uuid))
    messages.success(request, "L’adresse ne répond plus.")
    return redirect("echeances:calendriers")


def _le_mien(request: Requete, uuid: UUID) -> Calendrier:
    return get_object_or_404(Calendrier.objects.filter(compte=request.user), uuid=uuid)
