"""The pages of a draw: the organiser's journey, the ceremony by two people, what the public reads."""

import hashlib
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from communs.collectivites.identite import Identite
from communs.dossiers.archive import Emport, _fichiers
from communs.livrets.models import Livret
from communs.livrets.rendu import composer
from communs.tirages import registre
from communs.tirages.models import Tirage
from tests.outils.tirages import DES

pytestmark = pytest.mark.django_db


def lu(response) -> str:
    return b"".join(response.streaming_content).decode() if response.streaming else response.content.decode()


@pytest.fixture
def alice(client_de, administratrice):
    return client_de(administratrice)


@pytest.fixture
def bachir(client_de, membre):
    return client_de(membre)


def test_de_la_preparation_a_l_engagement(alice, dossier, collectivite):
    reponse = alice.post(
        dossier.adresse("tirages:nouveau"),
        {"demande": uuid4(), "titre": "Le jury", "ceremonie": "des", "nombre_de_des": 30},
    )
    tirage = Tirage.objects.get()
    assert reponse["Location"] == tirage.adresse("composer")
    alice.post(
        tirage.adresse("composer"),
        {"source": "tableau", "tableau-texte": "Nom;Service\nAnne;Voirie\nBrieuc;Voirie\nClet;Écoles\n"},
    )
    assert tirage.inscrits.count() == 3
    page = alice.get(tirage.adresse("places"))
    version = re.search(r'name="version" value="(\d+)"', lu(page))[1]
    cles = dict(tirage.groupes.values_list("nom", "pk"))
    places = {
        "version": version,
        f"places-{cles['Voirie']}": 1,
        f"suppleants-{cles['Voirie']}": 1,
        f"places-{cles['Écoles']}": 1,
        f"suppleants-{cles['Écoles']}": 0,
    }
    assert alice.post(tirage.adresse("places"), places).status_code == 302
    apercu = lu(alice.get(tirage.adresse("engager")))
    assert "Engager ce tirage" in apercu
    version = re.search(r'name="version" value="(\d+)"', apercu)[1]
    alice.post(tirage.adresse("engager"), {"geste": "engager", "version": version})
    tirage.refresh_from_db()
    assert tirage.etat == "engage"
    assert tirage.empreinte in lu(alice.get(tirage.get_absolute_url()))


def test_les_places_d_une_liste_changee_entre_temps_ne_s_enregistrent_pas(alice, prepare):
    groupes = list(prepare.groupes.all())
    saisie = {f"{quoi}-{g.pk}": 1 for g in groupes for quoi in ("places", "suppleants")}
    response = alice.post(prepare.adresse("places"), {"version": prepare.version - 1, **saisie}, follow=True)
    assert "Quelqu’un a modifié cette page" in lu(response)
    assert prepare.groupes.get(nom="Voirie").places == 2


def test_une_liste_fautive_se_montre_avec_ses_lignes_et_n_ajoute_rien(alice, prepare):
    texte = "Nom;Fonction\nAnne;\n;\nwww.piege.example;\nBrieuc;pape\n"
    response = alice.post(prepare.adresse("composer"), {"source": "tableau", "tableau-texte": texte})
    assert response.status_code == 422
    dit = lu(response).replace("\u00a0", " ")
    assert "ligne 4 : Un nom ne contient pas d’adresse de site." in dit
    assert "ligne 5 : la fonction « pape » n’est pas connue" in dit
    assert prepare.inscrits.count() == 17


def test_du_html_dans_une_liste_s_affiche_tel_quel(alice, prepare):
    fichier = SimpleUploadedFile("l.csv", b"Nom;Service\n<script>alerte(1)</script>;<b>X</b>\n")
    alice.post(prepare.adresse("composer"), {"source": "tableau", "tableau-fichier": fichier})
    page = lu(alice.get(prepare.adresse("personnes"), {"q": "script"}))
    assert "&lt;script&gt;alerte(1)" in page
    assert "<script>alerte" not in page


@pytest.mark.parametrize(
    "saisie",
    [
        {"source": "tableau"},
        {"source": "membres"},
        {"source": "tableau", "tableau-texte": "Nom\n"},
        {"source": "rien"},
    ],
)
def test_une_source_vide_se_redemande(alice, prepare, saisie):
    assert alice.post(prepare.adresse("composer"), saisie).status_code == 422
    assert prepare.inscrits.count() == 17


