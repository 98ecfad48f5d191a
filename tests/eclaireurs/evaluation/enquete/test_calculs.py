"""Texts that strangers send: cleaned, compared, recognised where they are quoted."""

import pytest

from eclaireurs.evaluation.enquete.calculs import empreinte, est_cite, est_suspect, nettoyer


@pytest.mark.parametrize(
    ("recu", "garde"),
    [
        ("  bonjour \r\n", "bonjour"),
        ("a\n\n\n\n\nb", "a\n\nb"),
        ("a\u200bb\u202ec\x07", "abc"),
        ("e\u0301te\u0301", "été"),
        ("z\u0300\u0301\u0302\u0303\u0304", "z\u0300\u0301"),
        ("L’été « là-bas » 🚌", "L’été « là-bas » 🚌"),
    ],
)
def test_only_what_the_eye_does_not_see_is_taken_out(recu, garde):
    assert nettoyer(recu) == garde


@pytest.mark.parametrize("autre", ["L’ÉTÉ, le bus.", "l'ete  le bus", "« L’été » le bus !"])
def test_the_same_words_have_the_same_print(autre):
    assert empreinte(autre) == empreinte("l’été le bus")


def test_other_words_have_another_print():
    assert empreinte("le bus") != empreinte("la bus")


@pytest.mark.parametrize(
    ("texte", "suspect"),
    [
        ("Le bus passe à 10 h. Voir www.mairie.example.", False),
        ("https://a.example https://b.example https://c.example", True),
        ("<a href=x>achetez</a>", True),
        ("[url=x]achetez[/url]", True),
        ("5 < 6 et 7 > 3", False),
    ],
)
def test_links_in_number_and_markup_are_pointed_out(texte, suspect):
    assert est_suspect(texte) is suspect


@pytest.mark.parametrize(
    ("synthese", "cite"),
    [
        ("On dit : « le bus passe à dix heures ».", True),
        ("On dit : « LE BUS PASSE À DIX HEURES ».", True),
        ("On dit que le bus passe à dix heures.", False),
        ("On dit : « le bus ».", False),
        ("On dit : « le train passe à dix heures ».", False),
    ],
)
def test_a_passage_between_quotation_marks_is_found_again(synthese, cite):
    assert est_cite("Chez nous, le bus passe à dix heures, c’est trop tôt.", synthese) is cite
