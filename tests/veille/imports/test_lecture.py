"""A printed bulletin becomes an issue: its exact parts, and one word for each of its lines."""

from collections import Counter
from datetime import date

import pytest

from veille.imports.enums import Niveau, Sort
from veille.imports.lecture import lire
from veille.notices.fiches import FicheAuteur, FicheLien, FicheMoment

INSECABLE = "\N{NO-BREAK SPACE}"


@pytest.fixture
def lu(large):
    return lire(large)


def notices(lu):
    return {n.titre: n for n in (*lu.fiche.une, *(n for r in lu.fiche.rubriques for n in r.notices))}


def test_the_issue_knows_what_it_is(lu):
    fiche = lu.fiche
    assert (fiche.cle, fiche.titre, fiche.genre, fiche.numero, fiche.date) == (
        "n-42", "Ports et marées de demain", "regulier", "42", "2021-03",
    )  # fmt: skip
    assert [p.nom for p in fiche.partenaires] == ["Atelier du Phare"]
    assert fiche.editorial.startswith("Pour les vingt ans du port")
    assert fiche.colophon == f"Agence du littoral\n\nConception{INSECABLE}: le service de veille."
    assert fiche.mentions.endswith("leur traitement en écrivant au port.\n\n© 2019 ADL")


def test_rubriques_hold_their_notices_and_boxes_in_order(lu):
    assert [(r.cle, r.titre, len(r.notices), len(r.encadres)) for r in lu.fiche.rubriques] == [
        ("habiter-le-port", "Habiter le port", 4, 1),
        ("mesurer-la-maree", "Mesurer la marée", 4, 0),
        ("apprendre-la-mer", "Apprendre la mer", 3, 1),
    ]
    assert [n.titre for n in lu.fiche.une] == ["Le quai et ses habitants"]


def test_every_line_has_one_word_and_none_is_left(lu, large):
    assert sorted(lu.sorts) == list(range(1, large.count("\n") + 2))
    comptes = Counter(sort for sort, _ in lu.sorts.values())
    assert comptes[Sort.INCOMPRIS] == 0
    assert all(motif for sort, motif in lu.sorts.values() if sort is Sort.IGNORE)
    lignes = large.split("\n")
    assert {no for no, (sort, _) in lu.sorts.items() if sort is Sort.VIDE} == {
        no for no, ligne in enumerate(lignes, 1) if not ligne.strip()
    }

    def dit(debut: str):
        return lu.sorts[next(no for no, ligne in enumerate(lignes, 1) if ligne.startswith(debut))]

    assert dit("► Vivre à quai")[0] is Sort.TITRE
    assert dit("Martin Aline")[0] is Sort.AUTEURS
    assert dit("Revue du large")[0] is Sort.SOURCE
    assert dit("habitudes de ceux")[0] is Sort.RESUME
    assert dit("► [Sommaire]")[0] is Sort.LIEN
    assert dit("Rapport remis")[0] is Sort.MOMENT
    assert dit("Le journal des quais")[0] is Sort.ENCADRE
    assert dit("5 et 6 avril")[0] is Sort.AGENDA
    assert dit("![quai]") == (Sort.IGNORE, f"image{INSECABLE}: à reprendre dans l’éditeur")
    assert dit("12") == (Sort.IGNORE, "numéro de page")


def test_an_article_of_a_review(lu):
    fiche = notices(lu)[f"Vivre à quai{INSECABLE}: un essai"]
    assert fiche.auteurs == (FicheAuteur("Martin", "Aline"), FicheAuteur("Durand-Petit", "Marie"))
    assert (fiche.publication, fiche.numero, fiche.date, fiche.pages, fiche.genre) == (
        "Revue du large", f"2019/3 (n°{INSECABLE}8)", "2019", "12-30", "article",
    )  # fmt: skip
    assert fiche.resume.endswith("ce qu’il laisse intact dans les habitudes de ceux qui restent.")


def test_a_title_on_two_lines_and_links(lu):
    fiche = notices(lu)["Construire sur pilotis"]
    assert fiche.sous_titre == "Retour d’expérience de la commune"
    assert fiche.auteurs == (FicheAuteur("Commune de Port-Lumière", organisme=True),)
    assert (fiche.editeur, fiche.date, fiche.nombre_pages) == ("Éditions du Phare", "2020-05", 142)
    assert fiche.liens == (
        FicheLien("https://phare.example/sommaire", "Sommaire", "sommaire"),
        FicheLien("", "Synthèse", "synthese"),
    )


