"""What the other lines of a document tell: whose site, whose series, which year, which capital."""

import pytest

from nuancier.fiches import FicheLacune, FicheModule, FicheTeinte
from nuancier.imports.fichier import lire_fichier
from nuancier.imports.nombres import lire_profils
from nuancier.imports.notices import reprendre_les_noms
from nuancier.imports.voisinage import en_casse, noms_propres

DEBUT = "TEINTE N° 4.1\n\n# OUTILS\n\n## RESSOURCES\n\n"


def lues(*lignes: str) -> dict:
    lu, _ = lire_fichier((DEBUT + "\n".join(f"- > {ligne}" for ligne in lignes)).encode())
    assert not lu.erreurs, lu.erreurs
    return {c.ressource.titre: c.ressource for c in lu.fiches[0].ressources}


def adresses(ressource) -> list[str]:
    return [lien.adresse for lien in ressource.liens]


def test_a_record_on_the_site_of_an_organism_that_the_document_names_is_its_own():
    notices = lues(
        "Carte des criques (Le Grand Large), 2012",
        "**Manuel du gué** <https://www.legrandlarge.example/manuel>",
        "**Journal du quai** <https://autre.example/journal>",
        "**Vagues**, Aline Martin <https://legrandlarge.example/vagues>",
    )
    assert notices["Manuel du gué"].organismes == ("Le Grand Large",)
    assert notices["Journal du quai"].organismes == ()
    assert (notices["Vagues"].auteurs, notices["Vagues"].organismes) == (("Aline Martin",), ())


def test_an_episode_belongs_to_whom_its_series_belongs():
    notices = lues(
        "Série vidéo **Gestes de mer**, La Criée",
        'Episode "Le nœud", Série vidéo Gestes de mer',
        'Episode "La voile", Série vidéo Autres gestes',
    )
    assert notices["Le nœud"].organismes == ("La Criée",)
    assert notices["La voile"].organismes == ()


def test_a_name_without_a_link_takes_its_own_home_page_and_no_other():
    notices = lues(
        "Formation **Haler**, association Cabestan (<http://www.cabestan.example/>)",
        "Association **Cabestan**",
        "Formation **Tirer** <http://www.treuil.example/pages/tirer>",
        "Association **Treuil**",
    )
    assert adresses(notices["Cabestan"]) == ["http://www.cabestan.example/"]
    assert adresses(notices["Treuil"]) == []


def test_the_year_of_a_dated_entry_stands_in_its_address():
    notices = lues(
        "**Le vent tourne** <https://blog.example/2013/07/08/le-vent/>",
        "**Le vent tombe**, 2011 <https://blog.example/2013/07/08/tombe/>",
        "**Le vent passe** <https://blog.example/2013/99/passe/>",
    )
    assert [n.annee for n in notices.values()] == [2013, 2011, None]


def test_the_works_of_a_school_and_the_blog_of_a_team_tell_whose_they_are():
    notices = lues(
        "**Les ports**, Ève Le Bris, Synthèse des travaux du séminaire Marins de l'École de Brest, 2001",
        "Le blog de la **mission Balise** <https://mission.example/>",
    )
    assert notices["Les ports"].organismes == ("École de Brest",)
    assert notices["Le blog de la mission Balise"].organismes == ("Balise",)


@pytest.mark.parametrize(
    ("dit", "profils"),
    [
        ("Enseignants en gestion et/ou en design, consultants", ("enseignant", "consultant")),
        ("Enseignant, designer", ("enseignant", "designer")),
        ("Designer ou consultant en marine", ("consultant", "designer")),
    ],
)
def test_what_a_teacher_teaches_is_no_trade(dit, profils):
    assert lire_profils(dit) == profils


def test_a_title_in_capitals_keeps_the_names_that_the_document_writes_with_a_capital():
    document = "Les ports en France et la Mer. Au large, la mer. Design Public"
    noms = noms_propres(document, ["LA MER EN FRANCE, PUBLIC"])
    assert en_casse("LA MER EN FRANCE, PUBLIC", noms) == "La mer en France, public"
    assert en_casse("La Mer en FRANCE", noms) == "La Mer en FRANCE"


def test_a_module_of_the_same_title_keeps_its_key_and_a_gap_its_sentence():
    presente = FicheTeinte(
        code="4.1", titre="T", titre_court="T",
        modules=(FicheModule(cle="sur-le-quai", format="atelier", titre="Aller voir\u00a0?"),),
        lacunes=(FicheLacune("contenus", "absente", "Lesquels proposer\u00a0?"),),
    )  # fmt: skip
    fiche = FicheTeinte(
        code="4.1", titre="T", titre_court="T",
        modules=(FicheModule(cle="aller-voir", format="voyage", titre="ALLER VOIR ?"),
                 FicheModule(cle="autre", format="voyage", titre="Autre")),
        lacunes=(FicheLacune("contenus", "absente"), FicheLacune("finalites", "absente")),
    )  # fmt: skip
    reprise = reprendre_les_noms(fiche, presente)
    assert [(m.cle, m.format) for m in reprise.modules] == [("sur-le-quai", "voyage"), ("autre", "voyage")]
    assert [la.remarque for la in reprise.lacunes] == ["Lesquels proposer\u00a0?", ""]
