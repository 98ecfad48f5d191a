"""People of a dossier: the list, bringing in, roles, handing over, leaving, being forgotten."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communs.collectivites.calculs import cle_de_tri
from communs.collectivites.identite import autoriser
from communs.collectivites.middleware import Requete
from communs.dossiers import invitations
from communs.dossiers import participants as services
from communs.dossiers.acces import obtenir_dossier
from communs.dossiers.forms import AjouterForm, InviterForm, ParticipantForm, TransmettreForm
from communs.dossiers.models import Dossier, Participant
from communs.dossiers.views import INVALIDE, page_des_dossiers


@require_safe
def participants(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    dossier = obtenir_dossier(request, identifiant, uuid, "dossiers.voir_les_personnes")
    tous = sorted(dossier.participants.avec_noms().order_by("pk"), key=lambda p: cle_de_tri(p.nom_affiche))
    presents = [p for p in tous if p.retire_le is None]
    return render(
        request,
        "dossiers/participants.html",
        {
            "dossier": dossier,
            "presents": [(p, invitations.libelles(dossier, p.roles)) for p in presents],
            "partis": [p for p in tous if p.retire_le is not None],
            "moi": next((p for p in presents if p.compte_id == request.user.pk), None),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def inviter(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    """Somebody by her address, of any organisation or of none."""
    dossier = obtenir_dossier(request, identifiant, uuid, "dossiers.organiser")
    formulaire = InviterForm(request.POST or None, dossier=dossier)
    if request.method == "POST" and formulaire.is_valid():
        saisie = formulaire.cleaned_data
        try:
            venue = invitations.inviter(
                identite=request.identite,
                dossier=dossier,
                email=saisie["email"],
                nom=saisie["nom"],
                organisation=saisie["organisation"],
                roles=saisie["roles"],
            )
        except ValidationError as erreur:
            formulaire.add_error(None, erreur)
        else:
            messages.success(request, _bienvenue(venue))
            return redirect(dossier.adresse("dossiers:participants"))
    return _formulaire(request, "dossiers/inviter.html", dossier, formulaire)


@require_http_methods(["GET", "HEAD", "POST"])
def ajouter(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    """A member of the lead collectivité, by choice in a list (its members know its members)."""
    dossier = obtenir_dossier(request, identifiant, uuid, "dossiers.organiser")
    if request.identite.adhesion(dossier.collectivite_id) is None:
        raise Http404
    formulaire = AjouterForm(request.POST or None, dossier=dossier)
    if request.method == "POST" and formulaire.is_valid():
        try:
            venue = invitations.inviter(
                identite=request.identite,
                dossier=dossier,
                email=formulaire.cleaned_data["membre"].compte.email,
                nom="",
                organisation="",
                roles=formulaire.cleaned_data["roles"],
            )
        except ValidationError as erreur:
            formulaire.add_error(None, erreur)
        else:
            messages.success(request, _bienvenue(venue))
            return redirect(dossier.adresse("dossiers:participants"))
    return _formulaire(request, "dossiers/ajouter.html", dossier, formulaire)


def _bienvenue(participant: Participant) -> str:
    if participant.compte_id is not None:
        return f"{participant.nom_affiche} participe au dossier."
    return f"L’invitation de {participant.nom_affiche} part à {participant.email}."


def _formulaire(request: Requete, gabarit: str, dossier: Dossier, formulaire, **contexte) -> HttpResponse:
    return render(
        request,
        gabarit,
        {"dossier": dossier, "form": formulaire, **contexte},
        status=INVALIDE if formulaire.errors else 200,
    )


def _obtenir(request: Requete, identifiant: str, uuid: UUID, participant: UUID) -> Participant:
    """Somebody of a dossier that this person organises."""
    dossier = obtenir_dossier(request, identifiant, uuid, "dossiers.organiser")
    objet = get_object_or_404(dossier.participants.avec_noms(), uuid=participant)
    objet.dossier = dossier
    return objet


@require_http_methods(["GET", "HEAD", "POST"])
def participant(request: Requete, identifiant: str, uuid: UUID, participant: UUID) -> HttpResponse:
    """Somebody's roles and service, and the gestures about her."""
    objet = _obtenir(request, identifiant, uuid, participant)
    formulaire = ParticipantForm(request.POST or None, participant=objet)
    if request.method == "POST" and formulaire.is_valid():
        try:
            services.regler(
                identite=request.identite,
                participant=objet,
                roles=formulaire.cleaned_data["roles"],
                service=formulaire.cleaned_data["service"],
            )
        except ValidationError as erreur:
            formulaire.add_error(None, erreur.messages[0])
        else:
            messages.success(request, f"La fiche de {objet.nom_affiche} est à jour.")
            return redirect(objet.dossier.adresse("dossiers:participants"))
    return _formulaire(request, "dossiers/participant.html", objet.dossier, formulaire, participant=objet)


