"""What looks like a document that the base already holds, found at entry and in the whole base."""

from dataclasses import replace

import pytest
from django.utils import timezone

from tests.outils.veille import ARTICLE, creer_notice
from veille.notices.doublons import chercher, groupes
from veille.notices.fiches import FicheNotice
from veille.notices.fusion import distinguer

pytestmark = pytest.mark.django_db


def _raisons(fiche, **quoi):
    return [(r.raison, r.certaine) for r in chercher(fiche, **quoi)]


def test_the_same_title_of_the_same_year_is_surely_the_same(db):
    creer_notice()
    saisie = FicheNotice(titre="LES MAREES de l'innovation !", date="2018-11")
    assert _raisons(saisie) == [("même titre, même année", True)]


def test_without_a_date_or_of_another_year_it_is_less_sure(db):
    creer_notice()
    assert _raisons(FicheNotice(titre=ARTICLE.titre)) == [("même titre, l’une des deux sans date", True)]
    assert _raisons(FicheNotice(titre=ARTICLE.titre, date="2011")) == [("même titre, une autre année", False)]


@pytest.mark.parametrize(
    ("base", "saisie"),
    [
        (("Faire ensemble : au bord de l’eau", ""), ("Faire ensemble", "Au bord de l’eau")),
        (("Faire ensemble", "au bord de l’eau"), ("Faire ensemble - Au bord de l’eau.", "")),
        (("Faire ensemble ?", ""), ("Faire ensemble ?", "Un guide")),
    ],
)
def test_a_subtitle_may_be_joined_to_the_title_or_missing(base, saisie):
    creer_notice(titre=base[0], sous_titre=base[1], date="2018")
    fiche = FicheNotice(titre=saisie[0], sous_titre=saisie[1], date="2018")
    assert _raisons(fiche) == [("même titre, même année", True)]


def test_a_title_with_a_typing_error_is_offered_as_a_perhaps(db):
    creer_notice()
    assert _raisons(replace(ARTICLE, titre="Les maréees de l’inovation")) == [("titre proche", False)]


def test_a_doi_or_an_isbn_tells_whatever_the_title(db):
    creer_notice(titre="Un titre", doi="10.1000/marees", isbn="978-2-07-036822-8")
    assert _raisons(FicheNotice(titre="Tout autre", doi="10.1000/marees")) == [("même DOI", True)]
    assert _raisons(FicheNotice(titre="Tout autre", isbn="2-07-036822-X")) == [("même ISBN", True)]


def test_two_chapters_of_one_book_share_its_isbn(db):
    creer_notice(titre="Un chapitre", genre="chapitre", isbn="978-2-07-036822-8")
    voisin = FicheNotice(titre="Autre chose", genre="chapitre", isbn="978-2-07-036822-8")
    assert _raisons(voisin) == [("même ISBN", False)]


def test_another_document_resembles_nothing(db):
    creer_notice()
    assert chercher(FicheNotice(titre="La nuit des phares", date="2018")) == []
    assert chercher(FicheNotice(titre="???")) == []


def test_a_notice_does_not_resemble_itself_nor_one_of_the_bin(db):
    notice = creer_notice()
    creer_notice(supprime_le=timezone.now())
    assert chercher(ARTICLE, sauf=notice.pk) == []


def test_looking_costs_three_queries(db, django_assert_num_queries):
    creer_notice(doi="10.1000/marees")
    with django_assert_num_queries(3):
        chercher(replace(ARTICLE, doi="10.1000/marees"))


def test_the_whole_base_is_read_for_duplicates(db, denise, django_assert_num_queries):
    une, autre = creer_notice(), creer_notice(publication="Ailleurs")
    creer_notice(titre="Livre", isbn="978-2-07-036822-8")
    creer_notice(titre="Le livre", isbn="978-2-07-036822-8")
    creer_notice(titre="Seul")
    with django_assert_num_queries(6):
        trouves = groupes()

    assert [(g.raison, len(g.notices)) for g in trouves] == [
        ("même ISBN", 2),
        ("même titre, même année", 2),
    ]
    distinguer(identite=denise, une=autre, autre=une)
    assert [g.raison for g in groupes()] == ["même ISBN"]
    assert chercher(ARTICLE, sauf=une.pk) == []
