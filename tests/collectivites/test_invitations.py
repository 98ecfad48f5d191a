"""Invitations, from the administrator's list to the one person who may accept."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from communs.collectivites import invitations, services
from communs.collectivites.identite import Identite
from communs.collectivites.models import Collectivite, Compte, Invitation, Service
from communs.courrier.models import Courriel
from tests.collectivites.gestes import INVITEE, geste, inviter_par_le_service, page, vieillir

pytestmark = pytest.mark.django_db
LISTE = reverse("collectivites:invitations", args=["port-lumiere"])


class TestInviter:
    def test_plusieurs_adresses_a_la_fois_recoivent_chacune_leur_lien(
        self, client_de, administratrice, collectivite, settings
    ):
        formation = Service.objects.create(collectivite=collectivite, nom="Formation")
        response = client_de(administratrice).post(
            LISTE,
            {
                "adresses": "Denise@Port-Lumiere.example\r\n\n ewen@port-lumiere.example ;"
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
            ("pas une adresse", "« pas une adresse » n’est pas une adresse électronique."),
            ("denise@port-lumiere.example\npas@", "« pas@ » n’est pas une adresse électronique."),
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
        assert "« bcc: tous@ailleurs.example » n’est pas une adresse" in response.content.decode()
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
        for _ in range(2):
            response = client.post(LISTE, {"adresses": INVITEE, "role": "membre"}, follow=True)
            assert "1 invitation part à l’instant." in response.content.decode()
        assert Courriel.objects.count() == 1

    def test_une_invitation_en_cours_n_est_pas_doublee(
        self, client_de, administratrice, collectivite, invitation
    ):
        autre_role = {"adresses": INVITEE, "role": "administrateur"}
        response = client_de(administratrice).post(LISTE, autre_role)
        assert response.status_code == 422
        assert "Une invitation est déjà en cours" in response.content.decode()
        vieillir(invitation, 1)
        response = client_de(administratrice).post(LISTE, {"adresses": INVITEE, "role": "membre"})
        assert response.status_code == 422
        assert Courriel.objects.count() == 1

    def test_annuler_puis_inviter_n_ecrit_pas_plus_de_trois_fois_par_jour_a_une_personne(
        self, client_de, administratrice, collectivite, etrangere, autre_collectivite
    ):
        client = client_de(administratrice)
        for _ in range(2):
            client.post(LISTE, {"adresses": INVITEE, "role": "membre"})
            client.post(geste("annuler", Invitation.objects.ouvertes().get()))
        inviter_par_le_service(etrangere, autre_collectivite, INVITEE)
        response = client.post(LISTE, {"adresses": INVITEE.upper(), "role": "membre"})
        assert response.status_code == 422
        assert f"{INVITEE} a déjà reçu 3 invitations depuis hier" in response.content.decode()
        assert Courriel.objects.count() == 3
        Courriel.objects.update(cree_le=timezone.now() - timedelta(days=2))
        assert client.post(LISTE, {"adresses": INVITEE, "role": "membre"}).status_code == 302

    def test_renvoyer_compte_aussi(self, client_de, administratrice, invitation):
        for _ in range(3):
            vieillir(Invitation.objects.get(), 1)
            response = client_de(administratrice).post(geste("renvoyer", invitation), follow=True)
        assert "a déjà reçu 3 invitations" in response.content.decode()
        assert Courriel.objects.count() == 3

    def test_une_personne_n_envoie_pas_plus_de_soixante_invitations_par_jour(
        self, client_de, administratrice, collectivite
    ):
        client = client_de(administratrice)
        for lot in range(2):
            adresses = "\n".join(f"a{lot}-{n}@b.fr" for n in range(30))
            client.post(LISTE, {"adresses": adresses, "role": "membre"})
            for invitation in Invitation.objects.ouvertes():
                invitations.annuler(invitation=invitation)
        response = client.post(LISTE, {"adresses": INVITEE, "role": "membre"})
        assert "Pas plus de 60 invitations envoyées par jour" in response.content.decode()
        assert Courriel.objects.count() == 60

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
        assert bilan.erreurs == ["Pas plus de 200 invitations en attente : annulez-en d’abord."]
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
    def test_la_liste_coute_toujours_sept_requetes(
        self, client_de, administratrice, collectivite, django_assert_num_queries, nombre
    ):
        for n in range(nombre):
            inviter_par_le_service(administratrice, collectivite, f"agent{n}@port-lumiere.example")
        client = client_de(administratrice)
        with django_assert_num_queries(7):
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
