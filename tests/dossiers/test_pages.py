"""The pages of a dossier, as a person uses them."""

from uuid import uuid4

import pytest
from django.contrib.messages import get_messages

from communs.dossiers.enums import Visibilite
from communs.dossiers.genres import genre
from communs.dossiers.models import Dossier
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
    titre = "<script>alert(1)</script> & « l’eau » {{ request }}"
    dossier = ouvrir_un_dossier(administratrice, collectivite, titre=titre)
    for adresse in (LISTE, "/espace/", "/espace/dossiers/", dossier.get_absolute_url()):
        page = texte(alice.get(adresse))
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; « l’eau » {{ request }}" in page, adresse
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
    """Session, account, memberships, then the page; the test's tool asks nothing, rooms four times."""
    ouvrir_un_dossier(administratrice, collectivite)
    for _ in range(2):
        with django_assert_num_queries(11):
            alice.get(LISTE)
        with django_assert_num_queries(10):
            alice.get("/espace/dossiers/")
        for _ in range(9):
            ouvrir_un_dossier(administratrice, collectivite)


def test_les_pages_d_un_dossier_coutent_un_nombre_constant_de_requetes(
    alice, administratrice, membre, dossier, django_assert_num_queries
):
    faire_venir(administratrice, dossier, membre.email)
    commenter(membre, dossier)
    couts = {"": 8, "participants/": 5, "commentaires/": 5, "journal/": 6, "reglages/": 6, "liens/": 5}
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
    assert "Qui peut lire : tout le monde." in texte(response)
    page = texte(alice.get(dossier.adresse("dossiers:journal")))
    assert "a changé qui peut lire le dossier : Tout le monde" in page
    assert "<del>Les participants seulement</del>" in page


@pytest.mark.parametrize("adresse", ["reglages", "lecture", "associer"])
def test_des_reglages_fautifs_reviennent_sans_rien_changer(alice, dossier, adresse):
    response = alice.post(dossier.adresse(f"dossiers:{adresse}"), {"version": "x", "siren": "12"})
    assert response.status_code == 422
    assert (Dossier.objects.get().version, Dossier.objects.get().titre) == (1, TITRE)
