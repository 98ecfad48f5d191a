"""Every pair of colours used together is readable, by day and by night."""

import re

import pytest
from django.conf import settings

from tests.outils.couleurs import contraste, contraste_imprime, jetons
from tests.outils.papier import feuilles_imprimees

CSS = settings.BASE_DIR / "static" / "css"
COULEURS = jetons((CSS / "jetons.css").read_text())

# Sonar's printed booklet: no custom property reaches the margins of a printed page, so their palette
# is written out, closed, and checked below.
CARNET = sorted(CSS.glob("carnet*.css"))
# The engine applies no token: each booklet of the evaluation writes its palette too.
COLLECTE = ("cartes", "compilation", "guides", "livrets", "planches")
EVALUATION = [CSS / "suivi-imprime.css", *(CSS / f"collecte-{nom}.css" for nom in COLLECTE)]
NUANCIER = [
    CSS / f"nuancier-{nom}.css" for nom in ("cartes", "livret", "livret-teintes", "papiers", "session-livret")
]
IMPRIMES = feuilles_imprimees()
ENCRES = {
    "#fffdf8": ("#121d35", "#445065", "#b82612", "#0e5083"),  # paper
    "#f9f5eb": ("#121d35", "#445065", "#b82612", "#0e5083"),  # the page of gestures
    "#fceeaa": ("#121d35",),  # point of attention
    "#102041": ("#f6f1e7", "#ff8463", "#f8e186"),  # covers
}
FILETS = {"#cbc3b4", "#9aa3b2", "#f1e9da", "#000"}  # rules and watermark, nothing to read

TEXTE = 4.5  # WCAG 1.4.3
SIGNE = 3.0  # WCAG 1.4.11: what delimits a field, a focus

# One notebook per episode of Les Éclaireurs: what writes on paper, and the flat colour of its cover.
CARNETS = ("ocre", "outremer", "foret", "violet", "brique")
# Style sheets say `episode`: each class `.episode-…` makes it one of the five.
ALIAS = {"episode": CARNETS, "episode-aplat": tuple(f"{nom}-aplat" for nom in CARNETS)}

# The paints of the Nuancier, made by Python: every pair of theirs is computed in tests/nuancier/.
PEINTS = {"aplat": ("sur-aplat",), "famille-fond": ("encre", "encre-douce", "famille-texte")}
TEINTES = CSS / "nuancier-teintes.css"

# What is written on each ground, and what is only drawn on it.
ECRITS = {
    "papier": ("encre", "encre-douce", "mer", "corail-texte", "succes", "attention", "erreur", "episode"),
    "papier-creux": ("encre", "encre-douce", "mer", "corail-texte", "erreur", "episode"),
    "carreau": ("encre", "encre-douce", "mer", "succes", "attention", "erreur", "episode"),
    "episode-aplat": ("sur-carnet",),
    "sur-carnet": ("episode-aplat",),
    "faisceau": ("encre", "encre-douce", "mer", "corail-texte", "erreur"),
    "encre": ("papier",),
    "mer": ("papier",),
    "erreur": ("papier",),
    "corail": ("sur-corail",),
    "corail-vif": ("sur-corail",),
    "sur-corail": ("corail",),
    "abysse": ("sur-abysse", "sur-abysse-doux", "echo", "lueur"),
    "abysse-creux": ("sur-abysse", "sur-abysse-doux", "echo", "lueur"),
}
DESSINES = {
    "papier": ("contour", "foyer"),
    "papier-creux": ("contour", "foyer"),
    "faisceau": ("contour", "foyer"),
}
CAS = [
    (theme, un_fond, un_dessus, seuil)
    for theme in COULEURS
    for paires, seuil in ((ECRITS, TEXTE), (DESSINES, SIGNE))
    for fond, dessus_possibles in paires.items()
    for dessus in dessus_possibles
    for un_fond in ALIAS.get(fond, (fond,))
    for un_dessus in ALIAS.get(dessus, (dessus,))
]


@pytest.mark.parametrize(("theme", "fond", "dessus", "seuil"), CAS)
def test_a_pair_of_colours_is_readable(theme, fond, dessus, seuil):
    assert contraste(COULEURS[theme][fond], COULEURS[theme][dessus]) >= seuil


def test_the_contrast_of_known_colours_is_the_one_wcag_gives():
    blanc, noir, gris = (1.0, 0.0, 0.0), (0.0, 0.0, 0.0), (0.5999, 0.0, 0.0)  # gris: #808080
    assert round(contraste(blanc, noir), 2) == 21.0
    assert round(contraste(blanc, gris), 2) == 3.95


