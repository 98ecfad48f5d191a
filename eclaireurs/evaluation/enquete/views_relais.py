"""Relays and poll as who leads the survey sees them: opened, revoked, compared; results."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from communs.collectivites.identite import autoriser
from communs.collectivites.middleware import Requete
from communs.dossiers.acces import obtenir_dossier
from communs.questionnaires import resultats
from communs.questionnaires.models import Questionnaire
from eclaireurs.evaluation.enquete import provenances, relais, sondage
from eclaireurs.evaluation.enquete.forms_relais import OuvrirForm
from eclaireurs.evaluation.enquete.models import Enquete

INVALIDE = 422
GESTES = {"revoquer": (relais.revoquer, "révoqué"), "retablir": (relais.retablir, "rétabli")}


def _obtenir(request: Requete, identifiant: str, uuid: UUID, regle: str) -> Enquete:
    """The survey of this dossier, for whom `regle` allows."""
    dossier = obtenir_dossier(request, identifiant, uuid)
    enquete = get_object_or_404(Enquete.objects.select_related("questionnaire"), dossier=dossier)
    enquete.dossier = dossier
    autoriser(request.identite, regle, enquete)
    return enquete


@require_http_methods(["GET", "HEAD", "POST"])
def tous(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    """The relays, what came by each; a new one."""
    enquete = _obtenir(request, identifiant, uuid, "enquete.regler" if request.POST else "enquete.moderer")
    formulaire = OuvrirForm(request.POST or None)
    if request.method == "POST" and formulaire.is_valid():
        try:
            ouvert = relais.ouvrir(
                identite=request.identite,
                enquete=enquete,
                demande=formulaire.cle,
                nom=formulaire.cleaned_data["nom"],
                lieu=formulaire.cleaned_data["lieu"],
            )
        except ValidationError as erreur:
            formulaire.add_error(None, erreur)
        else:
            messages.success(request, f"Le relais « {ouvert} » est ouvert. Envoyez-lui l’adresse de son kit.")
            return redirect(f"{enquete.dossier.adresse('evaluation:relais')}#relais-{ouvert.uuid}")
    bilans = provenances.comparer(enquete)
    contexte = {
        "dossier": enquete.dossier,
        "enquete": enquete,
        "bilans": bilans,
        "relais": [bilan.relais for bilan in bilans if bilan.relais is not None],
        "total": provenances.somme(bilan.total for bilan in bilans),
        "form": formulaire,
        "site": settings.VIGIE_ADRESSE,
    }
    statut = INVALIDE if formulaire.errors else 200
    return render(request, "evaluation/enquete/relais.html", contexte, status=statut)


@require_POST
def geste(request: Requete, identifiant: str, uuid: UUID, cle: UUID) -> HttpResponse:
    """Revoke a relay, or give it back."""
    enquete = _obtenir(request, identifiant, uuid, "enquete.regler")
    objet = get_object_or_404(enquete.relais, uuid=cle)
    objet.enquete = enquete
    retour = enquete.dossier.adresse("evaluation:relais")
    if request.POST.get("geste") in GESTES:
        faire, fait = GESTES[request.POST["geste"]]
        faire(identite=request.identite, relais=objet)
        messages.success(request, f"Le relais « {objet} » est {fait}.")
    return redirect(f"{retour}#relais-{objet.uuid}")


@require_http_methods(["GET", "HEAD", "POST"])
def le_sondage(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    """The poll: made here, then its results, as far as they may be read."""
    enquete = _obtenir(request, identifiant, uuid, "enquete.regler" if request.POST else "enquete.moderer")
    if request.method == "POST":
        return redirect(sondage.preparer(identite=request.identite, enquete=enquete))
    questionnaire = enquete.questionnaire
    contexte = {
        "dossier": enquete.dossier,
        "enquete": enquete,
        "questionnaire": questionnaire,
        "effectif": questionnaire.repondants.count() if questionnaire is not None else 0,
        "lues": _lire(enquete, questionnaire),
    }
    return render(request, "evaluation/enquete/sondage.html", contexte)


def _lire(enquete: Enquete, questionnaire: Questionnaire | None) -> list[tuple[object, object]]:
    if questionnaire is None:
        return []
    questionnaire.dossier = enquete.dossier
    questions = list(questionnaire.questions.all())
    for question in questions:
        question.questionnaire = questionnaire
    return [(q, resultats.lire(q, fige=resultats.est_fige(q))) for q in questions]
