"""Comments of a teinte: read by everybody, written by signed-in people, looked at by editors."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communs.collectivites.identite import autoriser
from communs.collectivites.middleware import Requete
from communs.web.cache_pages import page_publique
from communs.web.debit import limiter
from communs.web.erreurs import Refus
from nuancier.models import Commentaire, Teinte
from nuancier.vie import commentaires as service
from nuancier.vie.acces import obtenir_teinte, page_de_teinte_partie
from nuancier.vie.comptes import comptes_de_l_atelier
from nuancier.vie.forms import CommentaireForm, MotForm, licence

INVALIDE = 422


@dataclass(frozen=True)
class Fil:
    """A comment and its answers."""

    commentaire: Commentaire
    reponses: tuple[Commentaire, ...]


def fils(teinte: Teinte) -> list[Fil]:
    """The threads of a teinte, oldest first (one query); gone ones stay only to hold their answers."""
    tous = list(Commentaire.objects.de_la_teinte(teinte.pk))
    reponses: dict[int, list[Commentaire]] = {}
    for commentaire in tous:
        if commentaire.parent_id is not None and commentaire.lisible:
            reponses.setdefault(commentaire.parent_id, []).append(commentaire)
    return [
        Fil(commentaire, tuple(reponses.get(commentaire.pk, ())))
        for commentaire in tous
        if commentaire.parent_id is None and (commentaire.lisible or commentaire.pk in reponses)
    ]


@require_safe
@page_publique
def commentaires(request: Requete, code: str) -> HttpResponse:
    teinte = obtenir_teinte(request, code)
    return render(request, "nuancier/vie/commentaires.html", _contexte(request, teinte, None))


def _contexte(request: Requete, teinte: Teinte, form: CommentaireForm | None) -> dict[str, Any]:
    """The form only for who is signed in: the page of the others is stored."""
    if form is None and request.identite.compte is not None:
        form = CommentaireForm()
    return {"teinte": teinte, "fils": fils(teinte), "form": form, "licence": licence(), "parent": None}


@require_http_methods(["GET", "HEAD", "POST"])
def commenter(request: Requete, code: str, parent: UUID | None = None) -> HttpResponse:
    """Write, or answer `parent`; a form in error comes back with its words."""
    try:
        teinte = obtenir_teinte(request, code)
    except (Http404, Refus):
        if request.method != "POST":
            raise
        return page_de_teinte_partie(request, code, "Commentaire")
    repond_a = None
    if parent is not None:
        visibles = Commentaire.objects.visibles_par(request.identite).select_related("auteur__compte")
        repond_a = get_object_or_404(visibles, uuid=parent, teinte=teinte)
    form = CommentaireForm(request.POST or None)
    if form.is_valid():
        limiter(request, "nuancier_commenter", str(request.user.pk))
        try:
            commentaire = service.commenter(
                identite=request.identite,
                teinte=teinte,
                texte=form.cleaned_data["texte"],
                licence=form.licence,
                demande=form.cle,
                parent=repond_a,
            )
        except ValidationError as erreur:
            form.add_error(None, erreur.messages[0])
        else:
            messages.success(request, "Votre commentaire est publié. Vous pouvez le modifier ou le retirer.")
            return redirect(_retour(commentaire))
    contexte = _contexte(request, teinte, form) | {"parent": repond_a}
    return render(request, "nuancier/vie/commenter.html", contexte, status=INVALIDE if request.POST else 200)


def _retour(commentaire: Commentaire) -> str:
    page = reverse("nuancier:commentaires", args=[commentaire.teinte.code])
    return f"{page}#commentaire-{commentaire.uuid}"


def _obtenir(request: Requete, uuid: UUID) -> Commentaire:
    visibles = Commentaire.objects.visibles_par(request.identite)
    return get_object_or_404(visibles.select_related("teinte", "auteur__compte"), uuid=uuid)


@require_http_methods(["GET", "HEAD", "POST"])
def modifier(request: Requete, uuid: UUID) -> HttpResponse:
    commentaire = _obtenir(request, uuid)
    autoriser(request.identite, "nuancier.reprendre_commentaire", commentaire)
    if not commentaire.lisible:
        raise Refus(410, service.PARTI)
    form = MotForm(
        request.POST or None,
        initial={"texte": commentaire.texte},
        libelle="Votre commentaire",
        longueur=4000,
    )
    if form.is_valid():
        service.modifier(identite=request.identite, commentaire=commentaire, texte=form.cleaned_data["texte"])
        messages.success(request, "Votre commentaire est modifié.")
        return redirect(_retour(commentaire))
    contexte = {"commentaire": commentaire, "teinte": commentaire.teinte, "form": form,
                "titre": "Modifier mon commentaire", "libelle": "Enregistrer"}  # fmt: skip
    return render(request, "nuancier/vie/mot.html", contexte, status=INVALIDE if request.POST else 200)


@require_POST
def retirer(request: Requete, uuid: UUID) -> HttpResponse:
    commentaire = _obtenir(request, uuid)
    service.retirer(identite=request.identite, commentaire=commentaire)
    messages.success(request, "Votre commentaire est retiré\u00a0: son texte est effacé.")
    return redirect("nuancier:commentaires", commentaire.teinte.code)


@require_http_methods(["GET", "HEAD", "POST"])
def signaler(request: Requete, uuid: UUID) -> HttpResponse:
    return _dire(
        request,
        uuid,
        titre="Signaler un commentaire",
        libelle="Signaler",
        aide="Dites ce qui ne va pas ; seule l’équipe éditoriale le lira, avec votre nom.",
        fait="Merci. L’équipe éditoriale regarde ce commentaire.",
        geste=service.signaler,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def masquer(request: Requete, uuid: UUID) -> HttpResponse:
    autoriser(request.identite, "nuancier.editer")
    return _dire(
        request,
        uuid,
        titre="Masquer un commentaire",
        libelle="Masquer",
        aide="L’auteur lira cette raison dans un courriel.",
        fait="Ce commentaire est masqué, son auteur est prévenu.",
        geste=service.masquer,
    )


def _dire(
    request: Requete, uuid: UUID, *, titre: str, libelle: str, aide: str, fait: str, geste: Any
) -> HttpResponse:
    """A page that asks why, then does it."""
    commentaire = _obtenir(request, uuid)
    form = MotForm(request.POST or None, libelle="Pourquoi ?", aide=aide, longueur=300)
    if form.is_valid():
        limiter(request, "nuancier_signaler", str(request.user.pk))
        geste(identite=request.identite, commentaire=commentaire, motif=form.cleaned_data["texte"])
        messages.success(request, fait)
        return redirect("nuancier:commentaires", commentaire.teinte.code)
    contexte = {"commentaire": commentaire, "teinte": commentaire.teinte, "form": form, "titre": titre,
                "libelle": libelle}  # fmt: skip
    return render(request, "nuancier/vie/mot.html", contexte, status=INVALIDE if request.POST else 200)


@require_POST
def remontrer(request: Requete, uuid: UUID) -> HttpResponse:
    autoriser(request.identite, "nuancier.editer")
    service.remontrer(identite=request.identite, commentaire=_obtenir(request, uuid))
    messages.success(request, "Ce commentaire se lit de nouveau.")
    return redirect("nuancier:atelier_commentaires")


@require_safe
def atelier_commentaires(request: Requete) -> HttpResponse:
    """Reported and hidden comments, for editors."""
    autoriser(request.identite, "nuancier.editer")
    tous = Commentaire.objects.select_related("teinte", "auteur__compte")
    contexte = comptes_de_l_atelier() | {
        "signales": tous.filter(pk__in=Commentaire.objects.signales()).prefetch_related(
            "signalements__compte"
        ),
        "masques": tous.exclude(masque_le=None).filter(retire_le=None).order_by("-masque_le"),
    }
    return render(request, "nuancier/vie/atelier_commentaires.html", contexte)
