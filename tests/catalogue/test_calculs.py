import pytest

from communs.catalogue.calculs import DEBUT, FIN, Passage, mots_utiles, passages, simplifier, vocabulaire


@pytest.mark.parametrize(
    ("saisie", "mots"),
    [
        ("les communes", ("communes",)),
        ("L’innovation d'usage", ("innovation", "usage")),
        ("Élus & élus", ("Élus",)),
        ("la teinte 1.2", ("teinte", "1.2")),
        ("co-construction_ici", ("co", "construction", "ici")),
        ("a:* | !b <-> (c)", ("b",)),
        ("100 % _", ("100",)),
        ("les des à où", ()),
        ("e\u0301lève", ("élève",)),
        ("", ()),
    ],
)
def test_the_useful_words_of_a_query(saisie, mots):
    assert mots_utiles(saisie) == mots


def test_no_more_than_twelve_words_count():
    assert len(mots_utiles(" ".join(f"mot{n}" for n in range(50)))) == 12


def test_accents_and_ligatures_are_simplified():
    assert simplifier("Cœur d’ÉTÉ, naïf, ÆTHER") == "coeur d’ete, naif, aether"


def test_a_text_is_cut_at_the_marks():
    texte = f"Au {DEBUT}phare{FIN}, un {DEBUT}phare{FIN}"
    assert passages(texte) == (
        Passage("Au ", False),
        Passage("phare", True),
        Passage(", un ", False),
        Passage("phare", True),
    )
    assert passages("") == ()
    assert passages("sans marque") == (Passage("sans marque", False),)


def test_the_vocabulary_is_every_word_simplified_but_stop_words_numbers_and_letters():
    textes = ["L’immersion, les 3 jours en 2014", "Immersion « d’été » : œuvre n° 4.1, à l’œil"]
    assert vocabulaire(textes) == {"immersion", "jours", "ete", "oeuvre", "oeil"}
    assert vocabulaire([]) == frozenset()
