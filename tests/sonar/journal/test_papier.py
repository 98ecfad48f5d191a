"""The paper test gives what the screen gives: the printed sheet is read, ticked and counted by hand."""

import re
import subprocess
from itertools import product

import pytest

from communs.livrets.gabarits import gabarit
from communs.livrets.rendu import composer, imprimer
from sonar import calculs
from sonar.enums import Style
from sonar.journal import papier
from sonar.journal.edition import Edition
from sonar.journal.enums import Forme
from sonar.journal.livrets import GABARITS
from sonar.models import Option, Profil

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("contenu")]

SIGNES = "¤¢¥§"
FORMES = (Forme.JOURNAL, Forme.TEST)


def imprimer_la_forme(forme: Forme) -> bytes:
    return imprimer(composer(gabarit(GABARITS[forme]), Edition(forme), {})).octets


def lire_la_page_du_test(octets: bytes) -> str:
    """The words of the page that holds the score box, in the order of the file."""
    pages = subprocess.run(["pdftotext", "-raw", "-", "-"], input=octets, capture_output=True, check=True)
    return next(page for page in pages.stdout.decode().split("\f") if "Le compte est bon" in page)


def questions_imprimees(page: str) -> list[list[str]]:
    """For each printed question, the signs beside its boxes, from top to bottom."""
    avant_le_score = page[: page.index("Le compte est bon")]
    signes = re.findall(rf"(?:^|\s)([{SIGNES}])(?=\s)", avant_le_score)
    return [signes[rang : rang + 4] for rang in range(0, len(signes), 4)]


def compter_a_la_main(coches: list[str]) -> tuple[list[str], int]:
    """The printed rule, sign by sign: colour in, look at the highest; several may be. And the check: six."""
    cases = {signe: coches.count(signe) for signe in SIGNES}
    return [signe for signe in SIGNES if cases[signe] == max(cases.values())], sum(cases.values())


@pytest.mark.parametrize("forme", FORMES)
def test_every_sheet_counted_by_hand_gives_the_profile_of_the_screen(forme):
    """All 4,096 ways to fill in the sheet that is really printed, ties included."""
    imprimees = questions_imprimees(lire_la_page_du_test(imprimer_la_forme(forme)))
    assert [sorted(question) for question in imprimees] == [sorted(SIGNES)] * 6
    style_de = {style.signe: style for style in Style}
    mixtes = 0
    for cases in product(range(4), repeat=6):
        coches = [question[case] for question, case in zip(imprimees, cases, strict=True)]
        gagnants, total = compter_a_la_main(coches)
        ecran = calculs.dominants(calculs.compter(style_de[signe] for signe in coches))
        assert total == 6
        assert tuple(style_de[signe] for signe in gagnants) == ecran, coches
        assert len(gagnants) < 4
        mixtes += len(gagnants) > 1
    assert mixtes == 1560  # the 38 sheets out of 100 that the score box announces


def test_each_printed_option_stands_beside_the_sign_it_has_on_screen():
    page = " ".join(lire_la_page_du_test(imprimer_la_forme(Forme.TEST)).split())
    page = page.replace("- ", "-")
    for option in Option.objects.order_by("pk"):
        debut = " ".join(option.texte.split()[:4])
        assert f"{Style(option.style).signe} {debut}" in page, option.texte


def test_the_printed_order_is_fixed_and_favours_no_place():
    places = [[papier.ordre(numero).index(style) for numero in range(1, 5)] for style in Style]
    assert [sorted(place) for place in places] == [[0, 1, 2, 3]] * 4
    assert [[style.signe for style in papier.ordre(numero)] for numero in range(1, 7)] == [
        list(rangee) for rangee in ("¤¢§¥", "¢¥¤§", "¥§¢¤", "§¤¥¢", "¤¢§¥", "¢¥¤§")
    ]
    suites = [tuple(papier.ordre(numero)[rang : rang + 2]) for numero in range(1, 5) for rang in range(3)]
    assert len(set(suites)) == 12  # each style stands once right before each other


@pytest.mark.parametrize("forme", FORMES)
def test_the_rule_is_printed_beside_its_box(forme):
    page = " ".join(lire_la_page_du_test(imprimer_la_forme(forme)).split())
    for regle in (
        "Une seule croix par question",
        "Total : six",
        "Le signe qui monte le plus haut l’emporte",
        "Deux ou trois signes à égalité en tête ? Ils l’emportent ensemble",
        "votre profil est mixte",
        "38 feuilles sur 100",
        "Quatre à égalité, jamais",
    ):
        assert regle in page.replace("\u00a0", " ").replace("\u202f", " "), regle


def test_the_sheet_for_a_room_explains_the_fourteen_results():
    dit = composer(gabarit(GABARITS[Forme.TEST]), Edition(Forme.TEST), {}).html
    assert Profil.objects.count() == 14
    for profil in Profil.objects.all():
        assert profil.nom in dit
        assert profil.accroche in dit


def test_an_option_taken_away_leaves_no_empty_box():
    Option.objects.filter(question__numero=2, style="usages").delete()
    dit = composer(gabarit(GABARITS[Forme.TEST]), Edition(Forme.TEST), {}).html
    assert dit.count('class="coche"') == 23
