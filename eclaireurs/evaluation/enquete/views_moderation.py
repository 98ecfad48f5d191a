"""Reading what came before anybody else does: the queue, one contribution, the decision."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from communs.collectivites.middleware import Requete
from communs.etats.services import Conflit
from communs.fichiers.enums import Rendu
from communs.fichiers.reponses import servir
from communs.web.erreurs import Refus
from eclaireurs.evaluation.enquete import moderation
from eclaireurs.evaluation.enquete.calculs import est_suspect
from eclaireurs.evaluation.enquete.contributions import Contribution, PieceJointe
from eclaireurs.evaluation.enquete.enums import EtatContribution
from eclaireurs.evaluation.enquete.forms import DeciderForm, FiltreForm
from eclaireurs.evaluation.enquete.models import Enquete
from eclaireurs.evaluation.enquete.obtenir import obtenir_enquete
from eclaireurs.evaluation.enquete.suivi import devenir
from eclaireurs.evaluation.enquete.transitions import CONTRIBUTION
from eclaireurs.evaluation.enquete.views import adresse

INVALIDE, CONFLIT = 422, 409
PAR_PAGE = 30
DEJA_DECIDEE = (
    "Quelqu’un d’autre a touché à cette contribution pendant que vous la lisiez. La voici telle qu’elle est "
    "maintenant : votre décision n’a pas été enregistrée."
)
FAITES = {
    "accepter": "La contribution n° {n} est acceptée : elle rejoint les indices.",
    "refuser": "La contribution n° {n} est refusée.",
    "demander": "Il est demandé de reprendre la contribution n° {n}.",
    "revoir": "La contribution n° {n} est de nouveau à relire.",
}


@require_safe
def contributions(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    """The queue, oldest first; other states by the filter."""
    enquete = obtenir_enquete(request, identifiant, uuid, "enquete.moderer")
    filtre = FiltreForm(request.GET)
    etat = filtre.etat_voulu()
    siennes = enquete.contributions.select_related("relais", "theme").prefetch_related("pieces")
    retenues = siennes.filter(etat=etat) if etat else siennes
    page = Paginator(retenues.order_by("recue_le", "pk"), PAR_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "evaluation/enquete/contributions.html",
        {
            "dossier": enquete.dossier,
            "enquete": enquete,
            "etats": [("", "Toutes"), *EtatContribution.choices],
            "etat": etat,
            "page": page,
            "suspectes": {c.pk for c in page if est_suspect(c.texte)},
        },
    )


def _obtenir(request: Requete, identifiant: str, uuid: UUID, cle: UUID) -> Contribution:
    enquete = obtenir_enquete(request, identifiant, uuid, "enquete.moderer")
    return _la_contribution(enquete, cle)


def _la_contribution(enquete: Enquete, cle: UUID) -> Contribution:
    siennes = enquete.contributions.select_related(
        "relais", "theme", "saisie_par__compte", "decidee_par__compte"
    )
    contribution = get_object_or_404(siennes, uuid=cle)
    contribution.enquete = enquete
    return contribution


@require_safe
def contribution(request: Requete, identifiant: str, uuid: UUID, cle: UUID) -> HttpResponse:
    return _page(request, _obtenir(request, identifiant, uuid, cle))


def _page(
    request: Requete, objet: Contribution, *, formulaire: DeciderForm | None = None, conflit: str = ""
) -> HttpResponse:
    statut = CONFLIT if conflit else INVALIDE if formulaire else 200
    return render(
        request,
        "evaluation/enquete/contribution.html",
        {
            "dossier": objet.enquete.dossier,
            "enquete": objet.enquete,
            "contribution": objet,
            "gestes": CONTRIBUTION.offertes(objet, request.identite),
            "pieces": objet.pieces.select_related("fichier", "materiau__fichier"),
            "suspecte": est_suspect(objet.texte),
            "semblables": _semblables(objet),
            "devenir": devenir(objet),
            "form": formulaire,
            "motif": formulaire["motif"].value() if formulaire else "",
            "conflit": conflit,
            "suivante": _suivante(objet),
        },
        status=statut,
    )


def _semblables(objet: Contribution) -> int:
    """How many others say exactly the same."""
    if not objet.empreinte:
        return 0
    return objet.enquete.contributions.filter(empreinte=objet.empreinte).exclude(pk=objet.pk).count()


def _suivante(objet: Contribution) -> Contribution | None:
    """The next one to read, round from the oldest."""
    a_lire = objet.enquete.contributions.filter(etat=EtatContribution.RECUE).exclude(pk=objet.pk)
    apres = a_lire.filter(numero__gt=objet.numero).order_by("numero").first()
    return apres or a_lire.order_by("numero").first()


@require_POST
def decider(request: Requete, identifiant: str, uuid: UUID, cle: UUID) -> HttpResponse:
    """Accept, refuse, ask to take up again; then on to the next one. 409 when somebody else came first."""
    objet = _obtenir(request, identifiant, uuid, cle)
    formulaire = DeciderForm(request.POST)
    if not formulaire.is_valid():
        return _page(request, objet, formulaire=formulaire)
    geste = formulaire.cleaned_data["geste"]
    try:
        moderation.decider(
            identite=request.identite,
            contribution=objet,
            geste=geste,
            motif=formulaire.cleaned_data["motif"],
            version=formulaire.cleaned_data["version"],
        )
    except ValidationError as erreur:
        formulaire.add_error(None, ValidationError(erreur.messages))
        return _page(request, objet, formulaire=formulaire)
    except (Conflit, Refus):
        actuelle = _la_contribution(objet.enquete, cle)
        return _page(request, actuelle, conflit=DEJA_DECIDEE)
    messages.success(request, FAITES[geste].format(n=objet.numero))
    suivante = _suivante(objet)
    if suivante is None or geste == "revoir":
        return redirect(adresse(objet.enquete.dossier, "contributions"))
    return redirect(adresse(objet.enquete.dossier, "contribution", suivante.uuid))


@require_safe
def piece(request: Requete, identifiant: str, uuid: UUID, cle: UUID) -> HttpResponseBase:
    """A file that came with a contribution, for who moderates."""
    enquete = obtenir_enquete(request, identifiant, uuid, "enquete.moderer")
    pieces = PieceJointe.objects.filter(contribution__enquete=enquete)
    objet = get_object_or_404(pieces.select_related("fichier", "materiau__fichier"), uuid=cle)
    rendu = request.GET.get("rendu", Rendu.ORIGINAL)
    if objet.contenu is None or rendu not in Rendu.values:
        raise Http404
    return servir(request, objet.contenu, rendu=rendu, telecharger="telecharger" in request.GET)
