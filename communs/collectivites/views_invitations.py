"""Invitations, from both sides: those who invite and the one who is invited."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from communs.collectivites import invitations as services
from communs.collectivites.forms import InvitationForm
from communs.collectivites.identite import autoriser
from communs.collectivites.middleware import Requete
from communs.collectivites.models import Invitation
from communs.collectivites.views import INVALIDE, obtenir_collectivite
from communs.web.erreurs import Refus
from communs.web.typographie import accorder


@require_http_methods(["GET", "HEAD", "POST"])
def invitations(request: Requete, identifiant: str) -> HttpResponse:
    collectivite = obtenir_collectivite(request, identifiant)
    autoriser(request.identite, "collectivites.inviter", collectivite)
    formulaire = InvitationForm(request.POST or None, collectivite=collectivite)
    if request.method == "POST" and formulaire.is_valid():
        bilan = services.inviter(
            identite=request.identite,
            collectivite=collectivite,
            adresses=formulaire.cleaned_data["adresses"],
            role=formulaire.cleaned_data["role"],
            service=formulaire.cleaned_data["service"],
        )
        if bilan.erreurs:
            formulaire.add_error("adresses", bilan.erreurs)
        else:
            n = len(bilan.envoyees)
            messages.success(
                request, f"{n} {accorder(n, 'invitation part,invitations partent')} à l’instant."
            )
            return redirect("collectivites:invitations", identifiant)
    return render(
        request,
        "collectivites/invitations.html",
        {
            "form": formulaire,
            "collectivite": collectivite,
            "demandes": collectivite.demandes.select_related("compte").order_by("cree_le", "pk"),
            "invitations": collectivite.invitations.ouvertes()
            .select_related("service", "invite_par")
            .order_by("-cree_le", "-pk"),
        },
        status=INVALIDE if formulaire.errors else 200,
    )


def _obtenir(request: Requete, identifiant: str, uuid: UUID) -> Invitation:
    visibles = Invitation.objects.visibles_par(request.identite).select_related("collectivite", "service")
    invitation = get_object_or_404(visibles, uuid=uuid, collectivite__identifiant=identifiant)
    autoriser(request.identite, "collectivites.inviter", invitation)
    return invitation


@require_POST
def renvoyer(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    invitation = _obtenir(request, identifiant, uuid)
    try:
        services.renvoyer(identite=request.identite, invitation=invitation)
    except ValidationError as erreur:
        messages.error(request, erreur.messages[0])
    else:
        messages.success(request, f"L’invitation repart vers {invitation.email}, pour quatorze jours.")
    return redirect("collectivites:invitations", identifiant)


@require_POST
def annuler(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    invitation = _obtenir(request, identifiant, uuid)
    try:
        services.annuler(invitation=invitation)
    except ValidationError as erreur:
        messages.error(request, erreur.messages[0])
    else:
        messages.success(request, f"L’invitation de {invitation.email} est annulée.")
    return redirect("collectivites:invitations", identifiant)


def _par_jeton(jeton: str) -> Invitation:
    """The open invitation of a link, or the page that says why there is none."""
    uuid = services.lire_jeton(jeton)
    invitation = (
        Invitation.objects.select_related("collectivite", "invite_par").filter(uuid=uuid).first()
        if uuid
        else None
    )
    if invitation is None:
        raise Refus(404, "Ce lien d’invitation n’existe pas. Vérifiez qu’il a été copié en entier.")
    return invitation


def _exiger_ouverte(invitation: Invitation) -> None:
    demander = "Demandez-en une nouvelle à la personne qui vous l’a envoyée."
    if invitation.acceptee_le:
        raise Refus(410, "Cette invitation a déjà été acceptée : elle ne sert qu’une fois.")
    if invitation.annulee_le:
        raise Refus(410, f"Cette invitation a été annulée. {demander}")
    if invitation.expiree:
        raise Refus(410, f"Cette invitation a expiré : elle valait quatorze jours. {demander}")


@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: Requete, jeton: str) -> HttpResponse:
    """The link of the mail: anybody may read who invites; the invited address alone may accept."""
    objet = _par_jeton(jeton)
    compte = request.identite.compte
    if request.method == "POST" and compte is None:
        return redirect("collectivites:invitation", jeton)
    if compte and objet.acceptee_le and request.identite.adhesion(objet.collectivite_id):
        return redirect(objet.collectivite)  # a second click on « Rejoindre »
    _exiger_ouverte(objet)
    if compte and not services.est_pour(objet, compte):
        return render(request, "collectivites/autre_adresse.html", {"invitation": objet}, status=403)
    if request.method == "POST":
        try:
            services.accepter(identite=request.identite, invitation=objet)
        except ValidationError as erreur:
            raise Refus(410, erreur.messages[0]) from erreur
        messages.success(request, f"Bienvenue : vous faites partie de {objet.collectivite.nom}.")
        return redirect(objet.collectivite)
    return render(request, "collectivites/invitation.html", {"invitation": objet, "jeton": jeton})
