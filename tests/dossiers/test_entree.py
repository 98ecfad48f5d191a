"""The two doors from a mail or a message: the secret link and the invitation."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from communs.collectivites.identite import Identite
from communs.courrier.models import Courriel
from communs.dossiers import invitations, services
from communs.dossiers.enums import Visibilite
from communs.dossiers.models import LaissezPasser, Participant
from tests.conftest import creer_compte
from tests.outils.dossiers import TITRE, donner_un_lien, faire_venir, montrer

pytestmark = pytest.mark.django_db


def page_du(lien: LaissezPasser) -> str:
    return f"/dossiers/lien/{lien.jeton}/"


@pytest.fixture
def lien(administratrice, dossier) -> LaissezPasser:
    montrer(dossier, Visibilite.LIEN)
    return donner_un_lien(administratrice, dossier)


def test_un_lien_ouvre_la_lecture_sans_compte_sans_noms_ni_gestes(client, administratrice, dossier, lien):
    response = client.get(page_du(lien), follow=True)
    page = response.content.decode()
    assert TITRE in page
    assert "Vous lisez sans compte" in page
    assert administratrice.nom_affiche not in page
    assert "participants/" not in page
    assert '<form method="post"' not in page
    assert (response["Referrer-Policy"], response["X-Robots-Tag"]) == ("strict-origin", "noindex")


def test_la_page_du_lien_ne_se_montre_a_personne_d_autre(client, lien):
    response = client.get(page_du(lien))
    assert (response["Referrer-Policy"], response["X-Robots-Tag"]) == ("strict-origin", "noindex, nofollow")
    assert response["Cache-Control"] == "private, no-store"


def test_un_lien_revoque_se_ferme_aussi_pour_qui_l_avait_ouvert(client, administratrice, dossier, lien):
    client.get(page_du(lien))
    assert client.get(dossier.get_absolute_url()).status_code == 200
    services.revoquer_lien(identite=Identite(administratrice), lien=lien)
    assert client.get(dossier.get_absolute_url())["Location"].startswith("/compte/connexion/")
    response = client.get(page_du(lien))
    assert response.status_code == 410
    assert "a été révoqué" in response.content.decode()


def test_un_lien_expire_inconnu_ou_refermé_le_dit(client, dossier, lien):
    assert client.get("/dossiers/lien/inconnu/").status_code == 404
    montrer(dossier, Visibilite.COLLECTIVITE)
    assert "refermé" in client.get(page_du(lien)).content.decode()
    hier = timezone.now() - timedelta(days=1)
    LaissezPasser.objects.update(cree_le=hier - timedelta(days=1), expire_le=hier)
    response = client.get(page_du(lien))
    assert (response.status_code, "a expiré" in response.content.decode()) == (410, True)
    services.supprimer(identite=Identite(dossier.participants.get().compte), dossier=dossier)
    assert client.get(page_du(lien)).status_code == 404


def test_les_liens_ouverts_d_une_session_ont_une_fin(client, administratrice, dossier, lien):
    for rang in range(35):
        autre = LaissezPasser.objects.create(
            dossier=dossier, libelle=f"Lien {rang}", expire_le=timezone.now() + timedelta(days=1)
        )
        client.get(page_du(autre))
    assert len(client.session["laissez_passer"]) == 30
    client.get(page_du(autre))
    assert len(client.session["laissez_passer"]) == 30


def test_on_n_essaie_pas_des_liens_par_milliers(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "dossiers_lien": "2/m/ip"}
    codes = [client.get("/dossiers/lien/inconnu/").status_code for _ in range(3)]
    assert codes == [404, 404, 429]


def test_un_dossier_public_se_lit_sans_compte_et_sans_lien(client, dossier):
    montrer(dossier, Visibilite.PUBLIC)
    response = client.get(dossier.get_absolute_url())
    assert response.status_code == 200
    assert 'content="noindex, nofollow"' in response.content.decode()


# --- the invitation ------------------------------------------------------------------------------


def chemin_recu() -> str:
    return re.search(r"http://testserver(/dossiers/invitation/\S+)", Courriel.objects.get().texte)[1]


@pytest.fixture
def invitation(administratrice, dossier) -> str:
    faire_venir(administratrice, dossier, "jean@ailleurs.example", nom="Jean Cariou")
    return chemin_recu()


def test_l_invitation_se_lit_sans_compte_et_s_accepte_avec_le_sien(client, client_de, invitation, dossier):
    page = client.get(invitation).content.decode()
    for attendu in (TITRE, "jean@ailleurs.example", "équipière ou équipier", "Créer mon compte"):
        assert attendu in page
    jean = creer_compte("jean@ailleurs.example", prenom="Jean", nom="Cariou")
    chez_jean = client_de(jean)
    assert "Participer" in chez_jean.get(invitation).content.decode()
    response = chez_jean.post(invitation, follow=True)
    assert response.redirect_chain == [(dossier.get_absolute_url(), 302)]
    assert "Bienvenue" in response.content.decode()
    assert chez_jean.post(invitation)["Location"] == dossier.get_absolute_url()


def test_une_autre_adresse_n_accepte_pas_et_apprend_pourquoi(client_de, etrangere, invitation):
    for methode in ("get", "post"):
        response = getattr(client_de(etrangere), methode)(invitation)
        assert response.status_code == 403
        assert "pour une autre adresse" in response.content.decode()
    assert Participant.objects.get(email="jean@ailleurs.example").compte is None


def test_sans_compte_accepter_ramene_a_l_invitation(client, invitation):
    assert client.post(invitation)["Location"] == invitation


def test_une_invitation_prise_retiree_ou_fausse_le_dit(client, invitation):
    Participant.objects.filter(email="jean@ailleurs.example").update(retire_le=timezone.now())
    assert client.get(invitation).status_code == 410
    assert client.get("/dossiers/invitation/faux.jeton/").status_code == 404


def test_mon_espace_montre_les_invitations_a_mes_adresses(client_de, invitation):
    jean = creer_compte("jean@ailleurs.example")
    page = client_de(jean).get("/espace/").content.decode()
    assert f"On vous attend : {TITRE}" in page
    assert invitation in page
    jean.emailaddress_set.update(verified=False)
    assert TITRE not in Client().get("/espace/").content.decode()


# --- invitations expire --------------------------------------------------------------------------


def laisser_expirer(email: str = "jean@ailleurs.example") -> Participant:
    """Fifteen days later."""
    participant = Participant.objects.get(email=email)
    Participant.objects.filter(pk=participant.pk).update(
        invitation_expire_le=participant.invitation_expire_le - timedelta(days=15)
    )
    Courriel.objects.update(cree_le=timezone.now() - timedelta(days=15))
    return Participant.objects.get(pk=participant.pk)


def test_le_courriel_et_la_page_disent_jusqu_a_quand_vaut_l_invitation(client, invitation):
    fin = Participant.objects.get(email="jean@ailleurs.example").invitation_expire_le
    assert fin - timezone.now() <= timedelta(days=14)
    jour = date_format(timezone.localtime(fin), "j F Y")
    courriel = Courriel.objects.get()
    assert f"avant le {jour}" in courriel.texte
    assert f"L’invitation vaut jusqu’au {jour}." in courriel.html
    assert jour in client.get(invitation).content.decode()


def test_une_invitation_expiree_ne_s_accepte_plus_et_dit_quoi_faire(client, client_de, invitation, dossier):
    laisser_expirer()
    jean = creer_compte("jean@ailleurs.example")
    for methode in (client.get, client_de(jean).get, client_de(jean).post):
        reponse = methode(invitation)
        assert reponse.status_code == 410
        assert "a expiré le" in reponse.content.decode()
    assert dossier.titre not in client_de(jean).get("/espace/").content.decode()
    assert Participant.objects.get(email="jean@ailleurs.example").compte is None


def test_deux_fois_expiree_a_la_derniere_seconde_elle_ne_passe_pas_par_le_service(invitation):
    participant = laisser_expirer()
    jean = creer_compte("jean@ailleurs.example")
    with pytest.raises(ValidationError, match="a expiré le"):
        invitations.accepter(identite=Identite(jean), participant=participant)


def test_renvoyee_ou_refaite_elle_vaut_de_nouveau(client_de, administratrice, invitation, dossier):
    organisatrice = client_de(administratrice)
    participant = laisser_expirer()
    page = organisatrice.get(dossier.adresse("dossiers:participants")).content.decode()
    assert "Invitation expirée" in page
    fiche = organisatrice.get(dossier.adresse("dossiers:participant", participant.uuid)).content.decode()
    assert "Son invitation a expiré le" in fiche
    organisatrice.post(dossier.adresse("dossiers:relancer", participant.uuid))
    participant.refresh_from_db()
    assert not participant.invitation_expiree
    assert Courriel.objects.count() == 2
    laisser_expirer()
    faire_venir(administratrice, dossier, "jean@ailleurs.example")
    participant.refresh_from_db()
    assert not participant.invitation_expiree
    assert (Courriel.objects.count(), dossier.participants.count()) == (3, 2)
    jean = client_de(creer_compte("jean@ailleurs.example"))
    assert jean.post(invitation)["Location"] == dossier.get_absolute_url()
    participant.refresh_from_db()
    assert participant.invitation_expire_le is None


def test_qui_est_membre_n_a_pas_d_invitation_qui_expire(administratrice, membre, dossier):
    assert faire_venir(administratrice, dossier, membre.email).invitation_expire_le is None
