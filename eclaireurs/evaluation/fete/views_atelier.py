"""One session: proposing it, coming to it, its minutes, what it decides."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communs.collectivites.identite import autoriser
from communs.collectivites.middleware import Requete
from communs.etats.services import Conflit
from communs.etats.views import INCONNU, page_de_conflit
from communs.web.erreurs import Refus
from eclaireurs.evaluation.fete import decisions, forum, lecture
from eclaireurs.evaluation.fete import version as tours
from eclaireurs.evaluation.fete.enums import EtatFete
from eclaireurs.evaluation.fete.forms import (
    CompteRenduForm,
    DecisionForm,
    InscrireForm,
    ProposerForm,
    TenirForm,
    TrancherForm,
    ajouter_les_erreurs,
)
from eclaireurs.evaluation.fete.models import Atelier, Decision
from eclaireurs.evaluation.fete.obtenir import obtenir_atelier, obtenir_fete

INVALIDE, CONFLIT = 422, 409
CHANGEE = (
    "Quelqu’un a changé cette action ou tranché cette décision entre-temps. Rien n’est perdu : relisez, puis "
    "recommencez si c’est toujours utile."
)


@require_http_methods(["GET", "HEAD", "POST"])
def proposer(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    fete = obtenir_fete(request, identifiant, uuid, "fete.proposer")
    formulaire = ProposerForm(
        request.POST or None, fete=fete, prepare=request.identite.peut("fete.preparer", fete)
    )
    if request.method == "POST" and formulaire.is_valid():
        try:
            atelier = forum.proposer(
                identite=request.identite,
                fete=fete,
                champs=formulaire.champs(),
                demande=formulaire.cleaned_data["demande"],
                au_nom_de=formulaire.cleaned_data.get("au_nom_de", ""),
            )
        except ValidationError as erreur:
            ajouter_les_erreurs(formulaire, erreur)
        else:
            messages.success(request, "Votre atelier est au programme.")
            return redirect(atelier)
    return render(
        request,
        "evaluation/fete/ecrire.html",
        {
            "collectivite": fete.collectivite,
            "fete": fete,
            "form": formulaire,
            "titre": "Proposer un atelier",
            "libelle": "Proposer cet atelier",
        },
        status=INVALIDE if formulaire.errors else 200,
    )


@require_safe
def atelier(request: Requete, identifiant: str, uuid: UUID, atelier: UUID) -> HttpResponse:
    return _page(request, obtenir_atelier(request, identifiant, uuid, atelier))


def _page(
    request: Requete,
    objet: Atelier,
    *,
    decision_form: DecisionForm | None = None,
    inscrire_form: InscrireForm | None = None,
    status: int = 200,
) -> HttpResponse:
    tour = tours.lire(objet.fete.uuid)  # before what it dates
    montres = lecture.au_mur(objet.fete)
    inscriptions = list(objet.inscriptions.select_related("compte").order_by("pk"))
    compte = request.identite.personne
    decide = objet.fete.ouverte and objet.annule_le is None
    return render(
        request,
        "evaluation/fete/atelier.html",
        {
            "collectivite": objet.fete.collectivite,
            "fete": objet.fete,
            "atelier": objet,
            "rang": lecture.Rang(
                objet, lecture.sujet_de(objet, montres), any(i.compte_id == compte.pk for i in inscriptions)
            ),
            "inscriptions": inscriptions,
            "decisions": lecture.decisions(objet, request.identite, montres),
            "decision_form": decision_form or (DecisionForm(atelier=objet) if decide else None),
            "inscrire_form": inscrire_form or InscrireForm(),
            "rend_compte": objet.fete.etat != EtatFete.PREPARATION and objet.annule_le is None,
            "version": tour,
        },
        status=status,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def modifier(request: Requete, identifiant: str, uuid: UUID, atelier: UUID) -> HttpResponse:
    """Its words, its room and its slot."""
    objet = obtenir_atelier(request, identifiant, uuid, atelier, "fete.tenir")
    formulaire = TenirForm(request.POST or None, instance=objet, fete=objet.fete)
    return _ecrire(request, objet, formulaire, "Modifier l’atelier")


@require_http_methods(["GET", "HEAD", "POST"])
def compte_rendu(request: Requete, identifiant: str, uuid: UUID, atelier: UUID) -> HttpResponse:
    objet = obtenir_atelier(request, identifiant, uuid, atelier, "fete.tenir")
    formulaire = CompteRenduForm(request.POST or None, instance=objet)
    return _ecrire(request, objet, formulaire, "Compte rendu de l’atelier")


def _ecrire(
    request: Requete, objet: Atelier, formulaire: TenirForm | CompteRenduForm, titre: str
) -> HttpResponse:
    if request.method == "POST" and formulaire.is_valid():
        champs = formulaire.champs() if isinstance(formulaire, TenirForm) else formulaire.changements()
        try:
            forum.tenir(
                identite=request.identite,
                atelier=objet,
                version=formulaire.cleaned_data["version"],
                champs=champs,
            )
        except Conflit as conflit:
            return page_de_conflit(request, formulaire, conflit.actuel, retour=objet.get_absolute_url())
        except ValidationError as erreur:
            ajouter_les_erreurs(formulaire, erreur)
        else:
            messages.success(request, "C’est enregistré.")
            return redirect(objet)
    return render(
        request,
        "evaluation/fete/ecrire.html",
        {
            "collectivite": objet.fete.collectivite,
            "fete": objet.fete,
            "atelier": objet,
            "form": formulaire,
            "titre": titre,
            "libelle": "Enregistrer",
        },
        status=INVALIDE if formulaire.errors else 200,
    )


@require_POST
def annuler(request: Requete, identifiant: str, uuid: UUID, atelier: UUID) -> HttpResponse:
    objet = obtenir_atelier(request, identifiant, uuid, atelier, "fete.tenir")
    try:
        forum.annuler(identite=request.identite, atelier=objet)
    except ValidationError as erreur:
        messages.error(request, erreur.messages[0])
    else:
        messages.success(request, f"L’atelier « {objet.titre} » est annulé, sa salle est libre.")
    return redirect(objet.fete)


# --- who comes -----------------------------------------------------------------------------------


def _revenir(request: Requete, objet: Atelier) -> HttpResponse:
    if request.POST.get("retour") == "programme":
        return redirect(f"{objet.fete.get_absolute_url()}#atelier-{objet.uuid}")
    return redirect(objet)


@require_POST
def rejoindre(request: Requete, identifiant: str, uuid: UUID, atelier: UUID) -> HttpResponse:
    objet = obtenir_atelier(request, identifiant, uuid, atelier)
    try:
        ailleurs = forum.rejoindre(identite=request.identite, atelier=objet)
    except ValidationError as erreur:
        messages.error(request, erreur.messages[0])
    else:
        suite = f" Vous quittez donc « {ailleurs.titre} », à la même heure." if ailleurs else ""
        messages.success(request, f"Vous venez à « {objet.titre} ».{suite}")
    return _revenir(request, objet)


@require_POST
def quitter(request: Requete, identifiant: str, uuid: UUID, atelier: UUID) -> HttpResponse:
    objet = obtenir_atelier(request, identifiant, uuid, atelier)
    try:
        forum.quitter(identite=request.identite, atelier=objet)
    except ValidationError as erreur:
        messages.error(request, erreur.messages[0])
    else:
        messages.success(request, f"Vous ne venez plus à « {objet.titre} ».")
    return _revenir(request, objet)


@require_POST
def inscrire(request: Requete, identifiant: str, uuid: UUID, atelier: UUID) -> HttpResponse:
    """Organisers write down somebody without account."""
    objet = obtenir_atelier(request, identifiant, uuid, atelier)
    autoriser(request.identite, "fete.preparer", objet.fete)
    formulaire = InscrireForm(request.POST)
    if formulaire.is_valid():
        try:
            forum.inscrire(identite=request.identite, atelier=objet, nom=formulaire.cleaned_data["nom"])
        except ValidationError as erreur:
            formulaire.add_error(None, erreur)
        else:
            return redirect(f"{objet.get_absolute_url()}#inscrits")
    return _page(request, objet, inscrire_form=formulaire, status=INVALIDE)


@require_POST
def desinscrire(
    request: Requete, identifiant: str, uuid: UUID, atelier: UUID, inscription: UUID
) -> HttpResponse:
    objet = obtenir_atelier(request, identifiant, uuid, atelier)
    autoriser(request.identite, "fete.preparer", objet.fete)
    ligne = get_object_or_404(objet.inscriptions, uuid=inscription)
    ligne.atelier = objet
    forum.desinscrire(identite=request.identite, inscription=ligne)
    return redirect(f"{objet.get_absolute_url()}#inscrits")


# --- decisions -----------------------------------------------------------------------------------


@require_POST
def decider(request: Requete, identifiant: str, uuid: UUID, atelier: UUID) -> HttpResponse:
    """Note what the session decides."""
    objet = obtenir_atelier(request, identifiant, uuid, atelier, "fete.noter_une_decision")
    formulaire = DecisionForm(request.POST, atelier=objet)
    if formulaire.is_valid():
        saisie = formulaire.cleaned_data
        try:
            decisions.noter(
                identite=request.identite,
                atelier=objet,
                action=formulaire.objet(),
                genre=saisie["genre"],
                motif=saisie["motif"],
                nouveau_titre=saisie["nouveau_titre"],
                demande=saisie["demande"],
            )
        except ValidationError as erreur:
            ajouter_les_erreurs(formulaire, erreur)
        else:
            messages.success(
                request, "C’est noté. Une personne qui conduit cette action doit encore valider."
            )
            return redirect(f"{objet.get_absolute_url()}#decisions")
    return _page(request, objet, decision_form=formulaire, status=INVALIDE)


@require_POST
def trancher(request: Requete, identifiant: str, uuid: UUID, atelier: UUID, decision: UUID) -> HttpResponse:
    """Validate it, which writes it in the tracking table; or set it aside. 409 when somebody was first."""
    objet = obtenir_atelier(request, identifiant, uuid, atelier)
    ligne: Decision = get_object_or_404(objet.decisions.select_related("fete", "action"), uuid=decision)
    formulaire = TrancherForm(request.POST)
    if not formulaire.is_valid():
        messages.error(request, INCONNU)
        return redirect(objet)
    saisie = formulaire.cleaned_data
    try:
        decisions.trancher(
            identite=request.identite,
            decision=ligne,
            geste=saisie["geste"],
            version=saisie["version"],
            version_action=saisie["version_action"] or 0,
            motif=saisie["motif"],
        )
    except ValidationError as erreur:
        messages.error(request, erreur.messages[0])
    except (Conflit, Refus):
        messages.error(request, CHANGEE)
        return _page(request, objet, status=CONFLIT)
    else:
        fait = (
            "La décision est dans le tableau de suivi" if saisie["geste"] == "valider" else "Décision écartée"
        )
        messages.success(request, f"{fait}.")
    return redirect(f"{objet.get_absolute_url()}#decisions")
