"""A journalist's piece: filed, read among the committee's papers, written otherwise, taken back."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communs.collectivites.identite import autoriser
from communs.collectivites.middleware import Requete
from communs.dossiers.models import Participant
from communs.etats.services import Conflit
from communs.etats.views import page_de_conflit
from communs.fichiers.enums import Rendu
from communs.fichiers.reponses import servir
from communs.web.televersement import recoit_un_fichier
from eclaireurs.evaluation.presse import services
from eclaireurs.evaluation.presse.forms import ReprendreForm, VerserForm
from eclaireurs.evaluation.presse.models import Article
from eclaireurs.evaluation.suivi.models import Plan
from eclaireurs.evaluation.suivi.obtenir import obtenir_plan

INVALIDE = 422


@recoit_un_fichier
@require_http_methods(["GET", "HEAD", "POST"])
def verser(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    """A new piece, among the committee's papers at once."""
    plan = obtenir_plan(request, identifiant, uuid)
    autoriser(request.identite, "presse.verser", plan)
    if request.method == "POST" and (deja := _deja(request, plan)):
        return redirect(plan.dossier.adresse("evaluation:article", deja.uuid))
    formulaire = VerserForm(
        request.POST or None,
        request.FILES or None,
        plan=plan,
        identite=request.identite,
        initial={"media": _media(request, plan)},
    )
    if request.method == "POST" and formulaire.is_valid():
        try:
            article = services.verser(
                identite=request.identite,
                plan=plan,
                demande=formulaire.cle,
                champs=formulaire.champs(),
                depot=formulaire.cleaned_data["piece"],
            )
        except ValidationError as erreur:
            formulaire.add_error(None, ValidationError(erreur.messages))
        else:
            messages.success(request, "Votre contribution est parmi les pièces du comité.")
            return redirect(plan.dossier.adresse("evaluation:article", article.uuid))
    contexte = {"dossier": plan.dossier, "form": formulaire, "titre": "Verser ma contribution"}
    return render(
        request, "evaluation/presse/ecrire.html", contexte, status=INVALIDE if formulaire.errors else 200
    )


def _deja(request: Requete, plan: Plan) -> Article | None:
    """A resend: its file is no longer free, and must not be asked for again."""
    try:
        demande = UUID(request.POST.get("demande", ""))
    except ValueError:
        return None
    return services.deja_verse(identite=request.identite, plan=plan, demande=demande)


def _media(request: Requete, plan: Plan) -> str:
    """For whom she works, as she was invited."""
    siens = Participant.objects.filter(dossier=plan.dossier, compte=request.identite.compte)
    return siens.values_list("organisation", flat=True).first() or ""


def _obtenir(request: Requete, identifiant: str, uuid: UUID, article: UUID) -> Article:
    """The piece at this address, for those who may read the committee's papers."""
    plan = obtenir_plan(request, identifiant, uuid)
    autoriser(request.identite, "dossiers.voir_les_personnes", plan)
    objet = get_object_or_404(plan.articles.select_related("auteur__compte", "fichier"), uuid=article)
    objet.plan = plan
    return objet


@require_safe
def article(request: Requete, identifiant: str, uuid: UUID, article: UUID) -> HttpResponse:
    objet = _obtenir(request, identifiant, uuid, article)
    return render(request, "evaluation/presse/article.html", {"dossier": objet.dossier, "article": objet})


@recoit_un_fichier
@require_http_methods(["GET", "HEAD", "POST"])
def reprendre(request: Requete, identifiant: str, uuid: UUID, article: UUID) -> HttpResponse:
    objet = _obtenir(request, identifiant, uuid, article)
    autoriser(request.identite, "presse.reprendre", objet)
    retour = objet.dossier.adresse("evaluation:article", objet.uuid)
    if objet.fige:
        messages.error(request, services.FIGE)
        return redirect(retour)
    formulaire = ReprendreForm(
        request.POST or None,
        request.FILES or None,
        instance=objet,
        plan=objet.plan,
        identite=request.identite,
    )
    if request.method == "POST" and formulaire.is_valid():
        try:
            services.reprendre(
                identite=request.identite,
                article=objet,
                version=formulaire.cleaned_data["version"],
                champs=formulaire.champs(),
                depot=formulaire.cleaned_data["piece"],
                sans_fichier=formulaire.cleaned_data.get("sans_fichier", False),
            )
        except Conflit as conflit:
            return page_de_conflit(request, formulaire, conflit.actuel, retour=retour)
        except ValidationError as erreur:
            formulaire.add_error(None, ValidationError(erreur.messages))
        else:
            messages.success(request, "Votre contribution est enregistrée.")
            return redirect(retour)
    contexte = {"dossier": objet.dossier, "form": formulaire, "titre": "Reprendre ma contribution"}
    return render(
        request, "evaluation/presse/ecrire.html", contexte, status=INVALIDE if formulaire.errors else 200
    )


@require_POST
def retirer(request: Requete, identifiant: str, uuid: UUID, article: UUID) -> HttpResponse:
    objet = _obtenir(request, identifiant, uuid, article)
    try:
        services.retirer(identite=request.identite, article=objet)
    except ValidationError as erreur:
        messages.error(request, erreur.messages[0])
        return redirect(objet.dossier.adresse("evaluation:article", objet.uuid))
    messages.success(request, f"« {objet.titre} » est retiré des pièces du comité.")
    return redirect(objet.dossier.adresse("evaluation:comite") + "#presse")


@require_safe
def fichier(request: Requete, identifiant: str, uuid: UUID, article: UUID) -> HttpResponseBase:
    """The file itself: asked for, each time, through the piece."""
    objet = _obtenir(request, identifiant, uuid, article)
    if objet.fichier is None:
        raise Http404
    rendu = request.GET.get("rendu", Rendu.ORIGINAL)
    if rendu not in Rendu.values:
        raise Http404
    return servir(request, objet.fichier, rendu=rendu, telecharger="telecharger" in request.GET)
