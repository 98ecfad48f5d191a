"""Files go in and out: what a format says comes back, whatever the format."""

from collections import Counter
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.outils.veille import ARTICLE, RAPPORT
from veille.enums import Acces, Genre, GenreLien, GenreMoment, Role
from veille.notices.fiches import FicheAuteur, FicheLien, FicheMoment, FicheNotice
from veille.references.formats import bibtex, csl, ris
from veille.references.formats.commun import TAILLE_MAX, en_json

FICHIERS = Path(__file__).parent / "fichiers"
ZOTERO = {ris: "zotero.ris", bibtex: "zotero.bib", csl: "zotero.json"}
FORMATS = pytest.mark.parametrize("format_", ZOTERO, ids=lambda f: f.__name__.rpartition(".")[2])


def lues(format_: ModuleType) -> dict[str, FicheNotice]:
    """What Zotero's file gives, by title."""
    return {f.titre: f for f in format_.lire((FICHIERS / ZOTERO[format_]).read_bytes()).fiches}


def relire(format_: ModuleType, *fiches: FicheNotice) -> list[FicheNotice]:
    lecture = format_.lire(format_.ecrire(fiches).encode())
    assert not [r for r in lecture.remarques if r.perdue]
    return lecture.fiches


@FORMATS
def test_every_reference_of_a_file_of_zotero_is_read_without_a_remark(format_):
    lecture = format_.lire((FICHIERS / ZOTERO[format_]).read_bytes())
    assert len(lecture.fiches) == {ris: 24, bibtex: 16, csl: 24}[format_]
    assert lecture.remarques == []
    assert lecture.lignes == sorted(set(lecture.lignes))


@pytest.mark.parametrize("sortie", ZOTERO, ids=lambda f: f.__name__.rpartition(".")[2])
@FORMATS
def test_what_came_in_one_format_goes_out_in_any_and_comes_back_the_same(format_, sortie):
    venues = list(lues(format_).values())
    assert [en_json(vars(f)) for f in relire(sortie, *venues)] == [en_json(vars(f)) for f in venues]


@FORMATS
def test_the_types_of_zotero_find_their_genre(format_):
    genres = Counter(f.genre for f in lues(format_).values())
    attendus = {
        ris: {"article": 4, "texte_officiel": 5, "autre": 3, "video": 2, "communication": 2, "rapport": 1,
              "ouvrage": 1, "chapitre": 1, "these": 1, "site": 1, "billet": 1, "son": 1, "donnees": 1},
        bibtex: {"article": 1, "ouvrage": 1, "chapitre": 1, "rapport": 1, "these": 2, "communication": 1,
                 "site": 3, "autre": 5, "donnees": 1},
        csl: {"article": 3, "texte_officiel": 5, "autre": 3, "chapitre": 2, "communication": 2, "son": 2,
              "ouvrage": 1, "rapport": 1, "these": 1, "site": 1, "billet": 1, "video": 1, "donnees": 1},
    }  # fmt: skip
    assert genres == attendus[format_]


@FORMATS
def test_an_article_of_zotero_is_whole(format_):
    fiche = lues(format_)["Urban Labs : un modèle sous haute tension"]
    assert fiche.auteurs == (FicheAuteur("Besson", "Raphaël"),)
    assert (fiche.publication, fiche.volume, fiche.numero, fiche.pages) == (
        "The Conversation", "12", "3", "32-51",
    )  # fmt: skip
    assert fiche.date == ("2018-09" if format_ is bibtex else "2018-09-18")
    assert (fiche.doi, fiche.issn, fiche.langue) == ("10.3166/rfg.2018.00123", "0035-2969", "fr")
    assert fiche.liens[0].adresse.startswith("http://theconversation.com/urban-labs-103320")
    assert fiche.reste["consulte"] == "2018-10-02"


@FORMATS
def test_a_book_has_its_editor_its_translator_and_its_number_of_pages(format_):
    fiche = next(f for f in lues(format_).values() if f.genre == "ouvrage")
    assert fiche.auteurs == (
        FicheAuteur("Burret", "Antoine"),
        FicheAuteur("Oldenburg", "Ray", role="direction"),
        FicheAuteur("Dubois", "Claire", role="traduction"),
    )
    assert (fiche.isbn, fiche.nombre_pages, fiche.pages) == ("9782364051263", 175, "")
    assert (fiche.collection, fiche.editeur, fiche.lieu) == ("Présence / Essai", "FYP éditions", "Limoges")


def test_files_of_a_disk_stay_apart_and_links_of_the_web_are_links():
    fiche = lues(ris)["Urban Labs : un modèle sous haute tension"]
    assert fiche.liens[1] == FicheLien("http://theconversation.com/urban-labs-103320.pdf", genre="document")
    assert fiche.reste["ris"]["L1"] == [r"C:\Users\doc\Zotero\storage\ABCD1234\Besson - 2018.pdf"]
    assert fiche.resume.split("\n")[1] == "Deuxième paragraphe du résumé."


