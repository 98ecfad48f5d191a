"""The votes of a dossier: their list, one of them from its preparation to its result, its files."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communs.collectivites.identite import autoriser
from communs.collectivites.middleware import Requete
from communs.dossiers.acces import obtenir_dossier
from communs.dossiers.models import Dossier
from communs.dossiers.pieces import lister
from communs.etats.services import Conflit
from communs.etats.tables import Transition
from communs.etats.views import franchir_et_revenir, page_de_conflit
from communs.scrutins import exports, presentation, services
from communs.scrutins.dossier import SCRUTINS
from communs.scrutins.enums import AVANT, PAR_ADRESSE, EtatScrutin
from communs.scrutins.forms import HeuresForm, OptionsForm, PreparerForm, ReecrireForm
from communs.scrutins.heures import TROP_TARD, changer
from communs.scrutins.models import Scrutin
from communs.scrutins.resultats import depouiller
from communs.scrutins.transitions import SCRUTIN, inscrits, pas_pret
from communs.scrutins.urne import Electeur, emargement_de, participant_de
from communs.web.erreurs import Refus
from communs.web.qr import dessiner

INVALIDE = 422


def obtenir(request: Requete, identifiant: str, uuid: UUID, cle: UUID, regle: str) -> tuple[Dossier, Scrutin]:
    """The vote of the address, with its dossier; 404 if this person may not see it, 403 without the rule."""
    dossier = obtenir_dossier(request, identifiant, uuid, regle)
    scrutin = get_object_or_404(Scrutin.objects.visibles_dans(dossier, request.identite), uuid=cle)
    scrutin.dossier = dossier  # fetched with its collectivité and this person's roles
    return dossier, scrutin


def adresse_publique(scrutin: Scrutin) -> str:
    """The whole address that is given to voters."""
    return settings.VIGIE_ADRESSE + reverse("scrutins:vote", args=[scrutin.jeton])


@require_safe
def scrutins(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    dossier = obtenir_dossier(request, identifiant, uuid, "scrutins.voir")
    visibles = Scrutin.objects.visibles_dans(dossier, request.identite).avec_participation()
    liste = visibles.order_by("-cree_le", "-pk")
    return lister(request, dossier, SCRUTINS, liste, "scrutins/liste.html")


@require_http_methods(["GET", "HEAD", "POST"])
def preparer(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    dossier = obtenir_dossier(request, identifiant, uuid, "scrutins.organiser")
    formulaire = PreparerForm(request.POST or None, dossier=dossier)
    if request.method == "POST" and formulaire.is_valid():
        try:
            neuf = services.preparer(
                identite=request.identite, dossier=dossier, demande=formulaire.cle, champs=formulaire.champs
            )
        except ValidationError as erreur:
            formulaire.add_error(None, erreur)
        else:
            return redirect(neuf)
    return _ecrire(request, dossier, formulaire, "Préparer un vote", "Continuer vers les options")


@require_http_methods(["GET", "HEAD", "POST"])
def reecrire(request: Requete, identifiant: str, uuid: UUID, cle: UUID) -> HttpResponse:
    dossier, objet = obtenir(request, identifiant, uuid, cle, "scrutins.organiser")
    if objet.etat != EtatScrutin.BROUILLON:
        raise Refus(409, services.FIGE)
    formulaire = ReecrireForm(
        request.POST or None, instance=Scrutin.objects.get(pk=objet.pk), dossier=dossier
    )
    if request.method == "POST" and formulaire.is_valid():
        try:
            services.reecrire(
                identite=request.identite,
                scrutin=objet,
                version=formulaire.cleaned_data["version"],
                champs=formulaire.champs,
            )
        except Conflit as conflit:
            return page_de_conflit(request, formulaire, conflit.actuel, retour=objet.get_absolute_url())
        else:
            messages.success(request, "Le vote est à jour.")
            return redirect(objet)
    return _ecrire(request, dossier, formulaire, "Modifier le vote", "Enregistrer", objet)


@require_http_methods(["GET", "HEAD", "POST"])
def heures(request: Requete, identifiant: str, uuid: UUID, cle: UUID) -> HttpResponse:
    """Change when a programmed vote opens, when it or an open one ends."""
    dossier, objet = obtenir(request, identifiant, uuid, cle, "scrutins.organiser")
    if objet.etat != EtatScrutin.PROGRAMME and not objet.recoit:
        raise Refus(409, TROP_TARD)
    formulaire = HeuresForm(request.POST or None, instance=Scrutin.objects.get(pk=objet.pk), dossier=dossier)
    if request.method == "POST" and formulaire.is_valid():
        try:
            changer(identite=request.identite, scrutin=objet, **formulaire.cleaned_data)
        except ValidationError as erreur:
            formulaire.add_error(None, erreur.messages)
        except Conflit as conflit:
            return page_de_conflit(request, formulaire, conflit.actuel, retour=objet.get_absolute_url())
        else:
            messages.success(request, "Les heures du vote sont changées.")
            return redirect(objet)
    return _ecrire(request, dossier, formulaire, "Changer les heures du vote", "Enregistrer", objet)


def _ecrire(
    request: Requete,
    dossier: Dossier,
    formulaire: Any,
    titre: str,
    libelle: str,
    objet: Scrutin | None = None,
) -> HttpResponse:
    contexte = {"dossier": dossier, "form": formulaire, "titre": titre, "libelle": libelle, "scrutin": objet}
    return render(request, "scrutins/ecrire.html", contexte, status=INVALIDE if formulaire.errors else 200)


@require_safe
def scrutin(request: Requete, identifiant: str, uuid: UUID, cle: UUID) -> HttpResponse:
    dossier, objet = obtenir(request, identifiant, uuid, cle, "scrutins.voir")
    return page_du_scrutin(request, dossier, objet)


def page_du_scrutin(
    request: Requete, dossier: Dossier, objet: Scrutin, options_form: OptionsForm | None = None
) -> HttpResponse:
    """The vote as it stands: its preparation, its participation, or its result."""
    organise = request.identite.peut("scrutins.organiser", objet)
    contexte: dict[str, Any] = {
        "dossier": dossier,
        "scrutin": objet,
        "options": list(objet.options.dans_l_ordre()),
        "organise": organise,
        "gestes": _gestes(request, objet) if organise else (),
        "adresse_publique": "",
        "formats": (),
    }
    if objet.etat in AVANT:
        contexte["obstacle"] = pas_pret(objet)
    if objet.etat == EtatScrutin.BROUILLON:
        contexte["form"] = options_form or OptionsForm()
    elif objet.etat != EtatScrutin.PROGRAMME:
        contexte |= _participation(request, objet)
    if objet.electorat in PAR_ADRESSE and organise:
        adresse = adresse_publique(objet)
        contexte |= {"adresse_publique": adresse, "qr": dessiner(adresse)}
    if objet.etat == EtatScrutin.DEPOUILLE:
        contexte |= presentation.contexte(objet, depouiller(objet), avec_noms=not objet.secret)
        if request.identite.peut("scrutins.exporter", objet):
            contexte["formats"] = exports.offerts(exports.lire(objet))
    code = INVALIDE if options_form is not None and options_form.errors else 200
    return render(request, "scrutins/scrutin.html", contexte, status=code)


def _gestes(request: Requete, objet: Scrutin) -> list[Transition]:
    """The buttons; that of the planned opening once its hour is written."""
    offertes = SCRUTIN.offertes(objet, request.identite)
    return [geste for geste in offertes if geste.nom != "programmer" or objet.ouvre_le is not None]


@require_safe
def version(request: Requete, identifiant: str, uuid: UUID, cle: UUID) -> HttpResponse:
    """Whether the participation has changed: 204, or 200 and its new version (static/js/seance.js)."""
    _, objet = obtenir(request, identifiant, uuid, cle, "scrutins.voir")
    actuelle = version_de(objet, objet.emargements.count())
    if request.GET.get("v") == actuelle:
        return HttpResponse(status=204)
    return HttpResponse(actuelle, content_type="text/plain")


def version_de(objet: Scrutin, votants: int) -> str:
    """What the participation on a screen depends on: the vote's row, how many voted, whether time is up."""
    return f"{objet.version}.{votants}.{int(objet.recoit)}"