@require_POST
def relancer(request: Requete, identifiant: str, uuid: UUID, participant: UUID) -> HttpResponse:
    objet = _obtenir(request, identifiant, uuid, participant)
    try:
        invitations.relancer(identite=request.identite, participant=objet)
    except ValidationError as erreur:
        messages.error(request, erreur.messages[0])
    else:
        messages.success(request, f"L’invitation repart vers {objet.email}.")
    return redirect(objet.dossier.adresse("dossiers:participants"))


@require_POST
def retirer(request: Requete, identifiant: str, uuid: UUID, participant: UUID) -> HttpResponse:
    objet = _obtenir(request, identifiant, uuid, participant)
    try:
        services.retirer(identite=request.identite, participant=objet)
    except ValidationError as erreur:
        messages.error(request, erreur.messages[0])
    else:
        messages.success(request, f"{objet.nom_affiche} ne participe plus au dossier.")
    return redirect(objet.dossier.adresse("dossiers:participants"))


@require_POST
def oublier(request: Requete, identifiant: str, uuid: UUID, participant: UUID) -> HttpResponse:
    objet = _obtenir(request, identifiant, uuid, participant)
    try:
        services.oublier(identite=request.identite, participant=objet)
    except ValidationError as erreur:
        messages.error(request, erreur.messages[0])
    else:
        messages.success(request, "Le nom, l’adresse et l’organisation de cette personne sont effacés.")
    return redirect(objet.dossier.adresse("dossiers:participants"))


def _moi(request: Requete, dossier: Dossier) -> Participant:
    """The reader's own part; 404 for who has none."""
    presents = dossier.participants.presents().avec_noms()
    objet = get_object_or_404(presents, compte=request.identite.personne)
    objet.dossier = dossier
    autoriser(request.identite, "dossiers.quitter", objet)
    return objet


@require_http_methods(["GET", "HEAD", "POST"])
def transmettre(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    """Hand one's own role over to somebody of the dossier."""
    dossier = obtenir_dossier(request, identifiant, uuid)
    moi = _moi(request, dossier)
    formulaire = TransmettreForm(request.POST or None, participant=moi)
    if request.method == "POST" and formulaire.is_valid():
        autre = formulaire.cleaned_data["a"]
        try:
            services.transmettre(
                identite=request.identite, de=moi, a=autre, role=formulaire.cleaned_data["role"]
            )
        except ValidationError as erreur:
            formulaire.add_error(None, erreur.messages[0])
        else:
            messages.success(request, f"{autre.nom_affiche} a maintenant ce rôle.")
            return redirect(page_des_dossiers(request, dossier))
    return _formulaire(request, "dossiers/transmettre.html", dossier, formulaire)


@require_http_methods(["GET", "HEAD", "POST"])
def quitter(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    dossier = obtenir_dossier(request, identifiant, uuid)
    moi = _moi(request, dossier)
    if request.method == "POST":
        try:
            services.retirer(identite=request.identite, participant=moi)
        except ValidationError as erreur:
            messages.error(request, erreur.messages[0])
            return redirect(dossier.adresse("dossiers:quitter"))
        messages.success(request, f"Vous ne participez plus à « {dossier.titre} ».")
        return redirect(page_des_dossiers(request, dossier))
    return render(request, "dossiers/quitter.html", {"dossier": dossier})
