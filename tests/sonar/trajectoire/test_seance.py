"""The exercise of a séance: nine levels from a phone, the whole room on the wall."""

import pytest
from django.core.exceptions import ValidationError
from django.test import RequestFactory
from django.urls import reverse

from communs.collectivites.identite import PERSONNE
from communs.seances.models import Seance
from communs.seances.services import partir
from communs.web.erreurs import Refus
from sonar.seances.enums import Exercice as Cle
from sonar.seances.exercices import activite
from sonar.seances.models import Portrait
from sonar.trajectoire import en_seance
from sonar.trajectoire.models import AvisEtape, EtapeTrajectoire
from tests.outils import seances as outils
from tests.outils.dossiers import ouvrir_un_dossier
from tests.outils.sonar_seances import clore, mener, ouvrir

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("contenu")]


@pytest.fixture
def seance(membre, collectivite) -> Seance:
    """Open, with the exercise on stage."""
    ouverte = outils.ouvrir_une_seance(membre, ouvrir_un_dossier(membre, collectivite))
    return mettre(ouverte, "ouvert")


def mettre(seance: Seance, moment: str) -> Seance:
    Seance.objects.filter(pk=seance.pk).update(
        activite=activite(Cle.TRAJECTOIRE), objet=seance.uuid, moment=moment
    )
    return Seance.objects.get(pk=seance.pk)


@pytest.fixture
def requete():
    requete = RequestFactory().get("/")
    requete.identite = PERSONNE
    return requete


def pk(cle: str) -> int:
    return EtapeTrajectoire.objects.get(cle=cle).pk


def remplir(seance: Seance, *niveaux: int, etape: str = "tests") -> list:
    gens = [outils.arriver(seance) for _ in niveaux]
    for qui, niveau in zip(gens, niveaux, strict=True):
        en_seance.donner(participation=qui, avis={pk(etape): niveau})
    return gens


def envoyer(client, seance: Seance, **niveaux: int):
    return client.post(reverse("trajectoire:en_seance", args=[seance.code]), niveaux)


def test_a_phone_says_its_levels_and_may_change_its_mind(client, seance):
    outils.entrer(client, seance)
    assert envoyer(client, seance, tests=2, impact=0).status_code == 302
    assert en_seance.compter(seance) == 1
    envoyer(client, seance, tests=1)
    assert list(AvisEtape.objects.values_list("etape__cle", "niveau")) == [("tests", 1)]


def test_the_same_answers_sent_twice_count_once(client, seance):
    outils.entrer(client, seance)
    for _ in range(2):
        envoyer(client, seance, tests=2)
    assert AvisEtape.objects.count() == 1


def test_who_is_not_in_the_room_says_nothing(client, seance):
    response = envoyer(client, seance, tests=2)
    assert response["Location"] == reverse("seances:salle", args=[seance.code])
    assert not AvisEtape.objects.exists()
    assert envoyer(client, Seance(code="ZZZZZZ"), tests=2).status_code == 302


@pytest.mark.parametrize("niveau", ["9", "-1", "<b>", "a" * 5000])
def test_an_unknown_level_comes_back_as_a_form(client, seance, niveau):
    outils.entrer(client, seance)
    response = envoyer(client, seance, tests=niveau)
    assert response.status_code == 422
    assert not AvisEtape.objects.exists()


@pytest.mark.parametrize("moment", ["ferme", "montre"])
def test_nothing_is_taken_once_the_exercise_is_closed(client, seance, moment):
    outils.entrer(client, seance)
    participation = outils.arriver(seance)
    mettre(seance, moment)
    with pytest.raises(ValidationError, match="n’est plus ouvert"):
        en_seance.donner(participation=participation, avis={pk("tests"): 1})
    assert envoyer(client, seance, tests=2).status_code == 302
    assert not AvisEtape.objects.exists()


