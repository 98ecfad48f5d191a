"""Proposals seen by their author: choosing a piece, proposing, following, answering, taking back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communs.collectivites.middleware import Requete
from communs.etats.services import Conflit
from communs.etats.views import DEJA, INCONNU, PERIME
from communs.web.debit import limiter
from communs.web.erreurs import Refus
from nuancier.fiches import FicheTeinte
from nuancier.models import Commentaire, Famille, Proposition, Teinte
from nuancier.vie import propositions as service
from nuancier.vie import versions
from nuancier.vie.acces import obtenir_teinte, page_de_teinte_partie, verifier_piece
from nuancier.vie.forms import MotForm, PropositionForm, licence
from nuancier.vie.forms_pieces import formulaire_de
from nuancier.vie.pieces import TEINTE, comparer_pieces, lire_piece, nommer
from nuancier.vie.sommaire import sommaire
from nuancier.vie.transitions import PROPOSITIONS

INVALIDE = 422
PAR_PAGE = 20


@require_safe
def proposer(request: Requete, code: str) -> HttpResponse:
    """Which piece to correct, what to add."""
    teinte = obtenir_teinte(request, code)
    contexte = {"teinte": teinte, "pieces": sommaire(versions.relire(teinte)), "edition": False}
    return render(request, "nuancier/vie/modifier.html", contexte)


@require_http_methods(["GET", "HEAD", "POST"])
def proposer_piece(request: Requete, code: str, partie: str, cible: str = "") -> HttpResponse:
    """The form of one piece, and why; 410 with the words kept when the teinte went away meanwhile."""
    verifier_piece(partie, cible, proposition=True)
    teinte = Teinte.objects.filter(code=code, retiree_le=None).select_related("famille").first()
    if teinte is None:
        if request.method != "POST":
            obtenir_teinte(request, code)
        return page_de_teinte_partie(request, code, nommer(partie))
    present = lire_piece(versions.relire(teinte), partie, cible)
    contexte = {"teinte": teinte, "partie": partie, "cible": cible, "nom": nommer(partie), "present": present}
    return _proposer(request, contexte, teinte=teinte, partie=partie, cible=cible)


@require_http_methods(["GET", "HEAD", "POST"])
def proposer_teinte(request: Requete, numero: int) -> HttpResponse:
    famille = get_object_or_404(Famille, numero=numero)
    contexte = {"famille": famille, "partie": TEINTE, "cible": "", "nom": nommer(TEINTE), "present": None}
    return _proposer(request, contexte, famille=famille, partie=TEINTE)


def _proposer(request: Requete, contexte: dict[str, Any], **quoi: Any) -> HttpResponse:
    piece = formulaire_de(contexte["partie"], request.POST or None, contexte["present"])
    form = PropositionForm(request.POST or None)
    ou = contexte["teinte"].code if "teinte" in contexte else str(contexte["famille"].numero)
    contexte |= {"piece": piece, "form": form, "licence": licence()}
    contexte["brouillon"] = _brouillon(request, ou, contexte["partie"], contexte["cible"])
    if request.POST and all([piece.is_valid(), form.is_valid()]):
        limiter(request, "nuancier_proposer", str(request.user.pk))
        try:
            proposition = service.proposer(
                identite=request.identite,
                valeurs=piece.valeurs(),
                raison=form.cleaned_data["raison"],
                licence=form.licence,
                demande=form.cle,
                **quoi,
            )
        except ValidationError as erreur:
            form.add_error(None, erreur.messages[0])
        except Refus as refus:
            if refus.code != 410:
                raise
            return page_de_teinte_partie(request, quoi["teinte"].code, contexte["nom"])
        else:
            messages.success(
                request,
                "Merci. L’équipe éditoriale lit votre proposition\u00a0; nous vous écrirons à chaque étape.",
            )
            return redirect(f"{proposition.get_absolute_url()}?recu=oui")
    return render(request, "nuancier/vie/proposer.html", contexte, status=INVALIDE if request.POST else 200)


def _brouillon(request: Requete, ou: str, partie: str, cible: str) -> str:
    """The name of a draft in the browser: a shared machine must not show it to another account."""
    return f"nuancier:{request.identite.personne.pk}:{ou}:{partie}:{cible}"


@require_safe
def mes_propositions(request: Requete) -> HttpResponse:
    """One's proposals and comments, latest first."""
    miennes = Proposition.objects.filter(auteur__compte=request.identite.personne).entieres()
    commentaires = Commentaire.objects.filter(auteur__compte=request.identite.personne, retire_le=None)
    contexte = {
        "page": Paginator(miennes.order_by("-cree_le", "-pk"), PAR_PAGE).get_page(request.GET.get("page")),
        "commentaires": commentaires.select_related("teinte").order_by("-cree_le", "-pk")[:PAR_PAGE],
    }
    return render(request, "nuancier/vie/mes_propositions.html", contexte)


