import pytest

from communs.web.markdown import en_html, en_texte


def test_paragraphs_emphasis_lists_and_links_are_kept():
    texte = "Un **mot**, un *autre*.\n\n- [un lien](https://phare.example/)\n"

    assert en_html(texte) == (
        "<p>Un <strong>mot</strong>, un <em>autre</em>.</p>\n<ul>\n"
        '<li><a href="https://phare.example/" rel="noopener noreferrer">un lien</a></li>\n</ul>\n'
    )


def test_quotes_are_french():
    assert en_html('Il dit "oui".') == "<p>Il dit «&nbsp;oui&nbsp;».</p>\n"


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[clic](javascript:alert(1))",
        "![image](https://ailleurs.example/pixel.png)",
        '<p style="position:fixed">x</p>',
    ],
)
def test_nothing_that_acts_comes_through(hostile):
    html = en_html(hostile)

    assert not any(marque in html for marque in ("<script", "<img", "<p style", 'href="javascript'))


def test_the_same_is_read_without_its_marks():
    assert en_texte("Un **mot**,\nun [lien](https://phare.example/).\n\n- puis") == "Un mot, un lien.\n\npuis"
