"""The collectivité that a SIRET points to: proposed to the person, decided by its administrators."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from communs.collectivites import rattachements as services
from communs.collectivites.identite import autoriser
from communs.collectivites.middleware import Requete
from communs.collectivites.models import Collectivite, Demande


@require_http_methods(["GET", "HEAD", "POST"])
def rattachement(request: Requete) -> HttpResponse:
    """Propose the collectivité of one's SIRET; nothing is joined without a gesture of both sides."""
    suite = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(suite, allowed_hosts={request.get_host()}):
        suite = ""
    siren = services.siren_propose(request.user)
    if not siren:
        return redirect(suite or "collectivites:espace")
    collectivite = Collectivite.objects.filter(siren=siren, essai_jusqu_au=None).first()
    if request.method == "POST" and collectivite is not None:
        try:
            services.demander(compte=request.user, collectivite=collectivite)
        except ValidationError as erreur:
            messages.error(request, erreur.messages[0])
        else:
            messages.success(request, "Votre demande est partie. Vous recevrez la réponse par courriel.")
        return redirect(suite or "collectivites:espace")
    deja = collectivite is not None and request.user.demandes.filter(collectivite=collectivite).exists()
    contexte = {"siren": siren, "collectivite": collectivite, "deja": deja, "suite": suite}
    return render(request, "collectivites/rattachement.html", contexte)


def _obtenir(request: Requete, identifiant: str, uuid: UUID) -> Demande:
    visibles = Demande.objects.visibles_par(request.identite).select_related("collectivite", "compte")
    demande = get_object_or_404(visibles, uuid=uuid, collectivite__identifiant=identifiant)
    autoriser(request.identite, "collectivites.inviter", demande)
    return demande


@require_POST
def accepter(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    demande = _obtenir(request, identifiant, uuid)
    try:
        services.accepter(demande=demande)
    except ValidationError as erreur:
        messages.error(request, erreur.messages[0])
    else:
        messages.success(request, f"{demande.compte.nom_affiche} fait maintenant partie des membres.")
    return redirect("collectivites:invitations", identifiant)


@require_POST
def refuser(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    demande = _obtenir(request, identifiant, uuid)
    try:
        services.refuser(demande=demande)
    except ValidationError as erreur:
        messages.error(request, erreur.messages[0])
    else:
        messages.success(request, f"La demande de {demande.compte.nom_affiche} est refusée.")
    return redirect("collectivites:invitations", identifiant)
