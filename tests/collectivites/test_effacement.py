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

from communs.collectivites import rattachements, services
from communs.collectivites.models import (
    Adhesion,
    Collectivite,
    Compte,
    CompteRelie,
    Demande,
    Invitation,
    Service,
)
from communs.collectivites.second_facteur import est_regle
from communs.courrier import services as courrier
from communs.courrier.models import Courriel
from communs.web.rgpd import traces
from tests.collectivites.gestes import connecter, est_connecte, inviter_par_le_service
from tests.collectivites.test_securite_du_compte import lien, reauthentifier
from tests.outils.second_facteur import regler

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


def test_son_nom_disparait_des_courriels_ecrits_en_son_nom_a_d_autres(administratrice, membre, collectivite):
    """Sent or refused ones keep their date only; those that wait no longer go. Others' mails stay."""
    for adresse in ("parti@ailleurs.example", "refuse@ailleurs.example", "attend@ailleurs.example"):
        inviter_par_le_service(membre, collectivite, adresse)
    inviter_par_le_service(administratrice, collectivite, "alice.invite@ailleurs.example")
    fini = {"prochain_essai_le": None, "texte": "", "html": ""}
    partis = Courriel.objects.filter(destinataire="parti@ailleurs.example")
    partis.update(etat="envoye", envoye_le=timezone.now(), **fini)
    Courriel.objects.filter(destinataire="refuse@ailleurs.example").update(
        etat="refuse", erreur="non", prochain_essai_le=None
    )
    assert "Bachir Le Goff" in Courriel.objects.get(destinataire="parti@ailleurs.example").sujet
    services.supprimer_compte(compte=membre)
    restent = {c.destinataire: c for c in Courriel.objects.order_by("pk")}
    assert set(restent) == {
        "parti@ailleurs.example",
        "refuse@ailleurs.example",
        "alice.invite@ailleurs.example",
    }
    assert restent["parti@ailleurs.example"].sujet == courrier.ANONYME
    assert "Alice Kerguelen" in restent["alice.invite@ailleurs.example"].sujet
    garde = serializers.serialize("json", restent.values())
    assert "Bachir" not in garde
    assert membre.email not in garde


def test_son_nom_disparait_des_demandes_qu_elle_a_envoyees(administratrice, membre, collectivite):
    demande = Demande(compte=membre, collectivite=collectivite)
    rattachements._ecrire("demande", demande, administratrice, cle=f"demande:{membre.pk}:1", lien="/")
    Courriel.objects.update(etat="envoye", envoye_le=timezone.now(), prochain_essai_le=None)
    assert membre.email in tout_ce_qui_est_garde()
    services.supprimer_compte(compte=membre)
    assert Courriel.objects.get().sujet == courrier.ANONYME
    assert "Bachir" not in tout_ce_qui_est_garde()


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
        geste = {"action": "effacer", "_selected_action": [objet.pk], "confirme": "Oui"}
        return client.post(liste, geste, follow=True).content.decode()

    @pytest.mark.parametrize("modele", ["compte", "collectivite"])
    def test_la_suppression_de_django_n_est_pas_offerte(self, equipe, decor, modele):
        objet = {"compte": decor.membre, "collectivite": decor.collectivite}[modele]
        page = reverse(f"admin:collectivites_{modele}_delete", args=[objet.pk])
        assert equipe.post(page, {"post": "yes"}).status_code == 403
        assert type(objet).objects.filter(pk=objet.pk).exists()
        assert "delete_selected" not in self.agir(equipe, modele, objet)

    @pytest.mark.parametrize(
        ("modele", "action"),
        [("compte", "effacer"), ("compte", "retirer_le_second_facteur"), ("collectivite", "effacer")],
    )
    def test_rien_ne_se_fait_sans_confirmer(self, equipe, decor, modele, action):
        """A hand slipping in the list first meets a page that names what would go."""
        objet = {"compte": decor.membre, "collectivite": decor.collectivite}[modele]
        regler(decor.membre)
        liste = reverse(f"admin:collectivites_{modele}_changelist")
        response = equipe.post(liste, {"action": action, "_selected_action": [objet.pk]})
        page = response.content.decode()
        assert response.status_code == 200
        assert str(objet) in page
        assert "Oui, je confirme" in page
        assert type(objet).objects.filter(pk=objet.pk).exists()
        assert est_regle(decor.membre)

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

    def test_le_journal_de_l_equipe_ne_la_nomme_plus_nulle_part(self, equipe, membre, administratrice):
        """Not even rows about what hung on the account: a link undone, an address changed."""
        lien = CompteRelie.objects.create(compte=membre, emetteur="https://f.example", sub="1")
        demande = f"{membre} → Port-Lumière"
        for objet, texte in ((lien, str(lien)), (lien, membre.email), (lien, demande), (lien, "Alice (x)")):
            LogEntry.objects.create(
                user=Compte.objects.get(is_staff=True),
                content_type=ContentType.objects.get_for_model(objet),
                object_id=str(objet.pk),
                object_repr=texte,
                action_flag=CHANGE,
            )
        numero = membre.pk
        services.supprimer_compte(compte=membre)
        restent = sorted(LogEntry.objects.values_list("object_repr", flat=True))
        assert restent == ["Alice (x)", *[f"Compte {numero}"] * 3]

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


def test_la_page_de_l_effacement_dit_tout_ce_qui_est_declare(client):
    page = client.get(reverse("web:effacement")).content.decode()
    assert len(traces()) > 15
    for trace in traces():
        assert trace.nom in page
        assert trace.pourquoi in page
        assert trace.duree in page


@pytest.mark.parametrize("nom", ["web:donnees_personnelles", "compte_supprimer"])
def test_le_registre_et_la_suppression_menent_a_cette_page_et_a_l_archive(client_de, membre, nom):
    page = client_de(membre).get(reverse(nom)).content.decode()
    for suite in ("web:effacement", "portabilite:emporter"):
        assert f'href="{reverse(suite)}"' in page
