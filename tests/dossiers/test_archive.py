"""The whole dossier in one ZIP."""

import io
import zipfile

import pytest

from communs.collectivites.identite import Identite
from communs.dossiers.archive import assembler, nom_sur
from tests.outils.dossiers import commenter, faire_venir

pytestmark = pytest.mark.django_db


def archive_de(compte, dossier) -> dict[str, str]:
    fichier, nombre = assembler(Identite(compte), dossier)
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
        "cadre/absolu/et_bizarre_.txt",
        "cadre/cadre (2).txt",
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


def test_elle_se_telecharge_sous_un_nom_lisible(client_de, administratrice, dossier):
    response = client_de(administratrice).get(dossier.adresse("dossiers:archive"))
    assert response["Content-Type"] == "application/zip"
    assert response["Content-Disposition"] == 'attachment; filename="evaluer-la-cantine-a-un-euro.zip"'
    assert zipfile.is_zipfile(io.BytesIO(b"".join(response.streaming_content)))


@pytest.mark.parametrize(
    ("chemin", "nom"),
    [
        ("../../etc/passwd", "etc/passwd"),
        ("/racine/fichier.txt", "racine/fichier.txt"),
        ("C:\\Windows\\con.txt", "C_/Windows/_con.txt"),
        ("a\u202egpj.exe", "agpj.exe"),
        ("...", "sans-nom"),
        ("", "sans-nom"),
        ("x" * 300 + ".pdf", "x" * 100 + ".pdf"),
        ("e\u0301te\u0301.csv", "été.csv"),
    ],
)
def test_un_nom_hostile_devient_un_nom_ordinaire(chemin, nom):
    assert nom_sur(chemin) == nom
