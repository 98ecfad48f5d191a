"""The conclave's pages in its dossier: its state, its day, its places, its people."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communs.collectivites.identite import autoriser
from communs.collectivites.middleware import Requete
from communs.dossiers.acces import obtenir_dossier
from communs.etats.services import Conflit
from communs.etats.views import PERIME, franchir_et_revenir, page_de_conflit
from communs.livrets import services as livrets
from communs.tirages import preparation
from communs.tirages.enums import PUBLICS
from communs.web.erreurs import Refus
from communs.web.typographie import accorder
from eclaireurs.evaluation.cadrage.enums import GenreRencontre
from eclaireurs.evaluation.conclave import convocations, lecture, places, services
from eclaireurs.evaluation.conclave.enums import CONVOQUES, DEHORS, OUVERTS, EtatConclave
from eclaireurs.evaluation.conclave.forms import ConclaveForm, InviterForm, NoterForm, PlacesForm
from eclaireurs.evaluation.conclave.livrets import CONVOCATIONS, FEUILLE
from eclaireurs.evaluation.conclave.models import Conclave, Convocation
from eclaireurs.evaluation.conclave.regle import hors_conclave
from eclaireurs.evaluation.conclave.transitions import CONCLAVE

INVALIDE = 422
PAPIERS = {"convocations": CONVOCATIONS, "feuille": FEUILLE}


def obtenir(request: Requete, identifiant: str, uuid: UUID, regle: str | None = None) -> Conclave:
    """The conclave of the dossier at this address, or 404; 403 unless `regle` allows it."""
    dossier = obtenir_dossier(request, identifiant, uuid)
    conclave = get_object_or_404(Conclave.objects.select_related("tirage"), dossier=dossier)
    conclave.dossier = dossier
    if conclave.tirage is not None:
        conclave.tirage.dossier = dossier
    if regle is not None:
        autoriser(request.identite, regle, conclave)
    return conclave


def _convocation(conclave: Conclave, cle: UUID) -> Convocation:
    convocation = get_object_or_404(conclave.convocations.select_related("compte", "inscrit"), uuid=cle)
    convocation.conclave = conclave
    return convocation


@require_safe
def conclave(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    """Pilots read the answers; who takes part reads who comes; others, the public record of the draw."""
    objet = obtenir(request, identifiant, uuid)
    prepare = request.identite.peut("conclave.preparer", objet)
    hors = bool(request.identite.compte and hors_conclave(objet.dossier, compte=request.identite.compte))
    contexte: dict[str, object] = {
        "dossier": objet.dossier,
        "conclave": objet,
        "prepare": prepare,
        "gestes": CONCLAVE.offertes(objet, request.identite),
        "tirage_public": objet.tirage if objet.tirage and objet.tirage.etat in PUBLICS else None,
        "convoque": objet.etat in CONVOQUES,
        "hors": hors,
        "salle": not hors and (prepare or _convoquee(request, objet)),
    }
    if prepare:
        contexte |= _pour_les_pilotes(objet) | {"prevue": _du_calendrier(objet)}
    elif objet.etat in CONVOQUES and request.identite.peut("conclave.savoir_qui_vient", objet):
        contexte["tablees"] = lecture.qui_vient(objet)
    return render(request, "evaluation/conclave/conclave.html", contexte)


def _convoquee(request: Requete, conclave: Conclave) -> bool:
    """Whether the room is open to this reader, who was convoked by her account."""
    if request.identite.compte is None or conclave.etat not in OUVERTS:
        return False
    siennes = conclave.convocations.filter(compte=request.identite.compte)
    return siennes.exclude(reponse__in=DEHORS).exists()


def _pour_les_pilotes(conclave: Conclave) -> dict[str, object]:
    if conclave.etat == EtatConclave.PREPARATION:
        lignes = places.services_concernes(conclave)
        return {"lignes": lignes, "courts": [ligne for ligne in lignes if ligne.manque]}
    if conclave.etat == EtatConclave.TIRAGE:
        return _du_tirage(conclave)
    toutes = list(conclave.convocations.select_related("compte", "inscrit"))
    choses = lecture.a_faire(conclave, toutes)
    return {
        "reponses": lecture.par_service(toutes),
        "a_faire": choses,
        "a_suivre": any(chose.geste == "suivre" for chose in choses),
        "nombres": services.nombre_de_reponses(conclave),
        "ouvertes": conclave.etat == EtatConclave.CONVOCATIONS,
    }


def _du_tirage(conclave: Conclave) -> dict[str, object]:
    tirage = conclave.tirage
    if tirage is None:
        return {}
    lignes = preparation.bilan(tirage)
    if not tirage.prepare:
        return {"tirage": tirage}
    return {
        "tirage": tirage,
        "problemes": preparation.problemes(tirage, lignes),
        "avertissements": preparation.avertissements(tirage, lignes),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def preciser(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    """The day, the place, the words."""
    objet = obtenir(request, identifiant, uuid, "conclave.preparer")
    a_modifier = Conclave.objects.select_related("dossier__collectivite").get(pk=objet.pk)
    formulaire = ConclaveForm(request.POST or None, instance=a_modifier, initial=_du_calendrier(objet))
    if request.method == "POST" and formulaire.is_valid():
        try:
            services.preciser(
                identite=request.identite,
                conclave=objet,
                version=formulaire.cleaned_data["version"],
                champs=formulaire.changements(),
            )
        except Conflit as conflit:
            return page_de_conflit(request, formulaire, conflit.actuel, retour=objet.get_absolute_url())
        except Refus as refus:
            messages.error(request, refus.message)
            return redirect(objet)
        except ValidationError as erreur:
            formulaire.add_error(None, erreur)
        else:
            messages.success(request, "Le conclave est à jour.")
            return redirect(objet)
    return _ecrire(request, objet, formulaire, "Le jour, le lieu, les mots", "Enregistrer")


def _du_calendrier(conclave: Conclave) -> dict[str, object]:
    """What the frame's calendar already says, while nothing is said here."""
    if conclave.le is not None:
        return {}
    rencontre = conclave.dossier.rencontres.filter(genre=GenreRencontre.CONCLAVE).order_by("pk").first()
    if rencontre is None:
        return {}
    return {"le": rencontre.le, "debut": rencontre.heure, "lieu": rencontre.lieu}


