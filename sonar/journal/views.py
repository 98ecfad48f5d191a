"""The newspaper on screen, and its two booklets."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from communs.collectivites.middleware import Requete
from communs.livrets.services import demander
from communs.web.cache_pages import page_publique
from communs.web.debit import limiter
from communs.web.erreurs import Refus
from sonar.journal.edition import Edition, contexte
from sonar.journal.enums import Forme
from sonar.journal.forms import FormulaireImpression
from sonar.journal.livrets import GABARITS

INCONNU = "Nous n’imprimons que le journal entier ou le test sur papier. Rien d’autre n’a été demandé."


@require_safe
@page_publique
def journal(request: Requete) -> HttpResponse:
    """The newspaper page by page: what each holds, with an extract."""
    return render(request, "sonar/journal/journal.html", contexte(Edition(Forme.JOURNAL)))


@csrf_exempt
@require_POST
def imprimer(request: Requete) -> HttpResponse:
    """Ask for a PDF; its own page says when it is ready.

    No CSRF token, for the form stands on pages without a session and the gesture harms nobody.
    """
    limiter(request, "livrets_demander")
    form = FormulaireImpression(request.POST)
    if not form.is_valid():
        raise Refus(400, INCONNU)
    forme = Forme(form.cleaned_data["forme"])
    return redirect(demander(gabarit=GABARITS[forme], objet=Edition(forme), identite=request.identite))