@require_safe
def proposition(request: Requete, uuid: UUID) -> HttpResponse:
    """Where it stands: for its author and for the editors."""
    objet = _obtenir(request, uuid)
    contexte = _contexte(request, objet)
    if "recu" in request.GET:  # it has come: the browser forgets its draft
        ou = objet.code or str(objet.famille.numero if objet.famille is not None else "")
        contexte["brouillon_recu"] = _brouillon(request, ou, objet.partie, objet.cible)
    return render(request, "nuancier/vie/proposition.html", contexte)


def _obtenir(request: Requete, uuid: UUID) -> Proposition:
    return get_object_or_404(Proposition.objects.visibles_par(request.identite).entieres(), uuid=uuid)


def _contexte(request: Requete, objet: Proposition, form: MotForm | None = None) -> dict[str, Any]:
    gestes = {t.nom: t for t in PROPOSITIONS.offertes(objet, request.identite)}
    return {
        "proposition": objet,
        "nom": nommer(objet.partie),
        "differences": comparer_pieces(objet.partie, objet.base, completer(objet)),
        "echanges": objet.echanges.select_related("auteur__compte"),
        "gestes": gestes,
        "form": form or MotForm(),
        "versions": objet.versions.all() if not objet.ouverte else (),
    }


def completer(objet: Proposition) -> Any:
    """The proposed values as a piece: with the key of what they replace, or a provisional one."""
    if objet.partie == TEINTE:
        return objet.valeurs | {"code": ""}
    return service.avec_cle(FicheTeinte("", "", ""), objet.partie, objet.cible, objet.valeurs)[1]


@require_POST
def geste(request: Requete, uuid: UUID) -> HttpResponse:
    """Ask, answer, decline, take back; what was typed comes back when it cannot be taken."""
    objet = _obtenir(request, uuid)
    nom = request.POST.get("geste", "")
    if nom not in PROPOSITIONS.par_nom or nom == "accepter":
        raise Refus(400, INCONNU)
    form = MotForm(request.POST)
    if nom != "retirer" and not form.is_valid():
        contexte = _contexte(request, objet, form) | {"geste_en_erreur": nom}
        return render(request, "nuancier/vie/proposition.html", contexte, status=INVALIDE)
    texte = "" if nom == "retirer" else form.cleaned_data["texte"]
    lue = request.POST.get("version", "")
    try:
        service.faire_un_geste(
            identite=request.identite,
            proposition=objet,
            nom=nom,
            texte=texte,
            version=int(lue) if lue.isdecimal() else None,
        )
    except Conflit:
        form.add_error(None, PERIME)
        objet.refresh_from_db()
        contexte = _contexte(request, objet, form) | {"geste_en_erreur": nom}
        return render(request, "nuancier/vie/proposition.html", contexte, status=409)
    except Refus as refus:
        objet.refresh_from_db()
        if refus.code != 409 or objet.etat != PROPOSITIONS.par_nom[nom].vers:
            raise
        messages.info(request, DEJA)
    else:
        messages.success(request, f"«\u00a0{PROPOSITIONS.par_nom[nom].libelle}\u00a0»\u00a0: c’est fait.")
    return redirect(objet)
