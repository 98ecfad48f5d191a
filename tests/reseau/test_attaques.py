"""Servers, names and certificates that mean harm: one trick, one test.

None may reach an address that is not public, hold a worker, fill its memory, or make it fail otherwise
than by a verdict.
"""

import gzip
import itertools
import socket
import ssl
import threading
from contextlib import suppress
from datetime import timedelta
from ipaddress import ip_network

import pytest
from django.conf import settings as reglages
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communs.reseau import services
from communs.reseau.enums import Etat
from communs.reseau.erreurs import VisiteManquee
from communs.reseau.sortie import connecter, resoudre, sortie_reelle
from tests.outils.toile import Certificat, Couper, page, vers

pytestmark = pytest.mark.django_db


def lire_et_manquer(adresse: str, **options: object) -> VisiteManquee:
    with pytest.raises(VisiteManquee) as manque:
        services.lire(adresse, **options)
    return manque.value


# --- where the connection goes


@pytest.mark.parametrize(
    "ip",
    ["127.0.0.1", "10.0.0.1", "169.254.169.254", "100.64.0.1", "::1", "::ffff:10.0.0.1", "64:ff9b::a00:1"],
)
def test_un_nom_public_qui_mene_a_l_interieur_est_refuse_sans_connexion(toile, ip, caplog):
    caplog.set_level("WARNING", logger="communs.reseau")
    toile.dns["piege.test"] = [ip]
    constat = services.verifier("http://piege.test/")
    assert (constat.etat, constat.en_panne) == (Etat.ADRESSE_REFUSEE, True)
    assert ip not in constat.message
    assert toile.connexions == []
    assert "piege.test" in caplog.text


def test_une_seule_adresse_interne_parmi_des_publiques_suffit_a_refuser(toile):
    toile.site("piege.test", {"/": page()})
    toile.dns["piege.test"].append("192.168.1.1")
    assert services.verifier("http://piege.test/").etat == Etat.ADRESSE_REFUSEE
    assert toile.connexions == []


def test_un_reseau_refuse_par_reglage_ne_se_visite_pas(toile, monkeypatch):
    monkeypatch.setattr(reglages, "VIGIE_RESEAU_REFUSES", [ip_network("93.184.0.0/16")])
    toile.site("interne.test", {"/": page()})
    sortie = toile.sortie(refuses=sortie_reelle().refuses)
    assert services.verifier("http://interne.test/", sortie=sortie).etat == Etat.ADRESSE_REFUSEE
    assert toile.connexions == []


def test_la_connexion_va_a_l_adresse_verifiee_quoi_que_dise_ensuite_l_annuaire(toile):
    """DNS rebinding: a public answer for the check, then an internal one for the connection."""
    toile.site("piege.test", {"/": page(404)})
    publique = toile.adresse("piege.test")
    reponses = itertools.chain([[publique]], itertools.repeat(["127.0.0.1"]))
    toile.dns["piege.test"] = lambda: next(reponses)
    constat = services.verifier("http://piege.test/")
    assert constat.etat == Etat.ADRESSE_REFUSEE, "robots.txt est passé, la page a été refusée"
    assert toile.connexions == [(publique, 80)]


def test_un_nom_se_resout_une_fois_par_connexion(toile):
    toile.site("exemple.test", {"/": vers("/b"), "/b": page()})
    services.verifier("http://exemple.test/")
    assert len(toile.resolutions) == len(toile.connexions) == 3, "robots.txt, puis deux pages"


@pytest.mark.parametrize(
    "destination",
    [
        "http://127.0.0.1/",
        "http://127.0.0.1:6379/",
        "http://[::1]/",
        "http://169.254.169.254/latest/meta-data/",
        "http://2130706433/",
        "http://localhost/",
        "http://interne.test/",
        "//interne.test/",
        "file:///etc/passwd",
        "gopher://exemple.test/_SET",
        "http://nom:secret@exemple.test/",
        "http://exemple.test:6379/",
    ],
)
def test_une_redirection_vers_l_interieur_est_refusee(toile, destination):
    toile.dns["interne.test"] = ["10.0.0.1"]
    toile.site("exemple.test", {"/": vers("/b"), "/b": vers(destination)})
    constat = services.verifier("http://exemple.test/")
    assert constat.etat == Etat.ADRESSE_REFUSEE
    assert constat.message.startswith("La page redirige vers une autre. ")
    assert {ip for ip, _ in toile.connexions} == {toile.adresse("exemple.test")}


