"""Erasing: what is left of a person once the account is gone, by oneself or by staff."""

import json

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core import serializers
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from communs.collectivites import services
from communs.collectivites.models import Adhesion, Collectivite, Compte, Invitation, Service
from communs.courrier import services as courrier
from communs.courrier.models import Courriel
from tests.collectivites.gestes import connecter, est_connecte, inviter_par_le_service
from tests.collectivites.test_securite_du_compte import lien, reauthentifier

pytestmark = pytest.mark.django_db


def tout_ce_qui_est_garde() -> str:
    lignes = [*Invitation.objects.order_by("pk"), *Courriel.objects.order_by("pk")]
    sessions = [s.get_decoded() for s in Session.objects.order_by("pk")]
    return serializers.serialize("json", lignes) + json.dumps(sessions)


def test_toutes_les_sessions_de_la_personne_sont_effacees_et_elles_seules(membre, administratrice):
    for email in (membre.email, membre.email, administratrice.email):
        connecter(Client(), email)
    assert membre.email in tout_ce_qui_est_garde()
    services.supprimer_compte(compte=membre)
    assert membre.email not in tout_ce_qui_est_garde()
    assert Session.objects.count() == 1


def test_une_connexion_restee_en_chemin_est_effacee_aussi(client, membre):
    membre.emailaddress_set.update(verified=False)
    connecter(client, membre.email)
    assert Session.objects.count() == 1
    services.supprimer_compte(compte=membre)
    assert Session.objects.count() == 0


def test_les_invitations_a_ses_adresses_sont_effacees(administratrice, membre, collectivite, etrangere):
    Adhesion.objects.filter(compte=membre).delete()
    inviter_par_le_service(administratrice, collectivite, membre.email)
    Invitation.objects.update(acceptee_le=timezone.now())
    services.supprimer_compte(compte=membre)
    assert Invitation.objects.count() == 0


def test_les_courriels_en_attente_sont_annules_a_toutes_ses_adresses(membre):
    membre.emailaddress_set.create(email="b.legoff@ailleurs.example", verified=False)
    for adresse in (membre.email, "B.LeGoff@ailleurs.example", "autre@ailleurs.example"):
        courrier.poster(destinataire=adresse, sujet="Sujet", texte="Corps")
    services.supprimer_compte(compte=membre)
    assert list(Courriel.objects.values_list("destinataire", flat=True)) == ["autre@ailleurs.example"]


def test_un_envoi_en_cours_pendant_l_effacement_n_ecrit_plus_rien(membre):
    courriel = courrier.poster(destinataire=membre.email, sujet="Sujet", texte="Corps")
    Courriel.objects.update(etat="reclame", reclame_le=timezone.now(), prochain_essai_le=None, essais=1)
    courriel.refresh_from_db()
    services.supprimer_compte(compte=membre)
    courrier._finir(courriel, courrier.Etat.ENVOYE)
    assert Courriel.objects.count() == 0


def test_changer_d_adresse_efface_l_ancienne_des_envois(client_de, membre):
    courrier.poster(destinataire=membre.email, sujet="Ancien", texte="Corps")
    Courriel.objects.update(etat="envoye", envoye_le=timezone.now(), prochain_essai_le=None)
    client, page = client_de(membre), reverse("account_email")
    client.post(page, {"email": "bachir@ailleurs.example", "action_add": ""})
    reauthentifier(client, page)
    confirmation = Courriel.objects.get(destinataire="bachir@ailleurs.example")
    client.post(lien(confirmation, "/compte/confirmer/"))
    assert Courriel.objects.get(sujet="Ancien").destinataire == ""
    assert Courriel.objects.get(sujet="Votre adresse a changé").effacer_apres


def test_une_collectivite_disparait_avec_son_arbre_de_services(etrangere, autre_collectivite):
    haut = Service.objects.create(collectivite=autre_collectivite, nom="Direction")
    bas = Service.objects.create(collectivite=autre_collectivite, nom="Équipe", parent=haut)
    Adhesion.objects.filter(compte=etrangere).update(service=bas)
    services.supprimer_compte(compte=etrangere)
    assert (Collectivite.objects.count(), Service.objects.count()) == (0, 0)


