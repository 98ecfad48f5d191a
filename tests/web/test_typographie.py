import pytest

from communs.web.typographie import accorder, taille


@pytest.mark.parametrize(
    ("nombre", "mot"), [(0, "réponse"), (1, "réponse"), (2, "réponses"), (-1, "réponse")]
)
def test_zero_is_singular_in_french(nombre, mot):
    assert accorder(nombre, "réponse,réponses") == mot


@pytest.mark.parametrize(
    ("octets", "dit"),
    [
        (0, "0 octet"),
        (512, "512 octets"),
        (12288, "12 ko"),
        (2621440, "2,5 Mo"),
        (1024**3, "1 Go"),
    ],
)
def test_a_file_weighs_in_french_units(octets, dit):
    assert taille(octets) == dit.replace(" ", "\u00a0")
