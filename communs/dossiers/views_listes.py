"""Lists of dossiers, what waits for the reader in them, and opening one."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from communs.collectivites.identite import autoriser
from communs.collectivites.middleware import Requete
from communs.collectivites.models import Collectivite
from communs.collectivites.views import obtenir_collectivite
from communs.dossiers import services
from communs.dossiers.forms import FiltreForm, OuvrirForm
from communs.dossiers.genres import tous
from communs.dossiers.models import Dossier
from communs.dossiers.querysets import DossierQuerySet
from communs.dossiers.views import INVALIDE

PAR_PAGE = 20


@require_safe
def miens(request: Requete) -> HttpResponse:
    """Every dossier in which this person takes part, whoever leads it."""
    siens = Dossier.objects.visibles_par(request.identite).auxquels_participe(request.identite.personne)
    supprimes = Dossier.objects.supprimes_par(request.identite)
    return _liste(request, "dossiers/miens.html", siens, supprimes, None)


@require_safe
def liste(request: Requete, identifiant: str) -> HttpResponse:
    """The dossiers of one collectivité: those it leads and those of which it is a partner."""
    objet = obtenir_collectivite(request, identifiant)
    partenaire = Dossier.partenaires.through.objects.filter(collectivite=objet).values("dossier")
    les_siens = Dossier.objects.visibles_par(request.identite).filter(
        Q(collectivite=objet) | Q(pk__in=partenaire)
    )
    supprimes = Dossier.objects.supprimes_par(request.identite).filter(collectivite=objet)
    return _liste(request, "dossiers/liste.html", les_siens, supprimes, objet)


def _liste(
    request: Requete,
    gabarit: str,
    dossiers: DossierQuerySet,
    supprimes: DossierQuerySet,
    collectivite: Collectivite | None,
) -> HttpResponse:
    filtre = FiltreForm(request.GET)
    choisis = (
        dossiers.filtres(filtre.cleaned_data, request.identite) if filtre.is_valid() else dossiers.none()
    )
    ordonnes = choisis.select_related("collectivite").order_by("-cree_le", "-pk")
    page = Paginator(ordonnes, PAR_PAGE).get_page(request.GET.get("page"))
    parametres = request.GET.copy()
    parametres.pop("page", None)
    return render(
        request,
        gabarit,
        {
            "collectivite": collectivite,
            "page": page,
            "attentes": services.attentes(request.identite, page),
            "supprimes": supprimes.select_related("collectivite").order_by("-supprime_le", "-pk")[:PAR_PAGE],
            "filtre": filtre,
            "filtre_actif": any(parametres.values()),
            "filtres": f"{parametres.urlencode()}&" if parametres else "",
            "plusieurs_genres": len(tous()) > 1,
        },
    )


@require_safe
def choisir(request: Requete) -> HttpResponse:
    """Where a public page leads to use a tool: one's dossiers of this kind, or a collectivité to open one in.

    `genre` and `outil` are keys of `genres.py`, both optional; unknown ones narrow nothing.
    """
    sorte = next((g for g in tous() if g.cle == request.GET.get("genre")), None)
    outils = sorte.outils if sorte is not None else ()
    outil = next((o for o in outils if o.cle == request.GET.get("outil")), None)
    siens = Dossier.objects.visibles_par(request.identite).auxquels_participe(request.identite.personne)
    if sorte is not None:
        siens = siens.filter(genre=sorte.cle)
    recents = siens.select_related("collectivite").order_by("-cree_le", "-pk")[:PAR_PAGE]
    affaires = [
        (affaire, affaire.adresse(outil.adresse) if outil is not None else affaire.get_absolute_url())
        for affaire in recents
    ]
    parametre = f"?genre={sorte.cle}" if sorte is not None else ""
    collectivites = [
        (
            adhesion.collectivite,
            reverse("dossiers:ouvrir", args=[adhesion.collectivite.identifiant]) + parametre,
        )
        for adhesion in request.identite.adhesions
        if request.identite.peut("dossiers.creer", adhesion.collectivite)
    ]
    if not affaires and len(collectivites) == 1:
        return redirect(collectivites[0][1])
    return render(
        request,
        "dossiers/choisir.html",
        {"sorte": sorte, "outil": outil, "affaires": affaires, "collectivites": collectivites},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def ouvrir(request: Requete, identifiant: str) -> HttpResponse:
    objet = obtenir_collectivite(request, identifiant)
    autoriser(request.identite, "dossiers.creer", objet)
    formulaire = OuvrirForm(request.POST or None, initial={"genre": request.GET.get("genre", "")})
    if request.method == "POST" and formulaire.is_valid():
        saisie = formulaire.cleaned_data
        try:
            dossier = services.ouvrir(
                identite=request.identite,
                collectivite=objet,
                genre_cle=saisie["genre"],
                titre=saisie["titre"],
                resume=saisie["resume"],
                demande=formulaire.cle,
            )
        except ValidationError as erreur:
            formulaire.add_error(None, erreur)
        else:
            messages.success(request, f"« {dossier.titre} » est ouvert. Vous l’organisez.")
            return redirect(dossier)
    return render(
        request,
        "dossiers/ouvrir.html",
        {"collectivite": objet, "form": formulaire},
        status=INVALIDE if formulaire.errors else 200,
    )
