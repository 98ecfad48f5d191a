"""The shipped content of the test is complete and carries the right styles."""

import pytest
from django.urls import reverse

from communs.catalogue.models import Recommandable, Recommandation
from sonar.calculs import cles_de_profil
from sonar.enums import Style
from sonar.models import Option, Profil, Question

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("contenu")]

# One word of each option that the printed test ties to its style (reconstruction, section 2).
REPERES = {
    1: {"culture_interne": "hacker", "usages": "immersion", "hybridation": "participatif", "solution": "lab"},
    3: {"hybridation": "entreprise", "solution": "360"},
    6: {
        "culture_interne": "la manière de faire",
        "usages": "loupe",
        "hybridation": "parachute",
        "solution": "outil",
    },
}


def test_six_questions_of_four_options_one_per_style():
    questions = list(Question.objects.avec_options())
    assert [q.numero for q in questions] == [1, 2, 3, 4, 5, 6]
    for question in questions:
        assert {o.style for o in question.options.all()} == set(Style)


@pytest.mark.parametrize("numero", REPERES)
def test_the_options_carry_the_style_of_the_printed_test(numero):
    for style, repere in REPERES[numero].items():
        option = Option.objects.get(question__numero=numero, style=style)
        assert repere in option.texte.lower()


def test_fourteen_portraits_each_complete():
    assert {p.cle for p in Profil.objects.all()} == set(cles_de_profil())
    for profil in Profil.objects.all():
        assert len(profil.gestes) == 3
        assert all(
            (profil.titre, profil.accroche, profil.portrait, profil.exemple, profil.attention, profil.apport)
        )


def test_every_portrait_has_its_page_and_can_be_found(client):
    for profil in Profil.objects.all():
        assert profil.titre in client.get(profil.get_absolute_url()).content.decode()
        assert Recommandable.objects.get(type="portrait", cle=profil.cle).adresse == profil.get_absolute_url()


def test_each_style_leads_to_something_that_exists():
    for style in Style:
        assert Recommandation.objects.filter(origine_type="style", origine_cle=style).count() >= 3


def test_the_rule_is_published(client):
    page = client.get(reverse("sonar:regle")).content.decode()
    for style in Style:
        assert style.signe in page
        assert style.label in page


def test_an_unknown_portrait_is_a_404(client):
    for cle in ("inconnu", "usages+culture-interne", "culture-interne+usages+hybridation+solution"):
        assert client.get(f"/sonar/portraits/{cle}/").status_code == 404
