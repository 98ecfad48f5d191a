"""What anybody may do: suggest a reference, take the list of the sources away."""

from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement, tostring

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from communs.collectivites.middleware import Requete
from communs.web.debit import limiter
from veille.flux.textes import propre
from veille.panier import services
from veille.panier.forms import SuggestionForm
from veille.panier.models import Source

INVALIDE = 422


@require_http_methods(["GET", "HEAD", "POST"])
def proposer(request: Requete) -> HttpResponse:
    """Suggest a reference; `?adresse=…&titre=…` fills the form, for the bookmarklet."""
    if request.method == "POST":
        limiter(request, "veille_proposer")
        form = SuggestionForm(request.POST)
        if form.is_valid():
            if not form.d_un_robot:
                champs = ("titre", "adresse", "commentaire")
                services.suggerer(**{nom: form.cleaned_data[nom] for nom in champs})
            return redirect("veille:proposer_merci")
    else:
        form = SuggestionForm(
            initial={
                "adresse": request.GET.get("adresse", "")[:1000],
                "titre": request.GET.get("titre", "")[:500],
            }
        )
    contexte = {"form": form, "signet": _signet(request)}
    return render(request, "veille/panier/proposer.html", contexte, status=INVALIDE if form.errors else 200)


def _signet(request: Requete) -> str:
    """The bookmarklet: opens this page with the address and title of the page being read."""
    ici = request.build_absolute_uri(request.path)
    return (
        f"javascript:void(open('{ici}?adresse='+encodeURIComponent(location.href)"
        "+'&titre='+encodeURIComponent(document.title)))"
    )


@require_safe
def proposer_merci(request: Requete) -> HttpResponse:
    return render(request, "veille/panier/merci.html")


@require_safe
def sources_opml(request: Requete) -> HttpResponse:
    """The feeds that are followed, for another reader of feeds (OPML 2.0).

    An address that holds a password is ours alone.
    """
    opml = Element("opml", version="2.0")
    SubElement(SubElement(opml, "head"), "title").text = "Les sources de la veille"
    corps = SubElement(opml, "body")
    for source in Source.objects.filter(active=True).order_by("nom", "pk"):
        if "@" in urlsplit(source.adresse).netloc:
            continue
        nom = propre(source.nom)
        attributs = {"type": "rss", "text": nom, "title": nom, "xmlUrl": propre(source.adresse)}
        site = {"htmlUrl": propre(source.site)} if source.site else {}
        SubElement(corps, "outline", attributs | site)
    return HttpResponse(
        tostring(opml, encoding="utf-8", xml_declaration=True),
        content_type="text/x-opml; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="sources-de-la-veille.opml"'},
    )
