"""Politeness: one visit at a time per site, a pause between two, and what sites ask of robots."""

import threading
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from communs.reseau import robots, services, tasks, tours
from communs.reseau.adresses import analyser
from communs.reseau.enums import Etat
from communs.reseau.erreurs import VisiteManquee
from communs.reseau.models import Hote
from communs.reseau.visite import Visite
from tests.outils.toile import page, selon_la_methode, vers
from tests.outils.tuyau import en_parallele

en_base = pytest.mark.django_db
entre_workers = pytest.mark.django_db(transaction=True)


def manquer_la_lecture(adresse: str, **options: object) -> VisiteManquee:
    with pytest.raises(VisiteManquee) as manque:
        services.lire(adresse, **options)
    return manque.value


# --- turns


@entre_workers
def test_deux_workers_ne_sont_jamais_ensemble_chez_le_meme_site(toile):
    def lente(demande):
        toile.arret.wait(0.1)
        return page()

    site = toile.site("exemple.test", {"/": lente})
    constats: list[services.Constat] = []
    en_parallele(*[lambda: constats.append(services.verifier("http://exemple.test/"))] * 4)
    assert [c.etat for c in constats] == [Etat.OK] * 4
    assert site.presents_max == 1
    assert Hote.objects.get().jeton is None


@entre_workers
def test_deux_workers_vont_ensemble_chez_deux_sites(toile):
    rendez_vous = threading.Barrier(2, timeout=10)

    def ensemble(demande):
        rendez_vous.wait()
        return page()

    toile.site("un.test", {"/": ensemble})
    toile.site("deux.test", {"/": ensemble})
    constats: list[services.Constat] = []
    en_parallele(
        lambda: constats.append(services.verifier("http://un.test/")),
        lambda: constats.append(services.verifier("http://deux.test/")),
    )
    assert [c.etat for c in constats] == [Etat.OK, Etat.OK]


@entre_workers
def test_deux_visites_qui_se_croisent_ne_s_attendent_pas_pour_toujours(toile):
    toile.site("un.test", {"/": vers("http://deux.test/fin"), "/fin": page()})
    toile.site("deux.test", {"/": vers("http://un.test/fin"), "/fin": page()})
    constats: list[services.Constat] = []
    en_parallele(
        *[lambda: constats.append(services.verifier("http://un.test/"))] * 2,
        *[lambda: constats.append(services.verifier("http://deux.test/"))] * 2,
    )
    assert [c.etat for c in constats] == [Etat.OK] * 4
    assert [s.presents_max for s in toile.sites] == [1, 1]


@en_base
def test_entre_deux_visites_un_site_a_sa_pause(toile):
    site = toile.site("exemple.test", {"/": page()})
    sortie = toile.sortie(ecart=60, attente=0.2)
    assert services.verifier("http://exemple.test/", sortie=sortie).etat == Etat.OK
    constat = services.verifier("http://exemple.test/", sortie=sortie)
    assert (constat.etat, constat.en_panne) == (Etat.PATIENCE, False)
    assert constat.revenir_le == Hote.objects.get().libre_le
    assert site.demandees() == ["HEAD /"], "la seconde visite n’est pas partie"


@en_base
def test_la_pause_passee_le_site_se_visite(toile):
    toile.site("exemple.test", {"/": page()})
    sortie = toile.sortie(ecart=0.3, attente=10)
    constats = [services.verifier("http://exemple.test/", sortie=sortie) for _ in range(3)]
    assert [c.etat for c in constats] == [Etat.OK] * 3


@en_base
def test_les_pages_d_une_meme_visite_se_suivent_sans_pause(toile):
    site = toile.site("exemple.test", {"/": vers("/b"), "/b": selon_la_methode(HEAD=page(405), GET=page())})
    sortie = toile.sortie(ecart=3600, attente=0.2)
    assert services.verifier("http://exemple.test/", sortie=sortie).etat == Etat.OK
    assert site.demandees() == ["HEAD /", "HEAD /b", "GET /", "GET /b"]


@en_base
def test_le_nom_du_site_compte_une_fois_quelle_que_soit_sa_casse(toile):
    toile.site("exemple.test", {"/": page()})
    services.verifier("http://EXEMPLE.test/")
    services.verifier("http://exemple.TEST:80/")
    assert [h.nom for h in Hote.objects.all()] == ["exemple.test"]


@en_base
def test_un_worker_mort_ne_garde_le_tour_que_le_temps_de_son_bail():
    mort = tours.prendre("exemple.test", bail=0.2, attente=0)
    suivant = tours.prendre("exemple.test", bail=60, attente=10)
    tours.rendre(mort, pause=0)
    assert Hote.objects.get().jeton == suivant.jeton, "le mort ne rend pas le tour d’un autre"