def test_le_fichier_robots_ne_mene_pas_plus_loin_que_la_page(toile):
    toile.dns["interne.test"] = ["10.0.0.1"]
    toile.site("exemple.test", {"/": page(), "/robots.txt": vers("http://interne.test/")})
    assert services.verifier("http://exemple.test/").etat == Etat.OK
    assert lire_et_manquer("http://exemple.test/").etat == Etat.ROBOTS
    assert {ip for ip, _ in toile.connexions} == {toile.adresse("exemple.test")}


def test_de_https_vers_http_on_ne_suit_pas(toile):
    toile.site("exemple.test", {"/": vers("http://exemple.test/b")}, certificat=Certificat(["exemple.test"]))
    clair = toile.site("exemple.test", {"/b": page()})
    constat = services.verifier("https://exemple.test/")
    assert (constat.etat, constat.en_panne) == (Etat.DECLASSE, False)
    assert lire_et_manquer("https://exemple.test/").etat == Etat.DECLASSE
    assert clair.demandes == []


def test_le_resolveur_du_systeme_ne_complete_pas_un_nom(monkeypatch):
    """« base.interne » must not become « base.interne.mairie.local » by a search domain."""
    demandes: list[str] = []

    def getaddrinfo(nom: str, port: object, **options: object) -> list[tuple]:
        demandes.append(nom)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", 0))]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    assert resoudre("exemple.fr") == ["93.184.216.34"]
    assert demandes == ["exemple.fr."]


def test_la_connexion_ordinaire_va_ou_on_lui_dit():
    with socket.create_server(("127.0.0.1", 0)) as serveur:
        ip, port = serveur.getsockname()
        with connecter(ip, port, 5) as prise:
            assert prise.getpeername() == (ip, port)


# --- certificates


def test_un_certificat_valable_passe_et_le_nom_demande_est_celui_du_site(toile):
    site = toile.site("exemple.test", {"/": page()}, certificat=Certificat(["exemple.test"]))
    assert services.verifier("https://exemple.test/").etat == Etat.OK
    assert site.demandes[-1].entetes["Host"] == "exemple.test"


def test_le_nom_du_site_est_annonce_dans_la_negociation(toile):
    site = toile.site("exemple.test", {"/": page()}, certificat=Certificat(["exemple.test"]))
    annonces: list[str] = []
    site.tls.sni_callback = lambda prise, nom, contexte: annonces.append(nom)
    services.verifier("https://exemple.test/")
    assert set(annonces) == {"exemple.test"}


@pytest.mark.parametrize(
    ("certificat", "raison"),
    [
        (Certificat(["exemple.test"], fin=timedelta(hours=-1)), "il a expiré"),
        (Certificat(["exemple.test"], debut=timedelta(hours=1)), "il n’est pas encore valable"),
        (Certificat(["autre.test"]), "il est fait pour un autre nom de site"),
        (Certificat(["exemple.test"], autorite="elle-même"), "le site l’a signé lui-même"),
        (Certificat(["exemple.test"], autorite="inconnue"), "il ne vient pas d’une autorité reconnue"),
    ],
)
def test_un_mauvais_certificat_est_refuse_et_dit_pourquoi(toile, certificat, raison):
    site = toile.site("exemple.test", {"/": page()}, certificat=certificat)
    constat = services.verifier("https://exemple.test/")
    assert (constat.etat, constat.en_panne) == (Etat.TLS, True)
    assert constat.message == f"Le certificat du site est refusé : {raison}."
    assert site.demandes == []


