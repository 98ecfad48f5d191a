"""What domains write in the catalogue, and what it recommends."""

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from communs.catalogue.enums import Type, TypeOrigine
from communs.catalogue.models import Recommandable, Recommandation
from communs.catalogue.services import inscrire, recommandations_pour, retirer, synchroniser
from communs.collectivites.models import Compte
from communs.web.cache_pages import GENERATION

pytestmark = pytest.mark.django_db

PHARE = {"cle": "phare", "titre": "Le phare", "adresse": "/phare/", "mots_cles": ["mer", "nuit"]}
BOUEE = {"cle": "bouee", "titre": "La bouée", "adresse": "/bouee/", "resume": "Elle flotte."}


def ecritures(requetes: CaptureQueriesContext) -> list[str]:
    return [r["sql"] for r in requetes if not r["sql"].startswith(("SELECT", "SAVEPOINT", "RELEASE"))]


def test_inscribing_twice_writes_once(connection_espionnee):
    assert inscrire(type="page", **PHARE) is True
    with connection_espionnee() as requetes:
        assert inscrire(type="page", **PHARE) is False
    assert ecritures(requetes) == []
    assert inscrire(type="page", **{**PHARE, "mots_cles": ["mer"]}) is True
    phare = Recommandable.objects.get()
    assert (phare.titre, phare.mots_cles, phare.resume) == ("Le phare", ["mer"], "")


def test_synchronising_adds_changes_and_removes_within_one_type(connection_espionnee):
    inscrire(type="portrait", cle="phare", titre="Un portrait", adresse="/portrait/")
    assert synchroniser("page", [PHARE, BOUEE]) == 2
    with connection_espionnee() as requetes:
        assert synchroniser("page", [BOUEE, PHARE]) == 0
    assert ecritures(requetes) == []
    assert len([r for r in requetes if r["sql"].startswith("SELECT")]) == 1
    assert synchroniser("page", [{**PHARE, "titre": "Le grand phare"}]) == 2
    assert {(r.type, r.titre) for r in Recommandable.objects.order_by("pk")} == {
        ("portrait", "Un portrait"),
        ("page", "Le grand phare"),
    }


def test_removing_tells_whether_it_was_there():
    inscrire(type="page", **PHARE)
    assert retirer(type="page", cle="phare") is True
    assert retirer(type="page", cle="phare") is False
    assert not Recommandable.objects.exists()


@pytest.mark.parametrize(
    "adresse",
    ["https://ailleurs.example/", "//ailleurs.example/", "/\\ailleurs", "phare", "javascript:1", ""],
)
def test_an_address_out_of_the_platform_is_refused(adresse):
    with pytest.raises(ValidationError):
        inscrire(type="page", cle="x", titre="X", adresse=adresse)
    with pytest.raises(IntegrityError), transaction.atomic():
        Recommandable.objects.create(type="page", cle="x", titre="X", adresse=adresse)
    with pytest.raises(ValidationError):
        synchroniser("page", [PHARE, {"cle": "x", "titre": "X", "adresse": adresse}])
    assert not Recommandable.objects.exists()


def test_an_unknown_type_is_refused():
    with pytest.raises(ValidationError):
        inscrire(type="inconnu", **PHARE)


def test_pages_are_out_of_date_only_after_a_change(django_capture_on_commit_callbacks):
    def perime(geste) -> bool:
        cache.delete(GENERATION)
        with django_capture_on_commit_callbacks(execute=True):
            geste()
        return cache.get(GENERATION) is not None

    assert perime(lambda: inscrire(type="page", **PHARE))
    assert not perime(lambda: inscrire(type="page", **PHARE))
    assert not perime(lambda: synchroniser("page", [PHARE]))
    assert perime(lambda: synchroniser("page", []))
    assert not perime(lambda: retirer(type="page", cle="phare"))


@pytest.fixture
def relier():
    def _relier(origine: tuple[str, str], cible: str, rang: int, raison: str = "Parce que") -> None:
        Recommandation.objects.create(
            origine_type=origine[0],
            origine_cle=origine[1],
            cible_type="page",
            cible_cle=cible,
            rang=rang,
            raison=raison,
        )

    return _relier


USAGES, SOLUTION = ("style", "usages"), ("style", "solution")


def test_only_what_exists_is_recommended_best_rank_first(relier, publier):
    for cle in ("b", "a", "c", "ailleurs"):
        publier(cle, f"Titre {cle}")
    relier(USAGES, "c", 3)
    relier(USAGES, "absente", 1)
    relier(USAGES, "b", 2, raison="La bonne raison")
    relier(USAGES, "a", 3)
    relier(SOLUTION, "ailleurs", 1)
    suggestions = recommandations_pour([USAGES])
    assert [s.cle for s in suggestions] == ["b", "a", "c"]
    assert (suggestions[0].raison, suggestions[0].adresse, suggestions[0].type) == (
        "La bonne raison",
        "/b/",
        Type.PAGE,
    )


