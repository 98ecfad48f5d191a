"""The editors' desk: the queue, and one proposal beside the present text."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from communs.collectivites.identite import autoriser
from communs.collectivites.middleware import Requete
from communs.etats.services import Conflit
from communs.web.erreurs import Refus
from nuancier.models import Proposition, Teinte
from nuancier.vie import propositions as service
from nuancier.vie import versions
from nuancier.vie.comptes import comptes_de_l_atelier
from nuancier.vie.enums import A_RELIRE, OUVERTS, Etat
from nuancier.vie.forms import AcceptationForm, FiltreForm, MotForm
from nuancier.vie.forms_pieces import formulaire_de
from nuancier.vie.pieces import comparer_pieces, lire_piece, nommer
from nuancier.vie.querysets import PropositionQuerySet
from nuancier.vie.views_propositions import INVALIDE, completer

PAR_PAGE = 25
CHANGEE = (
    "Le texte de la teinte, ou cette proposition, a changé pendant que vous lisiez. Le texte présent est "
    "maintenant à gauche, vos mots sont gardés à droite : relisez, puis acceptez si c’est toujours utile."
)


@require_safe
def atelier(request: Requete) -> HttpResponse:
    """What waits for an editor, filtered by the address."""
    autoriser(request.identite, "nuancier.editer")
    filtre = FiltreForm(request.GET)
    choix = filtre.cleaned_data if filtre.is_valid() else {"etat": "", "genre": "", "q": ""}
    toutes: PropositionQuerySet = Proposition.objects.visibles_par(request.identite)
    comptes = dict(toutes.order_by().values_list("etat").annotate(Count("pk")))
    file = _filtrer(toutes, choix).entieres()
    contexte = comptes_de_l_atelier() | {
        "filtre": FiltreForm(initial=choix),
        "page": Paginator(file, PAR_PAGE).get_page(request.GET.get("page")),
        "filtres": "".join(f"{nom}={valeur}&" for nom, valeur in choix.items() if valeur),
        "etats": [(etat, comptes.get(etat.value, 0)) for etat in Etat if etat is not Etat.RETIREE],
        "retirees": Teinte.objects.exclude(retiree_le=None).order_by("code"),
    }
    return render(request, "nuancier/vie/atelier.html", contexte)


def _filtrer(toutes: PropositionQuerySet, choix: dict[str, str]) -> PropositionQuerySet:
    if not choix["etat"]:
        toutes = toutes.filter(etat__in=A_RELIRE)
    elif choix["etat"] != "toutes":
        toutes = toutes.filter(etat=choix["etat"])
    if choix["genre"]:
        toutes = toutes.filter(genre=choix["genre"])
    if choix["q"]:
        toutes = toutes.filter(code__startswith=choix["q"])
    return toutes


@require_http_methods(["GET", "HEAD", "POST"])
def relire(request: Requete, uuid: UUID) -> HttpResponse:
    """Present and proposed side by side; the editor may amend, then accepts."""
    objet = get_object_or_404(Proposition.objects.visibles_par(request.identite).entieres(), uuid=uuid)
    autoriser(request.identite, "nuancier.editer")
    if request.method != "POST" and not objet.ouverte:
        return redirect(objet)
    present = _present(objet)
    piece = formulaire_de(objet.partie, request.POST or None, objet.valeurs)
    form = AcceptationForm(request.POST or None, initial=_versions(objet))
    contexte = _contexte(objet, present) | {"piece": piece, "form": form}
    if not request.POST:
        return render(request, "nuancier/vie/relire.html", contexte)
    if not all([piece.is_valid(), form.is_valid()]):
        return render(request, "nuancier/vie/relire.html", contexte, status=INVALIDE)
    try:
        nouvelle = service.accepter(
            identite=request.identite,
            proposition=objet,
            valeurs=piece.valeurs(),
            version=form.cleaned_data["version"],
            version_teinte=form.cleaned_data["version_teinte"],
        )
    except ValidationError as erreur:
        form.add_error(None, erreur.messages[0])
        return render(request, "nuancier/vie/relire.html", contexte, status=INVALIDE)
    except Conflit:
        return _perimee(request, uuid, contexte)
    messages.success(
        request, f"Acceptée : c’est la version {nouvelle.numero} de la teinte {nouvelle.teinte.code}."
    )
    return redirect(objet)


def _perimee(request: Requete, uuid: UUID, contexte: dict[str, Any]) -> HttpResponse:
    """409: the present text of now, and what the editor had typed."""
    objet = Proposition.objects.entieres().get(uuid=uuid)
    form = AcceptationForm(initial=_versions(objet))
    contexte |= _contexte(objet, _present(objet)) | {"form": form, "alerte": CHANGEE}
    return render(request, "nuancier/vie/relire.html", contexte, status=409)


def _present(objet: Proposition) -> Any:
    """The piece as the teinte has it now; Refus (410) when the teinte is gone."""
    if objet.teinte is None or objet.teinte.retiree_le is not None:
        if objet.famille is None and objet.etat in OUVERTS:
            raise Refus(410, service.DISPARUE)
        return None
    return lire_piece(versions.relire(objet.teinte), objet.partie, objet.cible)


def _versions(objet: Proposition) -> dict[str, int | None]:
    return {
        "version": objet.version,
        "version_teinte": objet.teinte.version if objet.teinte is not None else None,
    }


def _contexte(objet: Proposition, present: Any) -> dict[str, Any]:
    return {
        "proposition": objet,
        "nom": nommer(objet.partie),
        "differences": comparer_pieces(objet.partie, present, completer(objet)),
        "a_change": present != objet.base,
        "echanges": objet.echanges.select_related("auteur__compte"),
        "mot": MotForm(),
    }
