"""The pages of a dossier, as a person uses them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.messages import get_messages
from django.utils import timezone

from communs.courrier.models import Courriel
from communs.dossiers.enums import Visibilite
from communs.dossiers.genres import genre
from communs.dossiers.models import Commentaire, Dossier, LaissezPasser, Participant
from communs.etats.models import Ligne
from tests.outils.dossiers import TITRE, commenter, faire_venir, montrer, ouvrir_un_dossier
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


# --- lists and opening ---------------------------------------------------------------------------


def test_la_premiere_liste_invite_a_ouvrir_un_dossier(alice, collectivite):
    page = texte(alice.get(LISTE))
    assert "Aucun dossier pour l’instant" in page
    assert "Ouvrir le premier dossier" in page
    assert "Vous ne participez à aucun dossier" in texte(alice.get("/espace/dossiers/"))


def test_ouvrir_un_dossier_mene_a_son_premier_ecran(alice, administratrice, collectivite):
    demande = uuid4()
    saisie = {"demande": demande, "genre": "essai", "titre": TITRE, "resume": "Quoi et pour qui"}
    response = alice.post(f"{LISTE}ouvrir/", saisie, follow=True)
    dossier = Dossier.objects.get()
    assert response.redirect_chain == [(dossier.get_absolute_url(), 302)]
    page = texte(response)
    for attendu in ("Ce qui m’attend", "Rédiger le cadre", "À qui le tour", "Quoi et pour qui"):
        assert attendu in page
    alice.post(f"{LISTE}ouvrir/", saisie)
    assert Dossier.objects.count() == 1


def test_la_porte_d_un_outil_mene_au_formulaire_de_sa_seule_collectivite(alice, collectivite):
    response = alice.get("/espace/dossiers/ouvrir/?genre=essai&outil=cadre")
    assert (response.status_code, response["Location"]) == (302, f"{LISTE}ouvrir/?genre=essai")
    assert 'value="essai"' in texte(alice.get(response["Location"]))


def test_la_porte_d_un_outil_montre_les_dossiers_ou_il_sert_deja(alice, administratrice, collectivite):
    sorte = genre("essai")
    outil = sorte.outils[0]
    dossier = ouvrir_un_dossier(administratrice, collectivite)
    page = texte(alice.get(f"/espace/dossiers/ouvrir/?genre=essai&outil={outil.cle}"))
    assert f'href="{dossier.adresse(outil.adresse)}"' in page
    assert f'href="{LISTE}ouvrir/?genre=essai"' in page
    autre_sorte = alice.get("/espace/dossiers/ouvrir/?genre=evaluation&outil=suivi")
    assert autre_sorte["Location"] == f"{LISTE}ouvrir/?genre=evaluation"


def test_qui_n_a_pas_de_collectivite_est_mis_sur_la_voie(client_de, etrangere):
    etrangere.adhesions.all().delete()
    page = texte(client_de(etrangere).get("/espace/dossiers/ouvrir/?genre=inconnu&outil=rien"))
    assert "Un dossier s’ouvre dans une collectivité" in page


def test_mon_espace_montre_mes_dossiers_et_en_ouvre_un(alice, administratrice, collectivite):
    page = texte(alice.get("/espace/"))
    assert 'href="/espace/dossiers/ouvrir/"' in page
    assert '<a href="/compte/donnees/">Ce que Vigie garde de moi</a>' in page
    dossier = ouvrir_un_dossier(administratrice, collectivite)
    page = texte(alice.get("/espace/"))
    assert f'href="{dossier.get_absolute_url()}"' in page
    assert TITRE in page


@pytest.mark.parametrize(
    ("champ", "valeur", "raison"),
    [
        ("titre", "", "Ce champ est obligatoire"),
        ("titre", "nul\x00ici", "caractère"),
        ("titre", "lisez https://piege.example", "adresse de site"),
        ("titre", "a" * 151, "150 caractères"),
        ("resume", "x" * 1001, "1000 caractères"),
        ("resume", "nul\x00", "nul n’est pas"),
        ("genre", "inconnu", "Sélectionnez un choix valide"),
        ("demande", "pas-un-uuid", "abîmé en route"),
    ],
)
def test_une_saisie_fautive_revient_avec_sa_raison(alice, collectivite, champ, valeur, raison):
    saisie = {"demande": uuid4(), "genre": "essai", "titre": TITRE, "resume": "", champ: valeur}
    response = alice.post(f"{LISTE}ouvrir/", saisie)
    assert response.status_code == 422
    assert raison in texte(response)
    assert not Dossier.objects.exists()


def test_un_titre_hostile_s_affiche_tel_quel_partout(alice, administratrice, collectivite):
    titre = "<script>alert(1)</script> & « l’eau » {{ request }}"
    dossier = ouvrir_un_dossier(administratrice, collectivite, titre=titre)
    for adresse in (LISTE, "/espace/", "/espace/dossiers/", dossier.get_absolute_url()):
        page = texte(alice.get(adresse))
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; « l’eau » {{ request }}" in page, adresse
        assert "&amp;lt;" not in page, adresse


def test_la_liste_se_cherche_sans_accents_et_se_restreint_aux_siens(
    alice, administratrice, membre, collectivite
):
    ouvrir_un_dossier(administratrice, collectivite, titre="Évaluer la propreté")
    ailleurs = ouvrir_un_dossier(membre, collectivite, titre="Les marchés")
    montrer(ailleurs, Visibilite.COLLECTIVITE)

    def trouves(requete: str) -> list[str]:
        page = texte(alice.get(LISTE + requete))
        return [titre for titre in ("Évaluer la propreté", "Les marchés") if f">{titre}</a>" in page]

    assert trouves("") == ["Évaluer la propreté", "Les marchés"]
    assert trouves("?q=proprete+evaluer") == ["Évaluer la propreté"]
    assert trouves("?miens=on") == ["Évaluer la propreté"]
    assert trouves("?genre=evaluation") == []
    assert "Aucun dossier ne répond" in texte(alice.get(f"{LISTE}?q=introuvable"))
    assert trouves("?genre=inconnu") == []


def test_les_ecrans_coutent_autant_avec_un_dossier_qu_avec_dix(
    alice, administratrice, collectivite, django_assert_num_queries
):
    """Session, account, memberships, then the page; the test's own tool asks nothing."""
    ouvrir_un_dossier(administratrice, collectivite)
    for _ in range(2):
        with django_assert_num_queries(7):
            alice.get(LISTE)
        with django_assert_num_queries(6):
            alice.get("/espace/dossiers/")
        for _ in range(9):
            ouvrir_un_dossier(administratrice, collectivite)


