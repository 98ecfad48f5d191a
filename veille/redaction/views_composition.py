"""Composing: pieces, their order, their texts. Every gesture is a post and a way back to the issue."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communs.collectivites.middleware import Requete
from communs.web.erreurs import Refus
from communs.web.televersement import recoit_un_fichier
from veille.enums import MODIFIABLES
from veille.models import Numero
from veille.redaction import composition
from veille.redaction.acces import RELIRE, obtenir_numero
from veille.redaction.forms import FORMULAIRES, DemandeForm, DeplacerForm
from veille.redaction.pieces import NATURES, PARTENAIRE, Nature
from veille.redaction.plan import faire_le_plan
from veille.redaction.remarques import a_regler
from veille.redaction.views_textes import adresse_de, avec_image, ecrire

ABIME = "Ce formulaire a été abîmé en route : rechargez la page, puis recommencez."
RETRAITS = 5


def nature_de(cle: str) -> Nature:
    if cle not in NATURES:
        raise Http404
    return NATURES[cle]


@require_safe
def composer(request: Requete, uuid: UUID) -> HttpResponse:
    """The whole issue, piece by piece; who only reads it before publication sees it without the gestures."""
    numero = obtenir_numero(request, uuid, RELIRE, Numero.objects.entiers())
    fils = a_regler(numero)
    return render(
        request,
        "veille/redaction/composer.html",
        {
            "numero": numero,
            "plan": faire_le_plan(numero, fils),
            "remarques": fils.get(None, []),
            "a_regler": sum(len(fil) for fil in fils.values()),
            "ecrit": request.identite.peut("veille.documenter", numero) and numero.etat in MODIFIABLES,
            "retraits": numero.retraits.all()[:RETRAITS],
            "onglet": "composer",
        },
    )


# --- pieces --------------------------------------------------------------------------------------


def _formulaire(request: Requete, numero: Numero, nature: Nature, piece: Any) -> Any:
    options: dict[str, Any] = {}
    if nature is PARTENAIRE:
        options = {"identite": request.identite, "collectivite": numero.bulletin.collectivite}
    if nature.cle not in FORMULAIRES:
        raise Http404  # notices have their own: views_notices
    return FORMULAIRES[nature.cle](request.POST or None, request.FILES or None, instance=piece, **options)


def _parent(nature: Nature, numero: Numero, dans: str) -> Any:
    """What will hold the piece: the issue, or the rubrique or box of the address."""
    if nature.parent == "numero":
        return numero
    try:
        cle = UUID(dans)
    except ValueError as erreur:
        raise Http404 from erreur
    return get_object_or_404(NATURES[nature.parent].de(numero), uuid=cle)


@recoit_un_fichier
@require_http_methods(["GET", "HEAD", "POST"])
def ajouter(request: Requete, uuid: UUID, nature: str) -> HttpResponse:
    numero, sorte = obtenir_numero(request, uuid), nature_de(nature)
    parent = _parent(sorte, numero, request.GET.get("dans", ""))
    formulaire = _formulaire(request, numero, sorte, sorte.modele(**{sorte.parent: parent}))
    demande = DemandeForm(request.POST or None)

    def enregistrer(version: int, champs: dict[str, Any]) -> Any:
        if not demande.is_valid():
            raise Refus(400, ABIME)

        def creer(complets: Mapping[str, Any]) -> Any:
            return composition.ajouter(
                identite=request.identite,
                numero=numero,
                nature=sorte,
                parent=parent,
                champs=complets,
                demande=demande.cle,
            )

        if sorte is PARTENAIRE:
            return avec_image(request, numero, formulaire, champs, creer)
        return creer(champs)

    ancre = getattr(parent, "uuid", "") if parent is not numero else ""
    return ecrire(
        request, numero, formulaire, enregistrer, titre=sorte.nouvelle, ancre=ancre, demande=demande
    )


@recoit_un_fichier
@require_http_methods(["GET", "HEAD", "POST"])
def modifier(request: Requete, uuid: UUID, nature: str, cle: UUID) -> HttpResponse:
    numero, sorte = obtenir_numero(request, uuid), nature_de(nature)
    piece = composition.trouver(sorte, numero, cle)
    titre = str(piece)
    formulaire = _formulaire(request, numero, sorte, piece)

    def enregistrer(version: int, champs: dict[str, Any]) -> Any:
        def corriger(complets: Mapping[str, Any]) -> Any:
            return composition.modifier_piece(
                identite=request.identite,
                numero=numero,
                nature=sorte,
                piece=piece,
                version=version,
                champs=complets,
            )

        if sorte is PARTENAIRE:
            return avec_image(request, numero, formulaire, champs, corriger)
        return corriger(champs)

    return ecrire(
        request,
        numero,
        formulaire,
        enregistrer,
        titre=titre,
        ancre=cle,
        autosauve=sorte is not PARTENAIRE,
        image=getattr(piece, "logo", None),
        sans_collectivite=sorte is PARTENAIRE and numero.bulletin.collectivite is None,
    )


@require_POST
def deplacer(request: Requete, uuid: UUID, nature: str, cle: UUID) -> HttpResponse:
    numero, sorte = obtenir_numero(request, uuid), nature_de(nature)
    formulaire = DeplacerForm(request.POST)
    if not formulaire.is_valid():
        raise Refus(400, ABIME)
    piece = composition.deplacer(
        identite=request.identite,
        numero=numero,
        nature=sorte,
        cle=cle,
        sens=formulaire.pas,
        contre=formulaire.cleaned_data["contre"],
    )
    rubrique = getattr(piece, "rubrique", None)
    ou = f" de « {rubrique} »" if rubrique is not None else ""
    messages.success(request, f"« {piece} » est au rang {piece.rang}{ou}.")
    return redirect(adresse_de(numero, cle))


@require_POST
def retirer(request: Requete, uuid: UUID, nature: str, cle: UUID) -> HttpResponse:
    """The piece may be gone already: a second click changes nothing."""
    numero, sorte = obtenir_numero(request, uuid), nature_de(nature)
    composition.retirer(identite=request.identite, numero=numero, nature=sorte, cle=cle)
    return redirect(f"{adresse_de(numero)}#retraits")


@require_POST
def remettre(request: Requete, uuid: UUID, cle: UUID) -> HttpResponse:
    numero = obtenir_numero(request, uuid)
    try:
        piece = composition.remettre(identite=request.identite, numero=numero, cle=cle)
    except ValidationError as erreur:
        messages.error(request, erreur.messages[0])
        return redirect(f"{adresse_de(numero)}#retraits")
    if piece is None:
        return redirect(adresse_de(numero))
    messages.success(request, f"« {piece} » est remis à sa place.")
    return redirect(adresse_de(numero, piece.uuid))
