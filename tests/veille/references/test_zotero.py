"""The published mapping is the one that works."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from veille.enums import Genre
from veille.notices.fiches import FicheNotice
from veille.references.formats import LECTEURS, SCRIBES
from veille.references.zotero import DEPUIS, TYPES, type_de

DOC = Path(settings.BASE_DIR) / "docs" / "veille-zotero.md"
# All of Zotero's, but notes, attachments and annotations.
DE_ZOTERO = (
    *("artwork", "audioRecording", "bill", "blogPost", "book", "bookSection", "case", "computerProgram"),
    *("conferencePaper", "dataset", "dictionaryEntry", "document", "email", "encyclopediaArticle", "film"),
    *("forumPost", "hearing", "instantMessage", "interview", "journalArticle", "letter", "magazineArticle"),
    *("manuscript", "map", "newspaperArticle", "patent", "podcast", "preprint", "presentation"),
    *(
        "radioBroadcast",
        "report",
        "standard",
        "statute",
        "thesis",
        "tvBroadcast",
        "videoRecording",
        "webpage",
    ),
)


def test_every_kind_of_zotero_has_its_line_in_the_code_and_in_the_page():
    assert set(TYPES) == set(DE_ZOTERO)
    assert len(TYPES) == 37
    lignes = re.findall(
        r"^\| `(\w+)` \| (.+?) \| (.+?) \| `(\w+)` \| `@(\w+)` \| `(\S+)` \|$", DOC.read_text(), re.M
    )
    assert lignes == [(t.cle, t.nom, t.genre.label, t.ris, t.bibtex, t.csl) for t in TYPES.values()]


@pytest.mark.parametrize("format_", LECTEURS)
@pytest.mark.parametrize("cle", DE_ZOTERO)
def test_each_kind_leaves_and_comes_back_as_itself(cle, format_):
    t = TYPES[cle]
    fiche = FicheNotice(titre="Un titre", genre=t.genre.value, langue="", reste={"type": cle})
    (relue,) = LECTEURS[format_](SCRIBES[format_]([fiche]).encode()).fiches
    assert type_de(relue).cle == cle
    assert relue.genre == t.genre


@pytest.mark.parametrize("genre", Genre.values)
def test_each_genre_of_ours_is_written_as_some_kind(genre):
    assert type_de(FicheNotice(titre="T", genre=genre)).cle in TYPES


def test_a_corrected_genre_is_believed_rather_than_the_kind_it_came_with():
    assert type_de(FicheNotice(genre="rapport", reste={"type": "map"})).cle == "report"


def test_the_names_of_types_lead_to_kinds_that_exist():
    for lus in DEPUIS.values():
        assert set(lus.values()) <= set(TYPES)
