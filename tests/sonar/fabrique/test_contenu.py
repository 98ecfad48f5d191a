"""The shipped content of the workshop, its doubts included, and the public page that shows it."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from communs.catalogue.models import Recommandable, Recommandation
from communs.catalogue.services import lectures_pour, recommandations_pour
from communs.livrets.gabarits import gabarit
from communs.livrets.rendu import composer
from sonar.fabrique.enums import Etape
from sonar.fabrique.lecture import lire
from sonar.fabrique.livrets import AFFICHE, REFERENCE
from sonar.fabrique.models import EtapeDuCycle, Pratique, QuestionDuCycle, TexteDeFabrique

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("contenu")]


def test_seven_stages_in_the_order_of_the_drawing_whose_doubt_is_said():
    assert [e.cle for e in EtapeDuCycle.objects.all()] == list(Etape.values)
    douteuses = {e.cle for e in EtapeDuCycle.objects.all() if e.certitude == "doute"}
    assert douteuses == {"analyse", "agenda"}


def test_twenty_questions_none_of_them_at_the_agenda():
    questions = list(QuestionDuCycle.objects.all())
    assert [q.numero for q in questions] == list(range(1, 21))
    assert {q.etape for q in questions} == set(Etape.values) - {"agenda"}
    assert [q.certitude for q in questions].count("sur") == 8


@pytest.mark.parametrize("modele", [EtapeDuCycle, QuestionDuCycle, Pratique])
def test_what_is_not_sure_says_why_and_what_is_sure_says_nothing(modele):
    for objet in modele.objects.all():
        assert bool(objet.doute) == (objet.certitude != "sur"), objet.cle


def test_six_practices_documentation_alone_all_along():
    pratiques = {p.cle: p for p in Pratique.objects.all()}
    assert list(pratiques) == [
        "questionnement",
        "observations",
        "essai-erreur",
        "organisation",
        "retour",
        "documentation",
    ]
    assert [cle for cle, p in pratiques.items() if p.transversale] == ["documentation"]


def test_a_practice_all_along_is_at_no_stage():
    with pytest.raises(IntegrityError), transaction.atomic():
        Pratique.objects.filter(cle="documentation").update(apres="analyse")


@pytest.mark.parametrize("cle", ["questionnement", "observations", "retour", "documentation"])
def test_a_practice_leads_to_a_tool_a_teinte_and_a_reading_that_exist(cle):
    types = {s.type for s in recommandations_pour([("pratique", cle)])}
    assert types == {"outil", "teinte"}
    assert [s.type for s in lectures_pour([("pratique", cle)])] == ["notice"]


def test_every_recommendation_of_a_practice_has_its_target():
    siennes = Recommandation.objects.filter(origine_type="pratique")
    assert siennes.count() == 18
    for r in siennes:
        assert Recommandable.objects.filter(type=r.cible_type, cle=r.cible_cle).exists(), r


def test_the_page_shows_everything_in_a_constant_number_of_queries(client, django_assert_num_queries):
    with django_assert_num_queries(16):
        page = client.get(reverse("sonar:fabrique"), {"vif": "1"}).content.decode()
    for modele, champ in ((EtapeDuCycle, "nom"), (QuestionDuCycle, "intitule"), (Pratique, "piege")):
        for valeur in modele.objects.values_list(champ, flat=True):
            assert valeur in page
    for texte in TexteDeFabrique.objects.all():
        assert texte.texte in page
    assert "?genre=fabrique" in page
    assert "Place douteuse" in page


def test_each_box_of_the_drawing_leads_to_a_block_of_the_page(client):
    page = client.get(reverse("sonar:fabrique")).content.decode()
    dessin = lire().dessin
    for sorte, cases in (("etape", dessin.etapes), ("pratique", dessin.pratiques)):
        for case in cases:
            assert page.count(f'href="#{sorte}-{case.cle}"') >= 2  # the drawing and the list
            assert page.count(f'id="{sorte}-{case.cle}"') == 1


def test_the_boxes_stay_inside_the_drawing_and_cover_no_other():
    dessin = lire().dessin
    cases = [*dessin.etapes, *dessin.pratiques]
    for rang, une in enumerate(cases):
        assert 0 <= une.gauche <= une.gauche + une.largeur <= dessin.largeur
        assert 0 <= une.haut <= une.haut + une.hauteur <= dessin.hauteur
        for autre in cases[rang + 1 :]:
            loin_x = abs(une.x - autre.x) >= (une.largeur + autre.largeur) / 2
            loin_y = abs(une.y - autre.y) >= (une.hauteur + autre.hauteur) / 2
            assert loin_x or loin_y, (une.cle, autre.cle)


def test_it_is_found(client):
    page = client.get(reverse("catalogue:recherche"), {"q": "fabrique"}).content.decode()
    assert reverse("sonar:fabrique") in page


def test_anybody_asks_for_the_poster(client):
    reponse = client.post(reverse("sonar:fabrique_affiche"))
    assert reponse.status_code == 302
    assert reponse.url.startswith("/livrets/")
    assert client.get(reverse("sonar:fabrique_affiche")).status_code == 405


def test_the_poster_carries_every_question():
    affiche = composer(gabarit(AFFICHE), REFERENCE, {}).html
    assert all(intitule in affiche for intitule in QuestionDuCycle.objects.values_list("intitule", flat=True))
