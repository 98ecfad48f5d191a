"""The map and the glossary, in public."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from communs.collectivites.middleware import Requete
from communs.echanges.textes import sans_accents
from communs.livrets.services import demander
from communs.web.cache_pages import page_publique
from communs.web.debit import limiter
from sonar.carte import lecture
from sonar.carte.calculs import couvertures
from sonar.carte.figures import dessiner
from sonar.carte.forms import ChercherForm
from sonar.carte.livrets import AFFICHE, REFERENCE
from sonar.carte.models import Concept


@require_safe
@page_publique
def carte(request: Requete) -> HttpResponse:
    """Everything is in the page: the script that searches and filters asks the server for nothing."""
    formulaire = ChercherForm(request.GET)
    concepts = list(Concept.objects.de_la_carte())
    trouves = _filtrer(concepts, formulaire) if request.GET else concepts
    contexte = {
        "form": formulaire,
        "dessin": dessiner(concepts, lecture.questions()),
        "poles": lecture.legende(),
        "fiches": lecture.fiches(trouves),
        "total": len(concepts),
        "zones": couvertures([], [c.place for c in concepts if c.place]),
        "trouves": frozenset(concept.cle for concept in trouves),
        "filtre": bool(request.GET),
    }
    return render(request, "sonar/carte/carte.html", contexte)


def _filtrer(concepts: list[Concept], formulaire: ChercherForm) -> list[Concept]:
    """The resources that these filters keep; a filter that makes no sense keeps everything."""
    formulaire.is_valid()
    dits = formulaire.cleaned_data
    mots = sans_accents(dits.get("q", "")).split()
    return [
        concept
        for concept in concepts
        if (not dits.get("zone") or concept.zone == dits["zone"])
        and (not dits.get("certitude") or concept.certitude == dits["certitude"])
        and all(mot in sans_accents(f"{concept.nom} {concept.definition}") for mot in mots)
    ]


@require_safe
@page_publique
def definitions(request: Requete) -> HttpResponse:
    """The glossary, by name, each word at its anchor."""
    concepts = sorted(Concept.objects.definis(), key=lambda concept: sans_accents(concept.nom))
    return render(request, "sonar/carte/definitions.html", {"fiches": lecture.fiches(concepts)})


@csrf_exempt  # its page is kept for everybody, without a cookie; asking for a public poster is nobody's act
@require_POST
def affiche(request: Requete) -> HttpResponse:
    limiter(request, "livrets_demander")
    return redirect(demander(gabarit=AFFICHE, objet=REFERENCE, identite=request.identite))