def _ecrire(
    request: Requete, conclave: Conclave, formulaire: object, titre: str, libelle: str, **suite: object
) -> HttpResponse:
    contexte = {"dossier": conclave.dossier, "conclave": conclave, "form": formulaire, "titre": titre}
    code = INVALIDE if formulaire.errors else 200  # type: ignore[attr-defined]
    contexte |= {"libelle": libelle, **suite}
    return render(request, "evaluation/conclave/ecrire.html", contexte, status=code)


@require_http_methods(["GET", "HEAD", "POST"])
def repartir(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    """How many people each service sends."""
    objet = obtenir(request, identifiant, uuid, "conclave.preparer")
    if objet.etat != EtatConclave.PREPARATION:
        messages.error(request, places.PASSE)
        return redirect(objet)
    lignes = places.services_concernes(objet)
    formulaire = PlacesForm(request.POST or None, conclave=objet, lignes=lignes)
    if request.method == "POST" and formulaire.is_valid():
        try:
            places.repartir(
                identite=request.identite,
                conclave=objet,
                version=formulaire.cleaned_data["version"],
                places=formulaire.places(),
            )
        except Conflit:
            messages.error(request, PERIME)
            return redirect(objet.dossier.adresse("evaluation:conclave_places"))
        except Refus as refus:
            messages.error(request, refus.message)
        else:
            messages.success(request, "Les places sont réparties.")
        return redirect(objet)
    contexte = {"dossier": objet.dossier, "conclave": objet, "form": formulaire}
    contexte["rangees"] = formulaire.rangees()
    code = INVALIDE if formulaire.errors else 200
    return render(request, "evaluation/conclave/places.html", contexte, status=code)


@require_POST
def geste(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    """Draw, convoke, open, close."""
    objet = obtenir(request, identifiant, uuid)
    return franchir_et_revenir(request, CONCLAVE, objet, retour=objet.get_absolute_url())


@require_POST
def suivre(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    """Keep up with the draw and with the rule."""
    objet = obtenir(request, identifiant, uuid, "conclave.preparer")
    bilan = convocations.suivre(identite=request.identite, conclave=objet)
    nombre = len(bilan.convoquees)
    formes = "personne est convoquée,personnes sont convoquées"
    dit = f"{nombre} {accorder(nombre, formes)}." if nombre else "Les convocations suivent le tirage."
    messages.success(request, dit)
    return redirect(objet)


@require_http_methods(["GET", "HEAD", "POST"])
def inviter(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    objet = obtenir(request, identifiant, uuid, "conclave.preparer")
    formulaire = InviterForm(request.POST or None)
    if request.method == "POST" and formulaire.is_valid():
        try:
            convocation = convocations.inviter(
                identite=request.identite, conclave=objet, **formulaire.cleaned_data
            )
        except ValidationError as erreur:
            formulaire.add_error(None, erreur)
        else:
            messages.success(request, f"La convocation de {convocation.nom_affiche} est en route.")
            return redirect(objet)
    return _ecrire(
        request,
        objet,
        formulaire,
        "Inviter quelqu’un",
        "Convoquer",
        chapeau="Une personne qui n’a pas été tirée au sort : un témoin, qui anime, qui prend des notes. Ni "
        "élue, ni élu, ni membre de la direction.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def noter(request: Requete, identifiant: str, uuid: UUID, cle: UUID) -> HttpResponse:
    """An answer heard by telephone, or none at all."""
    objet = obtenir(request, identifiant, uuid, "conclave.preparer")
    convocation = _convocation(objet, cle)
    formulaire = NoterForm(request.POST or None, convocation=convocation)
    if request.method == "POST" and formulaire.is_valid():
        try:
            convocations.noter(identite=request.identite, convocation=convocation, **formulaire.cleaned_data)
        except Conflit as conflit:
            actuelle = cast(Convocation, conflit.actuel)
            formulaire = NoterForm(convocation=actuelle)
            messages.error(request, PERIME)
            return _noter(request, objet, actuelle, formulaire, 409)
        except Refus as refus:
            messages.error(request, refus.message)
            return redirect(objet)
        except ValidationError as erreur:
            formulaire.add_error(None, erreur)
        else:
            messages.success(request, f"La réponse de {convocation.nom_affiche} est notée.")
            return redirect(objet)
    return _noter(request, objet, convocation, formulaire, INVALIDE if formulaire.errors else 200)


def _noter(
    request: Requete, conclave: Conclave, convocation: Convocation, formulaire: NoterForm, code: int
) -> HttpResponse:
    convocation.conclave = conclave
    contexte = {"dossier": conclave.dossier, "conclave": conclave, "convocation": convocation}
    return render(request, "evaluation/conclave/noter.html", {**contexte, "form": formulaire}, status=code)


@require_POST
def renvoyer(request: Requete, identifiant: str, uuid: UUID, cle: UUID) -> HttpResponse:
    objet = obtenir(request, identifiant, uuid, "conclave.preparer")
    convocation = _convocation(objet, cle)
    try:
        convocations.renvoyer(identite=request.identite, convocation=convocation)
    except ValidationError as erreur:
        messages.error(request, erreur.messages[0])
    else:
        messages.success(request, f"La convocation de {convocation.nom_affiche} repart.")
    return redirect(objet)


@require_POST
def imprimer(request: Requete, identifiant: str, uuid: UUID, papier: str) -> HttpResponse:
    objet = obtenir(request, identifiant, uuid, "conclave.preparer")
    if papier not in PAPIERS:
        raise Http404
    if objet.etat not in CONVOQUES:
        messages.error(request, "Ces papiers s’impriment une fois les convocations envoyées.")
        return redirect(objet)
    return redirect(livrets.demander(gabarit=PAPIERS[papier], objet=objet, identite=request.identite))
