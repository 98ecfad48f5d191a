"""The style test in the browser.

The sheet and the result carry no CSRF token: taking the test needs no cookie at all. The signed
id of the sheet and the unguessable address of the result stand in its place, and a session cookie
(SameSite=Lax) never travels with a post that comes from another site.
"""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communs.catalogue.services import lectures_pour, recommandations_pour
from communs.collectivites.identite import autoriser
from communs.collectivites.middleware import Requete
from communs.web.cache_pages import page_publique
from communs.web.debit import depasse, limiter
from communs.web.discretion import hors_index
from communs.web.erreurs import Refus
from sonar import calculs, figures, images, remise, services
from sonar.enums import Style
from sonar.essais import nouvel_essai
from sonar.forms import FeuilleIncoherente, FormulaireEnvoi, FormulaireTest
from sonar.models import Profil, Question, Tentative


@require_safe
@page_publique
def accueil(request: Requete) -> HttpResponse:
    return render(request, "sonar/accueil.html", {"questions": Question.objects.all()})


@require_safe
@page_publique
def regle(request: Requete) -> HttpResponse:
    return render(request, "sonar/regle.html", {"styles": Profil.objects.filter(cle__in=Style.values)})


@require_safe
@page_publique
def portraits(request: Requete) -> HttpResponse:
    profils = Profil.objects.all()
    return render(
        request,
        "sonar/portraits.html",
        {
            "purs": [p for p in profils if not p.est_mixte],
            "mixtes": [p for p in profils if p.est_mixte],
        },
    )


@require_safe
@page_publique
def portrait(request: Requete, cle: str) -> HttpResponse:
    profil = get_object_or_404(Profil, cle=cle)
    styles = [("style", style) for style in profil.styles]
    return render(
        request,
        "sonar/portrait.html",
        {
            "profil": profil,
            "recommandations": recommandations_pour(styles),
            "lectures": lectures_pour(styles),
        },
    )


@require_safe
@page_publique
def image_svg(request: Requete, cle: str) -> HttpResponse:
    return HttpResponse(images.svg(get_object_or_404(Profil, cle=cle)), content_type="image/svg+xml")


@require_safe
@page_publique
def image_png(request: Requete, cle: str) -> HttpResponse:
    return HttpResponse(images.png(get_object_or_404(Profil, cle=cle)), content_type="image/png")


@require_safe
def test(request: Requete) -> HttpResponse:
    """Give a blank sheet: its signed id is in the address, nothing is stored."""
    return redirect("sonar:feuille", jeton=nouvel_essai())


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def feuille(request: Requete, jeton: str) -> HttpResponse:
    """The sheet: six questions on one page, sent back with its answers when something is missing."""
    essai = remise.essai_de(jeton)
    questions = Question.objects.avec_options()
    if request.method != "POST":
        deja = Tentative.objects.filter(essai=essai).first()
        if deja is None:
            return _page_du_test(request, FormulaireTest(questions, essai))
        if deja.compte_id and deja.compte == request.identite.compte:
            return redirect(deja)
        raise Refus(409, remise.DEJA_REMISE)
    form = FormulaireTest(questions, essai, request.POST)
    try:
        form.verifier_coherence()
        if not form.is_valid():
            return _page_du_test(request, form, status=422)
    except FeuilleIncoherente as erreur:
        raise Refus(
            400,
            "Cette réponse ne correspond pas à la feuille que nous vous avions remise. "
            "Rien n’a été enregistré : prenez une nouvelle feuille.",
        ) from erreur
    return redirect(remise.remettre(request=request, essai=essai, form=form, identite=request.identite))


def _page_du_test(request: Requete, form: FormulaireTest, status: int = 200) -> HttpResponse:
    return render(request, "sonar/feuille.html", {"form": form}, status=status)


@require_safe
def resultat(request: Requete, uuid: UUID) -> HttpResponse:
    return _page_du_resultat(request, _tentative(uuid), FormulaireEnvoi())


def _tentative(uuid: UUID) -> Tentative:
    """A result by its address, which is the right to read it; a wrong one says nothing more than 404."""
    return get_object_or_404(Tentative.objects.par_adresse(), uuid=uuid)


def _page_du_resultat(
    request: Requete, tentative: Tentative, form: FormulaireEnvoi, status: int = 200
) -> HttpResponse:
    lu = services.lire_resultat(tentative)
    response = render(
        request,
        "sonar/resultat.html",
        {
            "resultat": lu,
            "secteurs": figures.secteurs(lu.comptes, lu.dominants),
            "anneaux": figures.anneaux(),
            "recommandations": recommandations_pour([("style", style) for style in lu.dominants]),
            "lectures": lectures_pour([("style", style) for style in lu.dominants]),
            "form": form,
        },
        status=status,
    )
    # The address is a secret: search engines may not learn it. The next site does not either, thanks to
    # the referrer policy of every page; a stricter one would make browsers hide the origin of our own forms.
    return hors_index(response)


@csrf_exempt
@require_POST
def effacer(request: Requete, uuid: UUID) -> HttpResponse:
    services.effacer(tentative=_tentative(uuid), identite=request.identite)
    messages.success(request, "Votre résultat est effacé : il n’en reste rien chez nous.")
    return redirect("sonar:accueil")


@csrf_exempt
@require_POST
def envoyer_lien(request: Requete, uuid: UUID) -> HttpResponse:
    tentative = _tentative(uuid)
    autoriser(request.identite, "sonar.envoyer_lien", tentative)
    form = FormulaireEnvoi(request.POST)
    if not form.is_valid():
        return _page_du_resultat(request, tentative, form, status=422)
    email = form.cleaned_data["email"]
    if depasse(request, "sonar_envoyer_lien", str(uuid)) or depasse(
        request, "sonar_destinataire", email.lower()
    ):
        form.add_error("email", "Ce lien vient de partir plusieurs fois. Réessayez dans une heure.")
        return _page_du_resultat(request, tentative, form, status=429)
    services.envoyer_lien(tentative=tentative, email=email, identite=request.identite)
    messages.success(request, "Le lien part à l’instant. Votre adresse sera effacée dès l’envoi.")
    return redirect(tentative)


@csrf_exempt
@require_POST
def carnet(request: Requete, uuid: UUID) -> HttpResponse:
    tentative = _tentative(uuid)
    limiter(request, "livrets_demander")
    return redirect(services.demander_carnet(tentative=tentative, identite=request.identite))


@require_safe
def historique(request: Requete) -> HttpResponse:
    """One's own sheets, latest first, each with what moved since the one before."""
    tentatives = list(Tentative.objects.visibles_par(request.identite).historique())
    cases = calculs.mouvements([calculs.compter(r.style for r in t.reponses.all()) for t in tentatives])
    lignes = list(zip(tentatives, cases, strict=True))
    return render(request, "sonar/historique.html", {"lignes": lignes, "styles": Style})
