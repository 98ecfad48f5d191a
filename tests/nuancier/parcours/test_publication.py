"""Public paths in the platform's search."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from communs.catalogue.models import Recommandable
from communs.collectivites import services as collectivites
from communs.collectivites.identite import Identite
from nuancier.parcours import composition, services
from nuancier.parcours.enums import Visibilite
from nuancier.parcours.models import Parcours
from nuancier.services import inscrire_au_catalogue
from tests.conftest import creer_compte
from tests.outils.parcours import composer, partager

pytestmark = pytest.mark.django_db


def trouves() -> list[str]:
    fiches = Recommandable.objects.filter(type="parcours").order_by("titre")
    return list(fiches.values_list("titre", flat=True))


@pytest.fixture
def public(parcours: Parcours) -> Parcours:
    return partager(parcours, Visibilite.PUBLIC)


def test_a_path_is_found_once_it_is_public_with_a_typing_error_too(client, public):
    for mots in ("trois jours usages", "prototypper"):
        page = client.get(reverse("catalogue:recherche"), {"q": mots, "type": "parcours"}).content.decode()
        assert public.get_absolute_url() in page
        assert "Parcours de formation" in page


def test_private_and_shared_paths_are_not_found(parcours, collectivite):
    assert trouves() == []
    partager(parcours, Visibilite.COLLECTIVITE, collectivite)
    assert trouves() == []


def test_what_is_said_follows_the_title_the_intention_and_the_chips(public, administratrice):
    alice = Identite(administratrice)
    services.presenter(
        identite=alice,
        parcours=public,
        version=public.version,
        champs={"titre": "Autre titre", "intention": "x" * 400},
    )
    composition.retirer(identite=alice, parcours=public, cle=public.pastilles.get(rang=3).uuid)
    fiche = Recommandable.objects.get(type="parcours")
    assert fiche.titre == "Autre titre"
    assert fiche.resume == "x" * 299 + "…"
    assert "Prototyper" in fiche.mots_cles
    assert "Raconter" not in fiche.mots_cles


def test_without_intention_the_summary_names_the_teintes_and_never_the_author(public):
    fiche = Recommandable.objects.get(type="parcours")
    assert "Prototyper et Raconter" in fiche.resume
    assert "Kerguelen" not in f"{fiche.titre} {fiche.resume} {fiche.mots_cles}"


def test_a_path_made_private_leaves_the_search(public):
    partager(public, Visibilite.PRIVE)
    assert trouves() == []


def test_a_path_taken_down_by_an_editor_leaves_the_search_and_comes_back_when_published_again(public):
    elise = creer_compte("elise@vigie.example")
    elise.user_permissions.add(Permission.objects.get(codename="change_teinte"))
    services.moderer(identite=Identite(elise), parcours=public, motif="De la publicité.")
    assert trouves() == []
    public.refresh_from_db()
    partager(public, Visibilite.PUBLIC)
    assert trouves() == [public.titre]


def test_a_deleted_path_leaves_the_search_and_comes_back_when_restored(public, administratrice):
    alice = Identite(administratrice)
    services.supprimer(identite=alice, parcours=public)
    assert trouves() == []
    services.retablir(identite=alice, parcours=public)
    assert trouves() == [public.titre]
    services.effacer(public)
    assert trouves() == []


def test_erasing_its_author_leaves_a_public_path_found_and_takes_a_deleted_one_along(membre, teintes):
    supprime = partager(composer(membre, *teintes, titre="Supprimé"), Visibilite.PUBLIC)
    partager(composer(membre, *teintes, titre="Pour tous"), Visibilite.PUBLIC)
    services.supprimer(identite=Identite(membre), parcours=supprime)
    collectivites.supprimer_compte(compte=membre)
    assert trouves() == ["Pour tous"]


def test_loading_the_chart_writes_paths_that_were_public_before_and_new_names_of_teintes(public, teintes):
    Recommandable.objects.all().delete()
    teintes[1].titre_court = "Maquetter"
    teintes[1].save()
    inscrire_au_catalogue()
    fiche = Recommandable.objects.get(type="parcours")
    assert "Maquetter" in fiche.mots_cles
