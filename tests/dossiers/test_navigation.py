"""The tabs of a dossier: what each person sees, and which says where she is."""

import re

import pytest

from communs.collectivites.identite import PERSONNE, Identite
from communs.dossiers.enums import Visibilite
from communs.dossiers.genres import genre
from communs.dossiers.navigation import naviguer
from tests.outils.dossiers import faire_venir, montrer
from tests.outils.evaluations import creer_evaluation

pytestmark = pytest.mark.django_db

GROUPE = ["Questionnaires", "Séances", "Tirages au sort", "Votes"]
VIE = ["Participants", "Commentaires", "Journal", "Réglages", "Emporter", "Copier"]


def noms(onglets) -> list[str]:
    return [onglet.nom for onglet in onglets or ()]


def courants(onglets) -> dict[str, str]:
    return {onglet.nom: onglet.courant for onglet in onglets or () if onglet.courant}


def vue(compte, dossier, nom="dossiers:dossier", *args):
    identite = Identite(compte) if compte is not None else PERSONNE
    return naviguer(identite, dossier, dossier.adresse(nom, *args))


@pytest.mark.usefixtures("contenu")
def test_les_outils_viennent_dans_l_ordre_du_scenario_puis_deux_portes(administratrice, collectivite):
    dossier = creer_evaluation(administratrice, collectivite).dossier
    onglets = noms(vue(administratrice, dossier).onglets)
    assert onglets[0] == "Où on en est"
    assert onglets[-2:] == ["Avec le groupe", "Vie du dossier"]
    assert onglets[1:-2] == [outil.nom for outil in genre("evaluation").outils]
    assert not {*GROUPE, *VIE} & set(onglets)


@pytest.mark.usefixtures("contenu")
def test_le_rapport_est_sous_l_onglet_du_tableau_de_suivi(administratrice, collectivite):
    dossier = creer_evaluation(administratrice, collectivite).dossier
    for nom, courant in (("suivi", "page"), ("rapport", "true"), ("comite", "true")):
        navigation = vue(administratrice, dossier, f"evaluation:{nom}")
        assert courants(navigation.onglets) == {"Tableau de suivi": courant}
        assert navigation.voisins is None


@pytest.mark.parametrize(
    ("page", "porte", "voisins", "sur_la_porte", "sur_le_voisin"),
    [
        ("dossiers:groupe", "Avec le groupe", GROUPE, "page", {}),
        ("scrutins:scrutins", "Avec le groupe", GROUPE, "true", {"Votes": "page"}),
        ("scrutins:preparer", "Avec le groupe", GROUPE, "true", {"Votes": "true"}),
        ("seances:liste", "Avec le groupe", GROUPE, "true", {"Séances": "page"}),
        ("dossiers:participants", "Vie du dossier", VIE, "true", {"Participants": "page"}),
        ("dossiers:inviter", "Vie du dossier", VIE, "true", {"Participants": "true"}),
        ("dossiers:liens", "Vie du dossier", VIE, "true", {"Réglages": "true"}),
        ("dossiers:archive", "Vie du dossier", VIE, "true", {"Emporter": "page"}),
    ],
)
def test_derriere_une_porte_ses_voisins_se_voient(
    administratrice, dossier, page, porte, voisins, sur_la_porte, sur_le_voisin
):
    navigation = vue(administratrice, dossier, page)
    assert (navigation.porte, noms(navigation.voisins)) == (porte, voisins)
    assert courants(navigation.onglets) == {porte: sur_la_porte}
    assert courants(navigation.voisins) == sur_le_voisin


def test_chacun_n_a_que_les_onglets_qui_lui_sont_ouverts(administratrice, membre, dossier):
    faire_venir(administratrice, dossier, membre.email)
    assert noms(vue(membre, dossier, "dossiers:participants").voisins) == [n for n in VIE if n != "Réglages"]
    dossier.participants.filter(compte=membre).delete()
    assert noms(vue(membre, dossier, "dossiers:participants").voisins) == VIE[:3]
    assert noms(vue(membre, dossier, "dossiers:groupe").voisins) == ["Tirages au sort", "Votes"]


def test_qui_lit_sans_compte_ne_voit_ni_le_groupe_ni_la_vie_du_dossier(client, dossier):
    montrer(dossier, Visibilite.PUBLIC)
    assert noms(vue(None, dossier).onglets) == ["Où on en est"]
    assert "Avec le groupe" not in client.get(dossier.get_absolute_url()).content.decode()


def test_la_page_du_groupe_dit_ce_que_chaque_piece_contient(client_de, administratrice, membre, decor):
    page = client_de(administratrice).get(decor.dossier.adresse("dossiers:groupe")).content.decode()
    assert re.findall(r"<h3>\s*<a [^>]*>([^<]+)</a>", page) == GROUPE
    for dit in (
        "4 votes, dont 2 ouverts",
        "2 tirages, dont 1 en attente de la graine",
        "Préparer une séance",
    ):
        assert dit in page
    page = client_de(membre).get(decor.dossier.adresse("dossiers:groupe")).content.decode()
    assert "3 votes, dont 2 ouverts" in page, "les brouillons sont à qui organise"
    assert "Préparer" not in page
