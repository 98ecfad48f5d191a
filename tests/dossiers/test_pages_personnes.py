"""The pages about people, comments, links and the journal of a dossier."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.messages import get_messages
from django.utils import timezone

from communs.courrier.models import Courriel
from communs.dossiers.models import Commentaire, LaissezPasser, Participant
from communs.etats.models import Ligne
from tests.outils.dossiers import faire_venir, ouvrir_un_dossier
from tests.outils.essai import RoleEssai

pytestmark = pytest.mark.django_db

LISTE = "/espace/port-lumiere/dossiers/"


@pytest.fixture
def alice(client_de, administratrice):
    return client_de(administratrice)


def texte(response) -> str:
    return response.content.decode()


def dits(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


# --- people --------------------------------------------------------------------------------------


def test_on_invite_quelqu_un_d_une_organisation_quelconque(alice, dossier):
    saisie = {
        "nom": "Jean Cariou",
        "email": "jean@ailleurs.example",
        "organisation": "Les Voisins",
        "roles": [RoleEssai.EQUIPIER],
    }
    response = alice.post(dossier.adresse("dossiers:inviter"), saisie, follow=True)
    assert "L’invitation de Jean Cariou part à jean@ailleurs.example." in texte(response)
    assert "Les Voisins" in texte(response)
    assert "Pas encore arrivé" in texte(response)
    assert Courriel.objects.get().destinataire == "jean@ailleurs.example"


def test_une_invitation_fautive_revient_avec_sa_raison(alice, dossier):
    response = alice.post(
        dossier.adresse("dossiers:inviter"), {"nom": "Jean\x00", "email": "pas une adresse"}
    )
    assert response.status_code == 422
    assert "Choisissez au moins un rôle" in texte(response)
    assert not Courriel.objects.exists()


def test_on_ajoute_un_membre_de_la_collectivite_sans_taper_son_adresse(alice, membre, collectivite, dossier):
    page = dossier.adresse("dossiers:ajouter")
    adhesion = membre.adhesions.get()
    response = alice.post(page, {"membre": adhesion.pk, "roles": [RoleEssai.EQUIPIER]}, follow=True)
    assert "Bachir Le Goff participe au dossier." in texte(response)
    assert "Tout le monde est là" in texte(alice.get(page))


def test_les_adresses_des_gens_ne_se_montrent_qu_aux_pilotes(
    alice, client_de, administratrice, membre, dossier
):
    faire_venir(administratrice, dossier, membre.email)
    page = dossier.adresse("dossiers:participants")
    assert administratrice.email in texte(alice.get(page))
    assert administratrice.email not in texte(client_de(membre).get(page))


def test_le_dernier_pilote_qui_veut_partir_apprend_pourquoi_il_ne_peut_pas(alice, dossier):
    response = alice.post(dossier.adresse("dossiers:quitter"), follow=True)
    assert "n’aurait plus personne pour l’organiser" in texte(response)


def test_transmettre_son_seul_role_fait_quitter_le_dossier(alice, administratrice, membre, dossier):
    bachir = faire_venir(administratrice, dossier, membre.email)
    response = alice.post(
        dossier.adresse("dossiers:transmettre"), {"role": RoleEssai.PILOTE, "a": bachir.pk}, follow=True
    )
    assert response.redirect_chain == [(LISTE, 302)]
    assert "Bachir Le Goff a maintenant ce rôle." in texte(response)
    assert alice.get(dossier.get_absolute_url()).status_code == 404


def test_les_gestes_sur_quelqu_un_se_disent(alice, administratrice, dossier):
    invite = faire_venir(administratrice, dossier, "jean@ailleurs.example", nom="Jean Cariou")

    def geste(nom: str) -> str:
        adresse = dossier.adresse(f"dossiers:{nom}", invite.uuid)
        return dits(alice.post(adresse))[-1]

    assert "vient de partir" in geste("relancer")
    Courriel.objects.update(cree_le=timezone.now() - timedelta(minutes=6))
    assert geste("relancer") == "L’invitation repart vers jean@ailleurs.example."
    assert geste("oublier") == "Retirez d’abord cette personne du dossier."
    assert geste("retirer") == "Jean Cariou ne participe plus au dossier."
    assert "sont effacés" in geste("oublier")
    assert Participant.objects.get(pk=invite.pk).email == ""


def test_la_personne_d_un_autre_dossier_n_est_pas_ici(alice, administratrice, collectivite, dossier):
    ailleurs = ouvrir_un_dossier(administratrice, collectivite).participants.get()
    assert alice.get(dossier.adresse("dossiers:participant", ailleurs.uuid)).status_code == 404


# --- comments ------------------------------------------------------------------------------------


def test_on_commente_et_on_retire_son_commentaire(alice, dossier):
    page = dossier.adresse("dossiers:commentaires")
    saisie = {"demande": uuid4(), "texte": "Et <b>les allergies</b> ?"}
    for _ in range(2):
        alice.post(page, saisie)
    lue = texte(alice.get(page))
    assert lue.count("Et &lt;b&gt;les allergies&lt;/b&gt; ?") == 1
    retirer = dossier.adresse("dossiers:retirer_commentaire", Commentaire.objects.get().uuid)
    response = alice.post(retirer, {"retour": "https://piege.example/"})
    assert response["Location"] == page
    assert "Commentaire retiré le" in texte(alice.get(page))


def test_un_commentaire_trop_long_revient_entier(alice, dossier):
    long = "mot " * 1200
    response = alice.post(dossier.adresse("dossiers:commentaires"), {"demande": uuid4(), "texte": long})
    assert response.status_code == 422
    assert long.strip() in texte(response)
    assert not Commentaire.objects.exists()


# --- links ---------------------------------------------------------------------------------------


def test_un_lien_se_fait_se_montre_et_se_revoque(alice, dossier):
    page = dossier.adresse("dossiers:liens")
    assert "n’ouvrent rien pour l’instant" in texte(alice.get(page))
    fin = timezone.localdate() + timedelta(days=10)
    alice.post(page, {"libelle": "Comité intermédiaire", "jusqu_au": fin.isoformat()})
    lien = LaissezPasser.objects.get()
    assert lien.expire_le == timezone.make_aware(
        timezone.datetime.combine(fin + timedelta(days=1), timezone.datetime.min.time())
    )
    assert f"http://testserver/dossiers/lien/{lien.jeton}/" in texte(alice.get(page))
    alice.post(dossier.adresse("dossiers:revoquer_lien", lien.uuid))
    page = texte(alice.get(page))
    assert lien.jeton not in page
    assert "révoqué le" in page


@pytest.mark.parametrize(("jours", "raison"), [(-1, "une date à venir"), (400, "un an au plus")])
def test_un_lien_ne_vaut_ni_hier_ni_dix_ans(alice, dossier, jours, raison):
    fin = timezone.localdate() + timedelta(days=jours)
    response = alice.post(
        dossier.adresse("dossiers:liens"), {"libelle": "Comité", "jusqu_au": fin.isoformat()}
    )
    assert response.status_code == 422
    assert raison in texte(response)


def test_le_journal_se_lit_par_pages(alice, administratrice, dossier):
    commune = {"portee": dossier.uuid, "sujet": "dossiers.dossier", "reference": dossier.uuid}
    Ligne.objects.bulk_create([Ligne(verbe="dossiers.modifier", **commune) for _ in range(60)])
    page = texte(alice.get(dossier.adresse("dossiers:journal")))
    assert "Page 1 sur 2" in page
    assert "<strong>Vigie</strong> a modifié" in page
    assert "a ouvert le dossier" in texte(alice.get(dossier.adresse("dossiers:journal") + "?page=2"))