def test_bibtex_loses_its_braces_and_its_accents_and_nothing_after_a_per_cent_sign():
    fiche = lues(bibtex)["Urban Labs : un modèle sous haute tension"]
    assert fiche.resume == "Écologie, société & économie : 100 % des villes.\n\nDeuxième paragraphe."
    assert fiche.liens[0].adresse == "http://theconversation.com/urban-labs-103320?a=1&b=2_c"
    texte = b"@misc{a, title = {100% {\\'E}tat, \\c{c}a co\\^ute \\$5 -- ou {\\oe}uvre}, year = 2018}"
    assert bibtex.lire(texte).fiches[0].titre == "100% État, ça coûte $5 – ou œuvre"


def test_bibtex_reads_macros_joined_strings_names_and_parentheses():
    texte = """
@string{rfap = "Revue française d’administration publique"}
@comment{ rien }
@ARTICLE(cle,
  Author = "de la Cruz, María and Jean-Paul Sartre and {Ville de Brest} and others",
  TITLE = "Un " # {titre},
  journal = rfap, month = "12~" # oct, year = 2018)
"""
    fiche = bibtex.lire(texte.encode()).fiches[0]
    assert (fiche.titre, fiche.publication) == ("Un titre", "Revue française d’administration publique")
    assert fiche.date == "2018-10-12"
    assert [(a.nom, a.prenom, a.organisme) for a in fiche.auteurs] == [
        ("de la Cruz", "María", False), ("Sartre", "Jean-Paul", False), ("Ville de Brest", "", True),
        ("et al.", "", True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("issued", "date"),
    [
        ({"date-parts": [["2018", "9", "18"]]}, "2018-09-18"),
        ({"date-parts": [[2018]], "season": 3}, "2018-23"),
        ({"date-parts": [[2018]], "season": "hiver"}, "2018-24"),
        ({"literal": "printemps 2018"}, "2018-21"),
        ({"raw": "18 septembre 2018"}, "2018-09-18"),
        ({"date-parts": [[2018, 2, 31]]}, "2018-02"),
        ({"literal": "sans date"}, ""),
        ("2018-09", "2018-09"),
    ],
)
def test_the_dates_of_csl_keep_their_precision(issued, date):
    texte = csl.json.dumps([{"type": "book", "title": "T", "issued": issued}])
    assert csl.lire(texte.encode()).fiches[0].date == date


@pytest.mark.parametrize(
    ("texte", "date"),
    [("2018/09/18/", "2018-09-18"), ("2018/09//", "2018-09"), ("2018///été", "2018-22"), ("2018", "2018"),
     ("18/09/2018", "2018-09-18"), ("Sept. 2018", "2018-09"), ("2018/13/45", "2018")],
)  # fmt: skip
def test_the_dates_of_ris_keep_their_precision(texte, date):
    assert ris.lire(f"TY  - JOUR\nTI  - T\nDA  - {texte}\nER  - ".encode()).fiches[0].date == date


# --- bad input --------------------------------------------------------------------------------------


@pytest.mark.parametrize("codage", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1"])
@pytest.mark.parametrize("fin", ["\n", "\r\n", "\r"])
def test_any_encoding_and_any_line_end_is_read(codage, fin):
    texte = "TY  - BOOK\nTI  - L'été à Besançon\nAU  - Zoé, Hélène\nPY  - 2018\nER  - \n".replace("\n", fin)
    fiche = ris.lire(texte.encode(codage)).fiches[0]
    assert (fiche.titre, fiche.auteurs) == ("L'été à Besançon", (FicheAuteur("Zoé", "Hélène"),))


def test_a_bad_record_of_ris_is_told_by_its_line_and_the_others_live():
    texte = (
        "n'importe quoi\nTY  - JOUR\nTI  - Un\nTY  - XXXX\nTI  - Deux\nPY  - bientôt\nER  - \n"
        "TY  - JOUR\nER  -"
    )
    lecture = ris.lire(texte.encode())
    assert [f.titre for f in lecture.fiches] == ["Un", "Deux"]
    assert [(r.ligne, r.perdue) for r in lecture.remarques] == [
        (1, True), (2, False), (4, False), (4, False), (8, True),
    ]  # fmt: skip
    assert lecture.fiches[1].reste["ris"] == {"TY": ["XXXX"], "PY": ["bientôt"]}


def test_a_bad_entry_of_bibtex_is_told_by_its_line_and_the_others_live():
    texte = (
        "@book{a, title = {Un}}\n\n@book{b, title = {Jamais fermé, year = 2018\n\n"
        "@book{a, title = {Trois}, title = {Encore}}\n@book{c, title = inconnue}\n"
    )
    lecture = bibtex.lire(texte.encode())
    assert [f.titre for f in lecture.fiches] == ["Un", "Trois", "inconnue"]
    assert {r.ligne for r in lecture.remarques if r.perdue} == {3}
    assert 5 in {r.ligne for r in lecture.remarques}


def test_a_bad_item_of_csl_is_told_by_its_line_and_the_others_live():
    texte = (
        '[\n{"type":"book","title":"Un"},\n{"type":"book","title":},\n'
        '{"type":"book","title":"T","title":"U"},\n3\n]'
    )
    lecture = csl.lire(texte.encode())
    assert [f.titre for f in lecture.fiches] == ["Un", "T"]
    assert [(r.ligne, r.perdue) for r in lecture.remarques] == [(3, True), (4, False), (5, True)]


@pytest.mark.parametrize(
    "texte",
    ["[" * 100_000, '[{"a":' * 50_000, '[{"title":' + "[" * 200 + "]" * 200 + "}]", "{}", "", "\0\1\2"],
)
def test_hostile_json_is_refused_softly(texte):
    lecture = csl.lire(texte.encode())
    assert lecture.fiches == []
    assert lecture.remarques[0].perdue


@FORMATS
def test_more_than_ten_megabytes_are_refused_before_reading(format_):
    with pytest.raises(ValidationError, match="10"):
        format_.lire(b"x" * (TAILLE_MAX + 1))


@FORMATS
def test_a_text_too_long_is_cut_told_and_given_back_whole(format_):
    longue = replace(RAPPORT, titre="a" * 700)
    lecture = format_.lire(format_.ecrire([longue]).encode())
    assert len(lecture.fiches[0].titre) == 500
    assert "500" in lecture.remarques[0].message
    assert lecture.fiches[0].reste["coupes"]["titre"] == "a" * 700
    assert "a" * 700 in format_.ecrire(lecture.fiches)


@FORMATS
def test_a_text_that_looks_like_the_format_stays_a_text(format_):
    piege = 'Avant\nER  - \n\nTY  - BOOK\nTI  - Pirate\n}\n@book{x, title={Pirate}}\n"},{"title":"Pirate"'
    (fiche,) = relire(format_, replace(ARTICLE, resume=piege))
    assert fiche == replace(ARTICLE, resume=piege)


@FORMATS
def test_a_file_corrected_elsewhere_is_believed(format_):
    """What we keep beside the columns does not win over a column that somebody changed."""
    notre = replace(ARTICLE, titre="Les marées", sous_titre="Une enquête")
    texte = format_.ecrire([notre]).replace("Les marées", "Les courants")
    (fiche,) = format_.lire(texte.encode()).fiches
    assert fiche.titre.startswith("Les courants")
    assert fiche.themes == notre.themes


# --- any notice -------------------------------------------------------------------------------------

MOTS = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs"), exclude_characters="\u2028\u2029"),
    max_size=30,
).map(lambda t: " ".join(t.split()))
PLEIN = MOTS.filter(bool)
DATES = st.sampled_from(["", "2018", "2018-09", "2018-09-18", "2018-23"])
AUTEURS = st.one_of(
    st.builds(FicheAuteur, PLEIN, MOTS, st.just(False), st.sampled_from(["", *Role.values])),
    st.builds(FicheAuteur, PLEIN, st.just(""), st.just(True), st.sampled_from(["", *Role.values])),
)
NOTICES = st.builds(
    FicheNotice,
    titre=PLEIN,
    genre=st.sampled_from(Genre.values),
    sous_titre=MOTS,
    auteurs=st.lists(AUTEURS, max_size=3).map(tuple),
    publication=MOTS,
    collection=MOTS,
    editeur=MOTS,
    lieu=MOTS,
    volume=MOTS,
    numero=MOTS,
    date=DATES,
    pages=st.sampled_from(["", "32-51", "12", "e4"]),
    nombre_pages=st.none() | st.integers(1, 900),
    en_ligne=st.booleans(),
    langue=st.sampled_from(["", "fr", "en"]),
    acces=st.sampled_from(["", *Acces.values]),
    resume=st.lists(MOTS, max_size=3).map("\n".join).map(str.strip),
    doi=st.sampled_from(["", "10.3166/rfg.2018.00123"]),
    isbn=st.sampled_from(["", "9782364051263"]),
    moments=st.lists(
        st.builds(FicheMoment, st.sampled_from(GenreMoment.values), DATES, MOTS), max_size=2
    ).map(tuple),
    liens=st.lists(
        st.builds(
            FicheLien,
            st.sampled_from(["", "https://a.example/b?c=d&e=f"]),
            MOTS,
            st.sampled_from(GenreLien.values),
        ),
        max_size=2,
    ).map(tuple),
    themes=st.sampled_from([(), ("tiers-lieux",)]),
    territoires=st.lists(PLEIN, max_size=2).map(tuple),
    mots_cles=st.lists(PLEIN, max_size=2, unique=True).map(tuple),
    note=MOTS,
)


@FORMATS
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(fiche=NOTICES)
def test_any_notice_comes_back_as_it_went(format_, fiche):
    assert relire(format_, fiche) == [fiche]
