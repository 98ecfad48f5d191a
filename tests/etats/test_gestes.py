"""The buttons of a row's transitions, and what becomes of pressing them."""

import pytest
from django.contrib.messages import get_messages

from communs.dossiers.models import Dossier
from communs.etats.models import Ligne
from communs.etats.views import DEJA, PERIME
from tests.outils.dossiers import faire_venir

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.etats.urls")]


@pytest.fixture
def adresse(dossier) -> str:
    Dossier.objects.update(resume="Un repas chaud pour tous.")
    return f"{dossier.get_absolute_url()}essai/"


@pytest.fixture
def presser(client_de, administratrice, adresse):
    """`presser(geste=…)`: press a button and return what is said."""
    client = client_de(administratrice)

    def _presser(**saisie: object) -> list[str]:
        response = client.post(adresse, saisie)
        assert (response.status_code, response["Location"]) == (302, adresse)
        dits = [str(message) for message in get_messages(response.wsgi_request)]
        client.cookies.pop("messages", None)
        return dits

    return _presser


def test_un_bouton_fait_son_geste_et_le_dit(presser):
    assert presser(geste="publier", version=1) == ["« Publier » : c’est fait."]
    assert Dossier.objects.get().visibilite == "public"


def test_un_bouton_presse_deux_fois_rassure(presser):
    presser(geste="publier", version=1)
    assert presser(geste="publier", version=1) == [DEJA]
    assert Ligne.objects.filter(verbe="essai.lecture.publier").count() == 1


def test_ce_qui_empeche_se_dit_sans_page_d_erreur(presser):
    Dossier.objects.update(visibilite="lien")
    (ailleurs,) = presser(geste="publier")
    assert ailleurs.startswith("« Publier » n’est plus possible : l’état est maintenant")
    Dossier.objects.update(visibilite="public")
    (sans_motif,) = presser(geste="cacher")
    assert sans_motif.startswith("Dites pourquoi")
    (trop_long,) = presser(geste="cacher", motif="x" * 2001)
    assert "2000 caractères" in trop_long
    (nul,) = presser(geste="cacher", motif="a\x00b")
    assert "nul n’est pas autorisé" in nul
    assert Dossier.objects.get().visibilite == "public"


def test_une_page_perimee_demande_de_relire(presser):
    Dossier.objects.update(version=5)
    assert presser(geste="publier", version=1) == [PERIME]
    assert Dossier.objects.get().visibilite == "prive"


def test_un_geste_inconnu_est_refuse(client_de, administratrice, adresse):
    for saisie in ({}, {"geste": "effacer_tout"}, {"geste": "publier", "version": "x"}):
        assert client_de(administratrice).post(adresse, saisie).status_code == 400
    assert Dossier.objects.get().version == 1


def test_sans_role_ni_bouton_ni_geste(client_de, administratrice, membre, dossier, adresse):
    faire_venir(administratrice, dossier, membre.email)
    client = client_de(membre)
    assert "<form" not in client.get(adresse).content.decode()
    assert client.post(adresse, {"geste": "publier"}).status_code == 403


def test_un_bouton_demande_le_motif_quand_il_en_faut_un(client_de, administratrice, adresse):
    client = client_de(administratrice)
    assert 'name="motif"' not in client.get(adresse).content.decode()
    client.post(adresse, {"geste": "publier"})
    html = client.get(adresse).content.decode()
    assert '<input type="hidden" name="version" value="2">' in html
    assert 'name="motif"' in html
    assert "Cacher" in html
