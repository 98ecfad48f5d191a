"""Sources read by beat, honest or not; nothing they do is fatal."""

from datetime import timedelta

import pytest
from django.utils import timezone

from communs.reseau.tournees import DELAI_RECLAMATION
from tests.outils.toile import page, toile, vers
from tests.outils.tuyau import en_parallele
from tests.veille.panier.test_flux import ATOM, BOMBE, RSS
from veille.panier import collecte
from veille.panier.flux import ENTITES, PAS_UN_FLUX
from veille.panier.models import Source, Trouvaille

__all__ = ["toile"]

pytestmark = pytest.mark.django_db(transaction=True)

FLUX = RSS.format(jeu="utf-8").encode()


def suivre(adresse="http://large.test/flux", **champs):
    return Source.objects.create(nom="Le large", adresse=adresse, **champs)


def due():
    Source.objects.update(prochaine_le=timezone.now())
    return Source.objects.get()


def test_what_is_new_is_found_once(toile):
    toile.site("large.test", {"/flux": page(200, FLUX, Content_Type="application/rss+xml")})
    suivre()

    assert collecte.collecter() == 1
    due()
    assert collecte.collecter() == 1

    source = Source.objects.get()
    assert [t.titre for t in Trouvaille.objects.all()] == ["Les marées de l’été"]
    assert (source.echecs, source.panne, source.site) == (0, "", "https://large.example/")
    assert source.prochaine_le > timezone.now() + timedelta(hours=2)


def test_it_is_asked_only_for_what_changed(toile):
    vues = []

    def repondre(demande):
        vues.append(demande.entetes.get("If-None-Match"))
        if demande.entetes.get("If-None-Match") == '"un"':
            return page(304, ETag='"un"')
        return page(200, FLUX, ETag='"un"')

    toile.site("large.test", {"/flux": repondre})
    suivre()
    collecte.collecter()
    due()
    collecte.collecter()

    assert vues == [None, '"un"']
    assert (Trouvaille.objects.count(), Source.objects.get().echecs) == (1, 0)


def test_two_sources_that_bring_one_page_bring_it_once(toile):
    toile.site("large.test", {"/flux": page(200, FLUX), "/autre": page(200, FLUX)})
    suivre()
    suivre("http://large.test/autre")

    assert collecte.collecter() == 2
    assert Trouvaille.objects.count() == 1


@pytest.mark.parametrize(
    ("corps", "dit"),
    [
        (page(500), "panne"),
        (page(200, b"<html></html>", Content_Type="text/html"), "n’est pas un flux"),
        (page(200, BOMBE), ENTITES),
        (page(200, b"x" * 3_000_000), "dépasse"),
        (vers("http://127.0.0.1/flux"), "et non un numéro"),
    ],
)
def test_what_goes_wrong_is_shown_and_tried_later(toile, corps, dit):
    toile.site("large.test", {"/flux": corps})
    suivre()

    collecte.collecter()

    source = Source.objects.get()
    assert dit.lower() in source.panne.lower()
    assert source.echecs == 1
    assert timedelta(minutes=50) < source.prochaine_le - timezone.now() < timedelta(minutes=70)
    due()
    collecte.collecter()
    assert (
        timedelta(minutes=110) < Source.objects.get().prochaine_le - timezone.now() < timedelta(minutes=130)
    )


def test_one_feed_that_breaks_the_library_does_not_stop_those_behind_it(toile):
    piege = RSS.format(jeu="utf-8").replace("Un &lt;b&gt;", "&#xD800; &lt;b&gt;").encode()
    toile.site("large.test", {"/flux": page(200, piege), "/autre": page(200, FLUX)})
    suivre()
    suivre("http://large.test/autre", prochaine_le=timezone.now())

    assert collecte.collecter() == 2

    pieges, autre = Source.objects.order_by("pk")
    assert (pieges.panne, autre.panne) == (PAS_UN_FLUX, "")
    assert [t.titre for t in Trouvaille.objects.all()] == ["Les marées de l’été"]


def test_an_endless_body_ends(toile):
    toile.site("large.test", {"/flux": lambda demande: [b"HTTP/1.1 200 Oui\r\n\r\n", *[b"x" * 65536] * 100]})
    suivre()

    collecte.collecter()

    assert Source.objects.get().echecs == 1


def test_a_feed_that_is_gone_is_read_no_more(toile):
    toile.site("large.test", {"/flux": page(410)})
    suivre()

    collecte.collecter()
    due()

    assert (Source.objects.get().active, Source.objects.get().panne) == (False, collecte.RETIREE)
    assert collecte.collecter() == 0


def test_a_feed_that_moved_for_good_is_followed_there(toile):
    toile.site("large.test", {"/flux": vers("/neuf", 301), "/neuf": page(200, ATOM)})
    suivre()

    collecte.collecter()

    assert Source.objects.get().adresse.endswith("/neuf")
    assert Trouvaille.objects.count() == 1


def test_two_workers_do_not_read_one_source_twice(toile):
    visites = []

    def repondre(demande):
        visites.append(demande.chemin)
        return page(200, FLUX)

    toile.site("large.test", {"/flux": repondre})
    suivre()

    en_parallele(collecte.collecter, collecte.collecter)

    assert visites == ["/flux"]


def test_a_claim_left_by_a_killed_worker_ends_by_itself(toile):
    toile.site("large.test", {"/flux": page(200, FLUX)})
    suivre(reclamee_le=timezone.now())
    assert collecte.collecter() == 0
    Source.objects.update(reclamee_le=timezone.now() - DELAI_RECLAMATION)

    assert collecte.collecter() == 1
    assert Trouvaille.objects.count() == 1


def test_what_was_discarded_long_ago_is_forgotten():
    vieux = timezone.now() - timedelta(days=91)
    for n, etat in enumerate(("ecartee", "gardee")):
        Trouvaille.objects.create(
            empreinte=str(n), titre="T", adresse="https://a.example/", etat=etat, triee_le=vieux
        )

    assert collecte.purger() == 1
    assert Trouvaille.objects.get().etat == "gardee"