def test_on_exclut_et_on_reprend_une_personne(alice, prepare):
    inscrit = prepare.inscrits.filter(exclusion="").first()
    alice.post(prepare.adresse("personnes"), {"inscrit": inscrit.pk, "exclusion": "indisponible"})
    inscrit.refresh_from_db()
    assert (inscrit.exclusion, inscrit.d_office) == ("indisponible", False)
    alice.post(prepare.adresse("personnes"), {"inscrit": inscrit.pk, "exclusion": ""})
    inscrit.refresh_from_db()
    assert inscrit.exclusion == ""
    alice.post(prepare.adresse("personnes"), {"inscrit": inscrit.pk, "exclusion": "pas_d_humeur"})
    inscrit.refresh_from_db()
    assert inscrit.exclusion == ""


def test_une_personne_d_un_autre_tirage_ne_s_exclut_pas_d_ici(alice, prepare, decor_autre):
    alice.post(prepare.adresse("personnes"), {"inscrit": decor_autre.pk, "exclusion": "elu"})
    decor_autre.refresh_from_db()
    assert decor_autre.exclusion == ""


@pytest.fixture
def decor_autre(administratrice, dossier):
    from tests.outils.tirages import inscrire, preparer

    autre = preparer(administratrice, dossier, titre="Autre")
    inscrire(administratrice, autre, ("Anne", "Voirie", ""))
    return autre.inscrits.get()


@pytest.mark.parametrize("nom", ["composer", "personnes", "places", "reglages", "engager"])
def test_une_page_de_preparation_d_un_tirage_engage_ramene_a_lui(alice, engage, nom):
    response = alice.get(engage.adresse(nom))
    assert response["Location"] == engage.get_absolute_url()


def test_deux_personnes_tiennent_la_ceremonie_dont_une_se_trompe(alice, bachir, engage):
    adresse = engage.adresse("ceremonie")
    assert alice.post(adresse, {"valeur": "9" * 30}).status_code == 422
    alice.post(adresse, {"valeur": DES})
    faux = f"{DES[:4]}1{DES[5:]}"
    bachir.post(adresse, {"valeur": faux})
    dit = lu(bachir.get(adresse)).replace("\u00a0", " ")
    assert "Ils diffèrent au dé n° 5," in dit
    assert DES not in dit, "chacun lit pour soi"
    response = bachir.post(adresse, {"valeur": DES}, follow=True)
    assert "le tirage est fait" in lu(response)
    assert Tirage.objects.get().graine == DES


def test_une_etape_saisie_apres_coup_le_dit(bachir, tire):
    response = bachir.post(tire.adresse("ceremonie"), {"valeur": DES[::-1]}, follow=True)
    assert "entre l’engagement et le tirage" in lu(response)
    assert Tirage.objects.get().graine == DES


def test_la_page_du_resultat_nomme_et_se_tient(alice, tire):
    page = lu(alice.get(tire.get_absolute_url()))
    assert "Noter la réponse" in page
    noms = [i.nom for i in registre.tires(tire).values()]
    assert all(nom in page for nom in noms)


def test_un_membre_sans_role_lit_les_noms_sans_pouvoir_repondre(client_de, membre, dossier, tire):
    dossier.participants.filter(compte=membre).delete()
    type(dossier).objects.filter(pk=dossier.pk).update(visibilite="collectivite")
    page = lu(client_de(membre).get(tire.get_absolute_url()))
    assert "Noter la réponse" not in page
    assert "Liste avec les noms" not in page


def test_noter_un_desistement_appelle_la_suivante(alice, bachir, tire):
    titulaire = next(iter(registre.tires(tire).values()))
    adresse = tire.adresse("suite")
    assert bachir.post(adresse, {"inscrit": titulaire.pk, "reponse": "refuse"}).status_code == 403
    alice.post(adresse, {"inscrit": titulaire.pk, "reponse": "nimporte"})
    assert not tire.ecritures.filter(genre="refus").exists()
    alice.post(adresse, {"inscrit": titulaire.pk, "reponse": "refuse"})
    assert tire.ecritures.filter(genre="refus").count() == 1


def test_qui_abandonne_sait_que_chacun_lira_pourquoi(client, alice, engage):
    assert "Ce motif sera public" in alice.get(engage.get_absolute_url()).content.decode()
    alice.post(
        engage.adresse("geste"), {"geste": "abandonner", "motif": "Liste fausse", "version": engage.version}
    )
    assert "Liste fausse" in client.get(engage.adresse_publique).content.decode()


