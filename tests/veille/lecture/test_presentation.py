"""How a notice and a date are said."""

from dataclasses import replace
from datetime import date, time

import pytest

from tests.outils.veille import ARTICLE, RAPPORT, creer_notice
from veille.lecture.presentation import (
    auteurs_en_clair,
    dates_en_clair,
    enumerer,
    ligne_bibliographique,
    ligne_en_html,
)
from veille.models import Contribution, Notice, RendezVous
from veille.notices.fiches import FicheAuteur, FicheMoment

NB = "\u00a0"
SEULE: dict[str, object] = {"auteurs": (), "numero": "", "pages": ""}


def dite(**champs) -> str:
    notice = creer_notice(replace(ARTICLE, **champs))
    return ligne_bibliographique(Notice.objects.entieres().get(pk=notice.pk)).replace(NB, "~")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("champs", "ligne"),
    [
        (
            {},
            "Aline Martin~; avec l’appui d’Atelier du Phare. "
            "Revue du large, n° 12, septembre 2018, p.~32-51.",
        ),
        (SEULE | {"numero": "33", "volume": "84"}, "Revue du large, vol.~84, n°~33, septembre 2018."),
        (SEULE | {"numero": "2018/2 (n° 96)", "date": "2018"}, "Revue du large, 2018/2 (n° 96)."),
        (SEULE | {"numero": "supplément au n° 410"}, "Revue du large, supplément au n° 410, septembre 2018."),
        (SEULE | {"pages": "32-51"}, "Revue du large, septembre 2018, p.~32-51."),
        (SEULE | {"pages_precision": "116 p. + 48 p."}, "Revue du large, septembre 2018, 116 p. + 48 p."),
        (SEULE | {"publication": "", "nombre_pages": 43}, "Septembre 2018, 43~p."),
        (SEULE | {"langue": "en", "en_ligne": True}, "Revue du large, septembre 2018, en anglais, en ligne."),
        (SEULE | {"acces": "payant"}, "Revue du large, septembre 2018. Accès payant."),
        (
            SEULE | {"publication": "", "collection": "Points", "editeur": "Phare", "lieu": "Brest"},
            "Points, Phare, Brest, septembre 2018.",
        ),
        (SEULE | {"publication": "", "date": ""}, ""),
    ],
)  # fmt: skip
def test_the_line_of_a_notice_says_who_where_when_and_how_long(champs, ligne):
    assert dite(**champs) == ligne


@pytest.mark.django_db
def test_a_publisher_who_is_the_author_is_said_once():
    ligne = dite(
        auteurs=(FicheAuteur("Phare", organisme=True),), editeur="Phare", publication="", numero="", pages=""
    )
    assert ligne == "Phare. Septembre 2018."


@pytest.mark.django_db
def test_a_thesis_is_soutenue_and_a_report_remis_unless_their_date_says_it():
    assert (
        dite(
            genre="these", moments=(FicheMoment("soutenance", "2018-02-05"),), auteurs=(), pages="", numero=""
        )
        == "Revue du large, septembre 2018, soutenue le 5 février 2018."
    )
    assert (
        dite(genre="rapport", moments=(FicheMoment("remise", "2018-10"),), auteurs=(), pages="", numero="")
        == "Revue du large, septembre 2018, remis en octobre 2018."
    )
    assert "remis" not in dite(genre="rapport", moments=(FicheMoment("remise", "2018-09"),))


@pytest.mark.django_db
def test_the_same_line_in_html_sets_the_publication_apart_and_escapes_the_rest():
    creer_notice(replace(ARTICLE, publication="<i>Large</i>", auteurs=(FicheAuteur("<b>Roux</b>"),)))
    html = ligne_en_html(Notice.objects.entieres().get())
    assert html.startswith("&lt;b&gt;Roux&lt;/b&gt;. <cite>&lt;i&gt;Large&lt;/i&gt;</cite>, n° 12, ")
    assert creer_notice(RAPPORT).pk
    rapport = Notice.objects.entieres().get(titre=RAPPORT.titre)
    assert "<cite>" not in ligne_en_html(rapport)
    assert ligne_en_html(rapport) == ligne_bibliographique(rapport)


def _qui(*noms_et_roles: tuple[str, str]) -> str:
    contributions = [Contribution(nom=nom, role=role, organisme=True) for nom, role in noms_et_roles]
    return auteurs_en_clair(contributions).replace(NB, "~")


@pytest.mark.parametrize(
    ("contributions", "dits"),
    [
        ([("A", ""), ("B", ""), ("C", "")], "A, B et C"),
        ([("Gobin", "direction")], "Gobin (dir.)"),
        ([("A", ""), ("CGET", "commanditaire"), ("Lab", "commanditaire")], "A~; pour CGET et Lab"),
        ([("A", ""), ("ESO", "encadrement")], "A~; encadrement~: ESO"),
        ([("A", ""), ("Aupa", "partenaire")], "A~; en partenariat avec Aupa"),
        ([("A", ""), ("Écluse", "appui")], "A~; avec l’appui d’Écluse"),
        ([("A", ""), ("CGET", "appui")], "A~; avec l’appui de CGET"),
        ([], ""),
    ],
)
def test_authors_are_said_in_order_with_what_they_did(contributions, dits):
    assert _qui(*contributions) == dits


def test_things_are_listed_as_in_french():
    assert enumerer(["Lille"]) == "Lille"
    assert enumerer(["Lille", "Lens", "Douai"]) == "Lille, Lens et Douai"


@pytest.mark.parametrize(
    ("champs", "dit"),
    [
        ({"debut": date(2018, 11, 5), "fin": date(2018, 11, 6)}, "5 et 6~novembre 2018"),
        ({"debut": date(2018, 11, 7), "fin": date(2018, 11, 9)}, "du 7 au 9~novembre 2018"),
        ({"debut": date(2018, 11, 1), "fin": date(2018, 11, 2)}, "1er et 2~novembre 2018"),
        ({"debut": date(2018, 10, 31), "fin": date(2018, 11, 1)}, "31~octobre et 1er~novembre 2018"),
        ({"debut": date(2018, 12, 30), "fin": date(2019, 1, 2)}, "du 30~décembre 2018 au 2~janvier 2019"),
        ({"debut": date(2018, 11, 23), "fin": date(2018, 11, 23)}, "23~novembre 2018"),
        (
            {"debut": date(2018, 11, 23), "heure_debut": time(9, 15), "heure_fin": time(12, 45)},
            "23~novembre 2018, de 9~h~15 à 12~h~45",
        ),
        ({"debut": date(2018, 11, 23), "heure_debut": time(9)}, "23~novembre 2018, à 9~h"),
        ({"fin": date(2018, 12, 7)}, "jusqu’au 7~décembre 2018"),
        ({"fin": date(2018, 12, 7), "heure_fin": time(12)}, "jusqu’au 7~décembre 2018, 12~h"),
    ],
)  # fmt: skip
def test_dates_of_the_agenda_are_said_as_in_french(champs, dit):
    assert dates_en_clair(RendezVous(**champs)).replace(NB, "~") == dit
