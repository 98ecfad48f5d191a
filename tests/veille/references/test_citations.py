"""Citations as a librarian writes them, and what the page tells machines."""

# ruff: noqa: E501  (a citation is one line)

import html
import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import parse_qs

import pytest

from tests.outils.veille import ARTICLE, creer_notice
from veille.enums import Genre
from veille.notices.fiches import FicheAuteur, FicheLien, FicheMoment, FicheNotice
from veille.references.citations import citations

BESSON = FicheAuteur("Besson", "Raphaël")
LIEN = (FicheLien("https://phare.example/a"),)
THESE = FicheNotice(
    genre="these", titre="Fabriques numériques", auteurs=(FicheAuteur("Ferchaud", "Flavie"),),
    editeur="Université Rennes 2", lieu="Rennes", date="2018", nombre_pages=607,
    moments=(FicheMoment("soutenance", "2018-02-05", "Thèse de doctorat soutenue."),),
)  # fmt: skip
ATTENDUES = {
    "article": (
        FicheNotice(genre="article", titre="Urban Labs : un modèle", auteurs=(BESSON,), publication="Revue du large",
                    volume="12", numero="n° 3", date="2018-09-18", pages="32-51"),
        "BESSON, Raphaël, 2018. Urban Labs : un modèle. Revue du large. 18 septembre 2018. Vol. 12, n° 3, pp. 32-51.",
        "Besson, R. (2018). Urban Labs : un modèle. Revue du large, 12(3), 32-51.",
    ),
    "these": (
        THESE,
        "FERCHAUD, Flavie, 2018. Fabriques numériques. Thèse de doctorat. Rennes : Université Rennes 2.",
        "Ferchaud, F. (2018). Fabriques numériques [Thèse de doctorat]. Université Rennes 2.",
    ),
    "rapport d’un organisme": (
        FicheNotice(genre="rapport", titre="Faire ensemble", auteurs=(FicheAuteur("Mission littoral", organisme=True),),
                    editeur="Éditions du Phare", lieu="Brest", date="2017"),
        "MISSION LITTORAL, 2017. Faire ensemble. Brest : Éditions du Phare.",
        "Mission littoral. (2017). Faire ensemble. Éditions du Phare.",
    ),
    "ouvrage": (
        FicheNotice(genre="ouvrage", titre="Les tiers-lieux", auteurs=(FicheAuteur("Burret", "Antoine"),),
                    collection="Présence", editeur="FYP éditions", lieu="Limoges", date="2015", isbn="9782364051263"),
        "BURRET, Antoine, 2015. Les tiers-lieux. Limoges : FYP éditions. Présence. ISBN 9782364051263.",
        "Burret, A. (2015). Les tiers-lieux. FYP éditions.",
    ),
    "chapitre": (
        FicheNotice(genre="chapitre", titre="Faire la ville", auteurs=(FicheAuteur("Ambrosino", "Charles"),),
                    publication="La fabrique urbaine", editeur="PUR", lieu="Rennes", date="2016", pages="45-62"),
        "AMBROSINO, Charles, 2016. Faire la ville. In : La fabrique urbaine. Rennes : PUR. pp. 45-62.",
        "Ambrosino, C. (2016). Faire la ville. In La fabrique urbaine (p. 45-62). PUR.",
    ),
    "numéro spécial": (
        FicheNotice(genre="numero_special", titre="Innover dans l’action publique", publication="Revue du large",
                    numero="24", date="2018-23"),
        "Innover dans l’action publique, 2018. Revue du large. automne 2018. N° 24.",
        "Innover dans l’action publique. (2018). Revue du large, (24).",
    ),
    "page web consultée": (
        FicheNotice(genre="site", titre="La start-up d’État", auteurs=(FicheAuteur("beta.gouv.fr", organisme=True),),
                    publication="beta.gouv.fr", date="2018", liens=LIEN, reste={"consulte": "2018-10-03"}),
        "BETA.GOUV.FR, 2018. La start-up d’État. beta.gouv.fr [en ligne]. 2018. [Consulté le 3 octobre 2018]. "
        "Disponible à l’adresse : https://phare.example/a",
        "beta.gouv.fr. (2018). La start-up d’État. beta.gouv.fr. https://phare.example/a",
    ),
    "billet": (
        FicheNotice(genre="billet", titre="Ce que le design fait", auteurs=(FicheAuteur("Coblence", "Emmanuel"),),
                    publication="Horizons publics, le blog", date="2018-06-01", liens=LIEN),
        "COBLENCE, Emmanuel, 2018. Ce que le design fait. Horizons publics, le blog [en ligne]. 1er juin 2018. "
        "Disponible à l’adresse : https://phare.example/a",
        "Coblence, E. (2018, 1er juin). Ce que le design fait. Horizons publics, le blog. https://phare.example/a",
    ),
}  # fmt: skip


