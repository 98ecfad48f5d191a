"""The public's side: reading what was gathered, adding to it."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_safe

from communs.collectivites.middleware import Requete
from communs.fichiers.enums import Rendu
from communs.fichiers.reponses import servir
from communs.web.debit import depasse
from communs.web.envois import accuser
from eclaireurs.evaluation.enquete import jetons, lecture, reception
from eclaireurs.evaluation.enquete.contributions import Contribution
from eclaireurs.evaluation.enquete.enums import EtatContribution
from eclaireurs.evaluation.enquete.forms_publics import ContribuerForm
from eclaireurs.evaluation.enquete.obtenir import Porte, page_secrete, pousser_la_porte
from eclaireurs.evaluation.enquete.querysets import publics
from eclaireurs.evaluation.enquete.relais import adresse_du_sondage

INVALIDE, TROP = 422, 429
PAR_PAGE = 30
PATIENCE = (
    "Trop de contributions arrivent en ce moment de la même connexion. Gardez cette page ouverte et "
    "recommencez dans une heure : votre texte est encore là."
)
MERCI = "Merci : votre contribution est reçue. Gardez l’adresse de cette page."


@require_safe
def page(request: Requete, code: str) -> HttpResponse:
    """What was gathered, and the way to add to it; only its date while it is not open yet."""
    porte = pousser_la_porte(request, code)
    enquete = porte.enquete
    contexte: dict[str, object] = {"porte": porte, "enquete": enquete}
    if enquete.a_venir:
        return page_secrete(request, "evaluation/enquete/public/a_venir.html", contexte)
    paroles = Paginator(lecture.paroles(enquete), PAR_PAGE).get_page(request.GET.get("page"))
    contexte |= {
        "chapitres": lecture.chapitres(enquete) if paroles.number == 1 else [],
        "paroles": paroles,
        "nombre": enquete.contributions.filter(etat=EtatContribution.ACCEPTEE).count(),
        "sondage": _sondage(porte),
    }
    return page_secrete(request, "evaluation/enquete/public/page.html", contexte)


def _sondage(porte: Porte) -> str:
    """The address of the poll while it may be answered; empty otherwise."""
    questionnaire = porte.enquete.questionnaire
    if questionnaire is None or not porte.enquete.ouverte or not questionnaire.accepte:
        return ""
    return adresse_du_sondage(questionnaire, porte.relais)


@require_http_methods(["GET", "HEAD", "POST"])
def contribuer(request: Requete, code: str) -> HttpResponse:
    porte = pousser_la_porte(request, code)
    enquete = porte.enquete
    if request.method != "POST" and not enquete.ouverte:
        return redirect("enquete:page", porte.code)
    formulaire = ContribuerForm(request.POST or None, enquete=enquete)
    statut = 200
    if request.method == "POST":
        statut = INVALIDE
        if formulaire.is_valid():
            if depasse(request, "enquete_contribuer") or depasse(request, "enquete_flot", str(enquete.pk)):
                formulaire.add_error(None, PATIENCE)
                statut = TROP
            elif contribution := _recevoir(porte, formulaire):
                messages.success(request, MERCI)
                return accuser(request, jetons.adresse_de_suivi(contribution))
    return page_secrete(
        request,
        "evaluation/enquete/public/contribuer.html",
        {
            "porte": porte,
            "enquete": enquete,
            "form": formulaire,
            "brouillon": f"contribution:{enquete.uuid}",
        },
        statut,
    )


def _recevoir(porte: Porte, formulaire: ContribuerForm) -> Contribution | None:
    if formulaire.demande is None:
        return None
    try:
        return reception.recevoir(
            enquete=porte.enquete,
            relais=porte.relais,
            demande=formulaire.demande,
            champs=formulaire.champs(),
        )
    except ValidationError as erreur:
        # Said on its field where it speaks of one that is shown.
        formulaire.add_error(None, erreur)
        return None


@require_safe
def fichier(request: Requete, code: str, cle: UUID) -> HttpResponseBase:
    """The file of a clue that is public now: asked for, each time, through what the public may see."""
    porte = pousser_la_porte(request, code)
    if porte.enquete.a_venir:
        raise Http404
    objet = get_object_or_404(publics(porte.enquete).select_related("fichier"), uuid=cle)
    rendu = request.GET.get("rendu", Rendu.ORIGINAL)
    if objet.fichier is None or rendu not in Rendu.values:
        raise Http404
    return servir(request, objet.fichier, rendu=rendu, telecharger="telecharger" in request.GET)
