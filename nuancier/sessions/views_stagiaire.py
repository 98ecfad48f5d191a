"""A participant's own pages: no account, no session, no script needed. The address is the right.

Posts carry no CSRF token, for the same reasons as a booklet's: the address is unguessable, nothing here
depends on a cookie, and `no-referrer` makes a browser hide the origin that the check would compare.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communs.collectivites.middleware import Requete
from communs.fichiers.enums import Rendu
from communs.fichiers.reponses import servir
from communs.web import discretion
from communs.web.debit import limiter
from communs.web.erreurs import Refus
from nuancier.sessions import inscriptions, retours
from nuancier.sessions.agenda import en_ical
from nuancier.sessions.calculs import aujourd_hui
from nuancier.sessions.composition import composer
from nuancier.sessions.contenu import programme_de
from nuancier.sessions.documents import PAS_PARTAGE, Piece, attestees, demander_pour
from nuancier.sessions.etapes import etapes
from nuancier.sessions.forms_stagiaires import (
    AttentesForm,
    CritiqueForm,
    LundiForm,
    MoiForm,
    SatisfactionForm,
    SuiviForm,
)
from nuancier.sessions.models import Session
from nuancier.sessions.models_livrable import Photo
from nuancier.sessions.models_stagiaires import Bilan, Stagiaire

INVALIDE = 422


def secrete(response: Any) -> Any:
    """The address is a secret: neither search engines nor the next site may learn it."""
    return discretion.secrete(response, "no-referrer")


def _obtenir(request: Requete, jeton: str) -> Stagiaire:
    limiter(request, "sessions_lien")
    stagiaires = Stagiaire.objects.par_lien().prefetch_related("session__formateurs", "session__jours")
    return get_object_or_404(stagiaires, jeton=jeton)


def _bilan(stagiaire: Stagiaire) -> Bilan:
    return Bilan.objects.filter(stagiaire=stagiaire).first() or Bilan(stagiaire=stagiaire)


# --- her page ------------------------------------------------------------------------------------


@require_safe
def participer(request: Requete, jeton: str) -> HttpResponse:
    """What to do now, when and where, one's papers."""
    stagiaire = _obtenir(request, jeton)
    session = stagiaire.session
    aujourdhui = aujourd_hui(timezone.now(), session.collectivite.fuseau)
    a_faire = etapes(stagiaire, _bilan(stagiaire), suivi_ouvert=_suivi_ouvert(session))
    contexte = {
        "stagiaire": stagiaire,
        "session": session,
        "prochain": next((jour for jour in session.jours.all() if jour.le >= aujourdhui), None),
        "programme": programme_de(session),
        "a_faire": next((e for e in a_faire if not e.faite), None),
        "etapes": a_faire,
        "attestation": session.passee and bool(attestees(session, [stagiaire])),
        "lien": settings.VIGIE_ADRESSE + stagiaire.adresse(),
    }
    return secrete(render(request, "nuancier/sessions/participer.html", contexte))


def _suivi_ouvert(session: Session) -> bool:
    """From the day on which she is asked."""
    jour = aujourd_hui(timezone.now(), session.collectivite.fuseau)
    return session.suivi_le is not None and session.suivi_le <= jour


def _formulaire(
    request: Requete,
    stagiaire: Stagiaire,
    formulaire: forms.BaseForm,
    *,
    titre: str,
    chapeau: str,
    libelle: str,
    ecrire: Callable[[dict[str, Any]], object],
    fait: str,
) -> HttpResponse:
    """One form, one page: written, then back to what to do next."""
    if request.method == "POST" and formulaire.is_valid():
        try:
            ecrire(formulaire.cleaned_data)
        except ValidationError as erreur:
            formulaire.add_error(None, erreur)
        else:
            messages.success(request, fait)
            return secrete(redirect(stagiaire.adresse()))
    contexte = {
        "stagiaire": stagiaire,
        "session": stagiaire.session,
        "form": formulaire,
        "titre": titre,
        "chapeau": chapeau,
        "libelle": libelle,
    }
    code = INVALIDE if formulaire.errors else 200
    return secrete(render(request, "nuancier/sessions/dire.html", contexte, status=code))


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def moi(request: Requete, jeton: str) -> HttpResponse:
    stagiaire = _obtenir(request, jeton)
    invite = stagiaire.etat == "invite"
    if invite and not stagiaire.session.ouverte:
        raise Refus(410, inscriptions.PLUS_OUVERTE)
    return _formulaire(
        request,
        stagiaire,
        MoiForm(request.POST or None, instance=_obtenir(request, jeton)),
        titre="Confirmer ma venue" if invite else "Ce que j’ai dit de moi",
        chapeau="Votre nom figure sur la convocation, la feuille d’émargement et l’attestation.",
        libelle="Je viens" if invite else "Enregistrer",
        ecrire=lambda champs: inscriptions.confirmer(stagiaire=stagiaire, champs=champs),
        fait="C’est noté, merci.",
    )


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def attentes(request: Requete, jeton: str) -> HttpResponse:
    stagiaire = _obtenir(request, jeton)
    if stagiaire.session.passee or stagiaire.session.annulee:
        raise Refus(410, "Les attentes se disaient avant la session.")
    initial = {"attentes": stagiaire.attentes, "competences": stagiaire.competences}
    competences = programme_de(stagiaire.session).competences
    return _formulaire(
        request,
        stagiaire,
        AttentesForm(request.POST or None, initial=initial, competences=competences),
        titre="Ce que j’en attends",
        chapeau="Avant la session : ce qui vous amène, et ce qui vous serait utile.",
        libelle="Envoyer",
        ecrire=lambda champs: retours.dire_ses_attentes(
            stagiaire=stagiaire, attentes=champs["attentes"], competences=champs.get("competences", [])
        ),
        fait="Merci : les personnes qui animent vous liront avant la session.",
    )


