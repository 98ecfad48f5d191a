"""Reading what stands at an address: the bytes, their type, and whether they changed."""

import gzip

import pytest

from communs.reseau import services
from communs.reseau.enums import Etat
from communs.reseau.erreurs import VisiteManquee
from tests.outils.toile import page, vers

pytestmark = pytest.mark.django_db

FLUX = b'<?xml version="1.0"?><rss/>'


def test_un_flux_se_lit_avec_son_type_et_de_quoi_revenir(toile):
    toile.site(
        "exemple.test",
        {
            "/flux": page(
                200,
                FLUX,
                Content_Type="Application/RSS+xml; charset=UTF-8",
                ETag='"v1"',
                Last_Modified="Sat, 21 Nov 2026 09:00:00 GMT",
            )
        },
    )
    reponse = services.lire("http://exemple.test/flux", types=["application/*"])
    assert reponse == services.Reponse(
        adresse_finale="http://exemple.test/flux",
        nouvelle_adresse="",
        code=200,
        type="application/rss+xml",
        jeu="utf-8",
        corps=FLUX,
        etag='"v1"',
        modifie_le="Sat, 21 Nov 2026 09:00:00 GMT",
        inchange=False,
    )


def test_un_flux_inchange_ne_se_relit_pas(toile):
    def selon_les_conditions(demande):
        if demande.entetes.get("If-None-Match") == '"v1"':
            return page(304, ETag='"v1"')
        return page(200, FLUX, ETag='"v1"')

    site = toile.site("exemple.test", {"/flux": selon_les_conditions})
    premiere = services.lire("http://exemple.test/flux")
    suivante = services.lire(
        "http://exemple.test/flux", etag=premiere.etag, modifie_le="Sat, 21 Nov 2026 09:00:00 GMT"
    )
    assert (suivante.inchange, suivante.code, suivante.corps) == (True, 304, b"")
    assert site.demandes[-1].entetes["If-Modified-Since"] == "Sat, 21 Nov 2026 09:00:00 GMT"


def test_inchange_sans_qu_on_l_ait_demande_est_incomprehensible(toile):
    toile.site("exemple.test", {"/": page(304)})
    with pytest.raises(VisiteManquee) as manque:
        services.lire("http://exemple.test/")
    assert manque.value.etat == Etat.INCOMPREHENSIBLE


@pytest.mark.parametrize(
    ("corps", "envoye"),
    [
        (b"Bonjour" * 100, gzip.compress(b"Bonjour" * 100, mtime=0)),
        (b"Bonjour", gzip.compress(b"Bon", mtime=0) + gzip.compress(b"jour", mtime=0)),
        (b"Bonjour", gzip.compress(b"Bonjour", mtime=0) + bytes(20)),
        (b"", b""),
    ],
)
def test_un_corps_compresse_se_lit_en_clair(toile, corps, envoye):
    toile.site("exemple.test", {"/": page(200, envoye, Content_Encoding="gzip")})
    assert services.lire("http://exemple.test/").corps == corps


def test_un_corps_compresse_octet_par_octet_se_lit_en_clair(toile):
    envoye = gzip.compress(b"Bonjour", mtime=0) + gzip.compress(b" encore", mtime=0)

    def octet_par_octet(demande):
        yield b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"
        for n in envoye:
            yield b"1\r\n" + bytes([n]) + b"\r\n"
        yield b"0\r\n\r\n"

    toile.site("exemple.test", {"/": octet_par_octet})
    assert services.lire("http://exemple.test/").corps == b"Bonjour encore"


@pytest.mark.parametrize(
    ("type_", "types"),
    [
        ("text/html", ["application/xml"]),
        ("", ["text/html"]),
        ("application/pdf", ["text/*"]),
        ("texte", ["text/html"]),
    ],
)
def test_un_contenu_d_un_autre_type_est_refuse(toile, type_, types):
    toile.site("exemple.test", {"/": page(200, b"x", Content_Type=type_)})
    with pytest.raises(VisiteManquee) as manque:
        services.lire("http://exemple.test/", types=types)
    assert manque.value.etat == Etat.TYPE_REFUSE


@pytest.mark.parametrize(
    ("code", "etat"),
    [(404, Etat.INTROUVABLE), (410, Etat.DISPARU), (403, Etat.ACCES_REFUSE), (500, Etat.ERREUR_SERVEUR)],
)
def test_ce_qui_n_est_pas_une_page_leve_une_erreur_typee(toile, code, etat):
    toile.site("exemple.test", {"/": page(code, b"Perdu")})
    with pytest.raises(VisiteManquee) as manque:
        services.lire("http://exemple.test/")
    assert (manque.value.etat, manque.value.code) == (etat, code)
    assert str(manque.value)


def test_une_page_demenagee_se_lit_et_donne_sa_nouvelle_adresse(toile):
    toile.site("exemple.test", {"/": vers("/b", 301), "/b": page(200, b"Bonjour")})
    reponse = services.lire("http://exemple.test/")
    assert reponse.corps == b"Bonjour"
    assert reponse.nouvelle_adresse == reponse.adresse_finale == "http://exemple.test/b"


def test_un_code_de_langue_ou_un_type_bizarre_ne_fait_pas_echouer(toile):
    toile.site(
        "exemple.test", {"/": page(200, b"x", Content_Type="text/html; charset*=utf-8''%E9; charset=a")}
    )
    assert services.lire("http://exemple.test/").type == "text/html"
