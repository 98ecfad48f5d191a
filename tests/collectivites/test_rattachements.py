"""The collectivité of a SIRET: proposed, asked for, decided; never joined silently."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from communs.collectivites import rattachements
from communs.collectivites.models import Adhesion, Collectivite, CompteRelie, Demande
from communs.courrier.models import Courriel

pytestmark = pytest.mark.django_db
PAGE = "/espace/rattachement/"


@pytest.fixture
def siretisee(etrangere, collectivite):
    """Chloé, whose provider says that she works at Port-Lumière."""
    CompteRelie.objects.create(compte=etrangere, emetteur="https://idp", sub="c", siren=collectivite.siren)
    return etrangere


def test_la_page_propose_et_ne_rattache_pas(client_de, siretisee, collectivite):
    page = client_de(siretisee).get(PAGE).content.decode()
    assert "Demander à rejoindre" in page
    assert collectivite.nom in page
    assert not Adhesion.objects.filter(compte=siretisee).exists()
    assert not Demande.objects.exists()


def test_demander_deux_fois_n_ecrit_qu_une_fois_aux_administrateurs(client_de, siretisee, administratrice):
    client = client_de(siretisee)
    for _ in range(2):
        assert client.post(PAGE).status_code == 302
    assert Demande.objects.count() == 1
    courriel = Courriel.objects.get()
    assert courriel.destinataire == administratrice.email
    assert "Chloé Ferrand demande à rejoindre" in courriel.sujet
    assert "attend la réponse" in client.get(PAGE).content.decode()


@pytest.fixture
def demande(siretisee, collectivite) -> Demande:
    return rattachements.demander(compte=siretisee, collectivite=collectivite)


def repondre(client, demande: Demande, geste: str):
    adresse = reverse(f"collectivites:{geste}_demande", args=[demande.collectivite.identifiant, demande.uuid])
    return client.post(adresse)


def test_un_administrateur_accepte_et_la_personne_devient_membre(
    client_de, demande, administratrice, siretisee
):
    client = client_de(administratrice)
    page = client.get(reverse("collectivites:invitations", args=["port-lumiere"])).content.decode()
    assert "Une demande attend votre réponse" in page
    repondre(client, demande, "accepter")
    assert Adhesion.objects.get(compte=siretisee).role == "membre"
    assert not Demande.objects.exists()
    assert Courriel.objects.filter(destinataire=siretisee.email).get().sujet.startswith("Bienvenue dans")


def test_un_administrateur_refuse_et_la_personne_le_sait(client_de, demande, administratrice, siretisee):
    repondre(client_de(administratrice), demande, "refuser")
    assert not Adhesion.objects.filter(compte=siretisee).exists()
    assert "n’a pas été acceptée" in Courriel.objects.get(destinataire=siretisee.email).texte


def test_ni_un_membre_ni_la_personne_elle_meme_ne_repondent(client_de, demande, membre, siretisee):
    for geste in ("accepter", "refuser"):
        assert repondre(client_de(membre), demande, geste).status_code == 403
        assert repondre(client_de(siretisee), demande, geste).status_code == 404
    assert Demande.objects.count() == 1


def test_repondre_deux_fois_ne_fait_rien_de_plus(demande):
    rattachements.accepter(demande=demande)
    with pytest.raises(ValidationError, match="déjà répondu"):
        rattachements.refuser(demande=demande)
    assert Adhesion.objects.filter(compte=demande.compte).count() == 1


def test_on_ne_demande_pas_une_collectivite_que_son_siret_ne_dit_pas(siretisee, autre_collectivite):
    with pytest.raises(ValidationError, match="Votre SIRET"):
        rattachements.demander(compte=siretisee, collectivite=autre_collectivite)


def test_un_siren_inconnu_propose_d_inscrire_la_collectivite(client_de, etrangere):
    CompteRelie.objects.create(compte=etrangere, emetteur="https://idp", sub="c", siren="217500016")
    client = client_de(etrangere)
    assert "/espace/creer/?siren=217500016" in client.get(PAGE).content.decode()
    assert 'value="217500016"' in client.get("/espace/creer/?siren=217500016").content.decode()


def test_un_essai_ne_se_rejoint_pas_par_son_siren(client_de, siretisee, collectivite):
    Collectivite.objects.filter(pk=collectivite.pk).update(essai_jusqu_au=timezone.now() + timedelta(hours=1))
    page = client_de(siretisee).post(PAGE, follow=True)
    assert collectivite.nom not in page.content.decode()
    assert not Demande.objects.exists()


def test_qui_est_deja_membre_ou_sans_siret_passe_son_chemin(client_de, membre, collectivite):
    assert client_de(membre).get(f"{PAGE}?next=/sonar/")["Location"] == "/sonar/"
    CompteRelie.objects.create(compte=membre, emetteur="https://idp", sub="b", siren=collectivite.siren)
    assert client_de(membre).get(f"{PAGE}?next=https://ailleurs.example")["Location"] == "/espace/"
