"""What programs read of the veille, and the two pages that show it to people."""

from collections.abc import Iterable
from itertools import groupby

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from communs.collectivites.middleware import Requete
from communs.web.cache_pages import page_publique
from communs.web.debit import limiter
from veille.enums import EtatNumero
from veille.flux import agenda as ical
from veille.flux import atom, selections
from veille.flux import opml as feuille
from veille.flux.recherche import chercher
from veille.flux.textes import absolue
from veille.lecture.adresses import numero_d_avant
from veille.models import Bulletin, Notice, Numero, RendezVous
from veille.notices.querysets import NoticeQuerySet
from veille.numeros.querysets import BulletinQuerySet, NumeroQuerySet

PAR_PAGE = 30


def _bulletin(cle: str, parmi: BulletinQuerySet | None = None) -> Bulletin:
    """The bulletin at this address, or that was. Few programs follow a redirection: they are answered."""
    bulletins = Bulletin.objects.publies() if parmi is None else parmi
    return bulletins.filter(cle=cle).first() or get_object_or_404(bulletins, anciennes__chemin=cle)


def _flux_de_notices(flux: selections.Flux, notices: NoticeQuerySet) -> HttpResponse:
    return HttpResponse(atom.des_notices(flux, selections.notices_recentes(notices)), content_type=atom.GENRE)


def _flux_de_numeros(flux: selections.Flux, numeros: NumeroQuerySet) -> HttpResponse:
    return HttpResponse(atom.des_numeros(flux, selections.numeros_recents(numeros)), content_type=atom.GENRE)


@require_safe
@page_publique
def notices(request: Requete) -> HttpResponse:
    return _flux_de_notices(selections.notices_de_la_veille(), Notice.objects.all())


@require_safe
@page_publique
def numeros(request: Requete) -> HttpResponse:
    return _flux_de_numeros(selections.numeros_de_la_veille(), Numero.objects.all())


@require_safe
@page_publique
def notices_du_bulletin(request: Requete, bulletin: str) -> HttpResponse:
    present = _bulletin(bulletin)
    return _flux_de_notices(selections.notices_du_bulletin(present), selections.notices_parues(present))


@require_safe
@page_publique
def numeros_du_bulletin(request: Requete, bulletin: str) -> HttpResponse:
    present = _bulletin(bulletin)
    flux = selections.numeros_du_bulletin(present)
    return _flux_de_numeros(flux, Numero.objects.filter(bulletin=present))


@require_safe
@page_publique
def rubrique(request: Requete, bulletin: str, rubrique: str) -> HttpResponse:
    """One section of a bulletin, over all its issues."""
    present = _bulletin(bulletin)
    flux = selections.rubrique_ou_404(present, rubrique)
    return _flux_de_notices(flux, selections.notices_parues(present, rubrique))


@require_safe
@page_publique
def theme(request: Requete, theme: str) -> HttpResponse:
    present = selections.theme_ou_404(theme)
    return _flux_de_notices(selections.du_theme(present), Notice.objects.filter(themes=present))


@require_safe
def recherche(request: Requete) -> HttpResponse:
    """What answers a search, now and later; a search of nothing is the feed of everything."""
    limiter(request, "veille_trouver")
    trouve = chercher(request.GET)
    if trouve is None:
        return redirect("veille:flux_notices")
    trouvees, canonique, titre = trouve
    return _flux_de_notices(selections.de_la_recherche(canonique, titre), trouvees)


@require_safe
@page_publique
def opml(request: Requete) -> HttpResponse:
    return HttpResponse(feuille.en_opml(selections.tous_les_flux()), content_type=feuille.GENRE)


@require_safe
@page_publique
def agenda(request: Requete) -> HttpResponse:
    """What is to come, by month, then what is over."""
    jour = timezone.localdate(timezone=ical.PARIS)
    passes = Paginator(ical.passes(jour), PAR_PAGE).get_page(request.GET.get("page"))
    mois = groupby(ical.a_venir(jour), key=lambda entree: entree.le.replace(day=1))
    contexte = {
        "mois": [(premier, list(entrees)) for premier, entrees in mois],
        "passes": passes,
        "adresse": absolue(reverse("veille:agenda_ics")),
        "abonnement": ical.adresse_d_abonnement(reverse("veille:agenda_ics")),
    }
    return render(request, "veille/flux/agenda.html", contexte)


@require_safe
@page_publique
def agenda_ics(request: Requete) -> HttpResponse:
    return _calendrier("Veille\N{NO-BREAK SPACE}: l’agenda", ical.pour_les_agendas())


@require_safe
@page_publique
def agenda_du_bulletin(request: Requete, bulletin: str) -> HttpResponse:
    """It stays when its last issue is taken back: that is where programs learn of it."""
    present = _bulletin(bulletin, Bulletin.objects.filter(numeros__publie_le__isnull=False).distinct())
    return _calendrier(
        f"{present}\N{NO-BREAK SPACE}: l’agenda", ical.pour_les_agendas(numero__bulletin=present)
    )


@require_safe
@page_publique
def agenda_du_numero(request: Requete, bulletin: str, numero: str) -> HttpResponse:
    parus = Numero.objects.presents().filter(etat__in=(EtatNumero.PUBLIE, EtatNumero.DEPUBLIE))
    present = parus.filter(bulletin__cle=bulletin, cle=numero).select_related("bulletin").first()
    if present is None:
        ancien = numero_d_avant(bulletin, numero)
        present = get_object_or_404(parus.select_related("bulletin"), pk=ancien.pk if ancien else None)
    return _calendrier(str(present), ical.pour_les_agendas(numero=present))


def _calendrier(titre: str, entrees: Iterable[RendezVous]) -> HttpResponse:
    return HttpResponse(ical.en_ical(titre, entrees), content_type=ical.GENRE)


@require_safe
@page_publique
def presentation(request: Requete) -> HttpResponse:
    """Everything that a reader's own programs can take from the veille."""
    flux = selections.tous_les_flux()
    contexte = {
        "groupes": [(nom, list(siens)) for nom, siens in groupby(flux, key=lambda f: f.groupe)],
        "agenda": absolue(reverse("veille:agenda_ics")),
        "abonnement": ical.adresse_d_abonnement(reverse("veille:agenda_ics")),
        "oai": absolue(reverse("veille:oai")),
        "adresse_recherche": absolue(reverse("veille:flux_recherche")),
    }
    return render(request, "veille/flux/presentation.html", contexte)