def _apres(
    request: Requete,
    jeton: str,
    genre: type[forms.ModelForm],
    quoi: str,
    titre: str,
    chapeau: str,
    fait: str,
) -> HttpResponse:
    """A part of her review, once the session has been held."""
    stagiaire = _obtenir(request, jeton)
    if not stagiaire.session.passee:
        raise Refus(410, retours.PAS_ENCORE)
    return _formulaire(
        request,
        stagiaire,
        genre(request.POST or None, instance=_bilan(stagiaire)),
        titre=titre,
        chapeau=chapeau,
        libelle="Enregistrer",
        ecrire=lambda champs: retours.noter(stagiaire=stagiaire, champs=champs, quoi=quoi),
        fait=fait,
    )


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def avis(request: Requete, jeton: str) -> HttpResponse:
    chapeau = "Les personnes qui animent voient vos réponses avec votre nom. Rien n’est obligatoire."
    return _apres(
        request, jeton, SatisfactionForm, "satisfaction_le", "Mon avis", chapeau, "Merci pour votre avis."
    )


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def lundi(request: Requete, jeton: str) -> HttpResponse:
    chapeau = "De retour au bureau : quel geste, avec qui, pour commencer ?"
    return _apres(
        request, jeton, LundiForm, "lundi_le", "Ce que je ferai lundi", chapeau, "C’est écrit. Bon lundi !"
    )


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def critique(request: Requete, jeton: str) -> HttpResponse:
    chapeau = "Une formation est un essai : dites à qui la reprendra ce qui tient et ce qui ne tient pas."
    return _apres(
        request, jeton, CritiqueForm, "critique_le", "Ma lecture critique", chapeau, "Merci, c’est précieux."
    )


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def suivi(request: Requete, jeton: str) -> HttpResponse:
    stagiaire = _obtenir(request, jeton)
    if not _suivi_ouvert(stagiaire.session):
        raise Refus(410, "Cette question se posera trois mois après la session.")
    voulu = _bilan(stagiaire).lundi
    chapeau = f"Vous aviez écrit : « {voulu} »" if voulu else "Que reste-t-il de cette formation ?"
    return _apres(
        request, jeton, SuiviForm, "suivi_le", "Trois mois après", chapeau, "Merci d’avoir répondu."
    )


# --- papers, booklet, leaving --------------------------------------------------------------------


@require_safe
def agenda(request: Requete, jeton: str) -> HttpResponse:
    stagiaire = _obtenir(request, jeton)
    return secrete(
        HttpResponse(
            en_ical(stagiaire.session, stagiaire.lien),
            content_type="text/calendar; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="formation.ics"'},
        )
    )


@csrf_exempt
@require_POST
def document(request: Requete, jeton: str, piece: str) -> HttpResponse:
    """Ask for one of her papers."""
    limiter(request, "livrets_demander")
    stagiaire = _obtenir(request, jeton)
    if piece not in Piece.values:
        raise Http404
    return secrete(redirect(demander_pour(stagiaire=stagiaire, piece=Piece(piece))))


def _partage(request: Requete, jeton: str) -> Stagiaire:
    stagiaire = _obtenir(request, jeton)
    if stagiaire.session.livrable_partage_le is None or not stagiaire.inscrit:
        raise Refus(410, PAS_PARTAGE)
    return stagiaire


@require_safe
def livret(request: Requete, jeton: str) -> HttpResponse:
    """The booklet of the session as a page."""
    stagiaire = _partage(request, jeton)
    composee = composer(stagiaire.session, lambda photo: stagiaire.adresse("participer_photo", photo.uuid))
    contexte = {"stagiaire": stagiaire, "session": stagiaire.session, "livret": composee}
    return secrete(render(request, "nuancier/sessions/livret_partage.html", contexte))


@require_safe
def photo(request: Requete, jeton: str, image: UUID) -> HttpResponseBase:
    """A photo of a situation that the shared booklet holds."""
    session = _partage(request, jeton).session
    photos = Photo.objects.filter(situation__session=session, situation__morceau__retenu=True)
    presente = get_object_or_404(photos.select_related("fichier"), uuid=image)
    return secrete(servir(request, presente.fichier, rendu=Rendu.APERCU))


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def effacer(request: Requete, jeton: str) -> HttpResponse:
    """Leave, and take one's data along. Looking changes nothing."""
    stagiaire = _obtenir(request, jeton)
    if request.method == "POST":
        inscriptions.effacer(stagiaire=stagiaire)
        return secrete(render(request, "nuancier/sessions/efface.html", {"session": stagiaire.session}))
    contexte = {"stagiaire": stagiaire, "session": stagiaire.session}
    return secrete(render(request, "nuancier/sessions/effacer.html", contexte))
