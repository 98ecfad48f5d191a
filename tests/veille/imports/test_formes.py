"""Other decent layouts, poor ones, hostile ones."""

import os
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from tests.charge import veille_imports
from veille.imports.enums import Niveau, Sort
from veille.imports.fichier import TAILLE_MAX, decoder
from veille.imports.lecture import lire

TITRES = """# Lettre du port n° 7, juin 2022

Un éditorial assez long pour en être un, qui dit pourquoi ce numéro parle de la mer et de ceux qui y vont.

## Lire

### Les quais d'hier

Aline Martin

Revue du large, n° 12, septembre 2021, p. 3-9.

Un texte sur les quais.

- premier point
  - point imbriqué

### À découvrir

- **Un musée** du phare

## Faire

1. **Nager loin**, Paul Rivière, Éditions du Phare, 2020. 90 p.

   Un manuel.

2. **Ramer droit**

   ADL, 2019. 12 p.

## Agenda

- **Régates**, 3 juillet 2022, à Brest
- **Clôture**, jusqu'au 9 juillet 2022

## Contact

Écrivez-nous au port.
"""


def erreurs(texte: str) -> list[tuple[int, str]]:
    return [(r.no, r.message) for r in lire(texte).remarques[Niveau.ERREUR]]


def test_headings_lists_and_bold_titles_are_read_too():
    lu = lire(TITRES)
    fiche = lu.fiche
    assert (fiche.titre, fiche.numero, fiche.date) == ("Lettre du port n°\u00a07, juin 2022", "7", "2022-06")
    assert [(r.titre, [n.titre for n in r.notices]) for r in fiche.rubriques] == [
        ("Lire", ["Les quais d’hier"]),
        ("Faire", ["Nager loin", "Ramer droit"]),
    ]
    quais, nager, ramer = (n for r in fiche.rubriques for n in r.notices)
    assert (quais.publication, quais.numero, quais.date, quais.pages) == (
        "Revue du large",
        "12",
        "2021-09",
        "3-9",
    )
    assert quais.resume == "Un texte sur les quais.\n\n- premier point\n- point imbriqué"
    assert (nager.auteurs[0].nom, nager.editeur, nager.date, nager.nombre_pages) == (
        "Rivière", "Éditions du Phare", "2020", 90,
    )  # fmt: skip
    assert (ramer.editeur, ramer.date) == ("ADL", "2019")
    assert [d.titre for d in fiche.rubriques[0].encadres[0].decouvertes] == ["Un musée"]
    assert [(e.titre, str(e.fin), e.genre) for e in fiche.agenda] == [
        ("Régates", "2022-07-03", "evenement"),
        ("Clôture", "2022-07-09", "echeance"),
    ]
    assert all(sort is not Sort.INCOMPRIS for sort, _ in lu.sorts.values())


def test_a_text_without_rubriques_says_what_was_looked_for():
    lu = lire("Bonjour,\n\nvoici trois lectures.\n\nBonne lecture.")
    assert lu.fiche is None
    ((ligne, message),) = erreurs("Bonjour,\n\nvoici trois lectures.\n\nBonne lecture.")
    assert ligne == 1
    assert "des titres Markdown" in message
    assert "## Titre" in message


def test_contents_that_nothing_takes_up_are_named_with_their_line():
    texte = "Sommaire\n\n- Habiter\n- Mesurer\n\nHABITATIONS\n\n► Un titre\n"
    assert [(r.no, "Habiter" in r.message) for r in lire(texte).remarques[Niveau.DOUTE]][:2] == [
        (3, True),
        (4, False),
    ]
    assert erreurs(texte)[0][0] == 4


def test_rubriques_without_any_entry_say_how_to_mark_one():
    ((ligne, message),) = erreurs("## Lire\n\nUn texte sans marque.\n\n## Faire\n\nUn autre.\n")
    assert ligne == 1
    assert "►" in message
    assert "liste" in message


def test_an_empty_document_is_an_error():
    assert lire("").fiche is None
    assert lire("\n\n  \n").sorts == dict.fromkeys((1, 2, 3, 4), (Sort.VIDE, ""))


def test_an_entry_of_the_agenda_without_a_day_forbids_the_import():
    texte = "## Lire\n\n- **Titre**\n\n## Agenda\n\n- **Fête du port**\n\n  bientôt, à Brest\n"
    ((ligne, message),) = erreurs(texte)
    assert ligne == 7
    assert "pas de date lisible" in message


def test_too_many_notices_are_not_one_issue():
    texte = "## Lire\n\n" + "\n".join(f"- Titre {n}, 2020. 3 p." for n in range(501))
    assert [m for _, m in erreurs(texte)] == [
        "Ce document donne plus de 500 notices\u00a0: est-ce un seul numéro\u00a0? Importez-en un à la fois."
    ]


def test_markup_is_kept_as_words_and_addresses_that_are_not_of_the_web_are_dropped():
    lu = lire(
        "## <script>alert(1)</script>\n\n- [Titre](javascript:alert(1))\n\n  <b onclick=x>Mot</b> {{ 7*7 }}\n"
    )
    notice = lu.fiche.rubriques[0].notices[0]
    assert notice.titre == "Titre"
    assert all(lien.adresse == "" for lien in notice.liens)
    assert "{{ 7*7 }}" in notice.resume


def test_encodings():
    assert decoder("# Été".encode("utf-8-sig")) == ("# Été", "")
    assert decoder("# Été".encode("utf-16"))[0] == "# Été"
    texte, avis = decoder("# Été\r\nsuite".encode("cp1252"))
    assert (texte, "Windows-1252" in avis) == ("# Été\nsuite", True)
    for faux in (b"\x00\x01\x02", b"PK\x03\x04\x00\x00", b"a" * (TAILLE_MAX + 1)):
        with pytest.raises(ValidationError):
            decoder(faux)


@pytest.mark.parametrize(
    "ligne",
    [
        "- Un titre, 2020. 3 p.",
        "x",
        "# Titre",
        "**a" * 10,
        "[" * 40,
        '"' * 40,
        "(" * 60,
        "► " + "n° " * 20 + "2020",
        "1, 2, 3, 4, 5, 6, 7, 8, 9 et 10",
        "A" * 50 + " et " + "B" * 50,
    ],
)
def test_many_lines_of_one_shape_are_all_told(ligne):
    lu = lire("## R\n" + f"{ligne}\n" * 1_000)
    assert len(lu.sorts) == 1_002


def test_a_hundred_thousand_lines_are_refused_before_they_are_read():
    with pytest.raises(ValidationError, match="plus de 20000 lignes"):
        decoder(b"- Un titre, 2020. 3 p.\n" * 100_000)


@pytest.mark.parametrize("motif", ["a ", "*", "(", "n° 1 ", "« ", ", et ", "_a", "- ", "1 mai et "])
def test_one_endless_line_is_read(motif):
    lu = lire("## R\n\n- " + motif * 20_000 + "\n")
    assert len(lu.sorts) == 4


def test_the_printed_issue_gives_nine_notices_in_ten():
    chemin = os.environ.get("VEILLE_SOURCE", "")
    if not chemin:
        pytest.skip("VEILLE_SOURCE ne dit pas où est la source")
    resultat = veille_imports.comparer(Path(chemin).read_bytes())
    assert resultat.total == 57
    assert resultat.justes >= 52, resultat.ecarts
