"""The controlled vocabulary, kept at the desk."""

import pytest
from django.core.exceptions import ValidationError

from communs.web.erreurs import Refus
from tests.outils.tuyau import en_parallele
from tests.outils.veille import ARTICLE, creer_notice, creer_numero_publie, creer_themes
from tests.outils.veille_abonnements import abonner
from veille.models import Theme
from veille.notices.vocabulaire import ecrire_theme, fusionner_themes, supprimer_theme

pytestmark = pytest.mark.django_db


def _ecrire(identite, theme=None, nom="Design", definition="", synonymes=()):
    return ecrire_theme(identite=identite, theme=theme, nom=nom, definition=definition, synonymes=synonymes)


def test_a_theme_is_made_with_a_key_of_its_own_and_keeps_it(denise):
    theme = _ecrire(denise, nom="Politiques publiques", synonymes=["Action publique", "action publique"])
    assert (theme.cle, theme.synonymes) == ("politiques-publiques", ["Action publique"])
    assert _ecrire(denise, theme, nom="Politique").cle == "politiques-publiques"
    assert _ecrire(denise, nom="Politiques publiques !").cle == "politiques-publiques-2"


def test_a_word_leads_to_one_theme_only(denise):
    _ecrire(denise, synonymes=["Conception"])
    with pytest.raises(ValidationError, match="est déjà un mot du thème"):
        _ecrire(denise, nom="CONCEPTION")
    with pytest.raises(ValidationError, match="est déjà un mot du thème"):
        _ecrire(denise, nom="Autre", synonymes=["design"])


def test_the_notices_of_a_merged_theme_pass_under_the_other_once_each(denise):
    lieux, participation = creer_themes()
    deux = creer_notice(themes=("participation", "tiers-lieux"))
    une = creer_notice(themes=("tiers-lieux",))
    fusionner_themes(identite=denise, garde=participation, absorbe=lieux)

    assert [t.cle for t in Theme.objects.all()] == ["participation"]
    assert set(participation.notices.all()) == {une, deux}
    assert Theme.objects.get().synonymes == ["Tiers-lieux"]


def test_a_theme_that_classes_something_is_not_deleted(denise):
    creer_notice()
    with pytest.raises(Refus, match="encore 1 notice"):
        supprimer_theme(identite=denise, theme=Theme.objects.get(cle="tiers-lieux"))
    supprimer_theme(identite=denise, theme=Theme.objects.get(cle="participation"))
    assert [t.cle for t in Theme.objects.all()] == ["tiers-lieux"]


@pytest.mark.django_db(transaction=True)
def test_two_themes_merged_into_each_other_at_once_leave_one(denise):
    une, autre = creer_themes()
    creer_notice(ARTICLE)
    issues = []

    def faire(garde, absorbe):
        try:
            fusionner_themes(identite=denise, garde=garde, absorbe=absorbe)
            issues.append("faite")
        except Refus:
            issues.append("refusée")

    en_parallele(lambda: faire(une, autre), lambda: faire(autre, une))
    assert sorted(issues) == ["faite", "refusée"]
    assert Theme.objects.get().notices.count() == 1


def test_the_desk_makes_renames_and_merges(atelier):
    creer_notice()
    adresse = "/veille/atelier/themes/"
    atelier.post(adresse, {"nom": "Design", "definition": "Faire avec.", "synonymes": "Conception"})
    page = atelier.get(adresse).content.decode()
    assert "Faire avec." in page
    assert "aussi : Conception" in page
    assert "1 notice<" in page
    assert page.index(">Design<") < page.index(">Participation<") < page.index(">Tiers-lieux<")

    refus = atelier.post(adresse, {"nom": "conception", "definition": "", "synonymes": ""})
    assert refus.status_code == 422
    assert "est déjà un mot" in refus.content.decode()
    atelier.post(f"{adresse}design/", {"nom": "Design public", "definition": "", "synonymes": ""})
    assert Theme.objects.get(cle="design").nom == "Design public"
    atelier.post(f"{adresse}design/fusionner/", {"vers": "tiers-lieux"})
    assert Theme.objects.get(cle="tiers-lieux").synonymes == ["Design public"]
    atelier.post(f"{adresse}participation/supprimer/")
    assert [t.cle for t in Theme.objects.all()] == ["tiers-lieux"]


def test_a_theme_that_subscribers_chose_is_not_deleted_and_merged_it_takes_them_along(denise):
    lieux, participation = creer_themes()
    une, autre = abonner("une@phare.example", themes=[lieux]), abonner("deux@phare.example", themes=[lieux])
    autre.themes.add(participation)
    with pytest.raises(Refus, match="Des abonnés ont choisi ce thème"):
        supprimer_theme(identite=denise, theme=lieux)
    fusionner_themes(identite=denise, garde=participation, absorbe=lieux)
    assert [list(a.themes.all()) for a in (une, autre)] == [[participation]] * 2


def test_notices_are_found_by_every_word_of_their_theme_as_soon_as_it_has_it(client, denise):
    creer_numero_publie()
    lieux, participation = Theme.objects.get(cle="tiers-lieux"), Theme.objects.get(cle="participation")

    def trouvees(mot: str) -> bool:
        return ARTICLE.titre in client.get("/veille/recherche/", {"q": mot}).content.decode()

    assert not trouvees("fablab")
    _ecrire(denise, lieux, nom="Tiers-lieux", synonymes=["Fablab"])
    assert trouvees("fablab")
    fusionner_themes(identite=denise, garde=lieux, absorbe=participation)
    assert trouvees("participation")


def test_the_addresses_of_a_merged_theme_lead_to_the_one_that_took_its_place(client, denise):
    creer_numero_publie()
    lieux, participation = Theme.objects.get(cle="tiers-lieux"), Theme.objects.get(cle="participation")
    fusionner_themes(identite=denise, garde=participation, absorbe=lieux)
    response = client.get("/veille/themes/tiers-lieux/")
    assert (response.status_code, response["Location"]) == (301, "/veille/themes/participation/")
    flux = client.get("/veille/flux/themes/tiers-lieux.atom")
    assert flux.status_code == 200
    assert ARTICLE.titre in flux.content.decode()
    for adresse in ("/veille/themes/jamais-vu/", "/veille/flux/themes/jamais-vu.atom"):
        assert client.get(adresse).status_code == 404
