"""A printed chart, with the defects of its scan, becomes fiches; every line of it is told."""

from pathlib import Path

import pytest

from nuancier.imports.fichier import lire_fichier
from nuancier.imports.rapport import Niveau

SOURCE = (Path(__file__).parent / "phare.md").read_bytes()


@pytest.fixture(scope="module")
def lu():
    return lire_fichier(SOURCE)[0]


def dits(lu, niveau):
    return [(r.ligne, r.message) for r in lu.remarques if r.niveau is niveau]


def no_de(debut: str, *, fois: int = 1) -> int:
    lignes = [no for no, ligne in enumerate(SOURCE.decode().split("\n"), 1) if ligne.startswith(debut)]
    return lignes[fois - 1]


def test_two_headers_make_one_teinte_under_its_fullest_title(lu):
    assert (lu.entetes, [(f.code, f.titre) for f in lu.fiches]) == (
        6,
        [("4.1", "Outils d’immersion en mer"), ("5.1", "La mise en test"), ("6.1", "Durer en france")],
    )
    assert dits(lu, Niveau.ERREUR) == []
    bilan = (
        "6 en-têtes pour 3 teintes\u00a0: chaque teinte s’ouvre deux fois, et ses deux pages sont réunies."
    )
    assert (0, bilan) in dits(lu, Niveau.COMPRIS)


def test_lists_are_cut_where_they_should_be(lu):
    fiche = lu.fiches[0]
    assert fiche.lexique == ("usage", "terrain (et mer • large)", "écoute")
    assert fiche.finalites == ("Repartir des pratiques", "Sortir des bureaux et prendre l’air")
    assert fiche.competences == ("Savoir préparer une immersion",)
    assert fiche.savoir_etre == ("Écoute", "patience (vraie, longue)", "humilité")


def test_the_figures_of_a_module_are_fields(lu):
    (module,) = lu.fiches[0].modules
    assert (module.titre, module.format, module.plusieurs_ateliers) == ("Aller voir", "atelier", True)
    assert (module.duree_min, module.duree_max) == (2, 4)
    assert (module.jauge_min, module.jauge_max) == (10, 15)
    assert (module.formateurs, module.formateurs_au_moins) == (2, True)
    assert (module.sous_groupe_min, module.sous_groupe_max) == (6, 8)
    assert (module.mixite, module.mixite_entre) == ("requise", ("directions", "niveaux"))
    assert (module.publics, module.profils, module.profil) == (("tous",), ("a_definir",), "")
    assert module.deroule == ("Préparer un guide", "Partir une heure")
    (voyage,) = lu.fiches[1].modules
    assert (voyage.titre, voyage.format, voyage.duree_min, voyage.duree_max) == ("", "voyage", 4, 8)
    assert (voyage.jauge_min, voyage.jauge_max, voyage.formateurs) == (None, 10, None)


def test_references_are_records_several_on_a_line_or_over_two_lines(lu):
    dites = [
        (r.titre, r.genre, r.auteurs, r.organismes, r.editeur, r.annee, [x.adresse for x in r.liens])
        for r in (c.ressource for c in (*lu.fiches[0].ressources, *lu.fiches[0].references))
    ]
    assert dites == [
        ("Manuel du terrain", "ouvrage", ("Aline Martin", "Bruno Lejeune"), (), "du Phare", 2014,
         ["https://phare.example/manuel"]),
        ("Marées", "revue", (), (), "", None, ["https://phare.example/marees"]),
        ("Balise", "jeu", (), (), "", None, []),
        ("Ne partez pas, restez !", "documentaire", ("Nora Petit",), (), "", 2012,
         ["https://phare.example/restez"]),
        ("Écouter les marins", "formation", (), ("CNFPT", "Inet"), "", 2015, []),
        ("Dessiner les cartes", "formation", (), ("CNFPT", "Inet"), "", 2015, []),
        ("Balises", "evenement", (), (), "", None, []),
        ("Jetées", "evenement", (), (), "", None, []),
        ("Quais", "evenement", (), (), "", None, []),
    ]  # fmt: skip


def test_what_the_chart_leaves_empty_is_told_as_such(lu):
    assert {(la.partie, la.genre) for la in lu.fiches[0].lacunes} == {
        ("contenus", "tronquee"),
        ("formateurs", "a_definir"),
    }
    assert {(la.partie, la.genre) for la in lu.fiches[1].lacunes} == {
        ("finalites", "absente"),
        ("competences", "absente"),
        ("savoir_etre", "absente"),
        ("contenus", "absente"),
        ("module", "vide"),
        ("ressources", "a_completer"),
    }


def test_the_report_tells_the_defects_with_their_lines(lu):
    doutes = dict(dits(lu, Niveau.DOUTE))
    assert "au milieu d’un mot" in doutes[no_de("- > Une enquête")]
    assert "deux noms" in doutes[no_de("## LA MISE EN TEST")]
    assert "porte le titre de la famille 4" in doutes[no_de("## REPARTIR DES USAGES", fois=2)]
    liens = [m for ligne, m in dits(lu, Niveau.DOUTE) if m.startswith("Un même lien")]
    assert liens == [
        "Un même lien sert à «\u00a0Marées\u00a0» (4.1) et «\u00a0Autre marée\u00a0» (5.1)\u00a0: "
        "https://phare.example/marees"
    ]
    ecartees = dict(dits(lu, Niveau.ECARTE))
    assert "MODE D’EMPLOI" in ecartees[no_de("Pour essayer")]
    assert "introduction d’une famille" in ecartees[no_de("Essayer petit")]
    assert "CONSEILS PRATIQUES" in ecartees[no_de("Prévoir.")]