def test_les_pages_d_un_dossier_coutent_un_nombre_constant_de_requetes(
    alice, administratrice, membre, dossier, django_assert_num_queries
):
    faire_venir(administratrice, dossier, membre.email)
    commenter(membre, dossier)
    couts = {"": 4, "participants/": 5, "commentaires/": 5, "journal/": 6, "reglages/": 6, "liens/": 5}
    for _ in range(2):
        for page, cout in couts.items():
            with django_assert_num_queries(cout):
                assert alice.get(dossier.get_absolute_url() + page).status_code == 200
        for rang in range(5):
            faire_venir(administratrice, dossier, f"p{rang}@ailleurs.example", nom=f"Personne {rang}")
            commenter(membre, dossier, f"Commentaire {rang}")


# --- deletion ------------------------------------------------------------------------------------


def test_un_dossier_supprime_se_retablit_depuis_la_liste(alice, dossier):
    response = alice.post(dossier.adresse("dossiers:supprimer"), follow=True)
    assert "Vous pouvez le rétablir pendant 30 jours" in texte(response)
    assert alice.get(dossier.get_absolute_url()).status_code == 404
    assert dossier.adresse("dossiers:retablir") in texte(response)
    response = alice.post(dossier.adresse("dossiers:retablir"), follow=True)
    assert "est rétabli, comme il était" in texte(response)


# --- settings ------------------------------------------------------------------------------------


def test_deux_ecritures_sur_la_meme_version_montrent_les_deux_textes(alice, client_de, membre, dossier):
    faire_venir(dossier.participants.get().compte, dossier, membre.email, RoleEssai.PILOTE)
    page = dossier.adresse("dossiers:reglages")
    client_de(membre).post(page, {"version": 1, "titre": "Le titre de Bachir", "resume": ""})
    response = alice.post(page, {"version": 1, "titre": "Le titre d’Alice", "resume": "Son résumé"})
    assert response.status_code == 409
    for attendu in ("Le titre de Bachir", "Le titre d’Alice", "Son résumé"):
        assert attendu in texte(response)
    assert '<input type="hidden" name="version" value="2">' in texte(response)
    assert Dossier.objects.get().titre == "Le titre de Bachir"
    alice.post(page, {"version": 2, "titre": "Le titre d’Alice", "resume": "Son résumé"})
    assert Dossier.objects.get().titre == "Le titre d’Alice"


def test_le_conflit_sur_qui_peut_lire_parle_francais(alice, dossier):
    Dossier.objects.update(version=3, visibilite=Visibilite.PUBLIC)
    response = alice.post(dossier.adresse("dossiers:lecture"), {"version": 1, "visibilite": "prive"})
    assert response.status_code == 409
    assert "Tout le monde" in texte(response)
    assert "Les participants seulement" in texte(response)


def test_changer_qui_peut_lire_se_dit_et_se_garde_au_journal(alice, dossier):
    response = alice.post(
        dossier.adresse("dossiers:lecture"), {"version": 1, "visibilite": "public"}, follow=True
    )
    assert "Qui peut lire : tout le monde." in texte(response)
    page = texte(alice.get(dossier.adresse("dossiers:journal")))
    assert "a changé qui peut lire le dossier : Tout le monde" in page
    assert "<del>Les participants seulement</del>" in page


@pytest.mark.parametrize("adresse", ["reglages", "lecture", "associer"])
def test_des_reglages_fautifs_reviennent_sans_rien_changer(alice, dossier, adresse):
    response = alice.post(dossier.adresse(f"dossiers:{adresse}"), {"version": "x", "siren": "12"})
    assert response.status_code == 422
    assert (Dossier.objects.get().version, Dossier.objects.get().titre) == (1, TITRE)


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
    saisie = {"demande": uuid4(), "texte": "Et <b>les allergies</b> ?"}
    for _ in range(2):
        alice.post(page, saisie)
    lue = texte(alice.get(page))
    assert lue.count("Et &lt;b&gt;les allergies&lt;/b&gt; ?") == 1
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