def test_abandonner_demande_pourquoi(alice, bachir, engage):
    adresse = engage.adresse("geste")
    assert bachir.post(adresse, {"geste": "abandonner", "motif": "x"}).status_code == 403
    alice.post(adresse, {"geste": "abandonner", "motif": "  "})
    engage.refresh_from_db()
    assert engage.etat == "engage"
    alice.post(adresse, {"geste": "abandonner", "motif": "Liste fausse", "version": engage.version})
    page = lu(alice.get(engage.adresse_publique))
    assert "Liste fausse" in page


def test_un_geste_de_la_table_ne_tire_pas_au_sort_sans_graine(alice, engage):
    alice.post(engage.adresse("geste"), {"geste": "tirer", "version": engage.version})
    engage.refresh_from_db()
    assert engage.etat == "engage"


def test_le_public_verifie_la_promesse_avant_la_graine_sans_voir_un_nom(client, engage):
    page = lu(client.get(engage.adresse_publique))
    assert engage.empreinte in page
    assert "Agent" not in page
    texte = lu(client.get(reverse("tirages:engagement", args=[engage.uuid])))
    assert hashlib.sha256(texte.encode()).hexdigest() == engage.empreinte


def test_le_public_refait_le_tirage_avec_le_proces_verbal(client, tire):
    texte = lu(client.get(reverse("tirages:proces_verbal", args=[tire.uuid])))
    assert f"graine\t{DES}" in texte
    page = lu(client.get(tire.adresse_publique))
    assert all(f"Numéro {numero}" in page for numero in registre.tires(tire))
    assert "Bachir" not in page + texte


@pytest.mark.parametrize("nom", ["public", "engagement", "proces_verbal"])
def test_une_preparation_ou_un_dossier_supprime_n_a_pas_d_adresse_publique(client, prepare, nom):
    assert client.get(reverse(f"tirages:{nom}", args=[prepare.uuid])).status_code == 404


def test_un_dossier_supprime_ferme_l_adresse_publique(client, engage, dossier):
    type(dossier).objects.filter(pk=dossier.pk).update(supprime_le=timezone.now() + timedelta(seconds=1))
    assert client.get(engage.adresse_publique).status_code == 404


def test_le_proces_verbal_imprime_porte_de_quoi_rejouer_et_aucun_nom(bachir, tire, file_absente):
    response = bachir.post(tire.adresse("imprimer"))
    livret = Livret.objects.get()
    assert response["Location"] == livret.get_absolute_url()
    html = composer(livret.sorte, tire, {}).html
    assert tire.empreinte in html
    assert DES in html
    assert html.count("inscrit-numero") >= 17
    for place in registre.places(tire):
        assert f'<span class="tire-numero">{place.numero}</span>' in html or not place.titulaire
    assert "Agent 1" not in html
    assert "Bachir" not in html


def test_la_liste_nominative_est_a_qui_organise(alice, bachir, engage):
    assert bachir.get(engage.adresse("liste_entiere")).status_code == 403
    texte = lu(alice.get(engage.adresse("liste_entiere")))
    for inscrit in engage.inscrits.all():
        assert inscrit.sel in texte
        assert inscrit.nom in texte


def test_l_archive_du_dossier_contient_le_proces_verbal(administratrice, membre, tire, dossier):
    dossier = type(dossier).objects.visibles_par(Identite(administratrice)).get(pk=dossier.pk)
    pieces = dict(_fichiers(Emport(dossier, Identite(administratrice))))
    assert pieces["tirages/01-proces-verbal.txt"].decode() == "".join(registre.proces_verbal(tire))
    assert "tirages/01-liste.csv" in pieces
    dossier = type(dossier).objects.visibles_par(Identite(membre)).get(pk=dossier.pk)
    assert "tirages/01-liste.csv" not in dict(_fichiers(Emport(dossier, Identite(membre))))


def test_la_page_d_un_tirage_coute_le_meme_nombre_de_requetes_quel_que_soit_son_monde(
    alice, administratrice, membre, dossier, tire, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tests.outils.tirages import engager, peupler, preparer, relever, repartir

    grand = preparer(administratrice, dossier, titre="Grand")
    peupler(administratrice, grand, nombre=60)
    repartir(administratrice, grand, Voirie=(20, 10), Écoles=(20, 10))
    grand = engager(administratrice, grand)
    relever(administratrice, grand)
    relever(membre, grand)
    alice.get(tire.get_absolute_url())
    with CaptureQueriesContext(
        connection,
    ) as petites:
        alice.get(tire.get_absolute_url())
    with django_assert_num_queries(len(petites)):
        alice.get(grand.get_absolute_url())
