"""Several hands at the same instant."""

from uuid import uuid4

import pytest

from communs.collectivites.identite import Identite
from communs.etats.services import Conflit
from communs.web.erreurs import Refus
from sonar.trajectoire import services
from sonar.trajectoire.models import PointTrajectoire, PositionTrajectoire, Sujet, Tour
from sonar.trajectoire.services import Reponse
from tests.outils import trajectoires as outils
from tests.outils.tuyau import en_parallele

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("contenu")]


def test_two_people_position_at_once_and_both_are_kept(membre, administratrice, collectivite):
    tour = outils.tour_de(outils.ouvrir(membre, collectivite))
    en_parallele(
        lambda: outils.remettre(membre, tour, {"tests": [2, 2]}),
        lambda: outils.remettre(administratrice, tour, {"tests": [0, 0]}),
    )
    assert PositionTrajectoire.objects.remises().count() == 2
    assert sorted(PointTrajectoire.objects.values_list("niveau", flat=True)) == [0, 0, 2, 2]


def test_one_person_in_two_tabs_at_once_writes_one_of_the_two(membre, collectivite):
    tour = outils.tour_de(outils.ouvrir(membre, collectivite))
    indicateur = outils.indicateurs("tests")[0]
    refus = []

    def ecrire(niveau: int) -> None:
        position = services.commencer(identite=Identite(membre), tour=tour)
        try:
            services.repondre(
                identite=Identite(membre),
                position=position,
                version=1,
                etape=indicateur.etape,
                reponses={indicateur.pk: Reponse(niveau, "")},
            )
        except Conflit:
            refus.append(niveau)

    en_parallele(lambda: ecrire(0), lambda: ecrire(2))
    assert PositionTrajectoire.objects.count() == 1
    assert PointTrajectoire.objects.get().niveau in {0, 2} - set(refus)
    assert len(refus) == 1


def test_a_round_opened_twice_at_once_is_one(membre, administratrice, collectivite):
    sujet = outils.ouvrir(membre, collectivite)
    outils.remettre(membre, outils.tour_de(sujet), {"tests": [1]})
    outils.clore(membre, outils.tour_de(sujet))
    en_parallele(
        lambda: services.ouvrir_tour(identite=Identite(membre), sujet=sujet),
        lambda: services.ouvrir_tour(identite=Identite(administratrice), sujet=sujet),
    )
    assert Tour.objects.filter(sujet=sujet, clos_le=None).count() == 1


def test_a_double_click_opens_one_subject(membre, collectivite):
    demande = uuid4()

    def ouvrir() -> None:
        services.ouvrir_sujet(
            identite=Identite(membre),
            collectivite=collectivite,
            genre="projet",
            intitule="La navette",
            demande=demande,
        )

    en_parallele(ouvrir, ouvrir)
    assert (Sujet.objects.count(), Tour.objects.count()) == (1, 1)


def test_handing_in_while_the_round_closes_is_counted_or_refused(membre, administratrice, collectivite):
    tour = outils.tour_de(outils.ouvrir(membre, collectivite))
    outils.remettre(membre, tour, {"tests": [1]})
    position = outils.repondre(administratrice, tour, {"tests": [2]})
    refuses = []

    def remettre() -> None:
        try:
            services.remettre(identite=Identite(administratrice), position=position)
        except Refus:
            refuses.append(1)

    en_parallele(remettre, lambda: outils.clore(membre, tour))
    assert PositionTrajectoire.objects.remises().count() == 2 - len(refuses)
