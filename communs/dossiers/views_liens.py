"""Secret links for reading: making, showing again, revoking."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from communs.collectivites.middleware import Requete
from communs.dossiers import services
from communs.dossiers.acces import obtenir_dossier
from communs.dossiers.enums import OUVERTES_PAR_LIEN
from communs.dossiers.forms import LienForm
from communs.dossiers.models import LaissezPasser
from communs.dossiers.views import INVALIDE

FINIS_MONTRES = 20


def adresse_du_lien(lien: LaissezPasser) -> str:
    """The whole address, as it is copied into a mail."""
    return settings.VIGIE_ADRESSE + reverse("dossiers:lien", args=[lien.jeton])


@require_http_methods(["GET", "HEAD", "POST"])
def liens(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    dossier = obtenir_dossier(request, identifiant, uuid, "dossiers.organiser")
    formulaire = LienForm(request.POST or None, dossier=dossier)
    if request.method == "POST" and formulaire.is_valid():
        try:
            lien = services.creer_lien(
                identite=request.identite,
                dossier=dossier,
                libelle=formulaire.cleaned_data["libelle"],
                expire_le=formulaire.expire_le,
            )
        except ValidationError as erreur:
            formulaire.add_error(None, erreur)
        else:
            messages.success(request, f"Le lien pour « {lien.libelle} » est prêt à copier.")
            return redirect(dossier.adresse("dossiers:liens"))
    tous = list(dossier.laissez_passer.order_by("-cree_le", "-pk"))
    return render(
        request,
        "dossiers/liens.html",
        {
            "dossier": dossier,
            "form": formulaire,
            "actifs": [(lien, adresse_du_lien(lien)) for lien in tous if lien.actif],
            "finis": [lien for lien in tous if not lien.actif][:FINIS_MONTRES],
            "sans_effet": dossier.visibilite not in OUVERTES_PAR_LIEN,
        },
        status=INVALIDE if formulaire.errors else 200,
    )


@require_POST
def revoquer(request: Requete, identifiant: str, uuid: UUID, lien: UUID) -> HttpResponse:
    dossier = obtenir_dossier(request, identifiant, uuid, "dossiers.organiser")
    objet = get_object_or_404(dossier.laissez_passer, uuid=lien)
    services.revoquer_lien(identite=request.identite, lien=objet)
    messages.success(request, f"Le lien pour « {objet.libelle} » ne s’ouvre plus.")
    return redirect(dossier.adresse("dossiers:liens"))
