"""Writing a notice: one form, rows, what it looks like, what it resembles, and two people at once."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from communs.collectivites.identite import autoriser
from communs.collectivites.middleware import Requete
from communs.etats.services import Conflit
from veille.notices import services
from veille.notices.doublons import Ressemblance, chercher
from veille.notices.fiches import FicheNotice, lire
from veille.notices.histoire import comparer
from veille.notices.lignes import Saisie, appliquer_un_geste, depuis_la_fiche, depuis_le_post
from veille.notices.models import Notice
from veille.notices.views import INVALIDE, obtenir

VIERGE = FicheNotice()


@require_http_methods(["GET", "HEAD", "POST"])
def creer(request: Requete) -> HttpResponse:
    autoriser(request.identite, "veille.documenter")
    return _editer(request, None, VIERGE)


@require_http_methods(["GET", "HEAD", "POST"])
def modifier(request: Requete, pk: int) -> HttpResponse:
    """A notice of the base; one of the bin shows how to take it back."""
    notice = obtenir(request.identite, pk, partie=True)
    if notice.supprime_le is not None:
        code = 410 if request.method == "POST" else 200
        return render(request, "veille/notices/partie.html", {"notice": notice}, status=code)
    return _editer(request, notice, lire(notice))


def _editer(request: Requete, notice: Notice | None, presente: FicheNotice) -> HttpResponse:
    if request.method != "POST":
        version = notice.version if notice is not None else 0
        return _page(request, notice, depuis_la_fiche(presente, version))
    geste = request.POST.get("geste", "")
    if deplacee := appliquer_un_geste(request.POST, geste):
        apercu = request.POST.get("resume", "")
        return _page(request, notice, deplacee, apercu=apercu if geste == "apercu" else "")
    saisie = depuis_le_post(request.POST, presente)
    if not saisie.est_valide():
        return _page(request, notice, saisie, code=INVALIDE)
    fiche = saisie.fiche(presente.reste)
    vus = {int(pk) for pk in request.POST.get("vus", "").split(",") if pk.isdecimal() and len(pk) < 20}
    if ressemblances := _nouvelles(notice, presente, fiche, vus if geste else set()):
        return _page(request, notice, saisie, ressemblances=ressemblances, code=INVALIDE)
    return _enregistrer(request, notice, presente, saisie, fiche)


def _nouvelles(
    notice: Notice | None, presente: FicheNotice, fiche: FicheNotice, vus: set[int]
) -> list[Ressemblance]:
    """What it resembles and nobody has looked at yet; nothing when what identifies it did not change."""
    noms = ("doi", "isbn", "titre", "sous_titre", "date")
    if notice is not None and all(getattr(presente, nom) == getattr(fiche, nom) for nom in noms):
        return []
    trouvees = chercher(fiche, sauf=notice.pk if notice is not None else None)
    return trouvees if any(r.notice.pk not in vus for r in trouvees) else []


def _enregistrer(
    request: Requete, notice: Notice | None, presente: FicheNotice, saisie: Saisie, fiche: FicheNotice
) -> HttpResponse:
    """Write, or give the page back: 422 for what the models refuse, 409 when somebody wrote meanwhile."""
    try:
        if notice is None:
            ecrite = services.creer(identite=request.identite, fiche=fiche)
        else:
            ecrite = services.corriger(
                identite=request.identite,
                notice=notice,
                fiche=fiche,
                version_lue=saisie.notice.cleaned_data["version"],
            )
    except ValidationError as erreur:
        for message in erreur.messages:
            saisie.notice.add_error(None, message)
        return _page(request, notice, saisie, code=INVALIDE)
    except Conflit as conflit:
        envoi = request.POST.copy()
        envoi["version"] = str(conflit.actuel.version)  # sending again writes over the text shown now
        return _page(
            request,
            notice,
            depuis_le_post(envoi, presente),
            divergences=comparer(presente, fiche),
            code=409,
        )
    messages.success(request, "La notice est enregistrée.")
    autre = request.POST.get("geste", "").removeprefix("fusionner:")
    if autre.isdecimal() and len(autre) < 20:
        return redirect("veille:atelier_fusionner", int(autre), ecrite.pk)
    return redirect("veille:atelier_notice", ecrite.pk)


def _page(
    request: Requete, notice: Notice | None, saisie: Saisie, *, code: int = 200, **suite: Any
) -> HttpResponse:
    contexte: dict[str, Any] = {
        "notice": notice,
        "numeros": services.numeros_de(notice) if notice is not None else [],
        "form": saisie.notice,
        "listes": saisie.listes,
        "apercu": "",
        "divergences": (),
        "ressemblances": (),
        "ici": reverse("veille:atelier_notice", args=[notice.pk]) if notice else request.path,
    } | suite
    return render(request, "veille/notices/modifier.html", contexte, status=code)
