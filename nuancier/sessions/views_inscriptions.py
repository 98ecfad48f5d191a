"""Who comes, as trainers see it: invitations, places, waiting list; and who was there."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from communs.collectivites.identite import autoriser
from communs.collectivites.middleware import Requete
from communs.web.typographie import accorder
from nuancier.sessions import inscriptions, retours
from nuancier.sessions.calculs import en_heures
from nuancier.sessions.forms import InviterForm, PresencesForm
from nuancier.sessions.models import Jour, Session
from nuancier.sessions.models_stagiaires import Stagiaire
from nuancier.sessions.views import INVALIDE, obtenir, page

CASES_MAX = 400  # boxes of one sheet: below DATA_UPLOAD_MAX_NUMBER_FIELDS


def _adresse(session: Session) -> str:
    return reverse("nuancier:inscriptions", args=[session.uuid])


def _stagiaire(request: Requete, uuid: UUID, cle: UUID) -> Stagiaire:
    session = obtenir(request, uuid)
    return get_object_or_404(session.stagiaires.select_related("session"), uuid=cle)


@require_http_methods(["GET", "HEAD", "POST"])
def liste(request: Requete, uuid: UUID) -> HttpResponse:
    """The list, and the form that invites."""
    session = obtenir(request, uuid)
    autoriser(request.identite, "sessions.animer", session)
    formulaire = InviterForm(request.POST or None)
    if request.method == "POST" and formulaire.is_valid():
        try:
            nombre = inscriptions.inviter(
                identite=request.identite, session=session, adresses=formulaire.cleaned_data["adresses"]
            )
        except ValidationError as erreur:
            formulaire.add_error("adresses", erreur)
        else:
            if nombre:
                messages.success(
                    request, f"{nombre} {accorder(nombre, 'invitation part,invitations partent')}."
                )
            else:
                messages.info(request, "Ces personnes étaient déjà invitées : rien n’a été renvoyé.")
            return redirect(_adresse(session))
    stagiaires = list(session.stagiaires.order_by("nom", "email", "pk"))
    return page(
        request,
        "inscriptions",
        session,
        "inscriptions",
        status=INVALIDE if formulaire.errors else 200,
        form=formulaire,
        groupes=[
            ("inscrit", "Ont une place", [s for s in stagiaires if s.etat == "inscrit"]),
            ("attente", "Sur liste d’attente", [s for s in stagiaires if s.etat == "attente"]),
            ("invite", "N’ont pas encore répondu", [s for s in stagiaires if s.etat == "invite"]),
        ],
        rejoindre=request.build_absolute_uri(reverse("nuancier:rejoindre")),
    )


@require_POST
def retirer(request: Requete, uuid: UUID, cle: UUID) -> HttpResponse:
    stagiaire = _stagiaire(request, uuid, cle)
    inscriptions.retirer(identite=request.identite, stagiaire=stagiaire)
    messages.success(request, f"{stagiaire.nom_affiche} ne figure plus dans la session.")
    return redirect(_adresse(stagiaire.session))


@require_POST
def renouveler(request: Requete, uuid: UUID, cle: UUID) -> HttpResponse:
    """A new link: mailed if she has an address, else to be copied from the list."""
    stagiaire = _stagiaire(request, uuid, cle)
    inscriptions.renouveler(identite=request.identite, stagiaire=stagiaire)
    suite = "il lui est envoyé." if stagiaire.email else "donnez-le-lui : il figure dans la liste."
    messages.success(request, f"Le lien de {stagiaire.nom_affiche} a changé : {suite}")
    return redirect(_adresse(stagiaire.session))


@require_POST
def convoquer(request: Requete, uuid: UUID) -> HttpResponse:
    session = obtenir(request, uuid)
    nombre = inscriptions.convoquer(identite=request.identite, session=session)
    if nombre:
        messages.success(
            request, f"{nombre} {accorder(nombre, 'convocation part,convocations partent')} par courriel."
        )
    else:
        messages.info(request, "Personne n’a donné d’adresse : imprimez les convocations.")
    return redirect(_adresse(session))


@require_http_methods(["GET", "HEAD", "POST"])
def presences(request: Requete, uuid: UUID) -> HttpResponse:
    """Attendance, half-day by half-day; one day at a time past what a post may carry (`?jour=`)."""
    session = obtenir(request, uuid)
    autoriser(request.identite, "sessions.animer", session)
    stagiaires = list(session.stagiaires.inscrits().prefetch_related("presences").order_by("nom", "pk"))
    tous = list(session.jours.all())
    jours = _jours_montres(request, tous, len(stagiaires))
    formulaire = PresencesForm(
        request.POST if request.method == "POST" else None, stagiaires=stagiaires, jours=jours
    )
    if request.method == "POST":
        formulaire.is_valid()
        retours.emarger(
            identite=request.identite,
            session=session,
            presents=formulaire.presents(),
            vus=formulaire.vus(),
        )
        messages.success(request, "La feuille de présence est enregistrée.")
        suite = f"?jour={jours[0].uuid}" if len(jours) < len(tous) else ""
        return redirect(reverse("nuancier:presences", args=[session.uuid]) + suite)
    heures = {s.pk: en_heures(retours.minutes_de_presence(s, tous)) for s in stagiaires}
    return page(
        request,
        "presences",
        session,
        "presences",
        form=formulaire,
        jours=jours,
        choix=tous if len(jours) < len(tous) else [],
        lignes=[(s, cases, heures[s.pk]) for s, cases in formulaire.lignes],
    )


def _jours_montres(request: Requete, jours: list[Jour], gens: int) -> list[Jour]:
    """All of them, or the one asked for (the first, else) when their boxes would not fit a post."""
    if gens * sum(len(jour.demi_journees) for jour in jours) <= CASES_MAX:
        return jours
    voulu = request.GET.get("jour", "")
    return [next((jour for jour in jours if str(jour.uuid) == voulu), jours[0])]