def test_nothing_is_taken_once_the_seance_is_over(membre, seance):
    participation = outils.arriver(seance)
    outils.clore(membre, seance)
    with pytest.raises(Refus):
        en_seance.donner(participation=participation, avis={pk("tests"): 1})


def test_under_five_people_the_wall_shows_no_distribution(requete, seance):
    remplir(seance, 0, 1, 2, 2)
    for vue in en_seance.VUES:
        mur = en_seance.projeter(requete, seance, vue.cle)
        assert "4 personnes ont répondu" in mur
        assert "<table" not in mur
    assert "Trop peu de réponses" in en_seance.restituer(requete, seance, outils.arriver(seance))


def test_from_five_the_wall_shows_the_room(requete, seance):
    remplir(seance, 0, 0, 0, 2, 2, 2)
    chemin = en_seance.projeter(requete, seance, "chemin")
    assert "<td>3</td><td>0</td><td>3</td>" in "".join(chemin.split())
    assert "vu par 6 personnes" in chemin
    desaccords = en_seance.projeter(requete, seance, "desaccords")
    assert "désaccord fort" in desaccords
    balise = en_seance.projeter(requete, seance, "balise")
    assert "Tests" in balise
    assert "Le sujet du test" in balise
    assert en_seance.projeter(requete, seance, "inconnue") == chemin


def test_a_stage_of_which_few_spoke_shows_nothing_of_them(requete, seance):
    gens = remplir(seance, 2, 2, 2, 2, 2)
    en_seance.donner(participation=gens[0], avis={pk("impact"): 0})
    lignes = {ligne.etape.cle: ligne for ligne in en_seance.lire(seance)}
    assert lignes["tests"].assez
    assert not lignes["impact"].assez
    assert "Trop peu de réponses" in en_seance.projeter(requete, seance, "chemin")
    assert "Impact" not in en_seance.projeter(requete, seance, "balise")


def test_the_phone_finds_its_own_answers_again(requete, seance):
    (qui, *_) = remplir(seance, 2, 1, 1, 1, 1)
    requete.META["CSRF_COOKIE"] = "x" * 32
    assert "Vos réponses sont notées" in en_seance.participer(requete, seance, qui)
    page = en_seance.restituer(requete, seance, qui)
    assert page.count("Vous\u00a0: acquis") == 1


def test_who_leaves_takes_her_answers_along(seance):
    (qui, *_) = remplir(seance, 2, 1)
    en_seance.oublier(qui)
    assert AvisEtape.objects.count() == 1
    autre = outils.arriver(seance)
    en_seance.donner(participation=autre, avis={pk("tests"): 1})
    partir(participation=autre)
    assert AvisEtape.objects.count() == 1


def test_the_wall_costs_the_same_however_many(requete, seance, django_assert_num_queries):
    remplir(seance, *[1] * 12)
    with django_assert_num_queries(4):
        en_seance.projeter(requete, seance, "chemin")


def test_closing_keeps_where_the_room_placed_itself(membre):
    salle = mener(ouvrir(membre, Cle.TRAJECTOIRE), "ouvert", Cle.TRAJECTOIRE)
    remplir(salle, 2, 2, 1, 0, 2)
    clore(salle)
    synthese = Portrait.objects.get(seance=salle).syntheses["trajectoire"]
    assert synthese["colonnes"] == ["Étape", "Pas encore", "En cours", "Acquis", "Désaccord"]
    assert [r[1:4] for r in synthese["rangees"] if "Tests" in r[0]] == [["1", "1", "3"]]
    assert len(synthese["rangees"]) == 9
    assert [r[1] for r in synthese["rangees"] if "Impact" in r[0]] == ["–"]


def test_the_portrait_of_a_small_room_counts_nobody(membre):
    salle = mener(ouvrir(membre, Cle.TRAJECTOIRE), "ouvert", Cle.TRAJECTOIRE)
    remplir(salle, 2, 0)
    clore(salle)
    assert Portrait.objects.get(seance=salle).syntheses["trajectoire"]["rangees"] == []
