"""An editor changes a teinte in the site, piece by piece."""

from dataclasses import replace

import pytest

from communs.collectivites.identite import Identite
from nuancier.models import Version
from nuancier.vie.versions import publier, relire, tenir_a_jour
from tests.outils.teintes import FICHE, MODULE, creer_teinte

pytestmark = pytest.mark.django_db

ICI = "/nuancier/teintes/4.1/"
LEXIQUE = {"lignes": "usage\nterrain\ncarnet", "motif": "Plus court.", "version": 1}


def champs_du_module(**champs):
    return {
        "titre": "Aller voir", "format": "atelier", "duree_min": 2, "duree_max": 4, "jauge_min": 10,
        "jauge_max": 15, "formateurs": 1, "sous_groupe_max": 8, "mixite": "demandee",
        "mixite_entre": ["directions", "niveaux"], "publics": ["tous"],
        "profils": ["sciences_sociales", "designer"],
        "profil": "Sociologue, ethnologue ou designer de métier.",
        "deroule": "\n".join(MODULE.deroule), "motif": "Précisé.", "version": 1,
    } | champs  # fmt: skip


@pytest.mark.parametrize(
    "suite",
    [
        "modifier/",
        "modifier/lexique/",
        "modifier/module/aller-voir/",
        "modifier/module/aller-voir/retirer/",
        "retirer/",
    ],
)
def test_nobody_but_an_editor_opens_the_forms(client_de, membre, teinte, suite):
    assert client_de(membre).get(ICI + suite).status_code == 403


def test_a_list_is_changed_and_leaves_a_version(client_de, editrice, teinte):
    assert client_de(editrice).post(ICI + "modifier/lexique/", LEXIQUE).status_code == 302

    assert relire(teinte) == replace(FICHE, lexique=("usage", "terrain", "carnet"))
    version = Version.objects.get(numero=2)
    assert (version.qui, version.motif) == ("Gaëlle Morvan", "Plus court.")


def test_the_difference_is_shown_before_and_writes_nothing(client_de, editrice, teinte):
    response = client_de(editrice).post(ICI + "modifier/lexique/", LEXIQUE | {"apercu": "oui"})

    page = response.content.decode()
    assert response.status_code == 200
    assert '<ins><span class="hors-vue">ajouté\u00a0: </span>carnet</ins>' in page
    assert relire(teinte) == FICHE


def test_a_module_s_form_holds_what_it_says_and_sent_back_changes_nothing(client_de, editrice, teinte):
    tenir_a_jour()
    page = client_de(editrice).get(ICI + "modifier/module/aller-voir/").content.decode()
    assert 'value="Aller voir"' in page
    assert "Partir une heure sur le terrain." in page
    assert (
        client_de(editrice).post(ICI + "modifier/module/aller-voir/", champs_du_module()).status_code == 302
    )
    assert relire(teinte) == FICHE
    assert Version.objects.count() == 1


def test_a_module_is_changed_added_and_taken_away(client_de, editrice, teinte):
    client = client_de(editrice)
    client.post(ICI + "modifier/module/aller-voir/", champs_du_module(format="voyage"))
    assert relire(teinte).modules == (replace(MODULE, format="voyage"),)
    client.post(ICI + "modifier/module/", champs_du_module(titre="Revenir", version=2))
    assert [m.cle for m in relire(teinte).modules] == ["aller-voir", "revenir"]
    client.post(ICI + "modifier/module/aller-voir/retirer/", {"motif": "Doublon.", "version": 3})
    assert [m.cle for m in relire(teinte).modules] == ["revenir"]
    assert teinte.versions.first().numero == 4


def test_bounds_the_wrong_way_round_are_told_in_french(client_de, editrice, teinte):
    response = client_de(editrice).post(
        ICI + "modifier/module/aller-voir/", champs_du_module(duree_min=6, duree_max=2)
    )

    assert response.status_code == 422
    assert "La durée va d’un minimum à un maximum" in response.content.decode()


def test_a_record_shared_with_another_teinte_says_so_and_changes_both(client_de, editrice, teinte):
    voisine = creer_teinte("4.2")
    tenir_a_jour()
    url = ICI + "modifier/ressources/manuel-du-terrain/"
    assert "4.2" in client_de(editrice).get(url).content.decode()
    donnees = {
        "titre": "Manuel des terrains", "genre": "ouvrage", "langue": "fr", "auteurs": "Aline Martin",
        "liens": "https://phare.example/manuel", "motif": "Le bon titre.", "version": 1,
    }  # fmt: skip
    assert client_de(editrice).post(url, donnees).status_code == 302

    assert relire(voisine).ressources[0].ressource.titre == "Manuel des terrains"
    assert voisine.versions.first().numero == 2


