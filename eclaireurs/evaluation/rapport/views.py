"""The final report: written by the evaluator, handed over, sealed, and checked by anybody."""

from functools import partial
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communs.collectivites.identite import autoriser
from communs.collectivites.middleware import Requete
from communs.dossiers.acces import obtenir_dossier
from communs.etats.services import Conflit
from communs.etats.views import ecrire_et_revenir, franchir_et_revenir
from communs.web.erreurs import Refus
from eclaireurs.evaluation.collecte.models import Theme
from eclaireurs.evaluation.rapport import services
from eclaireurs.evaluation.rapport.calculs import canonique
from eclaireurs.evaluation.rapport.enums import EtatRapport
from eclaireurs.evaluation.rapport.forms import (
    ConclusionForm,
    DepuisForm,
    NouvellePieceForm,
    PreconisationForm,
    RetraitForm,
    ServicesForm,
)
from eclaireurs.evaluation.rapport.models import Conclusion, Preconisation, Rapport
from eclaireurs.evaluation.rapport.transitions import RAPPORT

INVALIDE = 422
MODELES: dict[str, type[services.Piece]] = {"conclusions": Conclusion, "preconisations": Preconisation}
FORMULAIRES = {"conclusions": ConclusionForm, "preconisations": PreconisationForm}
PERIME = "Ce texte a changé entre-temps : relisez-le avant de recommencer. Rien n’a été changé."


def obtenir_rapport(request: Requete, identifiant: str, uuid: UUID) -> Rapport:
    """The report of the dossier at this address, or 404."""
    dossier = obtenir_dossier(request, identifiant, uuid)
    rapport = get_object_or_404(Rapport.objects.select_related("scelle_par__compte"), dossier=dossier)
    rapport.dossier = dossier
    return rapport


def _obtenir_piece(rapport: Rapport, sorte: str, piece: UUID) -> services.Piece:
    objet: services.Piece = get_object_or_404(MODELES[sorte], uuid=piece, rapport=rapport)  # type: ignore[assignment]
    objet.rapport = rapport
    return objet


