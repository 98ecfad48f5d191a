"""A file as an answer: from somebody without account, by link, read when the results are."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from communs.collectivites.identite import Identite
from communs.dossiers.archive import Emport, assembler
from communs.fichiers import preparation
from communs.fichiers.models import Fichier
from communs.questionnaires.forms import AjouterForm
from communs.questionnaires.forms_lien import PapierForm, RepondreForm
from communs.questionnaires.models import Questionnaire, Repondant, Reponse
from tests.eclaireurs.evaluation.conftest import medias  # noqa: F401  (fixture)
from tests.fichiers import fabrique
from tests.outils.seances import ajouter, avancer, preparer_un_questionnaire

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("medias")]


def fabriquer(membre, dossier, **champs) -> Questionnaire:
    """Open: a photo, then a text."""
    questionnaire = preparer_un_questionnaire(membre, dossier, **champs)
    ajouter(membre, questionnaire, "fichier", texte="Une photo de votre arrêt")
    ajouter(membre, questionnaire, "texte", texte="Un mot")
    return avancer(membre, questionnaire, "ouvrir")


@pytest.fixture
def questionnaire(membre, dossier) -> Questionnaire:
    return fabriquer(membre, dossier)


def photo(nom: str = "arret.jpg", contenu: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(nom, fabrique.jpeg() if contenu is None else contenu)


def envoi(questionnaire: Questionnaire, depot: SimpleUploadedFile | None, **champs) -> dict:
    joint, mot = questionnaire.questions.all()
    donnees = {
        "demande": str(uuid4()),
        "ouvert": RepondreForm(questionnaire=questionnaire).initial["ouvert"],
        "nom": "Nolwenn Riou",
        f"q-{mot.uuid}": "Il pleut dessous.",
        **champs,
    }
    return donnees if depot is None else {**donnees, f"q-{joint.uuid}": depot}


def test_une_photo_arrive_sans_compte_et_se_telecharge(client, client_de, membre, questionnaire):
    client.post(questionnaire.adresse_publique, envoi(questionnaire, photo()))
    recue = Reponse.objects.get(question__genre="fichier")
    assert (recue.fichier.depose_par, recue.fichier.collectivite) == (
        None,
        questionnaire.dossier.collectivite,
    )
    preparation.traiter(recue.fichier_id)
    adresse = questionnaire.dossier.adresse("questionnaires:fichier", recue.question.uuid, recue.uuid)
    assert adresse in client_de(membre).get(questionnaire.get_absolute_url()).content.decode()
    response = client_de(membre).get(adresse)
    assert (response.status_code, response["Content-Type"]) == (200, "image/jpeg")
    assert response["Content-Disposition"].startswith("attachment")
    b"".join(response)


def test_le_meme_envoi_deux_fois_garde_un_fichier(questionnaire):
    memes = envoi(questionnaire, None)
    joint = questionnaire.questions.first()
    for _ in range(2):
        Client().post(questionnaire.adresse_publique, {**memes, f"q-{joint.uuid}": photo()})
    assert (Repondant.objects.count(), Reponse.objects.count(), Fichier.objects.count()) == (1, 2, 1)


def test_un_programme_deguise_est_refuse_et_rien_n_est_garde(client, questionnaire):
    response = client.post(
        questionnaire.adresse_publique, envoi(questionnaire, photo("arret.jpg", b"MZ" + b"\0" * 900))
    )
    assert response.status_code == 422
    assert "Il pleut dessous." in response.content.decode()
    assert not (Repondant.objects.exists() or Fichier.objects.exists())


def test_un_fichier_deja_la_ne_se_prend_pas_par_son_numero(client, questionnaire):
    joint = questionnaire.questions.first()
    donnees = envoi(questionnaire, None) | {f"q-{joint.uuid}-depot": str(uuid4())}
    assert client.post(questionnaire.adresse_publique, donnees).status_code == 422


def test_sans_question_de_fichier_ou_une_fois_clos_aucun_octet_n_entre(client, membre, dossier):
    sans = preparer_un_questionnaire(membre, dossier)
    question = ajouter(membre, sans, "texte", texte="Un mot")
    sans = avancer(membre, sans, "ouvrir")
    donnees = {
        "demande": str(uuid4()),
        "ouvert": RepondreForm(questionnaire=sans).initial["ouvert"],
        "nom": "Nolwenn",
        f"q-{question.uuid}": photo(),
    }
    client.post(sans.adresse_publique, donnees)
    avec = fabriquer(membre, dossier)
    pris = envoi(avec, photo())
    avancer(membre, avec, "clore")
    assert client.post(avec.adresse_publique, pris).status_code == 410
    assert not Fichier.objects.exists()


def test_anonyme_le_fichier_attend_la_fin_comme_le_reste(client_de, membre, dossier):
    questionnaire = fabriquer(membre, dossier, anonymat="anonyme")
    for _ in range(5):
        Client().post(questionnaire.adresse_publique, envoi(questionnaire, photo()))
    for fichier in Fichier.objects.order_by("pk"):
        preparation.traiter(fichier.pk)
    recue = Reponse.objects.filter(question__genre="fichier").first()
    adresse = dossier.adresse("questionnaires:fichier", recue.question.uuid, recue.uuid)
    assert client_de(membre).get(adresse).status_code == 404
    avancer(membre, questionnaire, "clore")
    response = client_de(membre).get(adresse)
    assert response.status_code == 200
    b"".join(response)


def test_les_fichiers_vont_dans_l_archive_du_dossier(client, membre, questionnaire):
    from zipfile import ZipFile

    client.post(questionnaire.adresse_publique, envoi(questionnaire, photo()))
    preparation.traiter(Fichier.objects.get().pk)
    flux, _ = assembler(Emport(questionnaire.dossier, Identite(membre)), lambda pourcent: None)
    with flux, ZipFile(flux) as archive:
        assert "questionnaires/01-venir-au-port/001-arret.jpg" in archive.namelist()


def test_une_salle_et_une_feuille_de_papier_n_en_demandent_pas(questionnaire):
    assert "fichier" not in dict(AjouterForm(en_seance=True).fields["genre"].choices)
    assert "fichier" in dict(AjouterForm().fields["genre"].choices)
    assert [q.genre for q in PapierForm(questionnaire=questionnaire).questions.values()] == ["texte"]
