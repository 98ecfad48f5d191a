"""A fiche's questions, lap after lap, and its practices."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communs.collectivites.middleware import Requete
from communs.dossiers.acces import obtenir_dossier
from communs.dossiers.models import Dossier
from communs.etats.views import INVALIDE, ecrire_et_revenir
from communs.livrets.services import demander
from communs.web.debit import limiter
from sonar.fabrique import services
from sonar.fabrique.avancement import du_tour, pratiques_du_tour
from sonar.fabrique.fiches import ReponseDeFabrique, UsageDePratique
from sonar.fabrique.forms import CorrigerPratiqueForm, NoterPratiqueForm, ReponseForm
from sonar.fabrique.livrets import FICHE
from sonar.fabrique.models import Pratique, QuestionDuCycle


@require_safe
def questions(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    """Where the current lap stands, stage by stage."""
    dossier = obtenir_dossier(request, identifiant, uuid)
    tours = list(dossier.tours.order_by("-numero"))
    return render(
        request,
        "sonar/fabrique/fiche/questions.html",
        {"dossier": dossier, "tour": tours[0], "tours": tours[1:], "avancement": du_tour(tours[0])},
    )


@require_safe
def tour(request: Requete, identifiant: str, uuid: UUID, numero: int) -> HttpResponse:
    """A lap of before, read whole."""
    dossier = obtenir_dossier(request, identifiant, uuid)
    objet = get_object_or_404(dossier.tours, numero=numero)
    return render(
        request,
        "sonar/fabrique/fiche/tour.html",
        {
            "dossier": dossier,
            "tour": objet,
            "avancement": du_tour(objet),
            "pratiques": [p for p in pratiques_du_tour(objet) if p.usages],
        },
    )


@require_POST
def tourner(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    dossier = obtenir_dossier(request, identifiant, uuid, "fabrique.tourner")
    depuis = request.POST.get("depuis", "")
    try:
        nouveau = services.tourner(
            identite=request.identite, dossier=dossier, depuis=int(depuis) if depuis.isdecimal() else 0
        )
    except ValidationError as erreur:
        messages.error(request, erreur.messages[0])
    else:
        messages.success(request, f"Le tour {nouveau.numero} est ouvert. Le précédent reste lisible.")
    return redirect(dossier.adresse("fabrique:questions"))


def _poste(dossier: Dossier, cle: str) -> tuple[ReponseDeFabrique, QuestionDuCycle | None]:
    """The answer to write: the row of the current lap, or one to come; 404 for a question never asked."""
    courant = services.courant(dossier)
    question = QuestionDuCycle.objects.filter(cle=cle).first()
    reponse = courant.reponses.filter(question_cle=cle).first()
    if reponse is None:
        if question is None:
            raise Http404
        reponse = ReponseDeFabrique(question_cle=cle, intitule=question.intitule, etape=question.etape)
    reponse.tour = courant
    return reponse, question


@require_http_methods(["GET", "HEAD", "POST"])
def repondre(request: Requete, identifiant: str, uuid: UUID, cle: str) -> HttpResponse:
    dossier = obtenir_dossier(request, identifiant, uuid, "fabrique.ecrire")
    reponse, question = _poste(dossier, cle)
    intitule = question.intitule if question is not None else reponse.intitule
    formulaire = ReponseForm(request.POST or None, instance=reponse, initial={"tour": reponse.tour.numero})
    numero = formulaire.cleaned_data["tour"] if formulaire.is_bound and formulaire.is_valid() else 0
    return ecrire_et_revenir(
        request,
        formulaire,
        partial(
            services.repondre,
            identite=request.identite,
            dossier=dossier,
            question_cle=cle,
            numero=numero,
        ),
        retour=f"{dossier.adresse('fabrique:questions')}#question-{cle}",
        fait="Votre réponse est enregistrée.",
        gabarit="sonar/fabrique/fiche/repondre.html",
        contexte={"dossier": dossier, "question": question, "intitule": intitule, "reponse": reponse},
    )


@require_POST
def imprimer(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    """Ask for the PDF; its own page says when it is ready."""
    dossier = obtenir_dossier(request, identifiant, uuid, "fabrique.imprimer")
    limiter(request, "livrets_demander")
    return redirect(demander(gabarit=FICHE, objet=dossier, identite=request.identite))


# --- practices -----------------------------------------------------------------------------------


@require_safe
def pratiques(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    dossier = obtenir_dossier(request, identifiant, uuid)
    courant = services.courant(dossier)
    retirees = courant.usages.exclude(supprime_le=None).select_related("auteur__compte")
    for usage in retirees:
        usage.tour = courant
    return render(
        request,
        "sonar/fabrique/fiche/pratiques.html",
        {
            "dossier": dossier,
            "tour": courant,
            "pratiques": pratiques_du_tour(courant),
            "retirees": [u for u in retirees if request.identite.peut("fabrique.retirer_entree", u)],
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def noter_pratique(request: Requete, identifiant: str, uuid: UUID, cle: str) -> HttpResponse:
    dossier = obtenir_dossier(request, identifiant, uuid, "fabrique.ecrire")
    pratique = get_object_or_404(Pratique, cle=cle)
    formulaire = NoterPratiqueForm(request.POST or None)
    if request.method == "POST" and formulaire.is_valid():
        try:
            services.noter_pratique(
                identite=request.identite,
                dossier=dossier,
                pratique=pratique,
                demande=formulaire.cle,
                champs=formulaire.champs(),
            )
        except ValidationError as erreur:
            formulaire.add_error(None, erreur)
        else:
            messages.success(request, f"«\u00a0{pratique.nom}\u00a0»\u00a0: c’est noté.")
            return redirect(f"{dossier.adresse('fabrique:pratiques')}#pratique-{pratique.cle}")
    return render(
        request,
        "sonar/fabrique/fiche/ecrire.html",
        {"dossier": dossier, "form": formulaire, "titre": pratique.nom, "chapeau": pratique.resume},
        status=INVALIDE if formulaire.errors else 200,
    )


def _usage(dossier: Dossier, cle: UUID) -> UsageDePratique:
    """A note of this dossier, whatever its lap."""
    usages = UsageDePratique.objects.filter(tour__dossier=dossier).select_related("tour", "auteur__compte")
    usage = get_object_or_404(usages, uuid=cle)
    usage.tour.dossier = dossier
    return usage


@require_http_methods(["GET", "HEAD", "POST"])
def corriger_pratique(request: Requete, identifiant: str, uuid: UUID, cle: UUID) -> HttpResponse:
    dossier = obtenir_dossier(request, identifiant, uuid, "fabrique.ecrire")
    usage = _usage(dossier, cle)
    formulaire = CorrigerPratiqueForm(request.POST or None, instance=_usage(dossier, cle))
    return ecrire_et_revenir(
        request,
        formulaire,
        partial(services.corriger_pratique, identite=request.identite, usage=usage),
        retour=dossier.adresse("fabrique:pratiques"),
        fait="C’est enregistré.",
        gabarit="sonar/fabrique/fiche/ecrire.html",
        contexte={"dossier": dossier, "titre": usage.pratique_nom, "chapeau": ""},
    )


@require_POST
def retirer_pratique(request: Requete, identifiant: str, uuid: UUID, cle: UUID) -> HttpResponse:
    dossier = obtenir_dossier(request, identifiant, uuid, "dossiers.participer")
    services.retirer(identite=request.identite, objet=_usage(dossier, cle))
    messages.success(request, "C’est retiré. Vous pouvez le rétablir au bas de cette page.")
    return redirect(dossier.adresse("fabrique:pratiques"))


@require_POST
def reprendre_pratique(request: Requete, identifiant: str, uuid: UUID, cle: UUID) -> HttpResponse:
    dossier = obtenir_dossier(request, identifiant, uuid, "dossiers.participer")
    services.reprendre(identite=request.identite, objet=_usage(dossier, cle))
    messages.success(request, "C’est rétabli.")
    return redirect(dossier.adresse("fabrique:pratiques"))