@require_safe
def rapport(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    objet = obtenir_rapport(request, identifiant, uuid)
    return render(
        request,
        "evaluation/rapport/rapport.html",
        {
            "dossier": objet.dossier,
            "rapport": objet,
            "parties": [
                ("conclusions", "Conclusions", objet.conclusions.all()),
                ("preconisations", "Préconisations", objet.preconisations.prefetch_related("services")),
            ],
            "syntheses": _syntheses(request, objet),
            "gestes": [t for t in RAPPORT.offertes(objet, request.identite) if t.nom != "sceller"],
            "nomme": request.identite.peut("dossiers.voir_les_personnes", objet),
        },
    )


def _syntheses(request: Requete, rapport: Rapport) -> list[Theme]:
    """For who writes the report: the syntheses of the collection that no conclusion takes up yet."""
    if rapport.etat != EtatRapport.REDACTION or not request.identite.peut("rapport.ecrire", rapport):
        return []
    themes = Theme.objects.filter(collecte__dossier=rapport.dossier).exclude(synthese="")
    return list(themes.exclude(titre__in=rapport.conclusions.values("titre")).order_by("numero"))


@require_safe
def texte_scelle(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    """The very bytes whose fingerprint was sealed, for anybody who may read the report."""
    objet = obtenir_rapport(request, identifiant, uuid)
    champs = ("numero", "titre", "texte")
    contenu = canonique(objet.conclusions.values_list(*champs), objet.preconisations.values_list(*champs))
    return HttpResponse(
        contenu.encode(),
        content_type="application/json",
        headers={"Content-Disposition": 'attachment; filename="rapport-final.json"'},
    )


@require_POST
def etape(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    objet = obtenir_rapport(request, identifiant, uuid)
    if request.POST.get("geste") == "sceller":
        raise Refus(400, "Le rapport se scelle en présentant le plan au comité final.")
    return franchir_et_revenir(request, RAPPORT, objet, retour=objet.dossier.adresse("evaluation:rapport"))


@require_http_methods(["GET", "HEAD", "POST"])
def ajouter(request: Requete, identifiant: str, uuid: UUID, sorte: str) -> HttpResponse:
    objet = obtenir_rapport(request, identifiant, uuid)
    autoriser(request.identite, "rapport.ecrire", objet)
    formulaire = NouvellePieceForm(
        request.POST or None, initial={"demande": uuid4(), **_de_la_collecte(request, objet)}
    )
    if request.method == "POST" and formulaire.is_valid():
        try:
            piece = services.ajouter(
                identite=request.identite, rapport=objet, modele=MODELES[sorte], **formulaire.cleaned_data
            )
        except ValidationError as erreur:
            formulaire.add_error(None, erreur)
        else:
            messages.success(request, f"« {piece.titre} » est dans le rapport.")
            return redirect(objet.dossier.adresse("evaluation:rapport") + f"#piece-{piece.uuid}")
    return render(
        request,
        "evaluation/rapport/piece.html",
        {"dossier": objet.dossier, "rapport": objet, "partie": sorte, "form": formulaire},
        status=INVALIDE if formulaire.is_bound and formulaire.errors else 200,
    )


def _de_la_collecte(request: Requete, rapport: Rapport) -> dict[str, str]:
    """The words to start from, when the address names a theme of the collection."""
    demande = DepuisForm(request.GET)
    if not demande.is_valid() or demande.cleaned_data["theme"] is None:
        return {}
    theme = get_object_or_404(Theme, collecte__dossier=rapport.dossier, uuid=demande.cleaned_data["theme"])
    return {"titre": theme.titre, "texte": theme.synthese}


@require_http_methods(["GET", "HEAD", "POST"])
def piece(request: Requete, identifiant: str, uuid: UUID, sorte: str, piece: UUID) -> HttpResponse:
    """Rewrite a text."""
    rapport = obtenir_rapport(request, identifiant, uuid)
    objet = _obtenir_piece(rapport, sorte, piece)
    autoriser(request.identite, "rapport.ecrire", rapport)
    formulaire = FORMULAIRES[sorte](request.POST or None, instance=objet)
    return ecrire_et_revenir(
        request,
        formulaire,
        partial(services.reecrire, identite=request.identite, piece=objet),
        retour=rapport.dossier.adresse("evaluation:rapport") + f"#piece-{objet.uuid}",
        fait="Le texte est enregistré.",
        gabarit="evaluation/rapport/piece.html",
        contexte={"dossier": rapport.dossier, "rapport": rapport, "partie": sorte, "piece": objet},
    )


@require_POST
def supprimer(request: Requete, identifiant: str, uuid: UUID, sorte: str, piece: UUID) -> HttpResponse:
    rapport = obtenir_rapport(request, identifiant, uuid)
    objet = _obtenir_piece(rapport, sorte, piece)
    formulaire = RetraitForm(request.POST)
    version = formulaire.cleaned_data["version"] if formulaire.is_valid() else 0
    try:
        services.supprimer(identite=request.identite, piece=objet, version=version)
    except Conflit:
        messages.error(request, PERIME)
    except ValidationError as erreur:
        messages.error(request, erreur.messages[0])
    else:
        messages.success(request, f"« {objet.titre} » n’est plus dans le rapport.")
    return redirect(rapport.dossier.adresse("evaluation:rapport"))


@require_POST
def deplacer(request: Requete, identifiant: str, uuid: UUID, sorte: str, piece: UUID) -> HttpResponse:
    rapport = obtenir_rapport(request, identifiant, uuid)
    objet = _obtenir_piece(rapport, sorte, piece)
    sens = {"-1": -1, "1": 1}.get(request.POST.get("sens", ""))
    if sens is None:
        raise Refus(400, "Ce déplacement n’existe pas. Rien n’a été changé.")
    services.deplacer(identite=request.identite, piece=objet, sens=sens)
    return redirect(rapport.dossier.adresse("evaluation:rapport") + f"#piece-{objet.uuid}")


@require_http_methods(["GET", "HEAD", "POST"])
def services_concernes(request: Requete, identifiant: str, uuid: UUID, piece: UUID) -> HttpResponse:
    """The services that a recommendation concerns."""
    rapport = obtenir_rapport(request, identifiant, uuid)
    objet = _obtenir_piece(rapport, "preconisations", piece)
    autoriser(request.identite, "rapport.designer", rapport)
    formulaire = ServicesForm(request.POST or None, preconisation=objet)  # type: ignore[arg-type]
    la_page = rapport.dossier.adresse("evaluation:rapport") + f"#piece-{objet.uuid}"
    if request.method == "POST" and formulaire.is_valid():
        try:
            services.designer_services(
                identite=request.identite,
                preconisation=objet,  # type: ignore[arg-type]
                version=formulaire.cleaned_data["version"],
                services=formulaire.cleaned_data["services"],
            )
        except Conflit:
            messages.error(request, PERIME)
        return redirect(la_page)
    contexte = {"dossier": rapport.dossier, "piece": objet, "form": formulaire}
    return render(
        request, "evaluation/rapport/services.html", contexte, status=INVALIDE if formulaire.errors else 200
    )
