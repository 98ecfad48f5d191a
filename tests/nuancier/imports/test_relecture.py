"""What the exports write comes back as the very fiches."""

from dataclasses import replace

import pytest

from nuancier.exports.markdown import en_markdown, sur_une_ligne
from nuancier.exports.tables import en_csv, en_xlsx
from nuancier.imports.fichier import lire_fichier
from nuancier.imports.rapport import Niveau


def test_the_whole_chart_exported_in_markdown_comes_back_equal(tout):
    document = en_markdown(tout)
    lu, lignes = lire_fichier(document.encode())
    assert lu.erreurs == []
    assert tuple(lu.fiches) == tout.fiches
    assert [f.nom for f in lu.familles] == [c.famille.nom for c in tout.chapitres]
    pleines = {no for no, ligne in enumerate(lignes, 1) if ligne.strip()}
    assert set(lu.lignes) == pleines
    assert Niveau.INCOMPRIS not in lu.lignes.values()


@pytest.mark.parametrize(
    "ecrire", [lambda s: en_csv(s, tableur=True), lambda s: en_csv(s, tableur=False), en_xlsx]
)
def test_the_tables_come_back_equal_whatever_the_name_of_the_file(tout, ecrire):
    lu, _ = lire_fichier(ecrire(tout))
    assert lu.erreurs == []
    assert tuple(lu.fiches) == tout.fiches


def test_hostile_texts_come_back_as_texts(hostile_choisie, hostile):
    lu, _ = lire_fichier(en_markdown(hostile_choisie).encode())
    ressource = hostile.ressources[0].ressource
    citee = replace(hostile.ressources[0], ressource=replace(ressource, role=sur_une_ligne(ressource.role)))
    assert lu.erreurs == []
    assert lu.fiches == [
        replace(
            hostile,
            resume=sur_une_ligne(hostile.resume),
            contenus=tuple(map(sur_une_ligne, hostile.contenus)),
            ressources=(citee,),
        )
    ]


@pytest.mark.parametrize(
    ("avant", "apres", "dit"),
    [
        ("## FINALITÉS", "## BUTS", "Titre inconnu"),
        ("- Format", "Format", "n’a pas sa place"),
        (": Atelier\n", ": Danse\n", "est inconnu"),
        ("1.2\n", "1.1\n", "est déjà ligne"),
        ("- Titre court", "- Titre long", "n’est pas un champ connu"),
    ],
)
def test_an_edited_export_that_is_wrong_says_where(tout, avant, apres, dit):
    document = en_markdown(tout)
    assert avant in document
    lu, _ = lire_fichier(document.replace(avant, apres, 1).encode())
    faute = next(r for r in lu.erreurs if dit in r.message)
    assert faute.ligne > 0
