"""What a relay prints: one page that is read from afar, and a form whose numbers are those of the screen."""

import io
import subprocess
from datetime import UTC, datetime

import pikepdf
import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from communs.livrets.gabarits import gabarit
from communs.livrets.models import Livret
from communs.livrets.rendu import composer, imprimer
from eclaireurs.evaluation.enquete import relais, sondage
from eclaireurs.evaluation.enquete.models import Enquete, Relais
from tests.outils.evaluations import Evaluation, ouvrir_un_relais
from tests.outils.seances import ajouter

pytestmark = pytest.mark.django_db
LONG = "Comment la ligne de nuit change-t-elle la vie de celles et ceux qui travaillent quand les autres "
LONG += "dorment, et que faudrait-il garder ?"


@pytest.fixture
def phare(administratrice, evaluation: Evaluation) -> Relais:
    """A relay of a survey with a poll of every kind of question that paper takes."""
    Enquete.objects.filter(dossier=evaluation.dossier).update(
        titre="La navette vous dépose-t-elle ?", ferme_le=datetime(2036, 3, 15, 22, 30, tzinfo=UTC)
    )
    identite = evaluation.identite("evaluateur")
    questionnaire = sondage.preparer(identite=identite, enquete=evaluation.enquete)
    ajouter(administratrice, questionnaire)
    ajouter(administratrice, questionnaire, "multiple", texte="Pour aller où ?")
    ajouter(
        administratrice,
        questionnaire,
        "echelle",
        texte="Y montez-vous volontiers ?",
        borne_basse="pas du tout",
        borne_haute="tout à fait",
    )
    ajouter(administratrice, questionnaire, "texte", texte="Un arrêt de plus ?")
    ajouter(administratrice, questionnaire, "fichier", texte="Une photo de l’arrêt")
    ouvrir_un_relais(evaluation)
    return Relais.objects.select_related("enquete__dossier__collectivite", "enquete__questionnaire").get()


def fabriquer(cle: str, phare: Relais) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(octets(cle, phare)))


def octets(cle: str, phare: Relais) -> bytes:
    return imprimer(composer(gabarit(cle), phare, {})).octets


def texte(cle: str, phare: Relais) -> str:
    fin = subprocess.run(
        ["pdftotext", "-raw", "-", "-"], input=octets(cle, phare), capture_output=True, check=True
    )
    return " ".join(fin.stdout.decode().replace("\xa0", " ").split())


def en_a4(pdf: pikepdf.Pdf) -> bool:
    return all([round(float(v) * 25.4 / 72) for v in p.mediabox] == [0, 0, 210, 297] for p in pdf.pages)


@pytest.mark.parametrize("titre", ["Et la navette ?", "La navette vous dépose-t-elle ?", LONG])
def test_l_affiche_tient_sur_une_page_a4_quel_que_soit_le_titre(phare, titre):
    phare.enquete.titre = titre
    with fabriquer("enquete-affiche", phare) as pdf:
        assert (len(pdf.pages), en_a4(pdf)) == (1, True)
        assert str(pdf.docinfo["/Title"]) == titre
        assert str(pdf.Root.Lang) == "fr"


def test_l_affiche_dit_la_question_l_adresse_le_lieu_et_la_fin(phare):
    lu = texte("enquete-affiche", phare)
    assert "La navette vous dépose-t-elle ?" in lu
    adresse = (settings.VIGIE_ADRESSE + phare.adresse_publique).split("://")[1]
    assert adresse in lu.replace(" ", "")
    assert "Médiathèque du Phare, Quai nord · jusqu’au 15 mars 2036" in lu
    assert phare.jeton not in lu  # the kit's key never goes on a wall


def test_le_formulaire_porte_les_questions_leurs_numeros_et_ce_qu_on_fera_de_la_feuille(phare):
    lu = texte("enquete-formulaire", phare)
    for dit in ("Comment venez-vous ?", "1 Le bus", "2 Le vélo", "3 À pied", "Plusieurs réponses possibles"):
        assert dit in lu
    assert "1 : pas du tout" in lu
    assert "Un arrêt de plus ?" in lu
    assert "Une photo de l’arrêt" not in lu  # a file is given online only
    assert "Rendez cette feuille à Médiathèque du Phare, Quai nord, avant le 15 mars 2036." in lu
    assert phare.code_lisible in lu
    with fabriquer("enquete-formulaire", phare) as pdf:
        assert (len(pdf.pages), en_a4(pdf)) == (2, True)


def test_sans_sondage_le_formulaire_est_une_page_a_ecrire(evaluation, phare):
    phare.enquete.questionnaire = None
    with fabriquer("enquete-formulaire", phare) as pdf:
        assert len(pdf.pages) == 1


@pytest.mark.parametrize("feuille", ["affiche", "formulaire"])
def test_un_relais_demande_ses_feuilles_sans_compte(phare, feuille):
    client = Client()
    response = client.post(reverse("relais:imprimer", args=[phare.jeton, feuille]))
    livret = Livret.objects.get()
    assert (livret.gabarit, response["Location"]) == (f"enquete-{feuille}", livret.get_absolute_url())
    page = client.get(livret.get_absolute_url())
    assert (page.status_code, phare.adresse_du_kit in page.content.decode()) == (200, True)


def test_les_feuilles_d_un_relais_revoque_ne_se_telechargent_plus(evaluation, phare):
    Client().post(reverse("relais:imprimer", args=[phare.jeton, "affiche"]))
    relais.revoquer(identite=evaluation.identite("evaluateur"), relais=phare)
    assert Client().get(Livret.objects.get().get_absolute_url()).status_code == 404
