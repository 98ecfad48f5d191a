from datetime import UTC, datetime

import pytest

from communs.reseau.calculs import (
    REPOS_MAX,
    lire_type,
    regles_lisibles,
    repos_demande,
    type_attendu,
    validateur,
)

MAINTENANT = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("code", "valeur", "secondes"),
    [
        (200, "3600", None),
        (404, "3600", None),
        (500, "3600", None),
        (503, None, None),
        (503, "", None),
        (503, "120", 120),
        (429, "120", 120),
        (429, " 120 ", 120),
        (429, "0", 0),
        (429, None, 600),
        (429, "charabia", 600),
        (429, "-5", 600),
        (429, "1e9", 600),
        (429, "９", 600),
        (429, "9" * 4000, REPOS_MAX),
        (503, "Sat, 21 Nov 2026 09:05:00 GMT", 300),
        (503, "Sat, 21 Nov 2026 10:05:00 +0100", 300),
        (503, "Sat, 21 Nov 2026 09:05:00", 300),
        (503, "Sat, 21 Nov 2026 08:00:00 GMT", 0),
        (503, "Fri, 31 Dec 9999 23:59:59 GMT", REPOS_MAX),
        (503, "Fri, 31 Dec 99999 23:59:59 GMT", 600),
        (503, "Sat, 21 Nov 2026 09:05:00 +9999", 600),
    ],
)
def test_le_repos_qu_un_site_demande(code, valeur, secondes):
    entetes = {} if valeur is None else {"retry-after": valeur}
    assert repos_demande(code, entetes, MAINTENANT) == secondes


@pytest.mark.parametrize(
    ("entete", "lu"),
    [
        ("", ("", "")),
        ("text/html", ("text/html", "")),
        ('Text/HTML; Charset="UTF-8"', ("text/html", "utf-8")),
        ("application/atom+xml;charset=iso-8859-1; type=entry", ("application/atom+xml", "iso-8859-1")),
        ("n’importe quoi", ("text/plain", "")),
        ("text/html; charset=" + "a" * 100, ("text/html", "a" * 40)),
    ],
)
def test_le_type_d_un_contenu(entete, lu):
    assert lire_type(entete) == lu


@pytest.mark.parametrize(
    ("recu", "attendus", "bon"),
    [
        ("text/html", [], True),
        ("", [], True),
        ("text/html", ["text/html"], True),
        ("text/html", ["text/*"], True),
        ("text/html", ["application/xml", "text/*"], True),
        ("text/html", ["text/plain"], False),
        ("texte/html", ["text/*"], False),
        ("", ["text/*"], False),
    ],
)
def test_les_types_attendus(recu, attendus, bon):
    assert type_attendu(recu, attendus) is bon


@pytest.mark.parametrize(
    ("valeur", "gardee"), [('W/"a-1"', 'W/"a-1"'), ("é", ""), ("a\nb", ""), ("a" * 501, "")]
)
def test_ce_qui_peut_repartir_dans_un_en_tete(valeur, gardee):
    assert validateur(valeur) == gardee


def test_un_robots_ordinaire_se_lit_un_robots_qui_coute_non():
    ordinaire = "User-agent: *\nUser-agent: a\n" + "Disallow: /prive\n" * 5000
    assert regles_lisibles(ordinaire)
    assert regles_lisibles("")
    assert not regles_lisibles("User-agent: a\n" * 1500 + "Disallow: /\n" * 1500)
    assert not regles_lisibles("useragent a\n" * 2001)