def test_un_serveur_sans_chiffrement_au_port_du_chiffrement(toile):
    with socket.create_server(("127.0.0.1", 0), backlog=20) as serveur:
        toile.routes[(toile.adresse("exemple.test"), 443)] = serveur.getsockname()[1]

        def repondre() -> None:
            while not toile.arret.is_set():
                with serveur.accept()[0] as prise, suppress(OSError):
                    prise.sendall(page(400))
                    prise.recv(65536)

        fil = threading.Thread(target=repondre, daemon=True)
        fil.start()
        assert services.verifier("https://exemple.test/").etat == Etat.TLS
        toile.arret.set()
        socket.create_connection(serveur.getsockname()).close()
        fil.join()


def test_en_production_les_autorites_du_systeme_et_un_chiffrement_recent():
    tls = sortie_reelle().tls
    assert (tls.verify_mode, tls.check_hostname) == (ssl.CERT_REQUIRED, True)
    assert tls.minimum_version == ssl.TLSVersion.TLSv1_2
    assert tls.cert_store_stats()["x509_ca"] > 50


# --- time


def test_une_resolution_qui_ne_repond_pas_n_arrete_pas_le_worker(toile):
    toile.dns["lent.test"] = lambda: toile.arret.wait(30) and []
    assert services.verifier("http://lent.test/", sortie=toile.sortie(delai_lecture=0.2)).etat == Etat.DNS


def test_une_connexion_qui_ne_s_ouvre_pas(toile, monkeypatch):
    def muet(ip: str, port: int, delai: float) -> socket.socket:
        raise TimeoutError

    monkeypatch.setattr(toile, "connecter", muet)
    toile.adresse("muet.test")
    assert services.verifier("http://muet.test/").etat == Etat.DELAI


def test_une_negociation_de_chiffrement_qui_ne_finit_pas(toile):
    """A port that accepts connections and says nothing; one that waited for it would see it hang up."""
    with socket.create_server(("127.0.0.1", 0), backlog=20) as muet:
        toile.routes[(toile.adresse("muet.test"), 443)] = muet.getsockname()[1]

        def raccrocher() -> None:
            with muet.accept()[0], muet.accept()[0]:
                toile.arret.wait(5)

        fil = threading.Thread(target=raccrocher)
        fil.start()
        constat = services.verifier(
            "https://muet.test/", sortie=toile.sortie(delai_robots=0.2, delai_lecture=0.2)
        )
        toile.arret.set()
        fil.join()
    assert constat.etat == Etat.DELAI


def test_des_en_tetes_qui_ne_viennent_pas(toile):
    toile.site("lent.test", {"/": lambda d: toile.goutte_a_goutte(b"")})
    assert services.verifier("http://lent.test/", sortie=toile.sortie(delai_lecture=0.2)).etat == Etat.DELAI