def test_every_line_that_holds_something_is_accounted_for(lu):
    pleines = {no for no, ligne in enumerate(SOURCE.decode().split("\n"), 1) if ligne.strip()}
    assert set(lu.lignes) == pleines
    rapport = lu.en_rapport(SOURCE.decode().split("\n"))
    assert sum(rapport["lignes"].values()) == len(pleines)
    assert rapport["lignes"]["incompris"] == 0
    cite = [r["texte"] for r in rapport["remarques"]["ecarte"] if r["ligne"] == no_de("Essayer petit")]
    assert cite == ["Essayer petit."]


def change(avant: str, apres: str) -> bytes:
    texte = SOURCE.decode()
    assert avant in texte
    return texte.replace(avant, apres, 1).encode()


@pytest.mark.parametrize(
    ("octets", "debut", "dit"),
    [
        (b"", 0, "Aucune teinte"),
        (b"# Un titre\n\nEt du texte.\n", 0, "Aucune teinte"),
        (change("## FINALITÉS", "## BIBLIOGRAPHIE"), "## FINALITÉS", "Titre inconnu"),
        (change("### DÉROULÉ", "### DURÉE"), "### DÉROULÉ", "Titre inconnu"),
        (SOURCE.replace(b"N\xc2\xb0 6.1", b"N\xc2\xb0 5.1"), 0, "s’ouvre plus de deux fois"),
        (change("## CHAMP LEXICAL", "## FINALITÉS"), "## FINALITÉS", "déjà ouverte"),
        (change("Écoute, patience", "Écoute\x07, patience"), "Écoute, patience", "caractère de contrôle"),
        (SOURCE.replace("Écoute, patience".encode(), b"\xc9coute, patience"), "Écoute, patience", "UTF-8"),
        (change("- > Repartir", f"- > {'x' * 700} Repartir"), 0, "600 caractères"),
        (change("<https://phare.example/manuel>", "[là](javascript:alert)"), 0, "URL"),
        (b"TEINTE N\xc2\xb0 4.1\n\n## RESSOURCES\n", 1, "pas de titre"),
    ],
)  # fmt: skip
def test_what_cannot_be_imported_says_why_and_where(octets, debut, dit):
    lu, _ = lire_fichier(octets)
    trouves = [r for r in lu.erreurs if dit in r.message]
    assert trouves, lu.erreurs
    if debut:
        attendu = debut if isinstance(debut, int) else no_de(debut)
        assert attendu in [r.ligne for r in trouves]


def test_markup_and_scripts_stay_text():
    lu, _ = lire_fichier(change("- > Repartir des pratiques", "- > <script>alert(1)</script> & <b>gras</b>"))
    assert lu.fiches[0].finalites[0] == "<script>alert(1)</script> & gras"


T = b"TEINTE N\xc2\xb0 1.1\n# T\n"


@pytest.mark.parametrize(
    "octets",
    [
        b"# titre\n" * 19_000,
        b"## titre\n" * 19_000,
        b"x" * 5_000_000,
        T + b"## RESSOURCES\n" + b"- [" * 1_000_000,
        T + b"## RESSOURCES\n" + (b"- " + b"[a](b [](( <http://a **g \xc2\xab" * 9 + b"\n") * 5_000,
        T + b"## FINALIT\xc3\x89S\n" + (b"suite " * 40 + b"\n") * 19_000,
        T + b"## CHAMP LEXICAL\n" + b"\xe2\x80\xa2 a (" * 400_000,
        b"".join(b"# F\n## F%d\nTEINTE N\xc2\xb0 %d.1\n# T\n" % (n, n % 99 + 1) for n in range(4_500)),
    ],
    ids=["titles", "subtitles", "one line", "brackets", "unclosed", "one item", "words", "families"],
)
def test_hostile_documents_of_any_size_are_read_once(octets):
    """Sizes that would not end if a reading went over what it has read."""
    lu, lignes = lire_fichier(octets)
    assert len(lu.lignes) == octets.rstrip().count(b"\n") + 1
    assert len(lu.en_rapport(lignes)["remarques"]["incompris"]) <= 300


def test_a_million_headings_are_refused_before_they_are_read():
    lu, _ = lire_fichier(b"# a\n" * 1_000_000)
    assert [(r.ligne, r.message) for r in lu.erreurs] == [
        (20_001, "Ce document a plus de 20000 lignes\u00a0: importez-le en plusieurs fois.")
    ]


def test_more_than_five_megabytes_is_not_read():
    lu, _ = lire_fichier(b"a" * (5 * 1024 * 1024 + 1))
    assert [r.message[:27] for r in lu.erreurs] == ["Ce fichier dépasse 5\u00a0Mo\u00a0: u"]
