"""The map in a room: each ticks on a phone, the wall shows the sum and never who."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from communs.collectivites.identite import Identite
from communs.etats.tables import franchir
from communs.livrets.rendu import composer
from communs.seances.models import Participation, Seance
from communs.seances.services import partir
from communs.seances.transitions import SEANCE
from communs.web.effectifs import K
from communs.web.erreurs import Refus
from sonar.carte import en_seance
from sonar.carte.models import Concept, UsageEnSeance
from sonar.carte.services import dire_en_seance
from sonar.seances.calculs import Groupe
from sonar.seances.enums import Exercice
from sonar.seances.livrets import PORTRAIT_DU_GROUPE
from sonar.seances.models import Portrait
from tests.outils.seances import arriver, entrer
from tests.outils.sonar_seances import PUR, clore, mener, ouvrir, remplir

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("contenu")]


@pytest.fixture
def seance(membre):
    """The map is open."""
    return mener(ouvrir(membre, Exercice.CARTE), "ouvert", Exercice.CARTE)


def dire(seance, *cles):
    participation = arriver(seance)
    dire_en_seance(participation=participation, concepts=list(cles))
    return participation


def test_a_phone_ticks_changes_its_mind_and_counts_once(client, seance):
    entrer(client, seance)
    adresse = f"/s/{seance.code}/sonar/carte/"
    assert "Cocher mes ressources" in client.get(f"/s/{seance.code}/").content.decode()
    assert client.get(adresse).content.decode().count('type="checkbox"') == 73
    for choix in (["jugaad"], ["jugaad", "scrum"], ["jugaad", "scrum"]):
        assert client.post(adresse, {"concepts": choix}).status_code == 302
    assert [u.concepts for u in UsageEnSeance.objects.all()] == [["jugaad", "scrum"]]
    page = client.get(adresse).content.decode()
    assert page.count(" checked") == 2
    assert "2 ressources cochées" in client.get(f"/s/{seance.code}/").content.decode()


def test_a_stranger_to_the_room_is_led_to_its_door(seance):
    adresse = f"/s/{seance.code}/sonar/carte/"
    assert Client().get(adresse)["Location"] == f"/s/{seance.code}/"
    assert Client().post(adresse, {"concepts": ["jugaad"]})["Location"] == f"/s/{seance.code}/"
    assert not UsageEnSeance.objects.exists()


def test_unknown_resources_are_refused_and_nothing_is_kept(client, seance):
    entrer(client, seance)
    assert client.post(f"/s/{seance.code}/sonar/carte/", {"concepts": ["nulle-part"]}).status_code == 422
    assert not UsageEnSeance.objects.exists()


def test_after_the_exercise_choices_are_not_taken_and_say_so(client, seance):
    entrer(client, seance)
    mener(seance, "ferme", Exercice.CARTE)
    reponse = client.post(f"/s/{seance.code}/sonar/carte/", {"concepts": ["jugaad"]}, follow=True)
    assert "vos choix n’ont pas été enregistrés" in reponse.content.decode()
    participation = arriver(seance)
    with pytest.raises(ValidationError):
        dire_en_seance(participation=participation, concepts=["jugaad"])
    clore(seance)
    with pytest.raises(Refus):
        dire_en_seance(participation=participation, concepts=["jugaad"])
    assert not UsageEnSeance.objects.exists()


def test_under_five_people_nothing_is_counted(seance):
    for _ in range(K - 2):
        dire(seance, "jugaad", "scrum")
    dire(seance, "nudge")
    groupe = en_seance.lire(seance)
    assert not groupe.se_compte
    assert set(groupe.nombres.values()) == {1}
    dire(seance, "jugaad")
    groupe = en_seance.lire(seance)
    assert groupe.nombres == {"jugaad": 4, "scrum": 3, "nudge": 1}
    assert [c.cle for c, _ in groupe.utilises] == ["jugaad", "scrum", "nudge"]


def test_who_leaves_takes_her_choices_and_a_removed_resource_leaves_the_sum(seance):
    partie = dire(seance, "jugaad")
    dire(seance, "scrum", "nudge")
    partir(participation=partie)
    Concept.objects.filter(cle="nudge").update(retire_le=timezone.now())
    assert en_seance.lire(seance).nombres == {"scrum": 1}


@pytest.mark.parametrize(
    ("vue", "attendu"),
    [
        ("chaleur", "Ce que nous utilisons"),
        ("ensemble", "centre de gravité"),
        ("absents", "Ce que personne n’utilise"),
    ],
)
def test_the_wall_shows_each_view(client_de, membre, seance, vue, attendu):
    for cles in (["jugaad", "scrum"], ["scrum"], ["scrum", "nudge"], ["jugaad"], ["mooc"]):
        dire(seance, *cles)
    mener(seance, "ferme", Exercice.CARTE)
    actuelle = mener(seance, vue, Exercice.CARTE)
    page = client_de(membre).get(actuelle.adresse("projection")).content.decode()
    assert attendu in page
    assert page.count("<h1") == 1


def test_closing_keeps_what_the_room_uses_when_first_names_and_answers_are_gone(client_de, membre, seance):
    for cles in (["jugaad", "scrum"], ["scrum"], ["scrum"], ["scrum"], ["mooc"]):
        dire(seance, *cles)
    clore(seance)
    Participation.objects.all().delete()  # as thirty days later
    page = client_de(membre).get(f"/sonar/seances/{seance.uuid}/portrait/").content.decode()
    assert "Ce que le groupe utilise" in page
    assert "5 personnes ont répondu." in page
    assert re.findall(r'<th scope="row">([^<]+)</th>', page)[0] == "Scrum"
    assert "Premiers réflexes" not in page  # nobody took the test
    html = composer(PORTRAIT_DU_GROUPE, Seance.objects.get(pk=seance.pk), {}).html
    assert "Ce que le groupe utilise" in html


def test_the_portrait_of_a_small_group_names_resources_without_counting(seance):
    dire(seance, "jugaad", "scrum")
    clore(seance)
    synthese = Portrait.objects.get().syntheses["carte"]
    assert synthese["colonnes"] == ["Ressource", "Zone"]
    assert [rangee[0] for rangee in synthese["rangees"]] == ["Jugaad", "Scrum"]


def test_nothing_said_makes_no_portrait(seance):
    clore(seance)
    assert not Portrait.objects.exists()


def test_sheets_handed_in_after_a_first_closing_enter_the_portrait(membre):
    seance = mener(ouvrir(membre, Exercice.TEST, Exercice.CARTE), "ouvert", Exercice.CARTE)
    dire(seance, "jugaad")
    clore(seance)
    franchir(SEANCE, identite=Identite(membre), objet=Seance.objects.get(pk=seance.pk), nom="rouvrir")
    remplir(mener(seance, "ouvert"), *PUR.values())
    clore(Seance.objects.get(pk=seance.pk))
    portrait = Portrait.objects.get()
    assert Groupe(**portrait.donnees).feuilles == 4
    assert list(portrait.syntheses) == ["carte"]
