"""The évaluateur's desk: the survey itself, and what of the compilation is public."""

from functools import partial
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communs.collectivites.middleware import Requete
from communs.dossiers.models import Dossier
from communs.etats.views import ecrire_et_revenir, franchir_et_revenir
from communs.materiaux.models import Materiau
from communs.web.qr import dessiner
from eclaireurs.evaluation.enquete import services
from eclaireurs.evaluation.enquete.enums import EtatContribution
from eclaireurs.evaluation.enquete.forms import ChoisirForm, ReglerForm
from eclaireurs.evaluation.enquete.models import Enquete
from eclaireurs.evaluation.enquete.obtenir import obtenir_enquete
from eclaireurs.evaluation.enquete.querysets import publics
from eclaireurs.evaluation.enquete.transitions import ENQUETE

INVALIDE = 422
PAR_PAGE = 60


def adresse(dossier: Dossier, nom: str = "enquete", *args: object) -> str:
    return dossier.adresse(f"evaluation:{nom}", *args)


@require_safe
def bureau(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    """Where the survey stands: its address, what came, what is public; for who reads the dossier."""
    enquete = obtenir_enquete(request, identifiant, uuid)
    lien = f"{settings.VIGIE_ADRESSE}{enquete.adresse_publique}"
    return render(
        request,
        "evaluation/enquete/bureau.html",
        {
            "dossier": enquete.dossier,
            "enquete": enquete,
            "lien": lien,
            "qr": dessiner(lien),
            "gestes": ENQUETE.offertes(enquete, request.identite),
            "effectifs": _effectifs(enquete),
            "publics": publics(enquete).count(),
            "montrables": Materiau.objects.filter(dossier=enquete.dossier).montrables().count(),
        },
    )


def _effectifs(enquete: Enquete) -> dict[str, int]:
    """How many contributions stand in each state."""
    comptes = enquete.contributions.order_by().values_list("etat").annotate(nombre=Count("pk"))
    return dict.fromkeys(EtatContribution.values, 0) | dict(comptes)


@require_http_methods(["GET", "HEAD", "POST"])
def regler(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    enquete = obtenir_enquete(request, identifiant, uuid, "enquete.regler")
    formulaire = ReglerForm(request.POST or None, instance=enquete)
    return ecrire_et_revenir(
        request,
        formulaire,
        partial(services.regler, identite=request.identite, enquete=enquete),
        retour=adresse(enquete.dossier),
        fait="L’enquête est réglée.",
        gabarit="evaluation/enquete/regler.html",
        contexte={"dossier": enquete.dossier, "enquete": enquete},
    )


@require_POST
def etape(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    """Publish, close, open again, take out of sight."""
    enquete = obtenir_enquete(request, identifiant, uuid, "enquete.moderer")
    return franchir_et_revenir(request, ENQUETE, enquete, retour=adresse(enquete.dossier))


@require_http_methods(["GET", "HEAD", "POST"])
def choisir(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    """What the public sees of the clues, one by one."""
    enquete = obtenir_enquete(request, identifiant, uuid, "enquete.regler")
    indices = Materiau.objects.filter(dossier=enquete.dossier, supprime_le=None)
    if request.method == "POST":
        _choisir(request, enquete)
        return redirect(f"{request.path}?page={request.POST.get('page', '1')[:6]}")
    indices = indices.select_related("publication", "contribution", "piece__contribution")
    page = Paginator(indices.order_by("-cree_le", "-pk"), PAR_PAGE).get_page(request.GET.get("page"))
    montres = set(publics(enquete).values_list("pk", flat=True))
    montrables = set(
        publics(enquete, choisis=False).filter(pk__in=[i.pk for i in page]).values_list("pk", flat=True)
    )
    return render(
        request,
        "evaluation/enquete/choisir.html",
        {
            "dossier": enquete.dossier,
            "enquete": enquete,
            "page": page,
            "montres": montres,
            "montrables": montrables,
            "gestes": ChoisirForm.GESTES,
        },
    )


def _choisir(request: Requete, enquete: Enquete) -> None:
    formulaire = ChoisirForm(request.POST)
    cles = []
    for texte in request.POST.getlist("indice")[:PAR_PAGE]:
        try:
            cles.append(UUID(texte))
        except ValueError:
            continue
    choisis = list(Materiau.objects.filter(dossier=enquete.dossier, uuid__in=cles).order_by("pk"))
    if not choisis or not formulaire.is_valid():
        messages.error(request, "Cochez d’abord au moins un indice.")
        return
    nombre = services.choisir(
        identite=request.identite, enquete=enquete, materiaux=choisis, publie=formulaire.publie()
    )
    messages.success(request, f"{nombre} {'indices' if nombre > 1 else 'indice'} : c’est noté.")
