"""The chart as it is shipped: the facts of the source, one by one."""

import pytest
from django.core.management import call_command

from communs.catalogue.models import Recommandable, Recommandation
from nuancier.enums import Manque, Partie
from nuancier.models import Citation, Conseil, Famille, Lacune, Module, Nuancier, Section, Teinte

pytestmark = pytest.mark.django_db

# code: (keywords, purposes, skills, attitudes, contents, steps, resources, references)
NOMBRES = {
    "1.1": (6, 3, 1, 0, 5, 3, 3, 0),
    "1.2": (5, 3, 2, 0, 4, 3, 6, 3),
    "1.3": (4, 3, 1, 0, 5, 3, 8, 4),
    "1.4": (4, 3, 2, 0, 3, 2, 4, 4),
    "2.1": (5, 4, 3, 3, 0, 4, 1, 4),
    "2.2": (7, 4, 4, 4, 4, 3, 2, 6),
    "2.3": (4, 5, 0, 4, 2, 4, 0, 4),
    "2.4": (8, 4, 0, 3, 5, 3, 6, 4),
    "5.1": (6, 4, 3, 3, 3, 3, 1, 1),
    "6.1": (5, 3, 2, 2, 2, 4, 6, 9),
    "7.1": (8, 2, 5, 0, 4, 3, 4, 10),
}
# code: (format, half-days, group, trainers, at least, subgroups, mixité)
MODULES = {
    "1.1": ("en_ligne", (None, None), (None, None), None, False, (None, None), ""),
    "1.4": ("voyage", (4, 8), (None, 10), None, False, (None, None), ""),
    "2.1": ("atelier", (2, 2), (None, 12), 1, False, (None, None), "privilegiee"),
    "2.2": ("atelier", (2, 6), (10, 12), 1, False, (None, None), "demandee"),
    "2.3": ("atelier", (2, 2), (10, 12), 1, False, (None, None), "demandee"),
    "2.4": ("atelier", (4, 6), (10, 12), 1, False, (None, None), ""),
    "3.1": ("atelier", (1, 1), (None, 25), 1, False, (None, 8), "privilegiee"),
    "3.2": ("atelier", (1, 1), (None, 25), 1, False, (None, 8), "requise"),
    "3.3": ("atelier", (2, 2), (None, 12), 1, False, (None, None), "privilegiee"),
    "3.4": ("atelier", (2, 4), (None, 25), 2, True, (6, 8), "privilegiee"),
    "3.5": ("atelier", (2, 2), (10, 15), 1, False, (None, None), "privilegiee"),
    "4.1": ("atelier", (2, 4), (10, 15), 1, False, (None, 8), "demandee"),
    "5.1": ("atelier", (2, 4), (None, 15), 1, False, (None, None), "demandee"),
    "6.1": ("atelier", (2, 2), (10, 15), 1, False, (None, None), "privilegiee"),
    "6.2": ("atelier", (1, 1), (15, 20), 1, False, (None, None), ""),
    "7.1": ("atelier", (2, 4), (None, 12), 1, False, (None, None), ""),
}


@pytest.fixture
def contenu():
    call_command("charger_contenu", verbosity=0)


def test_seven_families_hold_eighteen_teintes(contenu):
    codes = list(Teinte.objects.values_list("code", flat=True))

    assert codes == [
        *("1.1", "1.2", "1.3", "1.4", "2.1", "2.2", "2.3", "2.4"),
        *("3.1", "3.2", "3.3", "3.4", "3.5", "4.1", "5.1", "6.1", "6.2", "7.1"),
    ]
    assert Famille.objects.count() == 7
    assert Famille.objects.get(numero=6).nom == "Institutionnaliser"


def test_each_part_has_as_many_rows_as_the_source(contenu):
    trouves = {}
    for teinte in Teinte.objects.entieres().filter(code__in=NOMBRES):
        parties = [e.partie for e in teinte.elements.all()]
        citations = [c.partie for c in teinte.citations.all()]
        trouves[teinte.code] = (
            *(parties.count(p) for p in ("lexique", "finalites", "competences", "savoir_etre", "contenus")),
            sum(len(m.etapes.all()) for m in teinte.modules.all()),
            citations.count("ressources"),
            citations.count("references"),
        )

    assert trouves == NOMBRES


@pytest.mark.parametrize("code", MODULES)
def test_the_module_has_the_figures_of_the_source(contenu, code):
    m = Module.objects.get(teinte__code=code)

    assert MODULES[code] == (
        m.format,
        (m.duree_min, m.duree_max),
        (m.jauge_min, m.jauge_max),
        m.formateurs,
        m.formateurs_au_moins,
        (m.sous_groupe_min, m.sous_groupe_max),
        m.mixite,
    )


def test_what_the_source_leaves_open_is_told(contenu):
    ouvertes = set(Lacune.objects.values_list("teinte__code", "partie", "genre"))

    assert {
        ("1.1", Partie.REFERENCES, Manque.VIDE),
        ("1.3", Partie.CONTENUS, Manque.TRONQUEE),
        ("2.3", Partie.RESSOURCES, Manque.A_COMPLETER),
        ("5.1", Partie.FORMATEURS, Manque.A_DEFINIR),
        ("6.1", Partie.MODULE, Manque.VIDE),
    } <= ouvertes


def test_no_part_is_both_empty_and_untold(contenu):
    for teinte in Teinte.objects.entieres():
        dites = {lacune.partie for lacune in teinte.lacunes.all()}
        pleines = {e.partie for e in teinte.elements.all()} | {c.partie for c in teinte.citations.all()}
        assert {p.value for p in Partie} - pleines - {"module", "formateurs"} <= dites, teinte.code


def test_the_licence_and_the_source_are_data(contenu):
    nuancier = Nuancier.objects.get()

    assert nuancier.auteur == "La 27e Région"
    assert nuancier.licence == "CC BY-NC-SA"
    assert Section.objects.count() == 6
    assert [c.cle for c in Conseil.objects.all()] == [
        "cadrage",
        "parties-prenantes",
        "stagiaires",
        "livrable",
        "mise-en-condition",
    ]


def test_a_record_cited_several_times_is_one(contenu):
    citations = Citation.objects.filter(ressource__cle="chantiers-ouverts-au-public")

    assert [c.teinte.code for c in citations.order_by("teinte__code")] == ["1.2", "1.3", "1.4", "6.2"]


def test_teintes_are_found_and_lead_to_styles_and_stages(contenu):
    assert Recommandable.objects.filter(type="teinte").count() == 18
    depuis = Recommandation.objects.filter(origine_type="teinte")
    codes = set(Teinte.objects.values_list("code", flat=True))
    for cibles in (("portrait", "page"), ("etape",)):
        assert set(depuis.filter(cible_type__in=cibles).values_list("origine_cle", flat=True)) == codes


def test_loading_twice_writes_nothing(contenu):
    avant = list(Teinte.objects.values_list("pk", "version"))

    call_command("charger_contenu", verbosity=0)

    assert list(Teinte.objects.values_list("pk", "version")) == avant
