"""Checking a link: what an editor is told of what real servers answer."""

import pytest
from django.conf import settings

from communs.reseau import services
from communs.reseau.enums import INDECIS, PANNES, VIVANTS, Etat
from communs.reseau.sortie import sortie_reelle
from tests.outils.toile import page, selon_la_methode, vers

pytestmark = pytest.mark.django_db


def test_une_page_qui_repond(toile):
    site = toile.site("exemple.test", {"/a": page(200, b"Bonjour")})
    constat = services.verifier("http://exemple.test/a?b=c#d")
    assert (constat.etat, constat.code, constat.en_panne) == (Etat.OK, 200, False)
    assert constat.adresse_finale == "http://exemple.test/a?b=c#d"
    assert constat.nouvelle_adresse == ""
    assert site.demandees() == ["HEAD /a?b=c"]


def test_la_requete_se_presente_sans_rien_d_autre(toile, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://mandataire.test:80")
    monkeypatch.setenv("NETRC", "/etc/passwd")
    site = toile.site("exemple.test", {"/": page(200, Set_Cookie="a=b")})
    services.verifier("http://exemple.test/")
    services.verifier("http://exemple.test/")
    assert [dict(d.entetes) for d in site.demandes if d.methode == "HEAD"] == 2 * [
        {
            "Host": "exemple.test",
            "User-Agent": "Vigie/1.0 (+http://testserver/mentions-legales/)",
            "Accept-Encoding": "gzip",
            "Accept-Language": "fr, *;q=0.5",
            "Connection": "close",
        }
    ]


@pytest.mark.parametrize(
    ("adresse", "agent"),
    [
        ("https://vigie.exemple.fr", "Vigie/1.0 (+https://vigie.exemple.fr/mentions-legales/)"),
        ("https://été.exemple.fr", "Vigie/1.0 (+https://%C3%A9t%C3%A9.exemple.fr/mentions-legales/)"),
    ],
)
def test_le_robot_dit_la_verite_sur_lui_meme(monkeypatch, adresse, agent):
    monkeypatch.setattr(settings, "VIGIE_ADRESSE", adresse)
    assert sortie_reelle().agent == agent


@pytest.mark.parametrize(
    ("code", "etat", "message"),
    [
        (204, Etat.OK, "La page répond."),
        (400, Etat.ACCES_REFUSE, None),
        (401, Etat.ACCES_REFUSE, None),
        (403, Etat.ACCES_REFUSE, None),
        (
            404,
            Etat.INTROUVABLE,
            "Le site répond, mais cette page n’existe pas ou n’existe plus (404).",
        ),
        (408, Etat.DELAI, None),
        (410, Etat.DISPARU, "Le site dit avoir retiré cette page pour de bon (410)."),
        (451, Etat.ACCES_REFUSE, None),
        (500, Etat.ERREUR_SERVEUR, "Le site est en panne (500)."),
        (503, Etat.ERREUR_SERVEUR, None),
        (304, Etat.INCOMPREHENSIBLE, None),
        (300, Etat.INCOMPREHENSIBLE, None),
        (999, Etat.ERREUR_SERVEUR, None),
    ],
)
def test_un_code_donne_un_etat(toile, code, etat, message):
    toile.site("exemple.test", {"/": page(code)})
    constat = services.verifier("http://exemple.test/")
    assert (constat.etat, constat.code) == (etat, code)
    assert constat.message == (message or constat.message)
    assert str(code) in constat.message or etat is Etat.OK


@pytest.mark.parametrize("menti", [403, 404, 405, 500, 501])
def test_un_serveur_qui_ment_sur_head_est_redemande_en_get(toile, menti):
    site = toile.site("exemple.test", {"/": selon_la_methode(HEAD=page(menti), GET=page(200, b"Oui"))})
    assert services.verifier("http://exemple.test/").etat == Etat.OK
    assert site.demandees() == ["HEAD /", "GET /"]


def test_un_serveur_qui_se_tait_sur_head_est_redemande_en_get(toile):
    pages = {"/": selon_la_methode(HEAD=lambda d: toile.goutte_a_goutte(b""), GET=page(200))}
    toile.site("exemple.test", pages)
    assert services.verifier("http://exemple.test/", sortie=toile.sortie(delai_lecture=0.3)).etat == Etat.OK


def test_le_corps_d_une_page_verifiee_n_est_pas_lu(toile):
    envoye = []

    def infinie(demande):
        yield b"HTTP/1.1 200 OK\r\n\r\n"
        while True:
            envoye.append(1)
            yield b"x" * 65536

    toile.site("exemple.test", {"/": selon_la_methode(HEAD=page(405), GET=infinie)})
    assert services.verifier("http://exemple.test/").etat == Etat.OK
    assert len(envoye) < 500, "le tampon du système, pas davantage"


@pytest.mark.parametrize("code", [301, 308])
def test_un_demenagement_donne_la_nouvelle_adresse(toile, code):
    toile.site("exemple.test", {"/a": vers("http://nouveau.test/b", code)})
    toile.site("nouveau.test", {"/b": page()})
    constat = services.verifier("http://exemple.test/a#chapitre")
    assert constat.etat == Etat.REDIRIGE
    assert constat.nouvelle_adresse == constat.adresse_finale == "http://nouveau.test/b#chapitre"
    assert constat.message == "La page a changé d’adresse pour de bon : http://nouveau.test/b#chapitre"
    assert not constat.en_panne


@pytest.mark.parametrize("code", [302, 303, 307])
def test_une_redirection_passagere_ne_change_pas_l_adresse(toile, code):
    toile.site("exemple.test", {"/a": vers("/b", code), "/b": page()})
    constat = services.verifier("http://exemple.test/a")
    assert (constat.etat, constat.nouvelle_adresse) == (Etat.OK, "")
    assert constat.adresse_finale == "http://exemple.test/b"


def test_la_nouvelle_adresse_s_arrete_a_la_premiere_redirection_passagere(toile):
    pages = {"/a": vers("/b", 301), "/b": vers("/c", 308), "/c": vers("/d", 302), "/d": vers("/e", 301)}
    toile.site("exemple.test", pages | {"/e": page()})
    constat = services.verifier("http://exemple.test/a")
    assert constat.nouvelle_adresse == "http://exemple.test/c"
    assert constat.adresse_finale == "http://exemple.test/e"


def test_un_demenagement_vers_l_accueil_est_signale(toile):
    toile.site("exemple.test", {"/rapport.pdf": vers("/", 301), "/": page()})
    constat = services.verifier("http://exemple.test/rapport.pdf")
    assert constat.message.endswith("c’est l’accueil d’un site : la page d’origine a peut-être disparu.")


def test_un_demenagement_vers_une_page_absente_est_une_page_absente(toile):
    toile.site("exemple.test", {"/a": vers("/b", 301)})
    constat = services.verifier("http://exemple.test/a")
    assert (constat.etat, constat.nouvelle_adresse) == (Etat.INTROUVABLE, "")


def test_cinq_redirections_passent_la_sixieme_arrete(toile):
    pages = {f"/{n}": vers(f"/{n + 1}") for n in range(6)}
    site = toile.site("exemple.test", pages | {"/6": page()})
    assert services.verifier("http://exemple.test/1").etat == Etat.OK
    site.demandes.clear()
    assert services.verifier("http://exemple.test/0").etat == Etat.TROP_DE_REDIRECTIONS
    assert site.demandees() == [f"{m} /{n}" for m in ("HEAD", "GET") for n in range(6)]


def test_une_boucle_de_redirections_s_arrete(toile):
    toile.site("exemple.test", {"/": vers("/")})
    constat = services.verifier("http://exemple.test/")
    assert (constat.etat, constat.en_panne) == (Etat.TROP_DE_REDIRECTIONS, True)


@pytest.mark.parametrize("entetes", [{}, {"Location": ""}])
def test_une_redirection_sans_destination_est_incomprehensible(toile, entetes):
    toile.site("exemple.test", {"/": page(302, **entetes)})
    constat = services.verifier("http://exemple.test/")
    assert (constat.etat, constat.code) == (Etat.INCOMPREHENSIBLE, 302)
    assert constat.message == "Le site redirige sans dire où."


def test_un_nom_inconnu(toile):
    constat = services.verifier("http://inconnu.test/")
    assert (constat.etat, constat.message) == (Etat.DNS, "Ce nom de site est inconnu.")
    assert (constat.code, constat.en_panne) == (None, True)


def test_un_nom_sans_adresse(toile):
    toile.dns["vide.test"] = []
    assert services.verifier("http://vide.test/").etat == Etat.DNS


def test_un_site_qui_refuse_la_connexion(toile):
    toile.adresse("ferme.test")
    assert services.verifier("http://ferme.test/").etat == Etat.INJOIGNABLE


def test_une_adresse_du_site_qui_ne_repond_pas_laisse_essayer_l_autre(toile):
    toile.site("exemple.test", {"/": page()})
    toile.dns["exemple.test"].insert(0, "2a01:e0a::1")
    assert services.verifier("http://exemple.test/").etat == Etat.OK
    assert toile.connexions[:2] == [("2a01:e0a::1", 80), (toile.dns["exemple.test"][1], 80)]


def test_un_site_qui_accepte_des_connexions_par_un_seul_port(toile):
    toile.site("exemple.test", {"/": page()}, port=8080)
    assert services.verifier("http://exemple.test:8080/").etat == Etat.ADRESSE_REFUSEE
    ouverte = toile.sortie(ports=frozenset({80, 8080}))
    assert services.verifier("http://exemple.test:8080/", sortie=ouverte).etat == Etat.OK
    assert toile.sites[0].demandes[-1].entetes["Host"] == "exemple.test:8080"


def test_chaque_etat_appartient_a_un_seul_groupe():
    assert sorted([*VIVANTS, *PANNES, *INDECIS]) == sorted(Etat)
