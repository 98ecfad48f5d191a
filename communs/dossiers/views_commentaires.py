"""Comments: the page of the dossier's own, and what tools call for those of their things."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from communs.collectivites.middleware import Requete
from communs.dossiers import services
from communs.dossiers.acces import obtenir_dossier
from communs.dossiers.forms import CommentaireForm
from communs.dossiers.models import Commentaire, Dossier
from communs.dossiers.views import INVALIDE


@dataclass(frozen=True)
class Fil:
    """What `dossiers/_commentaires.html` shows: the comments of one thing, and where a new one is posted."""

    commentaires: list[Commentaire]
    formulaire: CommentaireForm
    adresse: str


def fil(
    dossier: Dossier, objet: models.Model, *, adresse: str, formulaire: CommentaireForm | None = None
) -> Fil:
    """The thread of `objet` (one query), for a reader who may `dossiers.voir_les_personnes`."""
    commentaires = list(dossier.commentaires.de_la_chose(objet))
    for commentaire in commentaires:
        commentaire.dossier = dossier  # the rules ask it of each
    return Fil(commentaires, formulaire or CommentaireForm(auto_id=f"commentaire_{objet.pk}_%s"), adresse)


def commenter_et_revenir(
    request: Requete, dossier: Dossier, objet: models.Model, *, retour: str
) -> HttpResponse:
    """Post a comment on `objet`, chosen by the caller's own address, and go back.

    A form in error comes back on a page of its own, with its text.
    """
    formulaire = CommentaireForm(request.POST)
    if formulaire.is_valid():
        try:
            services.commenter(
                identite=request.identite,
                dossier=dossier,
                objet=objet,
                texte=formulaire.cleaned_data["texte"],
                demande=formulaire.cle,
            )
        except ValidationError as erreur:
            formulaire.add_error(None, erreur)
        else:
            messages.success(request, "Votre commentaire est publié.")
            return redirect(retour)
    contexte = {"dossier": dossier, "fil": fil(dossier, objet, adresse=request.path, formulaire=formulaire)}
    return render(request, "dossiers/commentaires.html", contexte, status=INVALIDE)


@require_http_methods(["GET", "HEAD", "POST"])
def commentaires(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    dossier = obtenir_dossier(request, identifiant, uuid, "dossiers.voir_les_personnes")
    ici = dossier.adresse("dossiers:commentaires")
    if request.method == "POST":
        return commenter_et_revenir(request, dossier, dossier, retour=ici)
    contexte = {"dossier": dossier, "fil": fil(dossier, dossier, adresse=ici)}
    return render(request, "dossiers/commentaires.html", contexte)


@require_POST
def retirer(request: Requete, identifiant: str, uuid: UUID, commentaire: UUID) -> HttpResponse:
    dossier = obtenir_dossier(request, identifiant, uuid, "dossiers.voir_les_personnes")
    objet = get_object_or_404(dossier.commentaires.select_related("auteur"), uuid=commentaire)
    objet.dossier = dossier
    services.retirer_commentaire(identite=request.identite, commentaire=objet)
    messages.success(request, "Le commentaire est retiré.")
    retour = request.POST.get("retour", "")
    sur = url_has_allowed_host_and_scheme(retour, {request.get_host()}, request.is_secure())
    return redirect(retour if sur else dossier.adresse("dossiers:commentaires"))
