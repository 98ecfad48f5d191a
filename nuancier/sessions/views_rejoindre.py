"""Coming in by the code: typed, or scanned; then who one is. No account, no session."""

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from communs.collectivites.middleware import Requete
from communs.web.codes import lire_code
from communs.web.debit import limiter
from communs.web.discretion import hors_index
from nuancier.sessions import inscriptions
from nuancier.sessions.forms_stagiaires import CodeForm, RejoindreForm
from nuancier.sessions.models import Session
from nuancier.sessions.views_stagiaire import secrete

INVALIDE = 422
INCONNU = "Aucune session ouverte ne porte ce code. Vérifiez-le auprès de la personne qui anime."


@require_http_methods(["GET", "HEAD", "POST"])
def rejoindre(request: Requete) -> HttpResponse:
    """Type the code read on the wall, or scan it; then say who one is."""
    donnees = request.POST if request.method == "POST" else request.GET
    formulaire = CodeForm(donnees if "code" in donnees else None)
    if not formulaire.is_bound or not formulaire.is_valid():
        return _page_du_code(request, formulaire)
    limiter(request, "sessions_code")
    session = _par_code(formulaire.cleaned_data["code"])
    if session is None:
        formulaire.add_error("code", INCONNU)
        return _page_du_code(request, formulaire)
    moi = RejoindreForm(request.POST if "demande" in request.POST else None)
    if moi.is_bound and moi.is_valid():
        champs = {nom: v for nom, v in moi.cleaned_data.items() if nom != "demande"}
        try:
            arrivee = inscriptions.rejoindre(
                session=session, demande=moi.cleaned_data["demande"], champs=champs
            )
        except ValidationError as erreur:
            moi.add_error(None, erreur)
        else:
            if arrivee.deja:
                return hors_index(render(request, "nuancier/sessions/deja.html", {"session": session}))
            return secrete(redirect(arrivee.stagiaire.adresse()))
    contexte = {"session": session, "form": moi, "complete": _complete(session)}
    return hors_index(
        render(
            request,
            "nuancier/sessions/rejoindre.html",
            contexte,
            status=INVALIDE if moi.is_bound and moi.errors else 200,
        )
    )


def _page_du_code(request: Requete, formulaire: CodeForm) -> HttpResponse:
    code = INVALIDE if formulaire.errors else 200
    return render(request, "nuancier/sessions/code.html", {"form": formulaire}, status=code)


def _par_code(code: str) -> Session | None:
    sessions = Session.objects.joignables().select_related("collectivite")
    return sessions.prefetch_related("formateurs", "jours").filter(code=lire_code(code)).first()


def _complete(session: Session) -> bool:
    return session.stagiaires.inscrits().count() >= session.jauge