def test_language_thesis_report_and_direction(lu):
    toutes = notices(lu)
    assert toutes["Port labs for public life"].langue == "en"
    these = toutes[f"Sédiments et courants{INSECABLE}: en quête de la vase (France, Belgique)"]
    assert (these.genre, these.editeur, these.date) == ("these", "Université du Large", "2019")
    assert these.auteurs[1] == FicheAuteur("UMR 12 Estuaires (EST)", organisme=True, role="encadrement")
    assert these.moments == (
        FicheMoment("soutenance", "2019-02-05", "Thèse de doctorat soutenue le 5 février 2019."),
    )
    rapport = toutes["La mer qui monte"]
    assert (rapport.genre, rapport.moments[0].date, rapport.editeur) == (
        "rapport", "2020-09-19", "Fondation des Rivages",
    )  # fmt: skip
    assert toutes["Marégraphes en réseau"].auteurs == (FicheAuteur("Rivière", "Jeanne", role="direction"),)


def test_an_acronym_takes_the_full_name_told_elsewhere(lu):
    fiche = notices(lu)["Faire marée commune"]
    assert fiche.auteurs == (
        FicheAuteur("Agence du littoral (ADL)", organisme=True), FicheAuteur("Rivière", "Paul"),
    )  # fmt: skip
    assert (fiche.editeur, fiche.date, fiche.nombre_pages) == ("Agence du littoral (ADL)", "2019-10", 30)


def test_a_document_in_a_collection(lu):
    fiche = notices(lu)["Vers un littoral partagé"]
    assert (fiche.editeur, fiche.collection, fiche.numero, fiche.date) == (
        "Galets", "Rivages – Essais", "8", "2017-10",
    )  # fmt: skip


def test_what_takes_place_on_a_day_bears_it_and_its_missing_source_is_said(lu):
    fiche = notices(lu)["Initiation à la lecture des cartes"]
    assert (fiche.genre, fiche.date) == ("formation", "2021-04-23")
    doutes = [(r.no, r.message) for r in lu.remarques[Niveau.DOUTE]]
    assert (128, f"«{INSECABLE}{fiche.titre}{INSECABLE}» n’a pas de source lisible.") in doutes


def test_the_same_entry_twice_is_taken_once_and_said(lu):
    doubles = [no for no, (_, motif) in lu.sorts.items() if motif == "double de la notice de la ligne 94"]
    assert doubles == [120, 122, 124]
    assert any("est déjà à la ligne 94" in r.message for r in lu.remarques[Niveau.DOUTE])


def test_boxes_with_and_without_marks(lu):
    premier, second = lu.fiche.rubriques[0].encadres[0], lu.fiche.rubriques[2].encadres[0]
    assert [(d.titre, bool(d.texte), d.mention) for d in premier.decouvertes] == [
        ("Une carte des phares", True, ""),
        ("Le journal des quais", True, "Inscription gratuite."),
    ]
    assert second.titre == f"À découvrir{INSECABLE}: des écoles de mer"
    assert [d.titre for d in second.decouvertes] == ["L’école des mousses", "Le lab du vent"]


def test_the_agenda(lu):
    assert [(e.genre, e.debut, e.fin, e.lieu) for e in lu.fiche.agenda] == [
        ("evenement", date(2021, 4, 5), date(2021, 4, 6), "Port-Lumière"),
        ("evenement", date(2021, 4, 19), date(2021, 4, 25), "Toute la côte"),
        ("evenement", date(2021, 4, 30), date(2021, 4, 30), "Kermadec"),
        ("echeance", None, date(2021, 5, 7), ""),
    ]
    assert lu.fiche.agenda[0].organisateurs == ("ADL", "Ligue des nageurs")
    assert lu.fiche.agenda[2].inscription == "gratuite et obligatoire"
    assert any("n’a pas d’année" in r.message for r in lu.remarques[Niveau.DOUTE])


def test_a_copyright_of_another_year_is_said(lu):
    assert any(r.message.startswith("La ligne de droits dit 2019") for r in lu.remarques[Niveau.DOUTE])
