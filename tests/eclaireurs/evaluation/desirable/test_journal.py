"""The journal's columns: nothing is lost, what is read in order stays in order, ends are even."""

import pytest

from eclaireurs.evaluation.desirable.journal import (
    BANDE_HAUTEUR,
    LONG,
    RUBAN_LIGNES,
    maconner,
    monter,
    partager,
    rubans,
)
from eclaireurs.evaluation.desirable.lu import Action, Chapitre, Indice, Lu, Plan, Texte, Volet

MOTS = "Le bus arrive devant l’école et les enfants attendent sous la pluie. "


def indice(uuid: str = "a", texte: str = "On attend.", **champs) -> Indice:
    dits = {"genre": "temoignage", "genre_dit": "Témoignage", "titre": "", "valeur": "", "unite": ""}
    vides = dict.fromkeys(("description", "provenance", "legende", "media"), "")
    return Indice(uuid=uuid, texte=texte, **(dits | vides | champs))


def lu(**champs) -> Lu:
    vide = dict.fromkeys(("chapeau", "dossier", "collectivite"), "")
    rien = dict.fromkeys(("chapitres", "conclusions", "preconisations", "articles"), ())
    return Lu(**({"titre": "Le bus", "couverture": None, "plan": None, "retirees": 0} | vide | rien | champs))


def plan(*tailles: int) -> Plan:
    """As many recommendations, of so many actions."""
    volets = tuple(
        Volet(n, f"Volet {n}", tuple(action(n, rang) for rang in range(taille)))
        for n, taille in enumerate(tailles, start=1)
    )
    return Plan(None, volets, tuple(a for v in volets for a in v.actions))


def action(numero: int, rang: int) -> Action:
    return Action(
        code=f"{numero}.{rang}",
        titre=f"Action {numero}.{rang}",
        etat="retenue",
        etat_dit="Retenue",
        service="",
        debut_le=None,
        fin_le=None,
        preconisation=numero,
        rang=None,
        taches=(),
    )


def test_columns_share_things_in_their_order_and_the_tallest_is_the_least_tall():
    assert partager([10, 10, 10, 10], 2) == [2, 2]
    assert partager([30, 10, 10, 10], 2) == [1, 3]
    assert partager([10, 10, 10, 30], 3) == [2, 1, 1] or partager([10, 10, 10, 30], 3) == [3, 1, 0]
    assert partager([5], 4) == [1, 0, 0, 0]
    assert partager([], 3) == [0, 0, 0]


def test_each_clue_stands_under_the_shortest_column_and_none_is_lost():
    (bande,) = maconner([5, 1, 1, 1, 2], 2, float)
    assert bande.colonnes == ((5,), (1, 1, 1, 2))
    assert [b.nombre for b in maconner([1, 1], 4, float)] == [2]
    assert list(maconner([], 4, float)) == []
    hautes = [BANDE_HAUTEUR / 2] * 9
    bandes = list(maconner(hautes, 2, float))
    assert [sum(len(c) for c in b.colonnes) for b in bandes] == [4, 4, 1]


@pytest.mark.parametrize(
    "texte",
    [
        "\n\n".join([MOTS * 12] * 70),
        MOTS * 900,
        "\n".join(["Un vers."] * 400),
        "x" * 20_000,
        "Un mot.\n\n" * 300,
    ],
    ids=["paragraphes", "un seul", "vers", "un mot sans fin", "des mots"],
)
def test_a_long_text_is_cut_in_even_strips_and_loses_no_word(texte):
    bandes = rubans(texte)
    assert " ".join(colonne for bande in bandes for colonne in bande).split() == texte.split()
    assert all(1 <= len(bande) <= 3 for bande in bandes)
    assert len({len(bande) for bande in bandes[:-1]} - {3}) == 0


def test_a_strip_neither_opens_on_a_paragraph_s_last_line_nor_closes_on_its_first():
    paragraphes = "\n\n".join([MOTS * 3] * 60)  # five lines each
    for bande in rubans(paragraphes):
        for colonne in bande:
            premier, dernier = colonne.split("\n\n")[0], colonne.split("\n\n")[-1]
            assert len(premier) > 40
            assert len(dernier) > 40
            assert colonne.count("\n") + len(colonne) / 52 < RUBAN_LIGNES * 2


def test_short_clues_stand_in_columns_and_a_long_one_is_an_article_where_it_comes():
    suites = [indice(str(n)) for n in range(3)] + [indice("long", MOTS * 40)] + [indice("après")]
    assert len(MOTS * 40) > LONG
    (chapitre,) = monter(lu(chapitres=(Chapitre("Venir", "", suites),))).chapitres
    premiere, article, derniere = chapitre.suites
    assert premiere.bande.nombre == 3
    assert article.article.objet.uuid == "long"
    assert [i.uuid for colonne in derniere.bande.colonnes for i in colonne] == ["après"]


def test_the_clue_of_the_front_page_is_not_shown_twice():
    photo = indice("une", apercu="une.jpg", largeur=4, hauteur=3)
    chapitre = Chapitre("Venir", "", [photo, indice("autre")])
    (monte,) = monter(lu(chapitres=(chapitre,), couverture=photo)).chapitres
    assert [i.uuid for c in monte.suites[0].bande.colonnes for i in c] == ["autre"]


def test_a_synthesis_stands_beside_a_single_clue():
    (monte,) = monter(lu(chapitres=(Chapitre("Venir", "On vient à pied.", [indice()]),))).chapitres
    assert monte.synthese == ""
    assert monte.suites[0].bande.synthese == "On vient à pied."
    assert monte.suites[0].bande.nombre == 2


def test_recommendations_are_read_along_the_line():
    textes = tuple(Texte(n, f"Préconisation {n}", MOTS * 15) for n in range(1, 9))
    rangees = monter(lu(preconisations=textes)).preconisations
    assert [[[t.numero for t in c] for c in bande.colonnes] for bande in rangees] == [
        [[1], [2], [3], [4]],
        [[5], [6], [7], [8]],
    ]
    cinq = monter(lu(preconisations=textes[:5], chapeau="", articles=())).preconisations
    assert [[[t.numero for t in c] for c in bande.colonnes] for bande in cinq] == [
        [[1], [2], [3]],
        [[4], [5], []],
    ]


def test_actions_go_down_the_columns_in_their_order_and_a_recommendation_is_named_once():
    bandes = monter(lu(plan=plan(3, 40, 1), titre="x", chapeau="y")).plan
    groupes = [g for bande in bandes for colonne in bande.colonnes for g in colonne]
    codes = [a.code for g in groupes for a in g.actions]
    assert codes == [f"1.{n}" for n in range(3)] + [f"2.{n}" for n in range(40)] + ["3.0"]
    assert [g.numero for g in groupes if g.titre] == [1, 2, 3]
