"""A Sonar séance for who leads it: open one, find it again, its script, its paper sheets, its portrait.

The desk and the wall are the room's (`communs.seances.views`).
"""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communs.collectivites.identite import autoriser
from communs.collectivites.middleware import Requete
from communs.seances.models import Seance
from communs.web.cache_pages import page_publique
from communs.web.debit import limiter
from sonar.enums import Style
from sonar.models import Question
from sonar.seances import deroules, exercices, groupe, scene, services
from sonar.seances.enums import Exercice
from sonar.seances.forms import LETTRES, ChercherForm, OuvrirForm, PapierForm
from sonar.seances.models import Feuille

INVALIDE = 422
PAR_PAGE = 20
RETIREE = "La feuille est retirée du compte."
DEJA_RETIREE = "Cette feuille n’est plus dans le compte."


def _obtenir(request: Requete, uuid: UUID) -> Seance:
    """One's own séance; 404 for anybody else's, and for one that is not Sonar's."""
    siennes = Seance.objects.animees_par(request.identite).exclude(sonar=None)
    seance = get_object_or_404(siennes.select_related("sonar__collectivite"), uuid=uuid)
    autoriser(request.identite, "seances.animer", seance)
    return seance


@require_safe
@page_publique
def accueil(request: Requete) -> HttpResponse:
    contexte = {"exercices": list(exercices.inscrits().values()), "temps": deroules.temps(list(Exercice))}
    return render(request, "sonar/seances/accueil.html", contexte)


@require_http_methods(["GET", "HEAD", "POST"])
def ouvrir(request: Requete) -> HttpResponse:
    formulaire = OuvrirForm(request.POST or None, identite=request.identite)
    if request.method == "POST" and formulaire.is_valid():
        saisie = formulaire.cleaned_data
        try:
            seance = services.ouvrir(
                identite=request.identite,
                demande=formulaire.cle,
                titre=saisie["titre"],
                collectivite=saisie.get("collectivite"),
                cles=saisie["exercices"],
            )
        except ValidationError as erreur:
            formulaire.add_error(None, erreur)
        else:
            return redirect(seance)
    statut = INVALIDE if formulaire.errors else 200
    return render(request, "sonar/seances/ouvrir.html", {"form": formulaire}, status=statut)


@require_safe
def miennes(request: Requete) -> HttpResponse:
    formulaire = ChercherForm(request.GET)
    filtres = formulaire.filtres()
    siennes = Seance.objects.animees_par(request.identite).exclude(sonar=None).avec_effectif()
    siennes = siennes.select_related("sonar__collectivite", "portrait_sonar")
    for mot in filtres["q"].split():
        siennes = siennes.filter(titre__unaccent__icontains=mot)
    if filtres["etat"]:
        siennes = siennes.filter(etat=filtres["etat"])
    page = Paginator(siennes.order_by("-cree_le", "-pk"), PAR_PAGE).get_page(request.GET.get("page"))
    contexte = {"form": formulaire, "page": page, "filtre": any(filtres.values())}
    return render(request, "sonar/seances/miennes.html", contexte)


@require_safe
def deroule(request: Requete, seance: UUID) -> HttpResponse:
    """The timed script, to be printed."""
    objet = _obtenir(request, seance)
    temps = deroules.temps([Exercice(cle) for cle in objet.sonar.exercices])
    contexte = {"seance": objet, "temps": temps, "minutes": sum(t.minutes for t in temps)}
    return render(request, "sonar/seances/deroule.html", contexte)


# --- paper ---------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def papier(request: Requete, seance: UUID) -> HttpResponse:
    """One sheet after the other; each comes back in the list below, where it can be taken out."""
    objet = _obtenir(request, seance)
    if not scene.a_l_exercice(objet, Exercice.TEST):
        raise Http404
    formulaire = PapierForm(request.POST or None)
    if request.method == "POST" and formulaire.is_valid():
        try:
            services.saisir(
                identite=request.identite,
                seance=objet,
                demande=formulaire.cle,
                styles=formulaire.cleaned_data["reponses"],
            )
        except ValidationError as erreur:
            formulaire.add_error(None, erreur)
        else:
            messages.success(request, "La feuille est comptée.")
            return redirect("sonar:seances_papier", objet.uuid)
    legende = _legende()
    contexte = {
        "seance": objet,
        "form": formulaire,
        "saisies": _saisies(objet, [question.cle for question, _ in legende]),
        "legende": legende,
        "lettres": LETTRES,
    }
    statut = INVALIDE if formulaire.errors else 200
    return render(request, "sonar/seances/papier.html", contexte, status=statut)


def _saisies(seance: Seance, cles: list[str]) -> list[tuple[Feuille, str]]:
    """The typed sheets, latest first, each as its signs in the order of the questions."""
    return [
        (feuille, " ".join(Style(feuille.styles[cle]).signe for cle in cles if cle in feuille.styles))
        for feuille in Feuille.objects.filter(seance=seance, papier=True).order_by("-pk")
    ]


def _legende() -> list[tuple[Question, list[str]]]:
    """Each question with its options in the order of the paper."""
    lignes = []
    for question in Question.objects.avec_options():
        par_style = {option.style: option.texte for option in question.options.all()}
        lignes.append((question, [par_style.get(style, "") for style in LETTRES.values()]))
    return lignes


@require_POST
def retirer(request: Requete, seance: UUID, feuille: UUID) -> HttpResponse:
    objet = _obtenir(request, seance)
    try:
        retiree = services.retirer(identite=request.identite, seance=objet, feuille=feuille)
    except ValidationError as erreur:
        messages.error(request, erreur.messages[0])
    else:
        messages.success(request, RETIREE if retiree else DEJA_RETIREE)
    return redirect("sonar:seances_papier", objet.uuid)


# --- portrait ------------------------------------------------------------------------------------


def _avec_portrait(request: Requete, uuid: UUID) -> Seance:
    seance = _obtenir(request, uuid)
    if getattr(seance, "portrait_sonar", None) is None:
        raise Http404("Le portrait se fait à la clôture de la séance.")
    return seance


@require_safe
def portrait(request: Requete, seance: UUID) -> HttpResponse:
    objet = _avec_portrait(request, seance)
    contexte = {"seance": objet, "lu": groupe.presenter(objet)}
    return render(request, "sonar/seances/portrait.html", contexte)


@require_POST
def livret(request: Requete, seance: UUID) -> HttpResponse:
    objet = _avec_portrait(request, seance)
    limiter(request, "livrets_demander")
    return redirect(services.demander_le_portrait(seance=objet, identite=request.identite))
