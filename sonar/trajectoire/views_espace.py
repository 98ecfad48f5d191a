"""*Où en êtes-vous ?* in a collectivité: its subjects, their rounds, what a round says."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communs.catalogue.services import lectures_pour, recommandations_pour
from communs.collectivites.identite import autoriser
from communs.collectivites.middleware import Requete
from communs.livrets.services import demander
from sonar.trajectoire import calculs, exports, figures, lecture, services
from sonar.trajectoire.forms import SujetForm
from sonar.trajectoire.models import PositionTrajectoire, Sujet
from sonar.trajectoire.obtenir import obtenir_collectivite, obtenir_sujet, obtenir_tour

INVALIDE = 422


@require_safe
def choisir(request: Requete) -> HttpResponse:
    """From the public page: to one's collectivité, when there is only one; else to choose it."""
    adhesions = request.identite.adhesions
    if len(adhesions) == 1:
        return redirect("trajectoire:liste", adhesions[0].collectivite.identifiant)
    return render(request, "sonar/trajectoire/choisir.html", {"adhesions": adhesions})


@require_safe
def liste(request: Requete, identifiant: str) -> HttpResponse:
    collectivite = obtenir_collectivite(request, identifiant)
    sujets = Sujet.objects.visibles_par(request.identite).filter(collectivite=collectivite)
    sujets = sujets.select_related("collectivite").avec_tour_ouvert().order_by("-cree_le", "-pk")
    lus = list(sujets)
    contexte = {
        "collectivite": collectivite,
        "sujets": [s for s in lus if s.archive_le is None],
        "archives": [s for s in lus if s.archive_le is not None],
    }
    return render(request, "sonar/trajectoire/espace/liste.html", contexte)


@require_http_methods(["GET", "HEAD", "POST"])
def ouvrir(request: Requete, identifiant: str) -> HttpResponse:
    """A new subject: the collectivité itself, or one of its projects."""
    collectivite = obtenir_collectivite(request, identifiant)
    autoriser(request.identite, "trajectoire.ouvrir", collectivite)
    initial = {"intitule": collectivite.nom[:120]}
    formulaire = SujetForm(request.POST or None, initial=initial)
    if request.method == "POST" and formulaire.is_valid():
        try:
            sujet = services.ouvrir_sujet(
                identite=request.identite, collectivite=collectivite, **formulaire.cleaned_data
            )
        except ValidationError as erreur:
            formulaire.add_error(None, erreur)
        else:
            messages.success(
                request, "Le premier tour est ouvert\u00a0: chacun répond de son côté, à commencer par vous."
            )
            return redirect(sujet)
    return render(
        request,
        "sonar/trajectoire/espace/ouvrir.html",
        {"collectivite": collectivite, "form": formulaire},
        status=INVALIDE if formulaire.errors else 200,
    )


@require_safe
def sujet(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    """One subject: the round that is open, the path over time, the next milestone."""
    objet = obtenir_sujet(request, identifiant, uuid)
    ouvert = objet.tours.filter(clos_le=None).first()
    sienne = None
    remises = 0
    if ouvert is not None:
        ouvert.sujet = objet
        sienne = PositionTrajectoire.objects.filter(tour=ouvert, compte=request.identite.compte).first()
        remises = ouvert.positions.remises().count()
    passes = lecture.histoire(objet)
    derniere = passes[0].lecture if passes else None
    origine = [("etape", derniere.balise.etape.cle)] if derniere and derniere.balise else []
    tours = [(f"{p.le:%d/%m/%Y}", p.lecture.avancements) for p in passes]
    return render(
        request,
        "sonar/trajectoire/espace/sujet.html",
        {
            "collectivite": objet.collectivite,
            "sujet": objet,
            "ouvert": ouvert,
            "sienne": sienne,
            "remises": remises,
            "passes": passes,
            "derniere": derniere,
            "courbes": figures.courbes(tours, calculs.SEUIL) if passes else None,
            "recommandations": recommandations_pour(origine),
            "lectures": lectures_pour(origine),
        },
    )


@require_POST
def archiver(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    objet = obtenir_sujet(request, identifiant, uuid, "trajectoire.archiver")
    archive = request.POST.get("archive") == "1"
    services.archiver(identite=request.identite, sujet=objet, archive=archive)
    messages.success(request, "Ce sujet est archivé." if archive else "Ce sujet est de nouveau en cours.")
    return redirect(objet)


@require_POST
def ouvrir_tour(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    objet = obtenir_sujet(request, identifiant, uuid, "trajectoire.ouvrir")
    try:
        services.ouvrir_tour(identite=request.identite, sujet=objet)
    except ValidationError as erreur:
        messages.error(request, erreur.messages[0])
    else:
        messages.success(request, "Un nouveau tour est ouvert.")
    return redirect(objet)


@require_safe
def tour(request: Requete, identifiant: str, uuid: UUID, tour: UUID) -> HttpResponse:
    """What a round says: where people part, the gaps, the next milestone; 403 before one has handed in."""
    objet = obtenir_tour(request, identifiant, uuid, tour, "trajectoire.comparer")
    lue = lecture.lire(objet)
    origine = [("etape", lue.balise.etape.cle)] if lue.balise else []
    return render(
        request,
        "sonar/trajectoire/espace/tour.html",
        {
            "collectivite": objet.sujet.collectivite,
            "sujet": objet.sujet,
            "tour": objet,
            "lecture": lue,
            "recommandations": recommandations_pour(origine),
            "lectures": lectures_pour(origine),
        },
    )


@require_POST
def clore(request: Requete, identifiant: str, uuid: UUID, tour: UUID) -> HttpResponse:
    objet = obtenir_tour(request, identifiant, uuid, tour, "trajectoire.clore")
    try:
        services.clore(identite=request.identite, tour=objet)
    except ValidationError as erreur:
        messages.error(request, erreur.messages[0])
        return redirect(objet.sujet)
    messages.success(request, "Le tour est clos. Voici ce qu’il dit.")
    return redirect(objet)


@require_POST
def imprimer(request: Requete, identifiant: str, uuid: UUID, tour: UUID) -> HttpResponse:
    objet = obtenir_tour(request, identifiant, uuid, tour, "trajectoire.comparer")
    return redirect(demander(gabarit=services.LIVRET, objet=objet, identite=request.identite))


@require_safe
def exporter(request: Requete, identifiant: str, uuid: UUID, tour: UUID) -> HttpResponse:
    """The answers as CSV: for French spreadsheets, or plain with `?plat=1`."""
    objet = obtenir_tour(request, identifiant, uuid, tour, "trajectoire.comparer")
    plat = request.GET.get("plat") == "1"
    response = HttpResponse(
        exports.en_csv(lecture.lire(objet), plat=plat), content_type="text/csv; charset=utf-8"
    )
    nom = f"trajectoire-{objet.ouvert_le:%Y-%m-%d}{'-plat' if plat else ''}.csv"
    response["Content-Disposition"] = f'attachment; filename="{nom}"'
    return response
