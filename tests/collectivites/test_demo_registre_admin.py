"""The demo data, the register, and what staff see."""

import re

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from communs.collectivites.management.commands.charger_demo import MOT_DE_PASSE
from communs.collectivites.models import Adhesion, Collectivite, Compte, Service
from communs.collectivites.registre import REGISTRE
from communs.collectivites.tasks import purger
from communs.courrier import services as courrier
from communs.courrier.models import Courriel

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(settings) -> None:
    settings.VIGIE_DEMO = True


def test_la_demo_refuse_de_se_charger_hors_du_mode_embarque():
    with pytest.raises(CommandError, match="mot de passe connu de tous"):
        call_command("charger_demo")
    assert Compte.objects.count() == 0


def test_la_demo_se_charge_deux_fois_sans_rien_doubler_ni_ecraser(demo, capsys):
    call_command("charger_demo")
    Collectivite.objects.filter(identifiant="kermadec").update(nom="Kermadec-sur-Mer")
    Compte.objects.filter(prenom="Bachir").update(nom="Renommé")
    comptes = (Compte.objects.count(), Collectivite.objects.count(), Service.objects.count())
    call_command("charger_demo")
    assert (Compte.objects.count(), Collectivite.objects.count(), Service.objects.count()) == comptes
    assert comptes == (4, 2, 9)
    assert Adhesion.objects.count() == 3
    assert Collectivite.objects.get(identifiant="kermadec").nom == "Kermadec-sur-Mer"
    assert Compte.objects.get(prenom="Bachir").nom == "Renommé"
    assert MOT_DE_PASSE in capsys.readouterr().out


def test_les_sirens_de_la_demo_sont_bien_formes(demo):
    call_command("charger_demo", verbosity=0)
    for collectivite in Collectivite.objects.order_by("pk"):
        collectivite.full_clean()


def test_chaque_compte_de_la_demo_se_connecte_avec_le_mot_de_passe_affiche(demo, client, capsys):
    call_command("charger_demo")
    adresses = re.findall(r"\S+@\S+", capsys.readouterr().out)
    assert len(adresses) == 4
    for adresse in adresses:
        response = client.post(reverse("account_login"), {"login": adresse, "password": MOT_DE_PASSE})
        assert response["Location"] == "/espace/"
        client.post(reverse("account_logout"))


def test_chaque_traitement_du_registre_dit_tout():
    assert [t.nom for t in REGISTRE] == [
        "Compte",
        "Appartenance à une collectivité",
        "Invitation",
        "Connexion par un fournisseur d’identité (ProConnect)",
        "Demande pour rejoindre une collectivité",
        "Dossiers",
        "Courriels sortants",
        "Échéances et rappels",
        "Test de style d’innovation",
        "Baromètre du Sonar",
        "« M’envoyer le lien »",
        "Fichiers déposés",
        "Indices recueillis pour un dossier",
        "Votes consultatifs",
        "Tirages au sort",
        "Commentaires et propositions du Nuancier",
        "Retour d’expérience sur un outil des Éclaireurs",
        "Fête de l’évaluation",
        "Parcours de formation",
        "Sessions de formation",
        "Abonnement à la veille",
        "Séances et questionnaires",
        "Enquêtes ouvertes au public",
        "Essai d’un outil sans compte",
        "Journaux techniques",
        "Session et cookies",
    ]
    for traitement in REGISTRE:
        assert all(vars(traitement).values()), traitement.nom


def test_le_registre_dit_la_plus_longue_des_limites_d_essais(settings):
    """Rates count by minutes or hours; whole IP addresses stay as long as the longest of them."""
    unites = {taux.split("/")[1] for taux in ",".join(settings.ACCOUNT_RATE_LIMITS.values()).split(",")}
    assert unites == {"m", "5m", "h"}
    journaux = next(t for t in REGISTRE if t.nom == "Journaux techniques")
    assert "une heure au plus" in journaux.duree


def test_la_page_des_donnees_personnelles_montre_le_registre(client):
    page = client.get(reverse("web:donnees_personnelles")).content.decode()
    for traitement in REGISTRE:
        assert traitement.duree in page


def test_la_purge_tourne_sans_rien_effacer_de_recent(administratrice, membre, collectivite):
    purger()
    assert Compte.objects.count() == 2
    assert Adhesion.objects.count() == 2


@pytest.fixture
def equipe(db) -> Compte:
    return Compte.objects.create_superuser("equipe@vigie.example", "phare-de-nuit-2026")


@pytest.mark.parametrize("modele", ["compte", "collectivite", "service", "invitation"])
def test_l_equipe_lit_les_listes_et_un_administrateur_de_collectivite_non(
    client_de, equipe, administratrice, collectivite, modele
):
    liste = reverse(f"admin:collectivites_{modele}_changelist")
    assert client_de(equipe).get(liste, {"q": "port"}).status_code == 200
    assert client_de(administratrice).get(liste).status_code != 200


def test_l_administration_se_rejoint_par_notre_page_de_connexion(client):
    response = client.get(reverse("admin:index"), follow=True)
    assert response.redirect_chain[-1][0].startswith("/compte/connexion/")


def test_l_equipe_ferme_un_compte_et_ne_touche_ni_adresse_ni_mot_de_passe(client_de, equipe, membre):
    page = reverse("admin:collectivites_compte_change", args=[membre.pk])
    contenu = client_de(equipe).get(page).content.decode()
    assert 'name="password' not in contenu
    assert 'name="email"' not in contenu
    en_ligne = {"adhesions-TOTAL_FORMS": "0", "adhesions-INITIAL_FORMS": "0"}
    champs = {"prenom": "Bachir", "nom": "Le Goff", **en_ligne}
    assert client_de(equipe).post(page, champs).status_code == 302
    membre.refresh_from_db()
    assert not membre.is_active


def test_l_equipe_voit_les_envois_sans_leur_corps_et_renvoie_a_la_main(client_de, equipe):
    courriel = courrier.poster(destinataire="a@b.fr", sujet="Sujet", texte="https://lien-secret")
    Courriel.objects.update(etat="incertain", erreur="coupé", prochain_essai_le=None)
    client = client_de(equipe)
    page = client.get(reverse("admin:courrier_courriel_change", args=[courriel.pk])).content.decode()
    assert "lien-secret" not in page
    liste = reverse("admin:courrier_courriel_changelist")
    geste = {"action": "renvoyer", "_selected_action": [courriel.pk]}
    assert "va repartir" in client.post(liste, geste, follow=True).content.decode()
    courriel.refresh_from_db()
    assert courriel.etat == "en_attente"
    assert "déjà parti" in client.post(liste, geste, follow=True).content.decode()
