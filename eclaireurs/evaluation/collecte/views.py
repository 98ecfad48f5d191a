"""The wall of clues, and the table where they are filed."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.http import require_POST, require_safe

from communs.collectivites.identite import autoriser
from communs.collectivites.middleware import Requete
from communs.dossiers.acces import obtenir_dossier
from communs.dossiers.models import Dossier
from communs.materiaux.models import Materiau
from communs.materiaux.querysets import MateriauQuerySet
from eclaireurs.evaluation.collecte import services
from eclaireurs.evaluation.collecte.forms import FiltresForm, RangerForm, casiers

INVALIDE = 422
PAR_PAGE = 24


def adresse(dossier: Dossier, nom: str = "collecte", *args: object) -> str:
    return dossier.adresse(f"evaluation:{nom}", *args)


def materiaux_de(request: Requete, dossier: Dossier) -> MateriauQuerySet:
    """The clues that this person may see, at this very request."""
    return Materiau.objects.visibles_dans(dossier, request.identite)


def rangeables(materiaux: QuerySet[Materiau]) -> QuerySet[Materiau]:
    """Not filed anywhere yet; the video that presents a theme has its place."""
    return materiaux.filter(classements=None, synthese_de=None)


@require_safe
def mur(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    dossier = obtenir_dossier(request, identifiant, uuid)
    collecte = dossier.collecte
    filtres = FiltresForm(request.GET, collecte=collecte)
    choix = filtres.choix()
    retenus = _dans_le_casier(materiaux_de(request, dossier).filtres(choix), choix.get("casier", ""))
    retenus = retenus.select_related("fichier").prefetch_related("classements__theme", "classements__critere")
    page = Paginator(retenus.order_by("-cree_le", "-pk"), PAR_PAGE).get_page(request.GET.get("page"))
    classe = request.identite.peut("collecte.classer", collecte)
    actifs = {nom: valeur for nom, valeur in choix.items() if valeur}
    return render(
        request,
        "evaluation/collecte/mur.html",
        {
            "dossier": dossier,
            "collecte": collecte,
            "filtres": filtres,
            "actifs": bool(actifs),
            "prefixe": f"{urlencode(actifs)}&" if actifs else "",
            "page": page,
            "classe": classe,
            "ranger_form": RangerForm(collecte=collecte) if classe else None,
            "supprimes": Materiau.objects.a_reprendre_par(dossier, request.identite).order_by("-supprime_le")[
                :20
            ],
        },
    )


def _dans_le_casier(materiaux: QuerySet[Materiau], casier: str) -> QuerySet[Materiau]:
    if casier == "aucun":
        return rangeables(materiaux)
    sorte, _, cle = casier.partition(":")
    if sorte == "theme":
        return materiaux.filter(classements__theme__uuid=cle)
    if sorte == "critere":
        return materiaux.filter(classements__critere__uuid=cle)
    return materiaux


@require_POST
def ranger(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    """File several clues, or take them out; back to where the reader was."""
    dossier = obtenir_dossier(request, identifiant, uuid)
    collecte = dossier.collecte
    autoriser(request.identite, "collecte.classer", collecte)
    formulaire = RangerForm(request.POST, collecte=collecte)
    choisis = _choisis(request, dossier)
    if not choisis:
        messages.error(request, "Cochez d’abord au moins un indice.")
    elif not formulaire.is_valid():
        messages.error(request, str(next(iter(formulaire.errors.values()))[0]))
    else:
        casier = formulaire.cleaned_data["casier"]
        if formulaire.cleaned_data["geste"] == "ranger":
            nombre = services.ranger(identite=request.identite, casier=casier, materiaux=choisis)
            dit = "rangé dans" if nombre < 2 else "rangés dans"
        else:
            nombre = services.sortir(identite=request.identite, casier=casier, materiaux=choisis)
            dit = "retiré de" if nombre < 2 else "retirés de"
        indices = "indice" if nombre < 2 else "indices"
        messages.success(request, f"{nombre or 'Aucun'} {indices} {dit} « {casier.titre} ».")
    return redirect(retour_sur(request, adresse(dossier)))


def _choisis(request: Requete, dossier: Dossier) -> list[Materiau]:
    cles = []
    for texte in request.POST.getlist("indice")[: PAR_PAGE * 2]:
        try:
            cles.append(UUID(texte))
        except ValueError:
            continue
    return list(materiaux_de(request, dossier).filter(uuid__in=cles).order_by("pk"))


def retour_sur(request: Requete, sinon: str) -> str:
    """The page this one was posted from, when it is of this dossier."""
    voulu = request.POST.get("retour", "")
    ici = url_has_allowed_host_and_scheme(voulu, allowed_hosts=None)
    return voulu if ici and voulu.startswith(sinon) else sinon


@require_safe
def trier(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    """One clue not yet filed at a time, with a button per theme and per criterion."""
    dossier = obtenir_dossier(request, identifiant, uuid)
    collecte = dossier.collecte
    autoriser(request.identite, "collecte.classer", collecte)
    a_ranger = rangeables(materiaux_de(request, dossier)).order_by("cree_le", "pk")
    restent = list(a_ranger.values_list("uuid", flat=True))
    apres = request.GET.get("apres", "")
    suivants = [str(cle) for cle in restent]
    rang = suivants.index(apres) + 1 if apres in suivants else 0
    cle = restent[rang % len(restent)] if restent else None
    indice = a_ranger.select_related("fichier").filter(uuid=cle).first() if cle else None
    return render(
        request,
        "evaluation/collecte/trier.html",
        {
            "dossier": dossier,
            "collecte": collecte,
            "indice": indice,
            "restent": len(restent),
            "casiers": casiers(collecte),
            "dedans": frozenset(),
        },
    )