@entre_workers
def test_on_ne_visite_pas_depuis_une_transaction(toile):
    toile.site("exemple.test", {"/": page()})
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        services.verifier("http://exemple.test/")
    assert toile.connexions == []


@en_base
def test_le_tour_est_rendu_quoi_qu_il_arrive(toile):
    toile.site("exemple.test", {"/": lambda d: [b"charabia\r\n\r\n"]})
    services.verifier("http://exemple.test/")
    assert Hote.objects.get().jeton is None


@en_base
def test_les_sites_qu_on_ne_visite_plus_s_oublient():
    Hote.objects.create(nom="vieux.test", libre_le=timezone.now() - timedelta(days=31))
    Hote.objects.create(nom="recent.test", libre_le=timezone.now() - timedelta(days=29))
    tasks.purger()
    assert [h.nom for h in Hote.objects.all()] == ["recent.test"]


@en_base
def test_sans_redis_on_visite_toujours_chacun_son_tour(toile, monkeypatch):
    from communs.web.cache import _ClientPrudent

    monkeypatch.setattr(_ClientPrudent, "muet_jusqua", float("inf"))
    site = toile.site("exemple.test", {"/": page()})
    sortie = toile.sortie(ecart=60, attente=0.2)
    assert services.verifier("http://exemple.test/", sortie=sortie).etat == Etat.OK
    assert services.verifier("http://exemple.test/", sortie=sortie).etat == Etat.PATIENCE
    assert site.demandees() == ["HEAD /"]


# --- Retry-After


@pytest.mark.parametrize(
    ("code", "entetes"), [(429, {"Retry_After": "3600"}), (503, {"Retry_After": "3600"}), (429, {})]
)
@en_base
def test_un_site_qui_demande_du_repos_en_a_de_tous(toile, code, entetes):
    site = toile.site("exemple.test", {"/": page(code, **entetes), "/autre": page()})
    constat = services.verifier("http://exemple.test/")
    assert (constat.etat, constat.code, constat.en_panne) == (Etat.PATIENCE, code, False)
    assert constat.revenir_le is not None
    assert site.demandees() == ["HEAD /"], "pas de GET après un refus de ce genre"
    libre_le = Hote.objects.get().libre_le
    constat = services.verifier("http://exemple.test/autre")
    assert (constat.etat, constat.revenir_le) == (Etat.PATIENCE, libre_le)
    assert manquer_la_lecture("http://exemple.test/autre").revenir_le == libre_le
    assert site.demandees() == ["HEAD /"]


@en_base
def test_un_repos_deja_passe_n_en_est_pas_un(toile):
    pages = {"/": page(503, Retry_After="Sat, 01 Jan 2000 00:00:00 GMT"), "/b": page()}
    toile.site("exemple.test", pages)
    assert services.verifier("http://exemple.test/").etat == Etat.PATIENCE
    assert services.verifier("http://exemple.test/b").etat == Etat.OK


@en_base
def test_le_repos_vaut_aussi_quand_il_est_demande_pour_robots(toile):
    site = toile.site("exemple.test", {"/": page(), "/robots.txt": page(429, Retry_After="3600")})
    assert services.verifier("http://exemple.test/").etat == Etat.PATIENCE
    assert site.demandees() == []


@en_base
def test_le_repos_est_celui_du_site_qui_le_demande(toile):
    toile.site("un.test", {"/": vers("http://deux.test/"), "/b": page()})
    toile.site("deux.test", {"/": page(429, Retry_After="3600")})
    assert services.verifier("http://un.test/").etat == Etat.PATIENCE
    assert services.verifier("http://un.test/b").etat == Etat.OK


# --- robots.txt


