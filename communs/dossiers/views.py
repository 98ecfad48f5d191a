"""The dossier itself: where it stands, what comes next, whose turn it is; its journal; copy and deletion."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communs.collectivites.middleware import Requete
from communs.collectivites.models import Collectivite
from communs.dossiers import services
from communs.dossiers.acces import obtenir_dossier
from communs.dossiers.forms import CopieForm
from communs.dossiers.genres import genre, pages
from communs.dossiers.models import DELAI_REPENTIR, Dossier
from communs.etats.views import page_du_journal

INVALIDE = 422  # a form shown again with its errors


@require_safe
def dossier(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    objet = obtenir_dossier(request, identifiant, uuid)
    outils = genre(objet.genre).outils
    return render(
        request,
        "dossiers/dossier.html",
        {
            "dossier": objet,
            "etapes": [(outil, objet.adresse(outil.adresse), outil.etape(objet)) for outil in outils],
            "attentes": services.attentes(request.identite, [objet]),
        },
    )


@require_safe
def groupe(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    """The rooms where people meet, answer, vote, draw lots: what is going on in each."""
    objet = obtenir_dossier(request, identifiant, uuid, "dossiers.voir_les_personnes")
    identite = request.identite
    pieces = [
        {
            "page": page,
            "adresse": objet.adresse(page.adresse),
            "bilan": page.bilan(identite, objet),
            "preparer": objet.adresse(page.preparer) if identite.peut(page.organise, objet) else "",
        }
        for page in pages()
        if identite.peut(page.regle, objet)
    ]
    return render(request, "dossiers/groupe.html", {"dossier": objet, "pieces": pieces})


@require_safe
def journal_(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    objet = obtenir_dossier(request, identifiant, uuid, "dossiers.voir_les_personnes")
    contexte = {"dossier": objet, **page_du_journal(request, objet.portee)}
    return render(request, "dossiers/journal.html", contexte)


@require_http_methods(["GET", "HEAD", "POST"])
def copier(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    """Open another dossier on the frame of this one, in one of the person's own collectivités."""
    objet = obtenir_dossier(request, identifiant, uuid, "dossiers.copier")
    formulaire = CopieForm(
        request.POST or None,
        collectivites=Collectivite.objects.visibles_par(request.identite),
        initial={"titre": f"{objet.titre} (copie)"[:150], "collectivite": objet.collectivite_id},
    )
    if request.method == "POST" and formulaire.is_valid():
        try:
            copie = services.copier(
                identite=request.identite,
                dossier=objet,
                collectivite=formulaire.cleaned_data["collectivite"],
                titre=formulaire.cleaned_data["titre"],
                demande=formulaire.cle,
            )
        except ValidationError as erreur:
            formulaire.add_error(None, erreur)
        else:
            messages.success(request, f"« {copie.titre} » est ouvert. Vous l’organisez.")
            return redirect(copie)
    return render(
        request,
        "dossiers/copier.html",
        {"dossier": objet, "form": formulaire},
        status=INVALIDE if formulaire.errors else 200,
    )


@require_POST
def supprimer(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    objet = obtenir_dossier(request, identifiant, uuid, "dossiers.organiser")
    services.supprimer(identite=request.identite, dossier=objet)
    messages.success(
        request,
        f"« {objet.titre} » est supprimé. Vous pouvez le rétablir pendant {DELAI_REPENTIR.days} jours, "
        "au bas de cette page.",
    )
    return redirect(page_des_dossiers(request, objet))


@require_POST
def retablir(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    supprimes = Dossier.objects.supprimes_par(request.identite).select_related("collectivite")
    objet = get_object_or_404(supprimes, uuid=uuid, collectivite__identifiant=identifiant)
    services.reprendre(identite=request.identite, dossier=objet)
    messages.success(request, f"« {objet.titre} » est rétabli, comme il était.")
    return redirect(objet)


def page_des_dossiers(request: Requete, objet: Dossier) -> str:
    """The list on which this person sees it: its collectivité's, or her own when she is not a member."""
    if request.identite.adhesion(objet.collectivite_id) is not None:
        return reverse("dossiers:liste", args=[objet.collectivite.identifiant])
    return reverse("dossiers:miens")
