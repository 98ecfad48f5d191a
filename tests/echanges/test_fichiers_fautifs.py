"""Broken files: a French message, at its line, and nothing is loaded."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from communs.catalogue.models import Recommandable
from communs.echanges import yaml_lignes
from communs.echanges.corpus import Corpus
from communs.echanges.models import Livraison
from communs.echanges.rapport import ErreursDImport
from communs.echanges.services import charger
from communs.echanges.yaml_lignes import lire_texte

BONNE = "  - {cle: bonne, titre: Bonne, adresse: /bonne/}\n"
NOM = "recommandable « page / bouee »"

FAUTES = {
    "unknown field": (
        "  - cle: bouee\n    titre: B\n    intitule: B\n    adresse: /b/\n",
        "ligne 5 : champ « intitule » : ce champ n’existe pas",
    ),
    "a field that the database computes": (
        "  - cle: bouee\n    titre: B\n    adresse: /b/\n    approche: b\n",
        "ligne 6 : champ « approche » : ce champ ne se livre pas",
    ),
    "missing key": ("  - titre: B\n    adresse: /b/\n", "ligne 3 : il manque « cle »"),
    "empty key": (
        "  - cle: ''\n    titre: B\n    adresse: /b/\n",
        "ligne 3 : clé « cle » : elle ne peut pas être vide",
    ),
    "same key twice in a mapping": (
        "  - cle: bouee\n    titre: B\n    titre: C\n    adresse: /b/\n",
        "ligne 5 : « titre » figure deux fois (déjà à la ligne 4)",
    ),
    "same row twice": (
        "  - {cle: bouee, titre: B, adresse: /b/}\n  - {cle: bouee, titre: C, adresse: /b/}\n",
        f"ligne 4 : {NOM} : déjà décrit à la ligne 3",
    ),
    "syntax": (
        "  - cle: bouee\n    titre: [B\n    adresse: /b/\n",
        "ligne 5 : la syntaxe YAML est incorrecte (colonne 12)",
    ),
    "number for a text": (
        "  - cle: bouee\n    titre: 12\n    adresse: /b/\n",
        "ligne 4 : champ « titre » : la valeur doit être un texte (mettez-le entre guillemets)",
    ),
    "text for a list": (
        "  - cle: bouee\n    titre: B\n    mots_cles: mer, cap\n    adresse: /b/\n",
        "ligne 5 : champ « mots_cles » : la valeur doit être une liste",
    ),
    "number in a list of texts": (
        "  - cle: bouee\n    titre: B\n    mots_cles: [mer, 3]\n    adresse: /b/\n",
        "ligne 5 : champ « mots_cles » : la valeur doit être un texte (mettez-le entre guillemets)",
    ),
    "nothing for a text": (
        "  - cle: bouee\n    titre:\n    adresse: /b/\n",
        "ligne 4 : champ « titre » : une valeur est attendue",
    ),
    "refused by the model's validators": (
        "  - cle: bouee\n    titre: B\n    adresse: https://ailleurs.example/\n",
        f"ligne 5 : {NOM} : champ « adresse » : "
        "Une adresse de la plateforme commence par une seule barre (« / »).",
    ),
    "too long": (
        f"  - cle: bouee\n    titre: {'B' * 201}\n    adresse: /b/\n",
        f"ligne 4 : {NOM} : champ « titre » : "
        "Assurez-vous que cette valeur comporte au plus 200 caractères (actuellement 201).",
    ),
    "a field that the model requires": (
        "  - cle: bouee\n    titre: ''\n    adresse: /b/\n",
        f"ligne 4 : {NOM} : champ « titre » : Ce champ ne peut pas être vide.",
    ),
    "alias": (
        "  - &a {cle: bouee, titre: B, adresse: /b/}\n  - *a\n",
        "ligne 4 : les renvois YAML (*nom) ne sont pas acceptés",
    ),
    "Python object": (
        "  - !!python/object/apply:os.system ['true']\n",
        "ligne 3 : l’étiquette YAML « tag:yaml.org,2002:python/object/apply:os.system » n’est pas acceptée",
    ),
    "not a list": ("  cle: bouee\n", None),
    "a list of texts": ("  - bouee\n", "ligne 1 : « fiches » doit être une liste de groupes de champs"),
    "forbidden character": ("  - cle: \x07\n", "ligne 3 : le fichier contient un caractère interdit"),
    "deep nesting": (
        f"  - cle: {'[' * 60}{']' * 60}\n",
        "ligne 3 : plus de 20 niveaux emboîtés",
    ),
    "a date that does not exist": (
        "  - cle: bouee\n    titre: 2026-02-31\n    adresse: /b/\n",
        "ligne 4 : la date 2026-02-31 n’existe pas",
    ),
}


@pytest.mark.django_db
@pytest.mark.parametrize("faute", FAUTES)
def test_a_broken_file_loads_nothing_and_says_where(faute, corpus):
    texte, message = FAUTES[faute]
    corpus.fichier.write_text(f"fiches:\n{BONNE}{texte}")
    with pytest.raises(ErreursDImport) as refus:
        charger(corpus)
    assert str(refus.value) == (message or "ligne 3 : la syntaxe YAML est incorrecte (colonne 3)")
    assert not Recommandable.objects.exists()
    assert not Livraison.objects.exists()


@pytest.mark.django_db
def test_all_the_errors_come_at_once_in_the_order_of_the_lines(corpus):
    corpus.fichier.write_text(
        "fiches:\n"
        "  - cle: a\n    titre: A\n    adresse: ailleurs\n"
        "  - cle: b\n    titre: ''\n    adresse: //ailleurs.example/\n"
    )
    with pytest.raises(ErreursDImport) as refus:
        charger(corpus)
    assert [erreur.no for erreur in refus.value.erreurs] == [4, 6, 7]


@pytest.mark.django_db
def test_an_update_that_is_refused_leaves_the_whole_corpus_as_it_was(livrer):
    livrer(bouee={"titre": "B"}, phare={"titre": "P"})
    with pytest.raises(ErreursDImport):
        livrer(bouee={"titre": "B2"}, phare={"titre": "P" * 300})
    assert [r.titre for r in Recommandable.objects.order_by("cle")] == ["B", "P"]


def test_a_missing_file_a_huge_one_and_another_encoding_are_told(tmp_path):
    fichier = tmp_path / "contenu.yaml"
    with pytest.raises(ErreursDImport, match=r"contenu\.yaml ne peut pas être lu"):
        yaml_lignes.lire(fichier)
    fichier.write_bytes("a: 1\nb: été\n".encode("latin-1"))
    with pytest.raises(ErreursDImport, match="ligne 2 : le fichier n’est pas en UTF-8"):
        yaml_lignes.lire(fichier)
    fichier.write_bytes(b"a: 1\n" + b"#" * (5 * 1024 * 1024))
    with pytest.raises(ErreursDImport, match=r"contenu\.yaml dépasse 5 Mo"):
        yaml_lignes.lire(fichier)


def test_plain_words_stay_texts():
    lu = lire_texte("a: oui\nb: no\nc: on\nd: 12:30\ne: 012\nf: true\ng: ~\nh: 1.5\ni: '3'\nj: <<\n")
    assert dict(lu) == {
        "a": "oui",
        "b": "no",
        "c": "on",
        "d": "12:30",
        "e": 12,
        "f": True,
        "g": None,
        "h": 1.5,
        "i": "3",
        "j": "<<",
    }


@pytest.mark.django_db
def test_the_command_tells_which_corpus_to_correct_and_loads_the_others(tmp_path, monkeypatch, settings):
    from tests.echanges.conftest import lignes

    bon, mauvais = (Corpus(nom, tmp_path / f"{nom}.yaml", lignes) for nom in ("bon", "mauvais"))
    bon.fichier.write_text(f"fiches:\n{BONNE}")
    mauvais.fichier.write_text("fiches:\n  - titre: B\n")
    monkeypatch.setattr("tests.echanges.conftest.BON", bon, raising=False)
    monkeypatch.setattr("tests.echanges.conftest.MAUVAIS", mauvais, raising=False)
    settings.VIGIE_CORPUS = ["tests.echanges.conftest.MAUVAIS", "tests.echanges.conftest.BON"]
    sortie, erreurs = StringIO(), StringIO()
    with pytest.raises(CommandError, match="Corpus à corriger : mauvais"):
        call_command("charger_contenu", stdout=sortie, stderr=erreurs)
    assert "ligne 2 : il manque « cle »" in erreurs.getvalue()
    assert "Corpus « bon »\n  créés : 1\n" in sortie.getvalue()
    assert Recommandable.objects.get().cle == "bonne"
    with pytest.raises(CommandError, match=r"Corpus inconnu : zzz\. Connus : mauvais, bon\."):
        call_command("charger_contenu", "zzz")
    call_command("charger_contenu", "bon", "--verifier", stdout=sortie)
    assert "Vérification seule : rien n’a été écrit." in sortie.getvalue()
