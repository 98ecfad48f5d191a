"""Typing what people wrote on paper: one sheet after the other, by who has the right, on one device."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from communs.collectivites.middleware import Requete
from communs.etats.models import Acteur
from communs.questionnaires import par_lien
from communs.questionnaires.enums import Voie
from communs.questionnaires.forms_lien import PapierForm
from communs.questionnaires.models import Questionnaire
from communs.questionnaires.views import INVALIDE, obtenir
from communs.web.envois import accuser
from communs.web.erreurs import Refus

SAISIE = "La feuille est enregistrée. En voici une vierge."


@require_http_methods(["GET", "HEAD", "POST"])
def papier(request: Requete, identifiant: str, uuid: UUID, questionnaire: UUID) -> HttpResponse:
    """A blank sheet, and how many were typed; nothing here tells this browser that it has answered."""
    objet = obtenir(request, identifiant, uuid, questionnaire, "questionnaires.saisir")
    if objet.seance is not None:
        return redirect(objet)
    if not objet.accepte:
        raise Refus(409, "On saisit les feuilles tant que le questionnaire est ouvert.")
    formulaire = PapierForm(request.POST or None, questionnaire=objet)
    if request.method == "POST" and formulaire.is_valid():
        try:
            par_lien.saisir(
                par=Acteur.objects.de(request.identite.personne),
                questionnaire=objet,
                demande=formulaire.cle,
                ouvert_le=formulaire.ouvert_le(),
                nom=formulaire.cleaned_data.get("nom", ""),
                reponses=formulaire.reponses(),
            )
        except ValidationError as erreur:
            formulaire.add_error(None, erreur)
        else:
            messages.success(request, SAISIE)
            return accuser(request, f"{request.path}?suivante=1")
    contexte = {
        "dossier": objet.dossier,
        "questionnaire": objet,
        "form": formulaire,
        "comptes": compter(objet, request),
        "suivante": "suivante" in request.GET,
        "brouillon": f"papier:{objet.uuid}:{request.identite.personne.pk}",
        "retour": objet.get_absolute_url(),
    }
    code = INVALIDE if formulaire.errors else 200
    return render(request, "questionnaires/papier.html", contexte, status=code)


def compter(questionnaire: Questionnaire, request: Requete) -> dict[str, int]:
    """How many sheets of paper were typed, and by this person."""
    feuilles = questionnaire.repondants.filter(voie=Voie.PAPIER)
    miennes = feuilles.filter(saisi_par__compte=request.identite.personne)
    return {"toutes": feuilles.count(), "miennes": miennes.count()}
