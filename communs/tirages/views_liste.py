"""The list of a draw: putting people on it from three sources, excluding some, emptying it."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communs.collectivites.middleware import Requete
from communs.echanges import tableurs
from communs.echanges.rapport import Erreur, ErreursDImport
from communs.tirages import liste as service
from communs.tirages import recues, services
from communs.tirages.enums import Exclusion
from communs.tirages.forms import ExclureForm, FiltreForm, MembresForm, ParticipantsForm, TableauForm
from communs.tirages.liste import INSCRITS_MAX, Candidat, Rapport
from communs.tirages.models import Tirage
from communs.tirages.obtenir import obtenir_tirage
from communs.tirages.views import INVALIDE, en_preparation
from communs.web.erreurs import Refus
from communs.web.televersement import recoit_un_fichier
from communs.web.typographie import accorder

ERREURS_MONTREES, PAR_PAGE = 50, 50


@recoit_un_fichier
@require_http_methods(["GET", "HEAD", "POST"])
def composer(request: Requete, identifiant: str, uuid: UUID, cle: UUID) -> HttpResponse:
    """Members of chosen services, participants of the dossier, or a table: `source` says which form came."""
    tirage, retour = en_preparation(request, identifiant, uuid, cle)
    if retour is not None:
        return retour
    source = request.POST.get("source", "") if request.method == "POST" else ""
    membres = MembresForm(
        request.POST if source == "membres" else None,
        prefix="membres",
        collectivite=tirage.dossier.collectivite,
    )
    participants = ParticipantsForm(request.POST if source == "participants" else None, prefix="participants")
    tableau = TableauForm(
        request.POST if source == "tableau" else None, request.FILES or None, prefix="tableau"
    )
    envoye: Form | None = {"membres": membres, "participants": participants, "tableau": tableau}.get(source)
    erreurs: tuple[Erreur, ...] = ()
    if envoye is not None and envoye.is_valid():
        try:
            rapport = _ajouter(request, tirage, envoye)
        except ErreursDImport as fautes:
            erreurs = fautes.erreurs
        except ValidationError as erreur:
            envoye.add_error(None, erreur)
        except Refus as refus:
            messages.error(request, refus.message)
            return redirect(tirage)
        else:
            if rapport is None:  # a worker reads it
                return redirect(request.path)
            messages.success(request, _dire(rapport))
            return redirect(tirage)
    contexte = {
        "dossier": tirage.dossier,
        "tirage": tirage,
        "membres": membres,
        "participants": participants,
        "tableau": tableau,
        "erreurs": erreurs[:ERREURS_MONTREES],
        "autres_erreurs": max(0, len(erreurs) - ERREURS_MONTREES),
        "nombre": tirage.inscrits.count(),
        **({} if source else _recue(tirage)),
    }
    return render(request, "tirages/composer.html", contexte, status=INVALIDE if source else 200)


def _recue(tirage: Tirage) -> dict[str, Any]:
    """The long list last handed in: being read, read, or to correct."""
    recue = tirage.listes.defer("octets").order_by("-pk").first()
    if recue is None:
        return {}
    return {
        "recue": recue,
        "lue": _dire(Rapport(*recue.bilan)) if recue.bilan else "",
        "erreurs": recue.erreurs[:ERREURS_MONTREES],
        "autres_erreurs": max(0, recue.nombre_d_erreurs - ERREURS_MONTREES),
    }


@require_safe
def lecture(request: Requete, identifiant: str, uuid: UUID, cle: UUID) -> HttpResponse:
    """How far the reading of the long list is (static/js/livret.js)."""
    tirage = obtenir_tirage(request, identifiant, uuid, cle, "tirages.organiser")
    recue = tirage.listes.defer("octets").order_by("-pk").first()
    if recue is None:
        return JsonResponse({"en_route": False})
    return JsonResponse(
        {"en_route": recue.en_route, "libelle": recue.get_etat_display(), "progres": recue.progres}
    )


def _ajouter(request: Requete, tirage: Tirage, formulaire: Form) -> Rapport | None:
    """What became of the people handed in; None when a worker will tell, for a long list."""
    candidats: Iterable[Candidat]
    groupes: list[str] = []
    if isinstance(formulaire, MembresForm):
        choisis = formulaire.choisis()
        groupes = [s.nom for s in choisis]
        candidats = service.des_membres(tirage.dossier, choisis, sans_service=formulaire.sans_service)
    elif isinstance(formulaire, TableauForm):
        octets = formulaire.octets()
        if len(octets) > recues.SEUIL:
            ensemble = formulaire.cleaned_data["ensemble"]
            recues.deposer(identite=request.identite, tirage=tirage, octets=octets, ensemble=ensemble)
            return None
        candidats = service.d_une_feuille(tableurs.lire(octets, lignes_max=INSCRITS_MAX))
    else:
        candidats = service.des_participants(tirage.dossier)
    return service.ajouter(
        identite=request.identite,
        tirage=tirage,
        candidats=candidats,
        groupes=groupes,
        ensemble=formulaire.cleaned_data["ensemble"],
    )


def _dire(rapport: Rapport) -> str:
    """What became of the people handed in, in one sentence."""
    n = rapport.ajoutes
    dit = [f"{n} {accorder(n, 'personne ajoutée,personnes ajoutées')}"]
    if rapport.exclus:
        dit.append(f"{rapport.exclus} hors du tirage par la règle")
    if rapport.deja:
        dit.append(f"{rapport.deja} déjà sur la liste")
    if rapport.ailleurs:
        dit.append(f"{rapport.ailleurs} dans plusieurs services, à compter une seule fois")
    if rapport.groupes_vides:
        dit.append(f"aucun membre dans {', '.join(f'« {g} »' for g in rapport.groupes_vides[:5])}")
    return " ; ".join(dit) + "."


@require_http_methods(["GET", "HEAD", "POST"])
def personnes(request: Requete, identifiant: str, uuid: UUID, cle: UUID) -> HttpResponse:
    """Who may be drawn, and who may not: the reason is part of the promise."""
    tirage, retour = en_preparation(request, identifiant, uuid, cle)
    if retour is not None:
        return retour
    filtre = FiltreForm(request.GET)
    mots = filtre.cleaned_data["q"] if filtre.is_valid() else ""
    if request.method == "POST":
        _exclure(request, tirage)
        suite = {"q": mots, "page": request.GET.get("page", "")}
        return redirect(f"{tirage.adresse('personnes')}?{urlencode({k: v for k, v in suite.items() if v})}")
    inscrits = tirage.inscrits.chercher(mots).order_by("groupe", "nom", "pk")
    page = Paginator(inscrits, PAR_PAGE).get_page(request.GET.get("page"))
    contexte = {
        "dossier": tirage.dossier,
        "tirage": tirage,
        "filtre": filtre,
        "filtres": f"{urlencode({'q': mots})}&" if mots else "",
        "page": page,
        "choix": Exclusion.choices,
    }
    return render(request, "tirages/personnes.html", contexte)


def _exclure(request: Requete, tirage: Tirage) -> None:
    identite, geste = request.identite, request.POST.get("geste")
    try:
        if geste == "regle":
            nombre = services.appliquer_la_regle(identite=identite, tirage=tirage)
            _compter(request, nombre)
        elif geste == "deja_tires":
            nombre = services.exclure_les_deja_tires(identite=identite, tirage=tirage)
            _compter(request, nombre)
        else:
            formulaire = ExclureForm(request.POST, tirage=tirage)
            if not formulaire.is_valid():
                raise ValidationError("Cette personne n’est plus sur la liste, ou ce motif n’existe pas.")
            inscrit = formulaire.cleaned_data["inscrit"]
            services.exclure(
                identite=identite,
                tirage=tirage,
                inscrit=inscrit,
                exclusion=formulaire.cleaned_data["exclusion"],
            )
            messages.success(request, f"{inscrit.nom_affiche} : c’est noté.")
    except ValidationError as erreur:
        messages.error(request, erreur.messages[0])
    except Refus as refus:
        messages.error(request, refus.message)


def _compter(request: Requete, nombre: int) -> None:
    formes = "personne de plus est hors du tirage,personnes de plus sont hors du tirage"
    messages.success(request, f"{nombre or 'Aucune'} {accorder(nombre, formes)}.")


@require_POST
def vider(request: Requete, identifiant: str, uuid: UUID, cle: UUID) -> HttpResponse:
    tirage, retour = en_preparation(request, identifiant, uuid, cle)
    if retour is not None:
        return retour
    try:
        service.vider(identite=request.identite, tirage=tirage)
    except Refus as refus:
        messages.error(request, refus.message)
        return redirect(tirage)
    messages.success(request, "La liste est vide : refaites-la.")
    return redirect(tirage.adresse("composer"))