def test_night_redefines_every_colour_of_the_day():
    assert COULEURS["nuit"].keys() == COULEURS["jour"].keys()


def _regles() -> list[str]:
    """The declarations of every rule of our style sheets, without the printed page (black on white)."""
    feuilles = (f.read_text() for f in sorted(CSS.glob("*.css")) if f.name != "impression.css")
    return [regle for css in feuilles for regle in re.findall(r"\{([^{}]*)\}", css)]


def test_every_rule_that_sets_text_and_ground_uses_a_pair_of_the_list():
    inconnues = []
    for regle in _regles():
        fond = re.search(r"(?<![-\w])background(?:-color)?: var\(--([a-z-]+)\)", regle)
        texte = re.search(r"(?<![-\w])color: var\(--([a-z-]+)\)", regle)
        if fond and texte and texte[1] not in (ECRITS | PEINTS).get(fond[1], ()):
            inconnues.append(f"{texte[1]} sur {fond[1]}")
    assert inconnues == []


def test_every_colour_of_text_belongs_to_a_pair():
    textes = {nom for regle in _regles() for nom in re.findall(r"(?<![-\w])color: var\(--([a-z-]+)\)", regle)}
    connus = (ECRITS | PEINTS).values()
    assert textes - {nom for dessus in connus for nom in dessus} == set()


def test_every_episode_has_its_own_pair_of_colours():
    feuille = (CSS / "episodes.css").read_text()
    for alias, jetons_possibles in ALIAS.items():
        assert tuple(re.findall(rf"--{alias}: var\(--([a-z-]+)\)", feuille)) == jetons_possibles


def test_no_colour_is_written_outside_the_tokens():
    ecrites = [
        couleur
        for feuille in CSS.glob("*.css")
        if feuille.name not in ("jetons.css", "impression.css") and feuille not in (TEINTES, *IMPRIMES)
        for couleur in re.findall(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|oklch)\(", feuille.read_text())
    ]
    assert set(ecrites) <= {"#000"}  # masks, where only opacity counts


def test_the_palette_of_the_evaluation_s_booklets_is_closed():
    ecrites = {c for f in EVALUATION for c in re.findall(r"#[0-9a-fA-F]{3,8}\b", f.read_text())}
    assert ecrites == {
        *("#121d35", "#445065", "#7a4f00", "#8a5a00", "#a3211c", "#e9b949"),  # inks
        *("#b9b2a3", "#c9c2b2", "#d8cfbc"),  # rules
        *("#fbf4e2", "#fffdf8"),  # papers
    }


def test_every_text_of_the_evaluation_s_booklets_is_readable_on_paper_or_on_its_own_ground():
    textes = {c for f in EVALUATION for c in re.findall(r"(?<![-\w])color: (#[0-9a-f]{6})", f.read_text())}
    sur_fond = {"#e9b949"}  # on ink only: numbers of the guides and of the cards
    for texte in textes - sur_fond:
        assert contraste_imprime("#fffdf8", texte) >= TEXTE or contraste_imprime("#121d35", texte) >= TEXTE, (
            texte
        )
    for texte in sur_fond:
        assert contraste_imprime("#121d35", texte) >= TEXTE


def test_the_palette_of_the_nuancier_s_papers_is_closed_and_readable():
    ecrites = {c for f in NUANCIER for c in re.findall(r"#[0-9a-fA-F]{3,8}\b", f.read_text())}
    assert ecrites == {
        *("#121d35", "#445065"),  # inks; hues come from nuancier-teintes.css
        *("#9aa3b2", "#b9b2a3", "#cbc3b4"),  # rules
        *("#fffdf8", "#eee8da", "#fff"),  # papers
    }
    for encre in ("#121d35", "#445065"):
        for papier in ("#fffdf8", "#eee8da", "#ffffff"):
            assert contraste_imprime(papier, encre) >= TEXTE, (papier, encre)


def test_the_palette_of_the_printed_carnet_is_closed_and_readable():
    ecrites = {
        couleur for feuille in CARNET for couleur in re.findall(r"#[0-9a-f]{3,8}\b", feuille.read_text())
    }
    assert ecrites <= {*ENCRES, *(encre for encres in ENCRES.values() for encre in encres), *FILETS}
    for fond, encres in ENCRES.items():
        for encre in encres:
            assert contraste_imprime(fond, encre) >= TEXTE, (fond, encre)
