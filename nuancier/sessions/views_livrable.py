"""What the group says, the lived situations, and the booklet made of them."""

from collections import Counter
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communs.collectivites.identite import autoriser
from communs.collectivites.middleware import Requete
from communs.etats.services import Conflit
from communs.etats.views import PERIME, page_de_conflit
from communs.fichiers.enums import Rendu
from communs.fichiers.reponses import servir
from communs.web.televersement import recoit_un_fichier
from nuancier.sessions import livrable
from nuancier.sessions.calculs import moyenne
from nuancier.sessions.composition import composer
from nuancier.sessions.contenu import programme_de
from nuancier.sessions.forms import LivrableForm, OrdreForm, PhotoForm, SituationForm
from nuancier.sessions.models import Session
from nuancier.sessions.models_livrable import Situation
from nuancier.sessions.models_stagiaires import NOTES, Bilan
from nuancier.sessions.views import INVALIDE, obtenir, page


def _livrable(session: Session) -> str:
    return reverse("nuancier:livrable", args=[session.uuid])


def adresse_de_situation(situation: Situation) -> str:
    return reverse("nuancier:situation", args=[situation.session.uuid, situation.uuid])


@require_safe
def paroles(request: Requete, uuid: UUID) -> HttpResponse:
    """Expectations together; marks, Monday and what became of it side by side; critical readings."""
    session = obtenir(request, uuid)
    autoriser(request.identite, "sessions.animer", session)
    stagiaires = list(session.stagiaires.inscrits().order_by("nom", "pk"))
    bilans = list(
        Bilan.objects.filter(stagiaire__session=session)
        .select_related("stagiaire")
        .order_by("stagiaire__nom", "pk")
    )
    visees = Counter(c for s in stagiaires for c in s.competences)
    return page(
        request,
        "paroles",
        session,
        "paroles",
        attentes=[s for s in stagiaires if s.attentes],
        competences=sorted(visees.items(), key=lambda paire: (-paire[1], paire[0])),
        notes=[_note(bilans, nom) for nom in NOTES],
        mots=[b for b in bilans if b.mots],
        lundis=[b for b in bilans if b.lundi or b.suite],
        critiques=[b for b in bilans if b.critique],
        reponses=sum(1 for b in bilans if b.satisfaction_le),
    )


def _note(bilans: list[Bilan], nom: str) -> dict[str, Any]:
    donnees = [getattr(b, nom) for b in bilans]
    compte = Counter(donnees)
    return {
        "nom": Bilan._meta.get_field(nom).verbose_name,  # type: ignore[union-attr]
        "moyenne": moyenne(donnees),
        "comptes": [compte[n] for n in range(1, 6)],
    }


@require_http_methods(["GET", "HEAD", "POST"])
def situations(request: Requete, uuid: UUID) -> HttpResponse:
    """The lived situations, and the form that adds one."""
    session = obtenir(request, uuid)
    autoriser(request.identite, "sessions.animer", session)
    formulaire = SituationForm(request.POST or None, programme=programme_de(session), initial={"version": 1})
    if request.method == "POST" and formulaire.is_valid():
        try:
            situation = livrable.ecrire_une_situation(
                identite=request.identite, session=session, **formulaire.changements()
            )
        except ValidationError as erreur:
            formulaire.add_error(None, erreur)
        else:
            messages.success(
                request, "La situation est dans le livret. Ajoutez-lui des photos si vous en avez."
            )
            return redirect(adresse_de_situation(situation))
    liste = session.situations.prefetch_related("photos__fichier")
    code = INVALIDE if formulaire.errors else 200
    return page(request, "situations", session, "situations", status=code, form=formulaire, situations=liste)


def _situation(request: Requete, uuid: UUID, cle: UUID) -> Situation:
    session = obtenir(request, uuid)
    return get_object_or_404(session.situations.select_related("session__collectivite"), uuid=cle)


@recoit_un_fichier
@require_http_methods(["GET", "HEAD", "POST"])
def situation(request: Requete, uuid: UUID, cle: UUID) -> HttpResponse:
    """One situation: its text, its photos. Two forms, told apart by their button."""
    presente = _situation(request, uuid, cle)
    session = presente.session
    autoriser(request.identite, "sessions.animer", presente)
    photo = request.method == "POST" and "photo" in request.POST
    texte = request.method == "POST" and not photo
    programme = programme_de(session)
    texte_form = SituationForm(
        request.POST if texte else None, instance=_situation(request, uuid, cle), programme=programme
    )
    photo_form = PhotoForm(
        request.POST if photo else None,
        request.FILES if photo else None,
        identite=request.identite,
        collectivite=session.collectivite,
    )
    try:
        if texte and texte_form.is_valid():
            livrable.corriger_une_situation(
                identite=request.identite,
                situation=presente,
                version=texte_form.cleaned_data["version"],
                champs=texte_form.changements(),
            )
            messages.success(request, "La situation est à jour.")
            return redirect(adresse_de_situation(presente))
        if photo and photo_form.is_valid():
            livrable.ajouter_une_photo(
                identite=request.identite,
                situation=presente,
                depot=photo_form.cleaned_data["fichier"],
                description=photo_form.cleaned_data["description"],
            )
            return redirect(adresse_de_situation(presente))
    except Conflit as conflit:
        return page_de_conflit(request, texte_form, conflit.actuel, retour=adresse_de_situation(presente))
    except ValidationError as erreur:
        (photo_form if photo else texte_form).add_error(None, erreur)
    return page(
        request,
        "situation",
        session,
        "situations",
        status=INVALIDE if texte_form.errors or photo_form.errors else 200,
        situation=presente,
        form=texte_form,
        photo_form=photo_form,
        photos=presente.photos.select_related("fichier"),
    )