class TestParLEquipe:
    @pytest.fixture
    def equipe(self, client_de) -> Client:
        return client_de(Compte.objects.create_superuser("equipe@vigie.example", "phare-de-nuit-2026"))

    def agir(self, client: Client, modele: str, objet) -> str:
        liste = reverse(f"admin:collectivites_{modele}_changelist")
        geste = {"action": "effacer", "_selected_action": [objet.pk]}
        return client.post(liste, geste, follow=True).content.decode()

    @pytest.mark.parametrize("modele", ["compte", "collectivite"])
    def test_la_suppression_de_django_n_est_pas_offerte(self, equipe, decor, modele):
        objet = {"compte": decor.membre, "collectivite": decor.collectivite}[modele]
        page = reverse(f"admin:collectivites_{modele}_delete", args=[objet.pk])
        assert equipe.post(page, {"post": "yes"}).status_code == 403
        assert type(objet).objects.filter(pk=objet.pk).exists()
        assert "delete_selected" not in self.agir(equipe, modele, objet)

    def test_elle_efface_un_compte_comme_la_personne_le_ferait(self, equipe, membre, collectivite):
        connecter(Client(), membre.email)
        LogEntry.objects.create(
            user=Compte.objects.get(is_staff=True),
            content_type=ContentType.objects.get_for_model(Compte),
            object_id=str(membre.pk),
            object_repr=membre.nom_affiche,
            action_flag=CHANGE,
        )
        assert f"Le compte de {membre.email} est effacé." in self.agir(equipe, "compte", membre)
        assert not Compte.objects.filter(pk=membre.pk).exists()
        assert membre.email not in tout_ce_qui_est_garde()
        assert LogEntry.objects.get().object_repr == f"Compte {membre.pk}"

    def test_le_dernier_administrateur_ne_s_efface_pas_et_la_raison_est_dite(
        self, equipe, administratrice, collectivite
    ):
        assert "n’aurait plus d’administrateur" in self.agir(equipe, "compte", administratrice)
        assert Compte.objects.filter(pk=administratrice.pk).exists()

    def test_elle_supprime_une_collectivite_et_laisse_les_comptes(self, equipe, membre, collectivite):
        assert "est supprimée" in self.agir(equipe, "collectivite", collectivite)
        assert not Collectivite.objects.exists()
        assert Compte.objects.filter(pk=membre.pk).exists()

    def test_fermer_le_compte_du_dernier_administrateur_est_refuse(
        self, equipe, administratrice, collectivite
    ):
        page = reverse("admin:collectivites_compte_change", args=[administratrice.pk])
        champs = {"prenom": "Alice", "adhesions-TOTAL_FORMS": "0", "adhesions-INITIAL_FORMS": "0"}
        assert "n’aurait plus d’administrateur" in equipe.post(page, champs).content.decode()
        administratrice.refresh_from_db()
        assert administratrice.is_active


def test_un_compte_ferme_ne_compte_pas_comme_administrateur(client_de, administratrice, membre, collectivite):
    Adhesion.objects.update(role="administrateur")
    Compte.objects.filter(pk=membre.pk).update(is_active=False)
    client = client_de(administratrice)
    page = client.post(reverse("collectivites:quitter", args=["port-lumiere"]), follow=True)
    assert "n’aurait plus d’administrateur" in page.content.decode()
    assert services.bilan_de_suppression(administratrice).empechent == (collectivite,)


def test_on_ne_transmet_pas_son_role_a_un_compte_ferme(client_de, administratrice, membre, collectivite):
    Compte.objects.filter(pk=membre.pk).update(is_active=False)
    page = reverse("collectivites:transmettre", args=["port-lumiere"])
    choix = Adhesion.objects.get(compte=membre)
    assert client_de(administratrice).post(page, {"a": choix.pk}).status_code == 422
    with pytest.raises(services.ValidationError, match="est fermé"):
        services.transmettre(adhesion=Adhesion.objects.get(compte=administratrice), a=choix)


def test_la_personne_qui_s_efface_est_deconnectee_partout(client_de, membre, collectivite):
    ailleurs = client_de(membre)
    client, page = client_de(membre), reverse("compte_supprimer")
    client.post(page)
    assert reauthentifier(client, page)["Location"] == "/"
    assert not est_connecte(ailleurs)
    assert Session.objects.count() == 0
