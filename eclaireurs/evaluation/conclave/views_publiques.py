"""The secret page of a convocation: read, answer, print, put in one's calendar. No account, no script.

A GET changes nothing but the cookie by which the room will recognise this device.
"""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communs.collectivites.essais import a_portee
from communs.collectivites.middleware import Requete
from communs.livrets import services as livrets
from communs.web.discretion import secrete
from communs.web.erreurs import Refus
from eclaireurs.evaluation.conclave import agenda, convocations, cookies, lecture, portes
from eclaireurs.evaluation.conclave.enums import DEHORS, OUVERTS, EtatConclave, Reponse
from eclaireurs.evaluation.conclave.forms import ReponseForm
from eclaireurs.evaluation.conclave.livrets import CONVOCATION
from eclaireurs.evaluation.conclave.models import Convocation

INVALIDE = 422
PLACE_CHANGEE = (
    "D’après le tirage au sort, cette place n’est plus la vôtre : votre réponse n’a pas été enregistrée. "
    "Écrivez aux pilotes de l’évaluation si c’est une erreur."
)
PARTIE = "Vous ne venez pas à ce conclave : il n’y a plus rien à imprimer ni à noter."


def _obtenir(request: Requete, jeton: str) -> Convocation:
    """By its secret: 404 for a forged one; 403 for who is kept out, or for somebody else's account."""
    portee = a_portee(request.identite, "conclave__dossier__collectivite")
    vives = Convocation.objects.filter(portee, conclave__dossier__supprime_le=None)
    relations = ("compte", "inscrit", "conclave__tirage", "conclave__dossier__collectivite")
    convocation = get_object_or_404(vives.select_related(*relations), jeton=jeton)
    compte = request.identite.compte
    portes.exiger_la_regle(convocation.dossier, compte, convocation)
    if compte is not None and convocation.compte_id not in (None, compte.pk):
        raise PermissionDenied(portes.AUTRE)
    return convocation


@require_http_methods(["GET", "HEAD", "POST"])
def convocation(request: Requete, jeton: str) -> HttpResponse:
    objet = _obtenir(request, jeton)
    if request.method == "POST":
        return _repondre(request, objet)
    conclave = objet.conclave
    contexte = {
        "convocation": objet,
        "conclave": conclave,
        "dossier": conclave.dossier,
        "form": ReponseForm(),
        "ouverte": conclave.etat == EtatConclave.CONVOCATIONS,
        "salle": conclave.etat in OUVERTS,
        "definitif": objet.reponse == Reponse.REFUSEE and objet.inscrit_id is not None,
        "tablees": lecture.qui_vient(conclave) if objet.reponse not in DEHORS else [],
    }
    response = render(request, "evaluation/conclave/convocation.html", contexte)
    return secrete(cookies.poser(response, objet))


def _repondre(request: Requete, objet: Convocation) -> HttpResponse:
    formulaire = ReponseForm(request.POST)
    if not formulaire.is_valid():
        faute = next(iter(formulaire.errors.values()))[0]
        messages.error(request, f"Votre réponse n’a pas été enregistrée : {faute}")
        return redirect(objet.adresse_secrete)
    try:
        convocations.repondre(convocation=objet, **formulaire.cleaned_data)
    except Refus as refus:
        messages.error(request, refus.message)
    except ValidationError:  # the draw's page was faster: the pilots have not followed it here yet
        messages.error(request, PLACE_CHANGEE)
    else:
        messages.success(request, "Votre réponse est enregistrée. Merci.")
    return redirect(objet.adresse_secrete)


@require_safe
def calendrier(request: Requete, jeton: str) -> HttpResponse:
    objet = _obtenir(request, jeton)
    return secrete(
        HttpResponse(
            agenda.en_ical(objet),
            content_type="text/calendar; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="conclave.ics"'},
        )
    )


@require_POST
def imprimer(request: Requete, jeton: str) -> HttpResponse:
    objet = _obtenir(request, jeton)
    if objet.reponse in DEHORS:
        messages.error(request, PARTIE)
        return redirect(objet.adresse_secrete)
    return redirect(livrets.demander(gabarit=CONVOCATION, objet=objet, identite=request.identite))
