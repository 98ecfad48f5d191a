"""The compilation: read, debated, answered, printed."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communs.collectivites.identite import autoriser
from communs.collectivites.middleware import Requete
from communs.dossiers.acces import obtenir_dossier
from communs.dossiers.models import Dossier
from communs.etats.views import franchir_et_revenir
from communs.livrets.services import demander
from eclaireurs.evaluation.collecte import services
from eclaireurs.evaluation.collecte.compilation import lire
from eclaireurs.evaluation.collecte.enums import LIVRETS, MODELE, EtatCollecte, Modele
from eclaireurs.evaluation.collecte.forms import ApportForm, SuiteForm
from eclaireurs.evaluation.collecte.transitions import COLLECTE
from eclaireurs.evaluation.collecte.views import INVALIDE, adresse


@require_safe
def compilation(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    return _page(request, obtenir_dossier(request, identifiant, uuid))


def _page(request: Requete, dossier: Dossier, apport_form: ApportForm | None = None) -> HttpResponse:
    collecte = dossier.collecte
    en_debat = collecte.etat == EtatCollecte.PRESENTEE
    apporte = en_debat and request.identite.peut("collecte.apporter", collecte)
    return render(
        request,
        "evaluation/collecte/compilation.html",
        {
            "dossier": dossier,
            "collecte": collecte,
            "compilation": lire(collecte, request.identite),
            "gestes": COLLECTE.offertes(collecte, request.identite),
            "voit_le_debat": request.identite.peut("dossiers.voir_les_personnes", dossier),
            "en_debat": en_debat,
            "repond": request.identite.peut("collecte.repondre", collecte),
            "apport_form": apport_form or (ApportForm(collecte=collecte) if apporte else None),
        },
        status=INVALIDE if apport_form else 200,
    )


@require_POST
def geste(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    """Present, close the debate, take up again."""
    dossier = obtenir_dossier(request, identifiant, uuid)
    return franchir_et_revenir(request, COLLECTE, dossier.collecte, retour=adresse(dossier, "compilation"))


@require_POST
def apporter(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    dossier = obtenir_dossier(request, identifiant, uuid)
    collecte = dossier.collecte
    autoriser(request.identite, "collecte.apporter", collecte)
    formulaire = ApportForm(request.POST, collecte=collecte)
    if formulaire.is_valid():
        try:
            services.apporter(
                identite=request.identite,
                collecte=collecte,
                demande=formulaire.cle,
                genre=formulaire.cleaned_data["genre"],
                texte=formulaire.cleaned_data["texte"],
                theme=formulaire.cleaned_data["theme"],
            )
        except ValidationError as erreur:
            formulaire.add_error(None, erreur)
        else:
            messages.success(request, "Votre apport est versé au débat.")
            return redirect(f"{adresse(dossier, 'compilation')}#debat")
    return _page(request, dossier, formulaire)


@require_http_methods(["GET", "HEAD", "POST"])
def repondre(request: Requete, identifiant: str, uuid: UUID, cle: UUID) -> HttpResponse:
    """Say what became of what the committee brought."""
    dossier = obtenir_dossier(request, identifiant, uuid)
    apport = get_object_or_404(dossier.collecte.apports.select_related("auteur__compte"), uuid=cle)
    autoriser(request.identite, "collecte.repondre", dossier)
    formulaire = SuiteForm(request.POST or None, instance=apport)
    if request.method == "POST" and formulaire.is_valid():
        try:
            services.repondre(
                identite=request.identite,
                apport=apport,
                suite=formulaire.cleaned_data["suite"],
                vue=formulaire.cleaned_data["vue"],
            )
        except ValidationError as erreur:
            formulaire.add_error(None, erreur)
        else:
            messages.success(request, "La suite donnée est écrite ; le comité la lit ici.")
            return redirect(f"{adresse(dossier, 'compilation')}#apport-{apport.uuid}")
    return render(
        request,
        "evaluation/collecte/ecrire.html",
        {"dossier": dossier, "form": formulaire, "titre": "La suite donnée", "citation": apport.texte},
        status=INVALIDE if formulaire.errors else 200,
    )


@require_POST
def retirer_apport(request: Requete, identifiant: str, uuid: UUID, cle: UUID) -> HttpResponse:
    """Take back what one brought to the debate."""
    dossier = obtenir_dossier(request, identifiant, uuid)
    apport = get_object_or_404(dossier.collecte.apports.select_related("auteur"), uuid=cle)
    apport.collecte = dossier.collecte
    try:
        services.retirer_apport(identite=request.identite, apport=apport)
    except ValidationError as erreur:
        messages.error(request, erreur.messages[0])
    else:
        messages.success(request, "Votre apport est retiré du débat.")
    return redirect(f"{adresse(dossier, 'compilation')}#debat")


@require_safe
def atelier(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    """What can be printed: this dossier's booklets, and the empty sheets of the kit."""
    dossier = obtenir_dossier(request, identifiant, uuid, "collecte.imprimer")
    montrables = dossier.materiaux.montrables()
    return render(
        request,
        "evaluation/collecte/imprimer.html",
        {
            "dossier": dossier,
            "collecte": dossier.collecte,
            "nombre": montrables.count(),
            "modeles": Modele.choices,
        },
    )


@require_POST
def imprimer(request: Requete, identifiant: str, uuid: UUID, livret: str) -> HttpResponse:
    dossier = obtenir_dossier(request, identifiant, uuid, "collecte.imprimer")
    if livret in LIVRETS:
        return redirect(demander(gabarit=livret, objet=dossier, identite=request.identite))
    if livret in Modele.values:
        return redirect(demander(gabarit=MODELE, objet=Modele(livret), identite=request.identite))
    raise Http404