def test_what_is_missing_is_said_and_unsaid(client_de, editrice, teinte):
    client = client_de(editrice)
    page = client.get(ICI + "modifier/lacunes/").content.decode()
    assert 'value="La source n’en cite aucune."' in page
    client.post(ICI + "modifier/lacunes/", {"genre_contenus": "a_completer", "motif": "Relu.", "version": 1})

    assert [(la.partie, la.genre) for la in relire(teinte).lacunes] == [("contenus", "a_completer")]


def test_a_text_written_meanwhile_is_shown_beside_and_nothing_is_lost(client_de, editrice, editeur, teinte):
    autre = replace(FICHE, lexique=("tout", "autre", "chose"))
    publier(identite=Identite(editeur), teinte=teinte, fiche=autre, version_lue=1)
    response = client_de(editrice).post(ICI + "modifier/lexique/", LEXIQUE)

    page = response.content.decode()
    assert response.status_code == 409
    assert "Quelqu’un a modifié cette teinte en même temps que vous" in page
    assert "carnet" in page
    assert "retiré\u00a0: </span>autre" in page
    assert 'name="version" value="2"' in page
    assert relire(teinte) == autre
    assert client_de(editrice).post(ICI + "modifier/lexique/", LEXIQUE | {"version": 2}).status_code == 302


@pytest.mark.parametrize("manquant", ["motif", "version"])
def test_a_change_says_why(client_de, editrice, teinte, manquant):
    donnees = {nom: valeur for nom, valeur in LEXIQUE.items() if nom != manquant}
    assert client_de(editrice).post(ICI + "modifier/lexique/", donnees).status_code == 422


def test_any_version_is_seen_compared_and_restored(client, client_de, editrice, teinte):
    client_de(editrice).post(ICI + "modifier/lexique/", LEXIQUE)
    histoire = client.get(ICI + "versions/").content.decode()
    assert "Version 2" in histoire
    assert "Plus court." in histoire
    assert "usagers" in client.get(ICI + "versions/1/").content.decode()
    ecart = client.get(ICI + "versions/1..2/").content.decode()
    assert "carnet</ins>" in ecart
    assert client.get(ICI + "versions/3/").status_code == 404

    url = ICI + "versions/1/restaurer/"
    assert client_de(editrice).post(url, {"version": 1, "motif": "Trop court."}).status_code == 409
    assert client_de(editrice).post(url, {"version": 2, "motif": ""}).status_code == 302
    assert client_de(editrice).post(url, {"version": 2, "motif": "Trop court."}).status_code == 302
    assert relire(teinte) == FICHE
    assert teinte.versions.first().motif == "Retour à la version 1. Trop court."


def test_nobody_but_an_editor_restores(client_de, membre, teinte):
    tenir_a_jour()
    url = ICI + "versions/1/restaurer/"
    assert client_de(membre).post(url, {"version": 1, "motif": "x"}).status_code == 403


def test_a_teinte_is_taken_out_and_brought_back(client, client_de, editrice, teinte):
    tenir_a_jour()
    editeur = client_de(editrice)
    assert editeur.post(ICI + "retirer/", {"motif": "Double.", "version": 1}).status_code == 302
    assert client.get(ICI + "versions/").status_code == 410
    assert "Remettre cette teinte" in editeur.get(ICI + "versions/").content.decode()
    assert "4.1 Techniques" in editeur.get("/nuancier/atelier/").content.decode()
    assert editeur.post(ICI + "remettre/").status_code == 302
    assert client.get(ICI + "versions/").status_code == 200


def test_the_history_costs_the_same_whatever_its_length(
    client, client_de, editrice, teinte, django_assert_num_queries
):
    for n in range(1, 4):
        client_de(editrice).post(ICI + "modifier/lexique/", LEXIQUE | {"lignes": f"mot {n}", "version": n})
    with django_assert_num_queries(4):
        client.get(ICI + "versions/")
    with django_assert_num_queries(5):
        client.get(ICI + "versions/3/")
    with django_assert_num_queries(4):
        client.get(ICI + "versions/1..3/")