@require_safe
def photo(request: Requete, uuid: UUID, cle: UUID, image: UUID) -> HttpResponseBase:
    presente = get_object_or_404(_situation(request, uuid, cle).photos.select_related("fichier"), uuid=image)
    return servir(request, presente.fichier, rendu=Rendu.APERCU)


@require_POST
def retirer_photo(request: Requete, uuid: UUID, cle: UUID, image: UUID) -> HttpResponse:
    situation = _situation(request, uuid, cle)
    photo = get_object_or_404(situation.photos.select_related("fichier", "situation__session"), uuid=image)
    livrable.retirer_une_photo(identite=request.identite, photo=photo)
    return redirect(adresse_de_situation(situation))


@require_POST
def supprimer_situation(request: Requete, uuid: UUID, cle: UUID) -> HttpResponse:
    situation = _situation(request, uuid, cle)
    livrable.supprimer_une_situation(identite=request.identite, situation=situation)
    messages.success(request, "La situation et ses photos sont supprimées.")
    return redirect("nuancier:situations", situation.session.uuid)


@require_http_methods(["GET", "HEAD", "POST"])
def composer_le_livret(request: Requete, uuid: UUID) -> HttpResponse:
    """What goes in, and in which order."""
    session = obtenir(request, uuid)
    autoriser(request.identite, "sessions.animer", session)
    formulaire = LivrableForm(
        request.POST or None, instance=obtenir(request, uuid), programme=programme_de(session)
    )
    if request.method == "POST" and formulaire.is_valid():
        try:
            livrable.choisir(
                identite=request.identite,
                session=session,
                version=formulaire.cleaned_data["version"],
                champs=formulaire.changements(),
                choix=formulaire.choix(),
            )
        except Conflit as conflit:
            return page_de_conflit(request, formulaire, conflit.actuel, retour=_livrable(session))
        messages.success(request, "Le livret est à jour.")
        return redirect(_livrable(session))
    return page(
        request,
        "livrable",
        session,
        "livrable",
        status=INVALIDE if formulaire.errors else 200,
        form=formulaire,
        lignes=_lignes(session, formulaire),
    )


def _lignes(session: Session, formulaire: LivrableForm) -> list[dict[str, Any]]:
    """Each piece with its title and its boxes."""
    programme = programme_de(session)
    lignes = []
    for morceau in formulaire.morceaux:
        cle = morceau.uuid.hex
        pas = programme.teinte(morceau.teinte)
        titre = morceau.get_genre_display()
        if pas is not None:
            titre = f"{pas.fiche.code} {pas.fiche.titre_court}"
        elif morceau.situation is not None:
            titre = morceau.situation.titre
        elif morceau.bilan is not None:
            titre = f"Lecture critique de {morceau.bilan.signature or 'quelqu’un du groupe'}"
        parties = f"{cle}-parties"
        lignes.append(
            {
                "morceau": morceau,
                "titre": titre,
                "famille": pas.famille if pas else "",
                "retenu": formulaire[f"{cle}-retenu"],
                "parties": formulaire[parties] if parties in formulaire.fields else None,
            }
        )
    return lignes


@require_POST
def ordonner(request: Requete, uuid: UUID) -> HttpResponse:
    """The order that dragging left; a script asks, and a refusal is a plain sentence."""
    session = obtenir(request, uuid)
    formulaire = OrdreForm(request.POST)
    if not formulaire.is_valid():
        return HttpResponse("Cet ordre est illisible : rechargez la page.", status=400)
    try:
        actuelle = livrable.ordonner(identite=request.identite, session=session, **formulaire.cleaned_data)
    except Conflit:
        return HttpResponse(PERIME, status=409)
    except ValidationError as erreur:
        return HttpResponse(erreur.messages[0], status=409)
    return HttpResponse(str(actuelle.version))


@require_POST
def deplacer(request: Requete, uuid: UUID, cle: UUID) -> HttpResponse:
    session = obtenir(request, uuid)
    morceau = get_object_or_404(session.morceaux.select_related("session"), uuid=cle)
    pas = -1 if request.POST.get("vers") == "haut" else 1
    livrable.deplacer(identite=request.identite, morceau=morceau, pas=pas)
    return redirect(f"{_livrable(session)}#morceau-{morceau.uuid}")


@require_safe
def apercu(request: Requete, uuid: UUID) -> HttpResponse:
    """The booklet as a web page."""
    session = obtenir(request, uuid)
    autoriser(request.identite, "sessions.animer", session)
    livret = composer(
        session,
        lambda photo: reverse(
            "nuancier:photo_situation", args=[session.uuid, photo.situation.uuid, photo.uuid]
        ),
    )
    return page(request, "apercu", session, "livrable", livret=livret)


@require_POST
def partager(request: Requete, uuid: UUID) -> HttpResponse:
    session = obtenir(request, uuid)
    oui = request.POST.get("partage") == "oui"
    livrable.partager(identite=request.identite, session=session, oui=oui)
    messages.success(
        request,
        "Le livret figure sur la page de chaque participant." if oui else "Le livret n’est plus partagé.",
    )
    return redirect(_livrable(session))