@pytest.mark.parametrize(
    "debut", [b"", b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n"]
)
def test_une_reponse_au_compte_gouttes_est_coupee(toile, debut):
    """Each byte comes in time; together they would take for ever."""

    def goutte(demande):
        yield debut
        yield from toile.goutte_a_goutte()

    toile.site("lent.test", {"/": goutte})
    sortie = toile.sortie(delai_lecture=5, delai_total=0.6)
    attendus = {Etat.DELAI} if debut else {Etat.DELAI, Etat.INCOMPREHENSIBLE}
    assert lire_et_manquer("http://lent.test/", sortie=sortie).etat in attendus


def test_le_temps_se_compte_sur_toutes_les_redirections(toile):
    def lente(demande):
        toile.arret.wait(0.25)
        return vers("/")

    toile.site("lent.test", {"/": lente})
    assert lire_et_manquer("http://lent.test/", sortie=toile.sortie(delai_total=0.6)).etat == Etat.DELAI


# --- size


def test_un_corps_sans_fin_est_coupe(toile):
    def infini(demande):
        yield b"HTTP/1.1 200 OK\r\n\r\n"
        while True:
            yield b"x" * 65536

    toile.site("gros.test", {"/": infini})
    manque = lire_et_manquer("http://gros.test/", taille_max=102_400)
    assert (manque.etat, manque.code) == (Etat.TROP_GROS, 200)
    assert manque.message == "La réponse dépasse 100 ko."


def test_un_corps_annonce_trop_gros_n_est_pas_lu(toile):
    toile.site("gros.test", {"/": page(200, b"", Content_Length="99999999999999999999999")})
    assert lire_et_manquer("http://gros.test/").etat in {Etat.TROP_GROS, Etat.INCOMPREHENSIBLE}
    toile.site("gros2.test", {"/": page(200, b"", Content_Length="3000000")})
    assert lire_et_manquer("http://gros2.test/").etat == Etat.TROP_GROS


def test_un_corps_juste_a_la_taille_passe_un_octet_de_plus_non(toile):
    pages = {"/juste": page(200, b"x" * 1000), "/trop": page(200, b"x" * 1001)}
    toile.site("exemple.test", pages)
    assert len(services.lire("http://exemple.test/juste", taille_max=1000).corps) == 1000
    assert lire_et_manquer("http://exemple.test/trop", taille_max=1000).etat == Etat.TROP_GROS


def test_une_bombe_gzip_n_est_jamais_gonflee(toile, monkeypatch):
    """100 MB in 100 kB: cut at the first byte too many."""
    from communs.reseau import echange

    gonfle: list[int] = []
    ordinaire = echange._Gzip.decoder

    def compter(self, octets: bytes, place: int) -> bytes:
        gonfle.append(len(sorti := ordinaire(self, octets, place)))
        return sorti

    monkeypatch.setattr(echange._Gzip, "decoder", compter)
    bombe = gzip.compress(bytes(100_000_000))
    toile.site("bombe.test", {"/": page(200, bombe, Content_Encoding="gzip")})
    assert lire_et_manquer("http://bombe.test/", taille_max=200_000).etat == Etat.TROP_GROS
    assert sum(gonfle) == 200_001


def test_une_bombe_gzip_en_mille_membres_n_est_pas_gonflee_non_plus(toile):
    bombe = gzip.compress(bytes(1000)) * 1000
    toile.site("bombe.test", {"/": page(200, bombe, Content_Encoding="gzip")})
    assert lire_et_manquer("http://bombe.test/", taille_max=200_000).etat == Etat.TROP_GROS


def test_une_bombe_en_guise_de_robots(toile):
    bombe = gzip.compress(bytes(50_000_000))
    toile.site("bombe.test", {"/": page(), "/robots.txt": page(200, bombe, Content_Encoding="gzip")})
    assert services.verifier("http://bombe.test/").etat == Etat.OK
    assert lire_et_manquer("http://bombe.test/").etat == Etat.ROBOTS


def test_un_robots_fait_pour_couter_des_minutes_n_est_pas_lu(toile):
    """Every name times every rule: 500 kB that would become gigabytes."""
    cher = "".join(f"User-agent: a{n}\n" for n in range(12_000)) + "".join(
        f"Disallow: /{n}\n" for n in range(20_000)
    )
    toile.site("cher.test", {"/": page(), "/robots.txt": page(200, cher.encode())})
    assert services.verifier("http://cher.test/").etat == Etat.OK
    assert lire_et_manquer("http://cher.test/").etat == Etat.ROBOTS


@pytest.mark.parametrize(
    "entetes",
    [
        b"X: " + b"a" * 200_000 + b"\r\n",
        b"".join(b"X-%d: a\r\n" % n for n in range(20_000)),
        b"X: a\r\n" + b" suite\r\n" * 20_000,
    ],
)
def test_des_en_tetes_enormes_sont_coupes(toile, entetes):
    toile.site("gros.test", {"/": lambda d: [b"HTTP/1.1 200 OK\r\n", entetes, b"\r\n"]})
    constat = services.verifier("http://gros.test/")
    assert (constat.etat, constat.en_panne) == (Etat.TROP_GROS, False)


def test_des_reponses_provisoires_sans_fin_sont_coupees(toile):
    def provisoire(demande):
        while True:
            yield b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"

    toile.site("bavard.test", {"/": provisoire})
    assert services.verifier("http://bavard.test/").etat == Etat.INCOMPREHENSIBLE


# --- what is not HTTP


@pytest.mark.parametrize(
    "octets",
    [
        b"SSH-2.0-OpenSSH_9.2\r\n\r\n",
        b"-ERR unknown command\r\n\r\n",
        b"\x00" * 5000 + b"\r\n\r\n",
        b"<html>Bonjour</html>\r\n\r\n",
        b"HTTP/1.1 abc OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nSans deux points\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
        b"HTTP/1.1 101 Switching Protocols\r\n\r\n",
        b"",
    ],
)
def test_une_reponse_qui_n_est_pas_du_web(toile, octets):
    toile.site("charabia.test", {"/": lambda d: [octets]})
    assert services.verifier("http://charabia.test/").etat == Etat.INCOMPREHENSIBLE


@pytest.mark.parametrize(
    "octets",
    [
        b"Content-Length: 10\r\n\r\nabc",
        b"Transfer-Encoding: chunked\r\n\r\nzz\r\nabc",
        b"Transfer-Encoding: chunked\r\n\r\n5\r\nabc",
        b"Content-Encoding: gzip\r\n\r\npas du gzip",
        b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"coupe" * 50, mtime=0)[:-10],
        b"Content-Encoding: br\r\n\r\nabc",
        b"Content-Encoding: gzip, gzip\r\n\r\nabc",
    ],
)
def test_un_corps_faux_ou_coupe_n_est_pas_pris_pour_un_corps(toile, octets):
    toile.site("faux.test", {"/": lambda d: [b"HTTP/1.1 200 OK\r\n" + octets]})
    assert lire_et_manquer("http://faux.test/").etat == Etat.INCOMPREHENSIBLE


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300), st.booleans())
def test_n_importe_quels_octets_donnent_un_verdict(toile, octets, apres_un_bon_debut):
    debut = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n" if apres_un_bon_debut else b""
    if "hasard.test" not in toile.dns:
        toile.site("hasard.test", {})
    toile.sites[0].pages["/"] = lambda d: [debut + octets]
    assert services.verifier("http://hasard.test/").etat in Etat
    try:
        services.lire("http://hasard.test/")
    except VisiteManquee as manque:
        assert manque.etat in Etat


