"""Every address of a dossier, its tools' included: what each person meets there."""

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.contrats.adresses import NOTRES, url_de
from tests.contrats.exemples import EXEMPLES, PARTS, Decor
from tests.contrats.test_adresses import demander

pytestmark = pytest.mark.django_db

OUVERTES = {200, 302, 422}
# Addresses of a dossier that are not one person's right: their own tests say who.
A_PART = {
    "dossiers:retablir",
    "dossiers:retirer_commentaire",
    "dossiers:transmettre",
    "dossiers:quitter",
    "scrutins:annuler_codes",
    "scrutins:geste",
    "tirages:geste",  # without a gesture it answers 400: tests/tirages/test_pages.py
    "tirages:imprimer",  # a reader's post: the same
    "questionnaires:etape",
    "questionnaires:fichier",  # its decor has no file: tests/questionnaires/test_fichiers.py
    "seances:etape",
}


def codes(client: Client, decor: Decor, noms: list[str]) -> dict[str, int]:
    """What each address answers, each in a transaction that is then undone."""
    obtenus = {}
    for nom in noms:
        with transaction.atomic():
            obtenus[nom] = demander(client, nom, url_de(nom, decor))
            transaction.set_rollback(True)
    return obtenus


def de_part(*parts: str) -> list[str]:
    return sorted(nom for nom, part in PARTS.items() if part in parts)


def test_chaque_adresse_d_un_dossier_dit_qui_y_entre(decor):
    d_un_dossier = {
        nom for nom in EXEMPLES if url_de(nom, decor).startswith(decor.dossier.get_absolute_url())
    }
    assert d_un_dossier == set(PARTS) | A_PART


def test_une_etrangere_n_apprend_pas_que_le_dossier_existe(client_de, decor):
    noms = [*PARTS, *A_PART]
    assert codes(client_de(decor.etrangere), decor, noms) == dict.fromkeys(noms, 404)


def test_une_membre_sans_role_lit_sans_agir(client_de, decor):
    decor.dossier.participants.filter(compte=decor.membre).delete()
    client = client_de(decor.membre)
    assert codes(client, decor, de_part("lecteur")) == dict.fromkeys(de_part("lecteur"), 200)
    refuses = de_part("participant", "pilote")
    assert codes(client, decor, refuses) == dict.fromkeys(refuses, 403)


def test_un_participant_agit_sans_organiser(client_de, decor):
    client = client_de(decor.membre)
    ouvertes = de_part("lecteur", "participant")
    assert codes(client, decor, ouvertes) == dict.fromkeys(ouvertes, 200)
    assert codes(client, decor, de_part("pilote")) == dict.fromkeys(de_part("pilote"), 403)


def test_une_pilote_entre_partout(client_de, decor):
    obtenus = codes(client_de(decor.administratrice), decor, list(PARTS))
    assert {nom: code for nom, code in obtenus.items() if code not in OUVERTES} == {}


@pytest.mark.parametrize("entree", ["anonyme", "lien revoque"])
def test_sans_compte_on_est_envoye_se_connecter(client, decor, entree):
    if entree == "lien revoque":
        client.get(url_de("dossiers:lien", decor))
        type(decor.lien).objects.update(revoque_le=decor.lien.cree_le)
    for nom in [*PARTS, *A_PART]:
        reponses = [client.get(url_de(nom, decor))]
        if nom not in settings.ADRESSES_SELON_L_OBJET:
            reponses.append(client.post(url_de(nom, decor)))
        for response in reponses:
            assert response.status_code == 302, nom
            assert response["Location"].startswith(reverse("account_login"))


def test_par_un_lien_seule_la_lecture_s_ouvre(client, decor):
    client.get(url_de("dossiers:lien", decor))
    ouvertes = {nom for nom in NOTRES if nom in PARTS and client.get(url_de(nom, decor)).status_code == 200}
    assert ouvertes == {"dossiers:dossier"}