def _participation(request: Requete, objet: Scrutin) -> dict[str, Any]:
    """How many have voted, and whether the reader may, or has."""
    vote = request.identite.peut("scrutins.voter", objet)
    electeur = Electeur(participant=participant_de(request.identite, objet)) if vote else None
    votants = objet.emargements.count()
    return {
        "votants": votants,
        "version_vue": version_de(objet, votants),
        "inscrits": inscrits(objet) if objet.etat == EtatScrutin.OUVERT else objet.inscrits,
        "peut_voter": vote,
        "a_vote": electeur is not None and emargement_de(objet, electeur) is not None,
    }


@require_POST
def geste(request: Requete, identifiant: str, uuid: UUID, cle: UUID) -> HttpResponse:
    """Open, close, count, cancel."""
    _, objet = obtenir(request, identifiant, uuid, cle, "scrutins.organiser")
    return franchir_et_revenir(
        request,
        SCRUTIN,
        objet,
        retour=objet.get_absolute_url(),
        donnees={"motif": request.POST.get("motif", "").strip()[:2000]},
        question=objet.question,
    )


@require_safe
def exporter(request: Requete, identifiant: str, uuid: UUID, cle: UUID, format: str) -> HttpResponse:
    """The ballots of a counted vote, in a format that can say them."""
    _, objet = obtenir(request, identifiant, uuid, cle, "scrutins.voir")
    autoriser(request.identite, "scrutins.exporter", objet)
    if objet.etat != EtatScrutin.DEPOUILLE:
        raise Refus(409, "Les bulletins se lisent une fois le vote dépouillé.")
    urne = exports.lire(objet)
    fichier = next((f for f in exports.offerts(urne) if f.cle == format), None)
    if fichier is None:
        raise Http404
    response = HttpResponse(fichier.ecrire(urne), content_type=fichier.type)
    nom = slugify(objet.question)[:60] or "vote"
    response["Content-Disposition"] = f'attachment; filename="{nom}.{fichier.extension}"'
    return response