def test_une_connexion_coupee(toile):
    def couper(demande):
        raise Couper

    toile.site("coupe.test", {"/": couper})
    assert services.verifier("http://coupe.test/").etat == Etat.INJOIGNABLE


def test_une_reponse_d_un_autre_age_sans_longueur_se_lit_jusqu_au_bout(toile):
    toile.site("vieux.test", {"/": lambda d: [b"HTTP/1.0 200 OK\r\n\r\n", b"Bon", b"jour"]})
    assert services.lire("http://vieux.test/").corps == b"Bonjour"


@pytest.mark.parametrize("valeur", ["a\r\nHost: interne.test", "a\nX: y", "été", "a" * 600])
def test_un_validateur_pollue_ne_part_pas(toile, valeur):
    site = toile.site("exemple.test", {"/": page(200, b"Bonjour")})
    assert services.lire("http://exemple.test/", etag=valeur, modifie_le=valeur).corps == b"Bonjour"
    assert not {"If-None-Match", "If-Modified-Since", "X"} & site.demandes[-1].entetes.keys()
    assert site.demandes[-1].entetes["Host"] == "exemple.test"


def test_les_fils_de_resolution_ne_retiennent_pas_la_fin_du_processus(toile):
    vus: list[bool] = []
    toile.site("exemple.test", {"/": page()})
    reponse = toile.dns["exemple.test"]
    toile.dns["exemple.test"] = lambda: vus.append(threading.current_thread().daemon) or reponse
    services.verifier("http://exemple.test/")
    assert set(vus) == {True}