def test_a_target_shows_once_with_the_reason_of_its_best_rank(relier, publier):
    publier("a", "A")
    publier("b", "B")
    relier(USAGES, "a", 5, raison="moins bonne")
    relier(SOLUTION, "a", 1, raison="meilleure")
    relier(USAGES, "b", 2)
    assert [(s.cle, s.raison) for s in recommandations_pour([USAGES, SOLUTION])] == [
        ("a", "meilleure"),
        ("b", "Parce que"),
    ]


def test_nobody_is_sent_where_he_stands(relier, publier):
    publier("a", "A")
    publier("b", "B")
    relier(USAGES, "a", 1)
    relier(("page", "a"), "b", 2)
    assert [s.cle for s in recommandations_pour([USAGES, ("page", "a")])] == ["b"]


def test_one_query_and_no_more_than_asked(relier, publier, django_assert_num_queries):
    for n in range(9):
        publier(f"f{n}", f"Fiche {n}")
        relier(USAGES, f"f{n}", n)
    with django_assert_num_queries(1):
        assert [s.cle for s in recommandations_pour([USAGES, SOLUTION], maximum=3)] == ["f0", "f1", "f2"]
    with django_assert_num_queries(1):
        assert len(recommandations_pour([USAGES])) == 6
    with django_assert_num_queries(0):
        assert recommandations_pour([]) == []


def test_the_fragment_shows_title_type_and_reason_or_nothing(relier, publier):
    publier("a", "Le phare & <b>moi</b>")
    relier(USAGES, "a", 1, raison='Pour "voir" loin <b>')
    contexte = {"recommandations": recommandations_pour([USAGES]), "titre": "À lire ensuite"}
    page = render_to_string("catalogue/_recommandations.html", contexte)
    for texte in (
        "À lire ensuite",
        "Le phare &amp; &lt;b&gt;moi&lt;/b&gt;",
        "Page",
        "Pour &quot;voir&quot; loin &lt;b&gt;",
        'href="/a/"',
    ):
        assert texte in page
    assert "<b>" not in page
    assert (
        render_to_string("catalogue/_recommandations.html", {**contexte, "recommandations": []}).strip() == ""
    )


def test_a_recommendation_is_unique_and_leads_elsewhere(relier):
    relier(USAGES, "a", 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        relier(USAGES, "a", 2)
    with pytest.raises(IntegrityError), transaction.atomic():
        relier(("page", "b"), "b", 1)


def test_staff_edit_recommendations_and_pages_follow(
    relier, publier, client_de, django_capture_on_commit_callbacks
):
    publier("a", "A")
    relier(USAGES, "a", 1)
    relier(USAGES, "absente", 2)
    equipe = client_de(Compte.objects.create_superuser("equipe@vigie.example", "phare-de-nuit-2026"))
    liste = equipe.get(reverse("admin:catalogue_recommandation_changelist")).content.decode()
    assert (liste.count("icon-yes"), liste.count("icon-no")) == (1, 1)
    lien = Recommandation.objects.get(cible_cle="a")
    champs = {
        "origine_type": "style",
        "origine_cle": "usages",
        "cible_type": "page",
        "cible_cle": "a",
        "raison": "Une autre raison",
        "rang": 4,
    }
    cache.delete(GENERATION)
    with django_capture_on_commit_callbacks(execute=True):
        equipe.post(reverse("admin:catalogue_recommandation_change", args=[lien.pk]), champs)
    assert [s.raison for s in recommandations_pour([USAGES])] == ["Une autre raison"]
    assert cache.get(GENERATION) is not None
    response = equipe.post(reverse("admin:catalogue_recommandation_add"), champs)
    assert "Cette recommandation existe déjà." in response.content.decode()


def test_the_catalogue_itself_is_not_edited_by_hand(publier, client_de):
    publier("a", "A")
    equipe = client_de(Compte.objects.create_superuser("equipe@vigie.example", "phare-de-nuit-2026"))
    fiche = reverse("admin:catalogue_recommandable_change", args=[Recommandable.objects.get().pk])
    assert equipe.get(fiche).status_code == 200
    assert equipe.post(fiche, {"titre": "B"}).status_code == 403
    assert equipe.get(reverse("admin:catalogue_recommandable_add")).status_code == 403


def test_every_type_has_its_french_plural_and_can_be_an_origin():
    assert [t.pluriel for t in Type] == [
        *("Pages", "Portraits", "Scénarios", "Outils", "Formations", "Ressources de la carte"),
        *("Étapes de la trajectoire", "Lectures", "Numéros de veille", "Parcours de formation"),
    ]
    assert set(Type.values) < set(TypeOrigine.values)
