"""The whole dossier in one ZIP."""

import io
import zipfile

import pytest
from django.urls import reverse

from communs.collectivites import services as collectivites
from communs.collectivites.identite import Identite
from communs.dossiers import emports, participants, services
from communs.dossiers.archive import Emport, assembler
from communs.livrets import services as livrets
from communs.livrets.models import Livret, Tirage
from tests.outils.dossiers import commenter, faire_venir

pytestmark = pytest.mark.django_db


def archive_de(compte, dossier) -> dict[str, str]:
    fichier, nombre = assembler(Emport(dossier, Identite(compte)), lambda pourcent: None)
    with fichier, zipfile.ZipFile(fichier) as zip_:
        assert zip_.testzip() is None
        contenus = {nom: zip_.read(nom).decode("utf-8-sig") for nom in zip_.namelist()}
    assert len(contenus) == nombre
    return contenus


def test_l_archive_contient_tout_et_rien_ne_sort_de_son_dossier(administratrice, dossier):
    assert list(archive_de(administratrice, dossier)) == [
        "LISEZMOI.txt",
        "participants.csv",
        "commentaires.csv",
        "journal.csv",
        "cadre/cadre.txt",
        "cadre/etc/passwd",
        "cadre/absolu/et-bizarre--.txt",
        "cadre/cadre-2.txt",
    ]


def test_ses_tableaux_s_ouvrent_dans_un_tableur_et_aucune_cellule_n_est_une_formule(
    administratrice, membre, dossier
):
    faire_venir(administratrice, dossier, membre.email)
    commenter(membre, dossier, '=HYPERLINK("https://piege.example")\nsuite; "fin"')
    contenus = archive_de(administratrice, dossier)
    assert contenus["participants.csv"].splitlines()[0] == "Nom;Organisation;Rôles;Depuis;Jusqu’à;Adresse"
    assert "Bachir Le Goff;Port-Lumière Agglomération;Équipière ou équipier" in contenus["participants.csv"]
    assert '"\'=HYPERLINK(""https://piege.example"")\nsuite; ""fin"""' in contenus["commentaires.csv"]
    assert "a invité Bachir Le Goff à participer" in contenus["journal.csv"]


def test_les_adresses_n_y_sont_que_pour_les_pilotes(administratrice, membre, dossier):
    faire_venir(administratrice, dossier, membre.email)
    assert administratrice.email in archive_de(administratrice, dossier)["participants.csv"]
    assert administratrice.email not in str(archive_de(membre, dossier))


def fabriquee(livret: Livret) -> Livret:
    livrets.fabriquer(livret.tirage_id)
    return Livret.objects.get(pk=livret.pk)


def demander(compte, dossier) -> Livret:
    return emports.demander(identite=Identite(compte), dossier=dossier)


def test_elle_se_demande_se_prepare_et_se_telecharge(client_de, administratrice, dossier):
    client = client_de(administratrice)
    page = dossier.adresse("dossiers:archive")
    assert "Préparer l’archive" in client.get(page).content.decode()
    response = client.post(page)
    livret = fabriquee(Livret.objects.get())
    assert response["Location"] == livret.get_absolute_url()
    assert "Préparer une nouvelle archive" in client.get(page).content.decode()
    fichier = client.get(reverse("livrets:fichier", args=[livret.uuid]))
    assert fichier["Content-Type"] == "application/zip"
    assert fichier["Content-Disposition"] == 'attachment; filename="evaluer-la-cantine-a-un-euro.zip"'
    assert zipfile.is_zipfile(io.BytesIO(b"".join(fichier.streaming_content)))


def test_demandee_deux_fois_elle_ne_se_prepare_qu_une(administratrice, dossier):
    un, deux = (demander(administratrice, dossier) for _ in range(2))
    assert un == deux
    fabriquee(un)
    assert demander(administratrice, dossier) != un
    assert Livret.objects.count() == 1


def test_l_archive_d_une_personne_n_est_a_personne_d_autre(client_de, administratrice, membre, dossier):
    participant = faire_venir(administratrice, dossier, membre.email)
    livret = fabriquee(demander(membre, dossier))
    adresse = reverse("livrets:fichier", args=[livret.uuid])
    assert client_de(administratrice).get(adresse).status_code == 404
    assert client_de(membre).get(adresse).status_code == 200
    participants.retirer(identite=Identite(administratrice), participant=participant)
    assert client_de(membre).get(adresse).status_code == 404


def test_elle_part_avec_le_dossier_et_avec_le_compte(administratrice, membre, collectivite, dossier):
    faire_venir(administratrice, dossier, membre.email)
    for compte in (administratrice, membre):
        fabriquee(demander(compte, dossier))
    collectivites.supprimer_compte(compte=membre)
    assert Livret.objects.count() == 1
    services.effacer(dossier)
    assert (Livret.objects.count(), Tirage.objects.count()) == (0, 0)
