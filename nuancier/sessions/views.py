"""A session as its trainers run it: its state, its days, its people."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communs.collectivites.identite import autoriser
from communs.collectivites.middleware import Requete
from communs.etats.services import Conflit
from communs.etats.views import franchir_et_revenir, page_de_conflit
from communs.web.qr import dessiner
from nuancier.parcours.models import Parcours
from nuancier.sessions import services
from nuancier.sessions.calculs import aujourd_hui, en_heures
from nuancier.sessions.contenu import programme_de
from nuancier.sessions.documents import OFFERTS
from nuancier.sessions.forms import FormateurForm, JourForm, PreparerForm, SessionForm
from nuancier.sessions.inscriptions import appeler_les_suivants
from nuancier.sessions.models import Jour, Session
from nuancier.sessions.transitions import SESSION

INVALIDE = 422
PAR_PAGE = 50


def obtenir(request: Requete, uuid: UUID) -> Session:
    """The session, for one of its trainers: nobody else learns that it exists."""
    sessions = Session.objects.visibles_par(request.identite).select_related("collectivite", "parcours")
    return get_object_or_404(sessions.prefetch_related("formateurs__compte", "jours"), uuid=uuid)


def page(
    request: Requete, gabarit: str, session: Session, onglet: str, status: int = 200, **contexte: Any
) -> HttpResponse:
    return render(
        request,
        f"nuancier/sessions/{gabarit}.html",
        {"session": session, "onglet": onglet, **contexte},
        status=status,
    )


def jour_ici(session: Session) -> date:
    return aujourd_hui(timezone.now(), session.collectivite.fuseau)


@require_safe
def mes_sessions(request: Requete) -> HttpResponse:
    """The sessions I run, and the paths from which I may prepare another."""
    miennes = Session.objects.visibles_par(request.identite).avec_effectif().select_related("collectivite")
    parcours = Parcours.objects.visibles_par(request.identite).filter(auteur=request.user)
    return render(
        request,
        "nuancier/sessions/liste.html",
        {
            "sessions": miennes.order_by("-fin_le", "-pk")[:PAR_PAGE],
            "parcours": parcours.order_by("-modifie_le", "-pk")[:PAR_PAGE],
            "etat_pastille": ETATS,
        },
    )


ETATS = {
    "preparation": "attente",
    "ouverte": "info",
    "tenue": "succes",
    "close": "succes",
    "annulee": "erreur",
}


@require_http_methods(["GET", "HEAD", "POST"])
def nouvelle(request: Requete, uuid: UUID) -> HttpResponse:
    """A session of a path that I may read."""
    parcours = get_object_or_404(Parcours.objects.visibles_par(request.identite), uuid=uuid)
    autoriser(request.identite, "sessions.preparer", parcours)
    adhesions = request.identite.adhesions
    initial = {
        "titre": parcours.titre,
        "organisme": adhesions[0].collectivite.nom if adhesions else "",
        "collectivite": parcours.collectivite_id or (adhesions[0].collectivite_id if adhesions else None),
    }
    formulaire = PreparerForm(request.POST or None, initial=initial, identite=request.identite)
    if request.method == "POST" and formulaire.is_valid():
        try:
            session = services.preparer(
                identite=request.identite, parcours=parcours, **formulaire.cleaned_data
            )
        except ValidationError as erreur:
            formulaire.add_error(None, erreur)
        else:
            messages.success(
                request, "La session est créée. Donnez-lui ses jours et son lieu, puis ouvrez-la."
            )
            return redirect(session)
    contexte = {"form": formulaire, "parcours": parcours, "sans_collectivite": not adhesions}
    code = INVALIDE if formulaire.errors else 200
    return render(request, "nuancier/sessions/nouvelle.html", contexte, status=code)


@require_safe
def session(request: Requete, uuid: UUID) -> HttpResponse:
    return _vue(request, obtenir(request, uuid))


def _vue(
    request: Requete,
    session: Session,
    jour_form: JourForm | None = None,
    formateur_form: FormateurForm | None = None,
) -> HttpResponse:
    """The page of the session, with the forms that were refused if any."""
    jours = list(session.jours.all())
    programme = programme_de(session)
    minutes = sum(d.minutes for jour in jours for d in jour.demi_journees)
    adresse = request.build_absolute_uri(reverse("nuancier:rejoindre"))
    direct = f"{adresse}?code={session.code}" if session.ouverte else ""
    effectif = {
        etat: sum(1 for e in session.stagiaires.values_list("etat", flat=True) if e == etat)
        for etat in ("inscrit", "attente", "invite")
    }
    refus = jour_form is not None or formateur_form is not None
    return page(
        request,
        "session",
        session,
        "session",
        status=INVALIDE if refus else 200,
        jours=jours,
        programme=programme,
        duree=en_heures(minutes),
        rejoindre=adresse,
        qr=dessiner(direct) if direct else "",
        effectif=effectif,
        gestes=SESSION.offertes(session, request.identite),
        documents=OFFERTS if session.commencee else (),
        suivi_passe=session.suivi_le is not None and session.suivi_le < jour_ici(session),
        jour_form=jour_form or JourForm(prefix="jour", initial=_horaires(jours)),
        formateur_form=formateur_form or FormateurForm(prefix="formateur"),
    )


def _horaires(jours: list[Jour]) -> dict[str, Any]:
    """A new day has the hours of the last one."""
    if not jours:
        return {"debut": "09:00", "pause_debut": "12:30", "pause_fin": "14:00", "fin": "17:30"}
    dernier = jours[-1]
    return {nom: getattr(dernier, nom) for nom in ("debut", "pause_debut", "pause_fin", "fin")}


@require_http_methods(["GET", "HEAD", "POST"])
def regler(request: Requete, uuid: UUID) -> HttpResponse:
    session = obtenir(request, uuid)
    autoriser(request.identite, "sessions.animer", session)
    formulaire = SessionForm(request.POST or None, instance=obtenir(request, uuid))
    if request.method == "POST" and formulaire.is_valid():
        try:
            services.regler(
                identite=request.identite,
                session=session,
                version=formulaire.cleaned_data["version"],
                champs=formulaire.changements(),
            )
        except Conflit as conflit:
            return page_de_conflit(request, formulaire, conflit.actuel, retour=session.get_absolute_url())
        except ValidationError as erreur:
            formulaire.add_error(None, erreur)
        else:
            appeler_les_suivants(identite=request.identite, session=session)
            messages.success(request, "La session est à jour.")
            return redirect(session)
    code = INVALIDE if formulaire.errors else 200
    return page(request, "regler", session, "session", status=code, form=formulaire)


@require_POST
def geste(request: Requete, uuid: UUID) -> HttpResponse:
    """Open, held, closed, cancelled."""
    session = obtenir(request, uuid)
    donnees = {"motif": request.POST.get("motif", "")}
    return franchir_et_revenir(request, SESSION, session, retour=session.get_absolute_url(), donnees=donnees)


@require_POST
def renouveler_le_code(request: Requete, uuid: UUID) -> HttpResponse:
    session = obtenir(request, uuid)
    try:
        services.renouveler_le_code(
            identite=request.identite, session=session, ancien=request.POST.get("ancien", "")
        )
    except ValidationError as erreur:
        messages.error(request, erreur.messages[0])
    else:
        messages.success(request, "Le code a changé : l’ancien ne marche plus.")
    return redirect(session)


@require_POST
def ajouter_un_jour(request: Requete, uuid: UUID) -> HttpResponse:
    session = obtenir(request, uuid)
    formulaire = JourForm(request.POST, prefix="jour", instance=Jour(session=session))
    if formulaire.is_valid():
        try:
            services.ajouter_un_jour(
                identite=request.identite,
                session=session,
                aujourd_hui=jour_ici(session),
                **formulaire.cleaned_data,
            )
        except ValidationError as erreur:
            formulaire.add_error(None, erreur)
        else:
            return redirect(f"{session.get_absolute_url()}#jours")
    return _vue(request, session, jour_form=formulaire)


@require_POST
def retirer_un_jour(request: Requete, uuid: UUID, cle: UUID) -> HttpResponse:
    session = obtenir(request, uuid)
    jour = get_object_or_404(session.jours.select_related("session"), uuid=cle)
    try:
        services.retirer_un_jour(identite=request.identite, jour=jour)
    except ValidationError as erreur:
        messages.error(request, erreur.messages[0])
    return redirect(f"{session.get_absolute_url()}#jours")


@require_POST
def ajouter_un_formateur(request: Requete, uuid: UUID) -> HttpResponse:
    session = obtenir(request, uuid)
    formulaire = FormateurForm(request.POST, prefix="formateur")
    if formulaire.is_valid():
        try:
            services.ajouter_un_formateur(
                identite=request.identite, session=session, **formulaire.cleaned_data
            )
        except ValidationError as erreur:
            formulaire.add_error(None, erreur)
        else:
            return redirect(f"{session.get_absolute_url()}#formateurs")
    return _vue(request, session, formateur_form=formulaire)


@require_POST
def retirer_un_formateur(request: Requete, uuid: UUID, cle: UUID) -> HttpResponse:
    session = obtenir(request, uuid)
    formateur = get_object_or_404(session.formateurs.select_related("session"), uuid=cle)
    try:
        services.retirer_un_formateur(identite=request.identite, formateur=formateur)
    except ValidationError as erreur:
        messages.error(request, erreur.messages[0])
    if not Session.objects.visibles_par(request.identite).filter(pk=session.pk).exists():
        return redirect("nuancier:mes_sessions")
    return redirect(f"{session.get_absolute_url()}#formateurs")
