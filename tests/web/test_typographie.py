import pytest

from communs.web.typographie import accorder


@pytest.mark.parametrize(
    ("nombre", "mot"), [(0, "réponse"), (1, "réponse"), (2, "réponses"), (-1, "réponse")]
)
def test_zero_is_singular_in_french(nombre, mot):
    assert accorder(nombre, "réponse,réponses") == mot
