"""Every address of the collection, for everybody: a stranger, a member without role, each role, a link."""

import pytest
from django.urls import reverse

from communs.dossiers.enums import Visibilite
from tests.outils.dossiers import donner_un_lien, montrer
from tests.outils.evaluations import Evaluation, creer_evaluation, remplir_la_collecte

pytestmark = pytest.mark.django_db

TOUS = {"evaluateur", "applicateur", "comite", "agent", "journaliste"}
PILOTES = {"evaluateur", "applicateur"}
LECTURES = ("collecte", "compilation", "indice")

# Address, what it names, how it is asked for, and the roles to which the door opens.
PORTES = {
    "choisir quoi déposer": ("deposer", (), "get", TOUS),
    "déposer": ("deposer_indice", ("photo",), "post", TOUS),
    "imprimer": ("imprimer_collecte", (), "get", TOUS),
    "demander un livret": ("livret_collecte", ("inconnu",), "post", TOUS),
    "modifier un indice": ("modifier_indice", ("indice",), "post", PILOTES),
    "supprimer un indice": ("supprimer_indice", ("indice",), "post", PILOTES),
    "ranger": ("ranger", (), "post", PILOTES),
    "trier": ("trier", (), "get", PILOTES),
    "les thèmes": ("themes", (), "post", PILOTES),
    "un thème": ("theme", ("theme",), "post", PILOTES),
    "déplacer un thème": ("deplacer_theme", ("theme",), "post", PILOTES),
    "supprimer un thème": ("supprimer_theme", ("theme",), "post", PILOTES),
    "clore le débat": ("collecte_geste", (), "post", {"evaluateur"}),
    "apporter": ("apporter", (), "post", {"evaluateur", "comite"}),
    "retirer son apport": ("retirer_apport", ("apport",), "post", {"evaluateur"}),
    "dire la suite": ("repondre_apport", ("apport",), "post", {"evaluateur"}),
}


@pytest.fixture
def equipe(administratrice, collectivite) -> Evaluation:
    """One person per role, a theme, a clue, a debate."""
    return creer_evaluation(administratrice, collectivite)


@pytest.fixture
def adresse(equipe):
    """`adresse("indice", "indice")`: an address, with what it names."""
    theme, indices, apport = remplir_la_collecte(equipe.identite("evaluateur"), equipe.dossier)
    noms = {"theme": theme.uuid, "indice": indices[0].uuid, "apport": apport.uuid}
    return lambda nom, *quoi: equipe.dossier.adresse(f"evaluation:{nom}", *(noms.get(q, q) for q in quoi))


def lecture(adresse, nom: str) -> str:
    return adresse(nom, "indice") if nom == "indice" else adresse(nom)


@pytest.mark.parametrize("nom", LECTURES)
def test_a_private_collection_is_read_by_its_participants_alone(
    client, client_de, equipe, adresse, membre, etrangere, nom
):
    url = lecture(adresse, nom)
    assert client.get(url).status_code == 302
    assert client_de(etrangere).get(url).status_code == 404
    assert client_de(membre).get(url).status_code == 404
    for role in TOUS:
        assert client_de(equipe.gens[role].compte).get(url).status_code == 200


@pytest.mark.parametrize("porte", PORTES)
def test_each_door_opens_to_its_roles_and_to_nobody_else(
    client, client_de, equipe, adresse, membre, etrangere, porte
):
    nom, quoi, methode, roles = PORTES[porte]
    url = adresse(nom, *quoi)
    montrer(equipe.dossier, Visibilite.COLLECTIVITE)
    envoi = {"geste": "debattre"} if nom == "collecte_geste" else {}

    def code(personne) -> int:
        return getattr(client_de(personne), methode)(url, envoi).status_code

    assert getattr(client, methode)(url, envoi).status_code == 302
    assert code(etrangere) == 404
    # A clue that is not open to readers does not exist for them.
    assert code(membre) == (404 if "indice" in quoi else 403)
    for role in TOUS - roles:
        assert code(equipe.gens[role].compte) == 403, role
    for role in sorted(roles):
        attendus = {200, 302, 422} if nom != "livret_collecte" else {404}
        assert code(equipe.gens[role].compte) in attendus | (
            {404} if nom.startswith("supprimer") else set()
        ), role


def test_a_link_opens_reading_until_it_is_revoked(client, equipe, adresse, administratrice):
    montrer(equipe.dossier, Visibilite.LIEN)
    equipe.dossier.refresh_from_db()
    lien = donner_un_lien(administratrice, equipe.dossier)
    client.get(reverse("dossiers:lien", args=[lien.jeton]))
    assert client.get(adresse("compilation")).status_code == 200
    assert client.get(adresse("collecte")).status_code == 200
    assert client.get(adresse("indice", "indice")).status_code == 404
    type(lien).objects.update(revoque_le=lien.cree_le)
    assert client.get(adresse("compilation")).status_code == 302


def test_a_passer_by_reads_no_name_and_no_debate(client, equipe, adresse):
    montrer(equipe.dossier, Visibilite.PUBLIC)
    for nom in ("collecte", "compilation"):
        page = client.get(adresse(nom)).content.decode()
        assert "Alice" not in page
        assert "Aller voir les écoles" not in page
