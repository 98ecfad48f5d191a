import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

from communs.web.typographie import accorder, taille


@pytest.mark.parametrize(
    ("nombre", "mot"), [(0, "réponse"), (1, "réponse"), (2, "réponses"), (-1, "réponse")]
)
def test_zero_is_singular_in_french(nombre, mot):
    assert accorder(nombre, "réponse,réponses") == mot


@pytest.mark.parametrize(
    ("octets", "dit"),
    [
        (0, "0 octet"),
        (512, "512 octets"),
        (12288, "12 ko"),
        (2621440, "2,5 Mo"),
        (1024**3, "1 Go"),
    ],
)
def test_a_file_weighs_in_french_units(octets, dit):
    assert taille(octets) == dit.replace(" ", "\u00a0")


RACINE = Path(__file__).resolve().parents[2]
DOSSIERS = ("communs", "config", "eclaireurs", "fixtures", "nuancier", "sonar", "templates", "veille")
# A space that may break, before a sign that French keeps with its word.
ESPACE_QUI_COUPE = re.compile(r"(?<=[\w)\]}»”’>…]) (?=[;:?!»%€](?:[\s<\\.,…)»\"'’{]|$))|(?<=«) (?=\S)")
# What is no text: tags, comments, code.
BALISES = re.compile(r"\{#.*?#\}|\{%.*?%\}|<(script|style|code|pre)\b.*?</\1>|<!--.*?-->", re.S)


def _textes(chemin: Path) -> Iterator[tuple[int, str]]:
    """The texts of a file, with their line."""
    contenu = chemin.read_text()
    if chemin.suffix == ".py":
        jetons = tokenize.generate_tokens(io.StringIO(contenu).readline)
        chaines = (
            j for j in jetons if j.type == tokenize.STRING and not re.match(r"\w*[brBR]\w*[\"']", j.string)
        )
        yield from ((j.start[0], j.string) for j in chaines if not j.string.startswith(('"""', "'''")))
    elif chemin.suffix == ".yaml":
        lignes = enumerate(contenu.splitlines(), 1)
        yield from (
            (no, re.sub(r"^\s*(- )*[\w-]+:", "", li)) for no, li in lignes if not li.lstrip().startswith("#")
        )
    else:
        sans_balises = BALISES.sub(lambda b: re.sub(r"[^\n]", "", b[0]), contenu)
        yield from enumerate(sans_balises.splitlines(), 1)


@pytest.mark.parametrize("dossier", DOSSIERS)
def test_no_line_can_break_before_a_double_sign(dossier):
    fautes = [
        f"{chemin.relative_to(RACINE)}:{no}: {texte.strip()[:80]}"
        for chemin in sorted((RACINE / dossier).rglob("*"))
        if chemin.suffix in {".html", ".txt", ".py", ".yaml"} and "migrations" not in chemin.parts
        for no, texte in _textes(chemin)
        if ESPACE_QUI_COUPE.search(texte)
    ]

    assert fautes == []