@pytest.mark.parametrize(
    ("robots", "etat"),
    [
        (page(200, b""), Etat.OK),
        (page(200, b"User-agent: *\nDisallow: /autre\n"), Etat.OK),
        (page(200, b"User-agent: *\nDisallow: /\n"), Etat.ROBOTS),
        (page(200, b"\xef\xbb\xbfUser-agent: *\r\nDisallow: /\r\n"), Etat.ROBOTS),
        (page(200, b"User-agent: vigie\nDisallow: /prive\n"), Etat.ROBOTS),
        (page(200, b"User-agent: *\nDisallow: /\n\nUser-agent: Vigie\nAllow: /\n"), Etat.OK),
        (page(200, b"User-agent: autre\nDisallow: /\n"), Etat.OK),
        (page(200, b"User-agent: *\nDisallow: /*.pdf$\n"), Etat.ROBOTS),
        (page(200, b"User-agent: *\nDisallow: /prive\nAllow: /prive/a\n"), Etat.OK),
        (page(200, b"<html>Bonjour</html>"), Etat.OK),
        (page(404, b"User-agent: *\nDisallow: /\n"), Etat.OK),
        (page(403), Etat.OK),
    ],
)
@en_base
def test_ce_que_le_site_demande_aux_robots_est_suivi(toile, robots, etat):
    site = toile.site("exemple.test", {"/prive/a.pdf": page(200, b"Bonjour"), "/robots.txt": robots})
    constat = services.verifier("http://exemple.test/prive/a.pdf")
    assert (constat.etat, constat.en_panne) == (etat, False)
    if etat is Etat.ROBOTS:
        assert manquer_la_lecture("http://exemple.test/prive/a.pdf").etat == Etat.ROBOTS
        assert site.demandees() == []
    else:
        assert services.lire("http://exemple.test/prive/a.pdf").corps == b"Bonjour"


@pytest.mark.parametrize(
    "robots", [page(500), page(503), lambda d: [b"charabia\r\n\r\n"], page(200, b"x" * 600_000)]
)
@en_base
def test_robots_illisible_laisse_verifier_un_lien_et_rien_lire(toile, robots):
    site = toile.site("exemple.test", {"/": page(), "/robots.txt": robots})
    assert services.verifier("http://exemple.test/").etat == Etat.OK
    assert manquer_la_lecture("http://exemple.test/").etat == Etat.ROBOTS
    assert site.demandees() == ["HEAD /"]


@en_base
def test_la_panne_de_robots_dit_sa_cause_a_qui_lit(toile):
    toile.site("exemple.test", {"/": page(), "/robots.txt": lambda d: [b"charabia\r\n\r\n"]})
    manque = manquer_la_lecture("http://exemple.test/")
    assert manque.etat == Etat.INCOMPREHENSIBLE
    assert manque.message.startswith("Le fichier robots.txt du site n’a pas pu être lu. ")


@en_base
def test_robots_se_demande_une_fois_par_site(toile):
    site = toile.site("exemple.test", {"/": page(), "/b": page()})
    for chemin in ("/", "/b", "/"):
        services.verifier(f"http://exemple.test{chemin}")
    assert [d.chemin for d in site.demandes].count("/robots.txt") == 1
    cache.clear()
    services.verifier("http://exemple.test/")
    assert [d.chemin for d in site.demandes].count("/robots.txt") == 2


@en_base
def test_une_redirection_vers_une_page_refusee_aux_robots_s_arrete_la(toile):
    toile.site("un.test", {"/": vers("http://deux.test/prive")})
    deux = toile.site(
        "deux.test", {"/prive": page(), "/robots.txt": page(200, b"User-agent: *\nDisallow: /prive")}
    )
    assert services.verifier("http://un.test/").etat == Etat.ROBOTS
    assert deux.demandees() == []


@en_base
def test_robots_se_suit_d_un_site_a_l_autre_sans_perdre_son_tour(toile):
    un = toile.site("un.test", {"/": page(), "/robots.txt": vers("http://deux.test/robots.txt")})
    toile.site("deux.test", {"/robots.txt": page(200, b"User-agent: *\nDisallow: /b")})
    assert services.verifier("http://un.test/").etat == Etat.OK
    assert services.verifier("http://un.test/b").etat == Etat.ROBOTS
    assert un.demandees() == ["HEAD /"]
    assert {h.jeton for h in Hote.objects.all()} == {None}


@pytest.mark.parametrize(
    ("demande", "accorde"), [("20", 20), ("100000000", 30), ("-1", 0), ("nan", 0), ("inf", 0), ("abc", 0)]
)
@en_base
def test_la_pause_demandee_par_robots_est_accordee_dans_une_limite(toile, demande, accorde):
    regles = page(200, f"User-agent: *\nCrawl-delay: {demande}\nDisallow: /x".encode())
    toile.site("exemple.test", {"/robots.txt": regles})
    with Visite(toile.sortie()) as visite:
        robots.demander(visite, analyser("http://exemple.test/"), indulgent=False)
        assert visite.pauses == {"exemple.test": accorde}


@en_base
def test_la_pause_demandee_par_robots_remet_la_visite_suivante(toile):
    regles = page(200, b"User-agent: *\nCrawl-delay: 20\n")
    toile.site("exemple.test", {"/": page(), "/robots.txt": regles})
    sortie = toile.sortie(attente=0.2)
    assert services.verifier("http://exemple.test/", sortie=sortie).etat == Etat.OK
    assert services.verifier("http://exemple.test/", sortie=sortie).etat == Etat.PATIENCE
