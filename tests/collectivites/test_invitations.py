"""Invitations, from the administrator's list to the one person who may accept."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from communs.collectivites import invitations, services
from communs.collectivites.enums import Role
from communs.collectivites.identite import Identite
from communs.collectivites.models import Adhesion, Collectivite, Compte, Invitation, Service
from communs.courrier.models import Courriel
from tests.conftest import MOT_DE_PASSE, creer_compte

pytestmark = pytest.mark.django_db
LISTE = reverse("collectivites:invitations", args=["port-lumiere"])
INVITEE = "denise@port-lumiere.example"


def inviter_par_le_service(compte: Compte, collectivite: Collectivite, email: str = INVITEE) -> Invitation:
    bilan = invitations.inviter(
        identite=Identite(compte), collectivite=collectivite, adresses=[email], role=Role.MEMBRE, service=None
    )
    return bilan.envoyees[0]


@pytest.fixture
def invitation(administratrice, collectivite) -> Invitation:
    return inviter_par_le_service(administratrice, collectivite)


@pytest.fixture
def invitee(db) -> Compte:
    return creer_compte(INVITEE, prenom="Denise", nom="Abily")


def page(invitation: Invitation) -> str:
    return reverse("collectivites:invitation", args=[invitations.jeton_de(invitation)])


def geste(nom: str, invitation: Invitation) -> str:
    return reverse(f"collectivites:{nom}_invitation", args=["port-lumiere", invitation.uuid])


def vieillir(invitation: Invitation, jours: int) -> None:
    Invitation.objects.filter(pk=invitation.pk).update(
        cree_le=invitation.cree_le - timedelta(days=jours),
        expire_le=invitation.expire_le - timedelta(days=jours),
    )


class TestInviter:
    def test_plusieurs_adresses_a_la_fois_recoivent_chacune_leur_lien(
        self, client_de, administratrice, collectivite, settings
    ):
        formation = Service.objects.create(collectivite=collectivite, nom="Formation")
        response = client_de(administratrice).post(
            LISTE,
            {
                "adresses": "Denise@Port-Lumiere.example\r\n\n ewen@port-lumiere.example ;"
                "denise@port-lumiere.example",
                "role": "administrateur",
                "service": formation.pk,
            },
        )
        assert response.status_code == 302
        envoyees = Invitation.objects.order_by("email")
        assert [(i.email, i.role, i.service, i.invite_par) for i in envoyees] == [
            (INVITEE, "administrateur", formation, administratrice),
            ("ewen@port-lumiere.example", "administrateur", formation, administratrice),
        ]
        for invitation in envoyees:
            assert timedelta(days=13, hours=23) < invitation.expire_le - timezone.now() <= timedelta(days=14)
            courriel = Courriel.objects.get(destinataire=invitation.email)
            assert courriel.sujet == "Alice Kerguelen vous invite à rejoindre Port-Lumière Agglomération"
            assert settings.VIGIE_ADRESSE + page(invitation) in courriel.texte
            assert courriel.corps_ephemere

    @pytest.mark.parametrize(
        ("adresses", "erreur"),
        [
            ("pas une adresse", "« pas une adresse » n’est pas une adresse électronique."),
            ("denise@port-lumiere.example\npas@", "« pas@ » n’est pas une adresse électronique."),
            ("", "Ce champ est obligatoire"),
            (" \n , ; ", "obligatoire"),
            (",;", "Saisissez au moins une adresse."),
            ("bachir@port-lumiere.example", "bachir@port-lumiere.example est déjà membre."),
            ("BACHIR@port-lumiere.example", "bachir@port-lumiere.example est déjà membre."),
            ("a@b.fr%0aBcc:tous@ailleurs.example", "n’est pas une adresse"),
            ("<script>alert(1)</script>@b.fr", "n’est pas une adresse"),
            ("' OR 1=1 --", "n’est pas une adresse"),
            ("nul\x00@b.fr", "nul"),
            ("x" * 10_000, "au plus 6000 caractères"),
            ("x" * 300 + "@b.fr", "trop longue"),
            ("\n".join(f"a{n}@b.fr" for n in range(31)), "Invitez au plus 30 personnes à la fois."),
        ],
    )
    def test_une_adresse_fausse_ou_deja_membre_est_dite_et_rien_ne_part(
        self, client_de, administratrice, collectivite, adresses, erreur
    ):
        response = client_de(administratrice).post(LISTE, {"adresses": adresses, "role": "membre"})
        contenu = response.content.decode()
        assert response.status_code == 422
        assert erreur in contenu
        assert "<script>alert(1)" not in contenu
        assert Invitation.objects.count() == 0
        assert Courriel.objects.count() == 0

    def test_un_en_tete_glisse_dans_une_adresse_devient_une_ligne_refusee(
        self, client_de, administratrice, collectivite
    ):
        response = client_de(administratrice).post(
            LISTE, {"adresses": "denise@port-lumiere.example\r\nBcc: tous@ailleurs.example", "role": "membre"}
        )
        assert response.status_code == 422
        assert "« bcc: tous@ailleurs.example » n’est pas une adresse" in response.content.decode()
        assert Courriel.objects.count() == 0

    @pytest.mark.parametrize("champs", [{"role": "roi"}, {"role": ""}, {"role": "membre", "service": "42"}])
    def test_un_role_ou_un_service_inconnus_sont_refuses(
        self, client_de, administratrice, collectivite, champs
    ):
        response = client_de(administratrice).post(LISTE, {"adresses": INVITEE, **champs})
        assert response.status_code == 422
        assert Invitation.objects.count() == 0

    def test_la_meme_invitation_postee_deux_fois_ne_part_qu_une_fois(
        self, client_de, administratrice, collectivite
    ):
        client = client_de(administratrice)
        assert client.post(LISTE, {"adresses": INVITEE, "role": "membre"}).status_code == 302
        response = client.post(LISTE, {"adresses": INVITEE, "role": "membre"})
        assert response.status_code == 422
        assert "Une invitation est déjà en cours" in response.content.decode()
        assert Courriel.objects.count() == 1

    def test_une_invitation_expiree_se_renouvelle(self, administratrice, collectivite, invitation):
        vieillir(invitation, 15)
        nouvelle = inviter_par_le_service(administratrice, collectivite)
        assert nouvelle.pk == invitation.pk
        assert not nouvelle.expiree
        assert Courriel.objects.count() == 2

    def test_des_noms_demesures_n_empechent_pas_l_envoi(self, administratrice, collectivite):
        Compte.objects.update(prenom="P" * 80, nom="N" * 80)
        Collectivite.objects.update(nom="C" * 150)
        administratrice.refresh_from_db()
        collectivite.refresh_from_db()
        inviter_par_le_service(administratrice, collectivite)
        assert len(Courriel.objects.get().sujet) <= 250

    def test_pas_plus_de_deux_cents_invitations_en_attente(self, administratrice, collectivite):
        Invitation.objects.bulk_create(
            Invitation(
                collectivite=collectivite, email=f"a{n}@b.fr", expire_le=timezone.now() + timedelta(days=1)
            )
            for n in range(200)
        )
        bilan = invitations.inviter(
            identite=Identite(administratrice),
            collectivite=collectivite,
            adresses=[INVITEE],
            role="membre",
            service=None,
        )
        assert bilan.erreurs == ["Pas plus de 200 invitations en attente : annulez-en d’abord."]
        assert Invitation.objects.count() == 200

    def test_un_membre_n_invite_pas_et_une_etrangere_ne_trouve_rien(
        self, client_de, membre, etrangere, collectivite, invitation
    ):
        for compte, code in ((membre, 403), (etrangere, 404)):
            client = client_de(compte)
            assert client.get(LISTE).status_code == code
            assert client.post(LISTE, {"adresses": "x@y.fr", "role": "membre"}).status_code == code
            assert client.post(geste("renvoyer", invitation)).status_code == code
            assert client.post(geste("annuler", invitation)).status_code == code
        assert list(Invitation.objects.en_cours()) == [invitation]

    @pytest.mark.parametrize("nombre", [3, 30])
    def test_la_liste_coute_toujours_six_requetes(
        self, client_de, administratrice, collectivite, django_assert_num_queries, nombre
    ):
        for n in range(nombre):
            inviter_par_le_service(administratrice, collectivite, f"agent{n}@port-lumiere.example")
        client = client_de(administratrice)
        with django_assert_num_queries(6):
            client.get(LISTE)


class TestRenvoyerEtAnnuler:
    def test_renvoyer_prolonge_et_envoie_le_meme_lien(self, client_de, administratrice, invitation):
        vieillir(invitation, 15)
        client_de(administratrice).post(geste("renvoyer", invitation))
        assert not Invitation.objects.get().expiree
        liens = {re.search(r"/espace/invitations/\S+", c.texte)[0] for c in Courriel.objects.order_by("pk")}
        assert liens == {page(invitation)}
        assert Courriel.objects.count() == 2

    def test_on_ne_renvoie_pas_deux_fois_de_suite(self, client_de, administratrice, invitation):
        response = client_de(administratrice).post(geste("renvoyer", invitation), follow=True)
        assert "vient de partir" in response.content.decode()
        assert Courriel.objects.count() == 1

    def test_annuler_rend_le_lien_inutile_et_deux_fois_ne_gene_pas(
        self, client_de, client, administratrice, invitation
    ):
        administratrice_ = client_de(administratrice)
        for _ in range(2):
            assert administratrice_.post(geste("annuler", invitation)).status_code == 302
        response = client.get(page(invitation))
        assert response.status_code == 410
        assert "Cette invitation a été annulée." in response.content.decode()
        refus = administratrice_.post(geste("renvoyer", invitation), follow=True)
        assert "a été annulée" in refus.content.decode()
        assert Courriel.objects.count() == 1

    def test_une_invitation_d_ailleurs_ne_se_touche_pas_d_ici(
        self, client_de, administratrice, collectivite, etrangere, autre_collectivite
    ):
        ailleurs = inviter_par_le_service(etrangere, autre_collectivite)
        assert client_de(administratrice).post(geste("annuler", ailleurs)).status_code == 404
        ailleurs.refresh_from_db()
        assert ailleurs.annulee_le is None


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
            "\x00",
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


def test_la_purge_efface_les_invitations_finies_depuis_90_jours(administratrice, collectivite):
    noms = {}
    for nom, jours in (("expirée", 105), ("récente", 50), ("acceptée", 0), ("annulée", 0)):
        noms[nom] = inviter_par_le_service(administratrice, collectivite, f"{len(noms)}@b.fr")
        vieillir(noms[nom], jours)
    longtemps = timezone.now() - timedelta(days=91)
    Invitation.objects.filter(pk=noms["acceptée"].pk).update(acceptee_le=longtemps)
    Invitation.objects.filter(pk=noms["annulée"].pk).update(annulee_le=longtemps)
    services.purger()
    assert list(Invitation.objects.all()) == [noms["récente"]]


def test_annuler_apres_coup_dit_qu_il_est_trop_tard(invitee, invitation):
    invitations.accepter(identite=Identite(invitee), invitation=invitation)
    with pytest.raises(ValidationError, match="Trop tard"):
        invitations.annuler(invitation=invitation)
