"""How the views of the living chart obtain a teinte."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from communs.collectivites.middleware import Requete
from communs.web.erreurs import Refus
from nuancier.models import Teinte
from nuancier.vie.pieces import MANQUES, PLUSIEURS, UNIQUES
from nuancier.vie.versions import RETIREE

HORS = frozenset({"csrfmiddlewaretoken", "demande", "consentement"})


def obtenir_teinte(request: Requete, code: str) -> Teinte:
    """The teinte of this code; 404 when there is none, 410 when withdrawn, but for an editor."""
    teinte = Teinte.objects.filter(code=code).select_related("famille").first()
    if teinte is None:
        raise Http404
    if teinte.retiree_le is not None and not request.identite.peut("nuancier.editer"):
        raise Refus(410, RETIREE)
    return teinte


def verifier_piece(partie: str, cible: str, *, proposition: bool = False) -> None:
    """404 for a piece that cannot exist."""
    unique = partie in UNIQUES and not cible and not (proposition and partie == MANQUES)
    if not unique and partie not in PLUSIEURS:
        raise Http404


def page_de_teinte_partie(request: Requete, code: str, nom: str) -> HttpResponse:
    """410 for a teinte withdrawn or deleted while somebody wrote: her words are shown, nothing is lost."""
    textes = [valeur for cle, valeur in request.POST.items() if cle not in HORS and str(valeur).strip()]
    contexte = {"code": code, "nom": nom, "textes": textes, "message": RETIREE}
    return render(request, "nuancier/vie/teinte_partie.html", contexte, status=410)
