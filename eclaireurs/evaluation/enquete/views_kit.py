"""A relay's own pages, by the secret link of her kit: no account is asked. The link is the right."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communs.collectivites.essais import a_portee
from communs.collectivites.middleware import Requete
from communs.etats.models import Acteur
from communs.livrets.services import demander
from communs.web.debit import depasse, limiter
from communs.web.discretion import secrete
from communs.web.envois import accuser
from communs.web.qr import dessiner
from eclaireurs.evaluation.enquete import provenances, relais
from eclaireurs.evaluation.enquete.forms_relais import FeuilleAvecSondageForm, FeuilleForm, formulaire
from eclaireurs.evaluation.enquete.livrets import FEUILLES
from eclaireurs.evaluation.enquete.models import Relais

INVALIDE = 422
PATIENCE = (
    "Trop de feuilles arrivent de ce relais en une heure. Gardez celle-ci : votre saisie est encore là, "
    "renvoyez-la plus tard, ou prévenez la personne qui mène l’enquête si ce n’est pas vous."
)
SAISIE = "La feuille est enregistrée. En voici une vierge."


def _obtenir(request: Requete, jeton: str) -> Relais:
    limiter(request, "enquete_relais")
    portee = a_portee(request.identite, "enquete__dossier__collectivite")
    vivants = Relais.objects.filter(portee, enquete__dossier__supprime_le=None)
    avec = vivants.select_related("enquete__dossier__collectivite", "enquete__questionnaire", "acteur")
    objet = get_object_or_404(avec, jeton=jeton)
    if objet.enquete.questionnaire is not None:
        objet.enquete.questionnaire.dossier = objet.enquete.dossier
    return objet


def _page(request: Requete, gabarit: str, contexte: dict, code: int = 200) -> HttpResponse:
    response = render(request, f"evaluation/enquete/{gabarit}.html", contexte, status=code)
    return secrete(response, "same-origin")


def _revoque(request: Requete, objet: Relais) -> HttpResponse:
    return _page(request, "relais_revoque", {"relais": objet, "enquete": objet.enquete}, 410)


@require_safe
def kit(request: Requete, jeton: str) -> HttpResponse:
    """The link to hand out, what to print, what was brought."""
    objet = _obtenir(request, jeton)
    if objet.revoque:
        return _revoque(request, objet)
    adresse = settings.VIGIE_ADRESSE + objet.adresse_publique
    contexte = {
        "relais": objet,
        "enquete": objet.enquete,
        "adresse": adresse,
        "qr": dessiner(adresse),
        "feuilles": FEUILLES.values(),
        "apports": provenances.pour_le_relais(objet),
        "jeton": jeton,
    }
    return _page(request, "relais_kit", contexte)


@require_POST
def imprimer(request: Requete, jeton: str, feuille: str) -> HttpResponse:
    """Ask for the sheet to hang up, or for the paper form."""
    objet = _obtenir(request, jeton)
    if objet.revoque:
        return _revoque(request, objet)
    if feuille not in FEUILLES:
        raise Http404
    limiter(request, "livrets_demander")
    return redirect(demander(gabarit=FEUILLES[feuille].cle, objet=objet, identite=request.identite))


@require_http_methods(["GET", "HEAD", "POST"])
def saisir(request: Requete, jeton: str) -> HttpResponse:
    """Sheets of paper, one after the other; the form comes back blank, or as it was when it is refused."""
    objet = _obtenir(request, jeton)
    if objet.revoque:
        return _revoque(request, objet)
    rempli = formulaire(request.POST or None, objet.enquete.questionnaire)
    if request.method == "POST" and rempli.is_valid() and _a_son_rythme(request, objet, rempli):
        try:
            relais.saisir(
                relais=objet, demande=rempli.cle, feuille=rempli.feuille(), par=_par(request, objet)
            )
        except ValidationError as erreur:
            rempli.add_error(None, ValidationError(erreur.messages))
        else:
            messages.success(request, SAISIE)
            return accuser(request, f"{request.path}?suivante=1")
    bilan = next(b for b in provenances.comparer(objet.enquete) if b.relais == objet)
    contexte = {
        "relais": objet,
        "enquete": objet.enquete,
        "form": rempli,
        "saisies": bilan.papier,
        "suivante": "suivante" in request.GET,
        "brouillon": f"relais:{objet.uuid}",
    }
    return _page(request, "relais_saisie", contexte, INVALIDE if rempli.errors else 200)


def _a_son_rythme(request: Requete, objet: Relais, rempli: FeuilleForm | FeuilleAvecSondageForm) -> bool:
    """Nobody copies so many sheets in an hour: a kit that was passed on does not fill the survey alone."""
    if depasse(request, "enquete_saisir", str(objet.pk)):
        rempli.add_error(None, PATIENCE)
        return False
    return True


def _par(request: Requete, objet: Relais) -> Acteur | None:
    """Who leads the survey and types for a relay does it under her own name."""
    if request.identite.compte is None or not request.identite.peut("enquete.regler", objet):
        return None
    return Acteur.objects.de(request.identite.compte)
