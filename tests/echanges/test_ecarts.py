"""« Écarts de contenu »: staff see both texts and choose; nobody else gets there."""

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.urls import reverse

from communs.catalogue.models import Recommandable
from communs.collectivites.models import Compte
from communs.echanges.enums import Choix, Genre
from communs.echanges.models import Ecart, Livraison
from communs.echanges.services import trancher
from tests.echanges.conftest import lue

LISTE = "admin:echanges_ecart_changelist"


@pytest.fixture
def ecart(livrer, editer) -> Ecart:
    """The title and the keywords were edited here, and shipped anew."""
    livrer(bouee={"titre": "Bouée", "mots_cles": ["mer"]})
    editer("bouee", titre="Ma <b>bouée</b>")
    livrer(bouee={"titre": "Bouée neuve", "mots_cles": ["mer"]})
    return Ecart.objects.get()


@pytest.fixture
def equipe(db, client_de):
    compte = Compte.objects.create_superuser("equipe@vigie.example", "phare-de-nuit-2026")
    return client_de(compte)


def test_staff_see_the_three_texts(ecart, equipe):
    liste = equipe.get(reverse(LISTE)).content.decode()
    assert "recommandable « page / bouee »" in liste
    assert "Modifié ici et dans la livraison" in liste
    page = equipe.get(reverse("admin:echanges_ecart_change", args=[ecart.pk])).content.decode()
    for texte in ("Ma &lt;b&gt;bouée&lt;/b&gt;", "Bouée neuve", ">Bouée<", "Prendre la version livrée"):
        assert texte in page


def test_taking_the_shipped_version(ecart, equipe, livrer):
    response = equipe.post(
        reverse("admin:echanges_ecart_change", args=[ecart.pk]), {"livree": "1"}, follow=True
    )
    assert "prendre la version livrée, c’est fait" in response.content.decode()
    assert lue("bouee").titre == "Bouée neuve"
    assert not Ecart.objects.exists()
    assert livrer(bouee={"titre": "Bouée neuve", "mots_cles": ["mer"]}).ecarts_ouverts == 0


def test_keeping_one_s_own(ecart, equipe, livrer):
    equipe.post(reverse("admin:echanges_ecart_change", args=[ecart.pk]), {"mienne": "1"})
    assert lue("bouee").titre == "Ma <b>bouée</b>"
    assert livrer(bouee={"titre": "Bouée neuve", "mots_cles": ["mer"]}).ecarts_ouverts == 0
    assert lue("bouee").titre == "Ma <b>bouée</b>"


def test_several_at_once_from_the_list(ecart, equipe):
    equipe.post(reverse(LISTE), {"action": "prendre_la_version_livree", "_selected_action": [ecart.pk]})
    assert lue("bouee").titre == "Bouée neuve"
    assert not Ecart.objects.exists()


def test_a_choice_made_twice_is_told(ecart, equipe):
    trancher(ecart.pk, choix=Choix.MIENNE)
    with pytest.raises(Ecart.DoesNotExist):
        trancher(ecart.pk, choix=Choix.LIVREE)
    assert lue("bouee").titre == "Ma <b>bouée</b>"


def test_the_public_the_members_and_the_stranger_have_no_access(
    ecart, client, client_de, administratrice, membre, etrangere
):
    adresse = reverse("admin:echanges_ecart_change", args=[ecart.pk])
    for navigateur in (client, *(client_de(c) for c in (administratrice, membre, etrangere))):
        assert navigateur.post(adresse, {"livree": "1"}).status_code == 302
    assert lue("bouee").titre == "Ma <b>bouée</b>"
    assert Ecart.objects.count() == 1


def test_staff_who_may_only_look_cannot_choose(ecart, client_de):
    compte = Compte.objects.create_user("lecture@vigie.example", "phare-de-nuit-2026", is_staff=True)
    compte.user_permissions.add(Permission.objects.get(codename="view_ecart"))
    navigateur = client_de(compte)
    adresse = reverse("admin:echanges_ecart_change", args=[ecart.pk])
    assert "Prendre la version livrée" not in navigateur.get(adresse).content.decode()
    assert navigateur.post(adresse, {"livree": "1"}).status_code == 403
    assert Ecart.objects.count() == 1


def test_a_deleted_row_is_made_again_on_request(livrer, equipe):
    livrer(bouee={"titre": "B"})
    lue("bouee").delete()
    livrer(bouee={"titre": "B2", "mots_cles": ["mer"]})
    ecart = Ecart.objects.get()
    assert ecart.genre == Genre.SUPPRIME
    assert "B2" in equipe.get(reverse("admin:echanges_ecart_change", args=[ecart.pk])).content.decode()
    trancher(ecart.pk, choix=Choix.LIVREE)
    assert (lue("bouee").titre, lue("bouee").mots_cles) == ("B2", ["mer"])
    assert not Ecart.objects.exists()


def test_a_row_no_longer_shipped_is_deleted_or_becomes_the_editors_own(livrer, editer):
    livrer(bouee={"titre": "B"}, phare={"titre": "P"})
    editer("bouee", titre="Ma bouée")
    editer("phare", titre="Mon phare")
    livrer()
    par_cle = {e.livraison.cle["cle"]: e for e in Ecart.objects.select_related("livraison").order_by("pk")}
    trancher(par_cle["bouee"].pk, choix=Choix.LIVREE)
    trancher(par_cle["phare"].pk, choix=Choix.MIENNE)
    assert [r.titre for r in Recommandable.objects.order_by("pk")] == ["Mon phare"]
    assert not Livraison.objects.exists()
    assert livrer().ecarts_ouverts == 0


def test_a_shipped_text_that_the_model_refuses_is_told(ecart, equipe):
    Livraison.objects.update(champs={"titre": "x" * 300, "adresse": "/bouee/"})
    with pytest.raises(ValidationError):
        trancher(ecart.pk, choix=Choix.LIVREE)
    response = equipe.post(
        reverse("admin:echanges_ecart_change", args=[ecart.pk]), {"livree": "1"}, follow=True
    )
    assert "au plus 200 caractères" in response.content.decode()
    assert Ecart.objects.count() == 1
    assert lue("bouee").titre == "Ma <b>bouée</b>"
