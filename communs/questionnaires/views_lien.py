"""Answering by a secret link, in one's own time, without account or script. The link is the right."""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from communs.collectivites.essais import a_portee
from communs.collectivites.middleware import Requete
from communs.questionnaires import par_lien
from communs.questionnaires.enums import Genre
from communs.questionnaires.forms_lien import RepondreForm
from communs.questionnaires.models import Question, Questionnaire
from communs.web.debit import limiter
from communs.web.discretion import hors_index
from communs.web.envois import accuser
from communs.web.televersement import recoit_un_fichier_avec

INVALIDE = 422
FAIT = "vigie_reponse"  # a cookie that says this browser has answered, and nothing of what
_SEL = "questionnaires.fait"
DUREE = timedelta(days=90)
PORTE = "par"  # of the address: by which door one comes, signed


def _obtenir(request: Requete, jeton: str) -> Questionnaire:
    limiter(request, "questionnaires_lien")
    visibles = Questionnaire.objects.par_lien().filter(a_portee(request.identite), dossier__supprime_le=None)
    return get_object_or_404(visibles.select_related("dossier__collectivite"), jeton=jeton)


def _prend_un_fichier(jeton: str) -> bool:
    """Before any byte: this form is open, and asks for one."""
    demandes = Question.objects.filter(genre=Genre.FICHIER, questionnaire__dossier__supprime_le=None)
    demande = demandes.filter(questionnaire__jeton=jeton).select_related("questionnaire").first()
    return demande is not None and demande.questionnaire.accepte


@recoit_un_fichier_avec(_prend_un_fichier)
@require_http_methods(["GET", "HEAD", "POST"])
def repondre(request: Requete, jeton: str) -> HttpResponse:
    questionnaire = _obtenir(request, jeton)
    contexte: dict[str, object] = {"questionnaire": questionnaire, "brouillon": f"lien:{questionnaire.uuid}"}
    if _a_repondu(request, questionnaire):
        return _page(request, "questionnaires/merci.html", contexte)
    if not questionnaire.accepte:
        return _page(request, "questionnaires/ferme.html", contexte, 410)
    formulaire = RepondreForm(request.POST or None, request.FILES or None, questionnaire=questionnaire)
    if request.method == "POST" and formulaire.is_valid():
        if formulaire.depots():
            limiter(request, "questionnaires_fichiers")
        try:
            par_lien.repondre(
                questionnaire=questionnaire,
                demande=formulaire.cle,
                ouvert_le=formulaire.ouvert_le(),
                nom=formulaire.cleaned_data.get("nom", ""),
                reponses=formulaire.reponses(),
                depots=formulaire.depots(),
                provenance=par_lien.lire_la_porte(request.GET.get(PORTE, "")),
            )
        except ValidationError as erreur:
            formulaire.add_error(None, erreur)
        else:
            return _noter(accuser(request, questionnaire.adresse_publique), questionnaire)
    contexte["form"] = formulaire
    return _page(request, "questionnaires/repondre.html", contexte, INVALIDE if formulaire.errors else 200)


def _page(request: Requete, gabarit: str, contexte: dict, code: int = 200) -> HttpResponse:
    return hors_index(render(request, gabarit, contexte, status=code))


def _a_repondu(request: Requete, questionnaire: Questionnaire) -> bool:
    try:
        dit = signing.loads(request.COOKIES.get(FAIT, ""), salt=_SEL, max_age=DUREE)
    except signing.BadSignature:
        return False
    return dit == questionnaire.pk


def _noter(response: HttpResponse, questionnaire: Questionnaire) -> HttpResponse:
    response.set_cookie(
        FAIT,
        signing.dumps(questionnaire.pk, salt=_SEL),
        max_age=int(DUREE.total_seconds()),
        path=questionnaire.adresse_publique,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )
    return response
