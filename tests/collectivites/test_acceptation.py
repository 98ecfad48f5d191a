"""Accepting an invitation: who may, once, in time."""

import re

import pytest
from django.urls import reverse

from communs.collectivites import invitations, services
from communs.collectivites.enums import Role
from communs.collectivites.identite import Identite
from communs.collectivites.models import Adhesion, Invitation, Service
from communs.courrier.models import Courriel
from tests.collectivites.gestes import INVITEE, page, vieillir
from tests.conftest import MOT_DE_PASSE

pytestmark = pytest.mark.django_db


class TestAccepter:
    def test_sans_compte_on_lit_qui_invite_et_comment_entrer(self, client, invitation):
        response = client.get(page(invitation))
        contenu = response.content.decode()
        assert response.status_code == 200
        for texte in ("Port-Lumière Agglomération", "Alice Kerguelen", INVITEE, "/compte/inscription/?next="):
            assert texte in contenu
        assert client.post(page(invitation)).status_code == 302
        assert Adhesion.objects.count() == 2

    def test_la_personne_invitee_accepte_et_un_second_clic_ne_gene_pas(self, client_de, invitee, invitation):
        client = client_de(invitee)
        assert client.get(page(invitation)).status_code == 200
        assert Adhesion.objects.filter(compte=invitee).count() == 0, "regarder n’accepte pas"
        for _ in range(2):
            response = client.post(page(invitation))
            assert (response.status_code, response["Location"]) == (302, "/espace/port-lumiere/")
        adhesion = Adhesion.objects.get(compte=invitee)
        assert (adhesion.role, adhesion.collectivite) == (Role.MEMBRE, invitation.collectivite)
        assert Invitation.objects.get().acceptee_le is not None

    def test_l_invitation_attend_aussi_dans_l_espace_de_la_personne(
        self, client_de, invitee, etrangere, invitation
    ):
        espace = reverse("collectivites:espace")
        contenu = client_de(invitee).get(espace).content.decode()
        assert "Port-Lumière Agglomération vous attend" in contenu
        assert page(invitation) in contenu
        assert "vous attend" not in client_de(etrangere).get(espace).content.decode()

    def test_de_l_invitation_a_la_collectivite_en_passant_par_l_inscription(self, client, invitation):
        client.post(
            reverse("account_signup"),
            {"email": INVITEE, "prenom": "", "nom": "", "password1": MOT_DE_PASSE, "next": page(invitation)},
        )
        courriel = Courriel.objects.get(sujet__startswith="Bienvenue")
        lien = re.search(r"/compte/confirmer/\S+", courriel.texte)[0]
        assert client.post(lien)["Location"] == page(invitation)
        assert client.post(page(invitation))["Location"] == "/espace/port-lumiere/"
        assert Adhesion.objects.filter(compte__email=INVITEE).count() == 1

    @pytest.mark.parametrize("methode", ["get", "post"])
    def test_une_autre_adresse_que_l_invitee_est_refusee(self, client_de, etrangere, invitation, methode):
        response = getattr(client_de(etrangere), methode)(page(invitation))
        contenu = response.content.decode()
        assert response.status_code == 403
        assert INVITEE in contenu
        assert etrangere.email in contenu
        assert not Adhesion.objects.filter(compte=etrangere).exists()

    def test_de_la_page_de_refus_on_se_deconnecte_et_on_revient(self, client_de, etrangere, invitation):
        response = client_de(etrangere).post(reverse("account_logout"), {"next": page(invitation)})
        assert response["Location"] == page(invitation)

    def test_une_adresse_non_verifiee_ne_suffit_pas(self, client_de, invitee, invitation):
        invitee.emailaddress_set.update(verified=False)
        assert client_de(invitee).post(page(invitation)).status_code == 403
        assert not Adhesion.objects.filter(compte=invitee).exists()

    @pytest.mark.parametrize("connecte", [True, False])
    def test_une_invitation_expiree_le_dit(self, client, client_de, invitee, invitation, connecte):
        vieillir(invitation, 15)
        qui = client_de(invitee) if connecte else client
        response = qui.get(page(invitation))
        assert response.status_code == 410
        assert "Cette invitation a expiré" in response.content.decode()
        if connecte:
            assert qui.post(page(invitation)).status_code == 410
        assert not Adhesion.objects.filter(compte=invitee).exists()

    def test_une_invitation_ne_sert_qu_une_fois(self, client, client_de, invitee, membre, invitation):
        client_de(invitee).post(page(invitation))
        response = client.get(page(invitation))
        assert response.status_code == 410
        assert "ne sert qu’une fois" in response.content.decode()
        services.retirer(adhesion=Adhesion.objects.get(compte=invitee))
        assert client_de(invitee).post(page(invitation)).status_code == 410
        assert not Adhesion.objects.filter(compte=invitee).exists()

    @pytest.mark.parametrize(
        "jeton",
        [
            "faux",
            "0" * 32 + ".faux",
            "' OR 1=1 --",
            "<script>alert(1)<script>",
            "x" * 3000,
            "é.è",
        ],
    )
    def test_un_lien_force_est_une_page_404_et_n_ecrit_rien(
        self, client, client_de, invitee, invitation, jeton
    ):
        adresse = reverse("collectivites:invitation", args=[jeton])
        for qui in (client, client_de(invitee)):
            response = qui.get(adresse)
            assert response.status_code == 404
            assert "Ce lien d’invitation n’existe pas." in response.content.decode()
        assert client_de(invitee).post(adresse).status_code == 404
        assert Adhesion.objects.count() == 2

    def test_l_uuid_sans_signature_ne_vaut_rien(self, client, invitation):
        for jeton in (invitation.uuid.hex, str(invitation.uuid), f"{invitation.uuid.hex}."):
            assert client.get(reverse("collectivites:invitation", args=[jeton])).status_code == 404

    def test_qui_est_deja_membre_garde_son_role(self, client_de, invitee, collectivite, invitation):
        Adhesion.objects.create(compte=invitee, collectivite=collectivite, role=Role.ADMINISTRATEUR)
        assert client_de(invitee).post(page(invitation)).status_code == 302
        assert Adhesion.objects.get(compte=invitee).role == Role.ADMINISTRATEUR

    def test_le_service_propose_supprime_entre_temps_n_empeche_pas_d_entrer(
        self, administratrice, collectivite, invitee
    ):
        service = Service.objects.create(collectivite=collectivite, nom="Éphémère")
        invitation = invitations.inviter(
            identite=Identite(administratrice),
            collectivite=collectivite,
            adresses=[INVITEE],
            role="membre",
            service=service,
        ).envoyees[0]
        services.supprimer_service(service=service)
        adhesion = invitations.accepter(identite=Identite(invitee), invitation=invitation)
        assert adhesion.service is None
