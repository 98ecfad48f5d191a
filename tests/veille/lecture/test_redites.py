"""An event that two notices of one issue announce is shown once in its agenda."""

from dataclasses import replace
from datetime import date

import pytest

from tests.outils.veille import ARTICLE, NUMERO, RAPPORT, creer_notice, creer_numero_publie
from veille.abonnements.rendu import Modele
from veille.lecture.redites import sans_redites
from veille.models import Notice, Numero
from veille.numeros.fiches import FicheRendezVous

pytestmark = pytest.mark.django_db

JOURNEES = FicheRendezVous("journees", "evenement", "Journées du large", date(2018, 11, 5), date(2018, 11, 6))


@pytest.fixture
def numero() -> Numero:
    """Its article and its report both announce the same days."""
    numero = creer_numero_publie(
        replace(NUMERO, agenda=(JOURNEES, replace(JOURNEES, cle="encore", titre="JOURNEES DU LARGE !")))
    )
    for cle, titre in (("journees", ARTICLE.titre), ("encore", RAPPORT.titre)):
        numero.rendez_vous.filter(cle=cle).update(notice=Notice.objects.get(titre=titre))
    return Numero.objects.entiers().get()


def test_it_stands_once_on_the_page_and_leads_to_both_notices(client, numero):
    page = client.get(numero.get_absolute_url()).content.decode()
    assert page.count('<li id="agenda-') == 1
    agenda = page.split('<li id="agenda-')[1].split("</li>")[0]
    assert [agenda.count(notice.get_absolute_url()) for notice in Notice.objects.all()] == [1, 1]
    assert "1 date à l’agenda" in page


def test_so_it_does_in_the_mail(numero):
    assert Modele(numero).texte.lower().count("journées du large") == 1


def test_two_notices_merged_into_one_announce_it_once_whatever_its_titles(numero):
    une = creer_notice()
    numero.rendez_vous.update(notice=une)
    numero.rendez_vous.filter(cle="encore").update(titre="Un autre titre")
    (gardee,) = sans_redites(numero.rendez_vous.order_by("rang"))
    assert (gardee.cle, gardee.notices) == ("journees", [une.pk])


@pytest.mark.parametrize(
    "autre",
    [
        {"debut": date(2018, 11, 6)},
        {"titre": "Nuits du large"},
        {"genre": "echeance", "debut": None},
    ],
)
def test_other_days_another_title_a_deadline_are_other_events(autre):
    numero = creer_numero_publie(replace(NUMERO, agenda=(JOURNEES, replace(JOURNEES, cle="autre", **autre))))
    assert len(sans_redites(numero.rendez_vous.all())) == 2