def plat(texte: str) -> str:
    return texte.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize("quoi", ATTENDUES)
def test_a_citation_is_the_one_a_librarian_writes(quoi):
    fiche, iso690, apa = ATTENDUES[quoi]
    dites = citations(fiche)
    assert plat(dites["iso690"].texte) == iso690
    assert plat(dites["apa"].texte) == apa


@pytest.mark.parametrize("genre", Genre.values)
@pytest.mark.parametrize("riche", [True, False])
def test_every_kind_is_cited_even_when_it_says_almost_nothing(genre, riche):
    fiche = replace(ARTICLE, genre=genre) if riche else FicheNotice(titre="Seul", genre=genre)
    for dite in citations(fiche).values():
        assert fiche.titre in dite.texte
        assert ". ." not in dite.texte
        assert dite.texte.count(fiche.titre) == 1


def test_markup_in_a_notice_is_text_in_its_citation():
    piege = "<script>alert(1)</script> & <b onclick=x>gras</b>"
    for dite in citations(
        FicheNotice(titre=piege, auteurs=(FicheAuteur("<i>X", "Y"),), editeur=piege)
    ).values():
        assert "<script" not in dite.html
        assert "onclick" not in re.sub(r"&[a-z]+;|[^<]*", "", dite.html)
        assert set(re.findall(r"<[^>]*>", dite.html)) <= {"<i>", "</i>"}


@pytest.mark.django_db
def test_the_page_of_a_notice_speaks_to_machines(client):
    notice = creer_notice(
        publiee_le=datetime(2018, 10, 15, tzinfo=UTC),
        doi="10.1234/abc",
        titre="Les « marées » & l’<i>eau</i>",
    )
    page = client.get(notice.get_absolute_url()).content.decode()
    dc = re.findall(r'<meta name="DC\.(\w+)" content="([^"]*)">', page)
    assert ("title", "Les « marées » &amp; l’&lt;i&gt;eau&lt;/i&gt;") in dc
    assert [v for n, v in dc if n == "creator"] == ["Martin, Aline"]
    assert ("contributor", "Atelier du Phare") in dc
    assert ("identifier", "doi:10.1234/abc") in dc
    assert ("date", "2018-09") in dc
    assert ("subject", "Tiers-lieux") in dc

    coins = parse_qs(html.unescape(re.search(r'class="Z3988" title="([^"]*)"', page)[1]))
    assert coins["rft_val_fmt"] == ["info:ofi/fmt:kev:mtx:journal"]
    assert coins["rft.atitle"] == [notice.titre]
    assert (coins["rft.jtitle"], coins["rft.spage"], coins["rft.epage"]) == (
        ["Revue du large"],
        ["32"],
        ["51"],
    )
    assert (coins["rft.aulast"], coins["rft_id"][0]) == (["Martin"], "info:doi/10.1234/abc")

    donnees = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)[1])
    assert (donnees["@type"], donnees["name"]) == ("Article", notice.titre)
    assert donnees["author"] == [{"@type": "Person", "name": "Aline Martin", "familyName": "Martin"}]
    assert donnees["sameAs"] == ["https://doi.org/10.1234/abc"]


@pytest.mark.django_db
def test_the_page_of_a_notice_gives_its_citations_and_its_files(client):
    notice = creer_notice(publiee_le=datetime(2018, 10, 15, tzinfo=UTC))
    page = client.get(notice.get_absolute_url()).content.decode()
    assert "<i>Revue du large</i>" in page
    for format_ in ("ris", "bibtex", "csl", "csv"):
        assert f'href="/veille/references/{format_}/?notice={notice.pk}"' in page


@pytest.mark.parametrize("titre", ["Si a<b alors c", "<script>alert(1)</script>", "R&D <10", "Un</span>deux"])
def test_signs_of_markup_in_a_title_are_said_whole_and_never_obeyed(titre):
    article = ATTENDUES["article"][0]
    for champ in ("titre", "publication"):
        for dite in citations(replace(article, **{champ: titre})).values():
            assert titre in dite.texte
            assert html.escape(titre) in dite.html
