"""The desk: bulletins, their issues by state, what waits for me."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.forms import BaseForm
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communs.collectivites.middleware import Requete
from communs.etats.services import Conflit
from communs.etats.views import page_de_conflit
from veille.enums import EtatNumero
from veille.models import Bulletin, Numero
from veille.numeros import ecriture
from veille.redaction.acces import ECRIRE, exiger_la_redaction, obtenir_bulletin, obtenir_numero
from veille.redaction.atelier import ENTREES
from veille.redaction.forms import BulletinForm, NouveauBulletinForm, NouveauNumeroForm

INVALIDE = 422
ORDRE = (
    EtatNumero.RELECTURE,
    EtatNumero.PROGRAMME,
    EtatNumero.BROUILLON,
    EtatNumero.DEPUBLIE,
    EtatNumero.PUBLIE,
)
# Published issues are many: the latest here, all of them in the public archive.
PUBLIES = 12


@require_safe
def atelier(request: Requete) -> HttpResponse:
    """404 to whoever has nothing to do here."""
    redige = request.identite.peut(ECRIRE)
    numeros = Numero.objects.de_l_atelier(request.identite).select_related("bulletin", "relecteur")
    a_relire = numeros.filter(relecteur=request.identite.compte, etat=EtatNumero.RELECTURE)
    if not redige and not numeros.exists():
        raise Http404
    remarques = Count("remarques", filter=Q(remarques__resolue_le=None), distinct=True)
    par_etat = [
        (
            etat,
            numeros.filter(etat=etat).annotate(a_regler=remarques).order_by("-modifie_le", "-pk")[:PUBLIES],
        )
        for etat in ORDRE
    ]
    limite = timezone.now() - ecriture.DELAI_REPENTIR
    supprimes = Numero.objects.filter(supprime_le__gte=limite).select_related("bulletin")
    contexte = {
        "redige": redige,
        "a_relire": a_relire.order_by("-modifie_le", "-pk"),
        "par_etat": [(etat, lignes) for etat, lignes in par_etat if lignes],
        "bulletins": Bulletin.objects.order_by("nom", "pk") if redige else (),
        "supprimes": supprimes.order_by("-supprime_le", "-pk") if redige else (),
        "entrees": [(entree, reverse(entree.adresse)) for entree in ENTREES] if redige else (),
    }
    return render(request, "veille/atelier.html", contexte)


@require_http_methods(["GET", "HEAD", "POST"])
def nouveau_bulletin(request: Requete) -> HttpResponse:
    exiger_la_redaction(request)
    formulaire = NouveauBulletinForm(request.POST or None, identite=request.identite)
    if request.method == "POST" and formulaire.is_valid():
        champs = {nom: valeur for nom, valeur in formulaire.cleaned_data.items() if nom != "demande"}
        try:
            ecriture.creer_bulletin(identite=request.identite, demande=formulaire.cle, champs=champs)
        except ValidationError as erreur:
            formulaire.add_error(None, erreur)
        else:
            messages.success(request, "Le bulletin est créé : commencez son premier numéro.")
            return redirect("veille:atelier")
    return ecran(request, formulaire, titre="Un nouveau bulletin", libelle="Créer le bulletin")


def ecran(
    request: Requete, formulaire: BaseForm, *, titre: str, libelle: str, **contexte: object
) -> HttpResponse:
    """A page of one form; `numero` in `contexte` is the way back."""
    return render(
        request,
        "veille/redaction/formulaire.html",
        {"form": formulaire, "titre": titre, "libelle": libelle, **contexte},
        status=INVALIDE if formulaire.errors else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def modifier_bulletin(request: Requete, bulletin: str) -> HttpResponse:
    present = obtenir_bulletin(request, bulletin)
    formulaire = BulletinForm(request.POST or None, instance=present, identite=request.identite)
    if request.method == "POST" and formulaire.is_valid():
        try:
            ecriture.corriger_bulletin(
                identite=request.identite,
                bulletin=present,
                version=formulaire.cleaned_data["version"],
                champs=formulaire.changements(),
            )
        except Conflit as conflit:
            return page_de_conflit(request, formulaire, conflit.actuel, retour=reverse("veille:atelier"))
        messages.success(request, "La présentation du bulletin est enregistrée.")
        return redirect("veille:atelier")
    return ecran(request, formulaire, titre=f"Le bulletin « {present} »", libelle="Enregistrer")


@require_http_methods(["GET", "HEAD", "POST"])
def nouveau_numero(request: Requete, bulletin: str) -> HttpResponse:
    present = obtenir_bulletin(request, bulletin)
    formulaire = NouveauNumeroForm(request.POST or None, bulletin=present)
    if request.method == "POST" and formulaire.is_valid():
        champs = {nom: valeur for nom, valeur in formulaire.cleaned_data.items() if nom != "demande"}
        try:
            numero = ecriture.creer_numero(
                identite=request.identite, bulletin=present, demande=formulaire.cle, champs=champs
            )
        except ValidationError as erreur:
            formulaire.add_error(None, erreur)
        else:
            return redirect("veille:composer", numero.uuid)
    return ecran(
        request, formulaire, titre=f"Un nouveau numéro de « {present} »", libelle="Commencer le numéro"
    )


@require_POST
def supprimer(request: Requete, uuid: UUID) -> HttpResponse:
    numero = obtenir_numero(request, uuid)
    try:
        ecriture.supprimer(identite=request.identite, numero=numero)
    except ValidationError as erreur:
        messages.error(request, erreur.messages[0])
        return redirect("veille:parution", numero.uuid)
    messages.success(request, "Le numéro est supprimé. Il se rétablit pendant trente jours.")
    return redirect("veille:atelier")


@require_POST
def retablir(request: Requete, uuid: UUID) -> HttpResponse:
    exiger_la_redaction(request)
    numero = get_object_or_404(Numero, uuid=uuid)
    try:
        ecriture.retablir(identite=request.identite, numero=numero)
    except ValidationError as erreur:
        messages.error(request, erreur.messages[0])
        return redirect("veille:atelier")
    messages.success(request, "Le numéro est rétabli.")
    return redirect("veille:composer", numero.uuid)
