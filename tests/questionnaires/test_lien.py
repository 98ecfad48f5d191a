"""A questionnaire sent as a link: answered in one's own time, once, until its end."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from communs.collectivites.identite import Identite
from communs.dossiers.archive import Emport, assembler
from communs.dossiers.models import Dossier
from communs.questionnaires import par_lien, resultats, services
from communs.questionnaires.forms_lien import RepondreForm
from communs.questionnaires.models import Question, Questionnaire, Repondant, Reponse
from tests.outils.dossiers import faire_venir
from tests.outils.seances import ajouter, avancer, preparer_un_questionnaire

pytestmark = pytest.mark.django_db


def fabriquer(membre, dossier, **champs) -> Questionnaire:
    """Open, with a choice that must be made and a text that may be left."""
    questionnaire = preparer_un_questionnaire(membre, dossier, **champs)
    ajouter(membre, questionnaire, obligatoire=True)
    ajouter(membre, questionnaire, "texte", texte="Un mot")
    return avancer(membre, questionnaire, "ouvrir")


@pytest.fixture
def questionnaire(membre, dossier) -> Questionnaire:
    return fabriquer(membre, dossier)


def donnees(questionnaire: Questionnaire, choix: str = "0", texte: str = "", **champs) -> dict:
    un, deux = questionnaire.questions.all()
    ouvert = RepondreForm(questionnaire=questionnaire).initial.get("ouvert")
    return {
        "demande": str(uuid4()),
        "ouvert": ouvert,
        "nom": "Nolwenn Riou",
        f"q-{un.uuid}": choix,
        f"q-{deux.uuid}": texte,
        **champs,
    }


def test_on_repond_par_le_lien_sans_compte_et_une_fois(client, questionnaire):
    lien = questionnaire.adresse_publique
    assert "Comment venez-vous" in client.get(lien).content.decode()
    response = client.post(lien, donnees(questionnaire, "1", "Par la digue."), follow=True)
    assert "c’est reçu" in response.content.decode()
    assert [(r.choix, r.texte) for r in Reponse.objects.order_by("pk")] == [([1], ""), ([], "Par la digue.")]
    client.post(lien, donnees(questionnaire))
    assert Repondant.objects.count() == 1


def test_le_meme_formulaire_envoye_deux_fois_compte_une_fois(questionnaire):
    envoi = donnees(questionnaire)
    for _ in range(2):
        assert Client().post(questionnaire.adresse_publique, envoi).status_code == 302
    assert (Repondant.objects.count(), Reponse.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    "champs",
    [{"choix": ""}, {"choix": "7"}, {"nom": ""}, {"texte": "a" * 2001}, {"ouvert": "peu"}, {"demande": "x"}],
)
def test_ce_qui_manque_ou_n_existe_pas_revient_sans_rien_garder(client, questionnaire, champs):
    response = client.post(questionnaire.adresse_publique, donnees(questionnaire, **champs))
    assert response.status_code == 422
    assert not Repondant.objects.exists()


def test_apres_la_cloture_rien_n_est_pris(client, membre, questionnaire):
    envoi = donnees(questionnaire)
    avancer(membre, questionnaire, "clore")
    response = client.post(questionnaire.adresse_publique, envoi)
    assert (response.status_code, "ne prend plus de réponses" in response.content.decode()) == (410, True)
    with pytest.raises(ValidationError, match="clos"):
        par_lien.repondre(
            questionnaire=questionnaire,
            demande=uuid4(),
            ouvert_le=questionnaire.ouvert_le,
            nom="",
            reponses={},
        )
    assert not Repondant.objects.exists()


def test_la_date_de_fin_ferme_toute_seule(client, questionnaire):
    Questionnaire.objects.update(ferme_le=timezone.now() - timedelta(seconds=1))
    assert client.get(questionnaire.adresse_publique).status_code == 410


def test_avant_l_ouverture_le_lien_dit_de_revenir(client, membre, dossier):
    questionnaire = preparer_un_questionnaire(membre, dossier)
    response = client.get(questionnaire.adresse_publique)
    assert (response.status_code, "pas encore ouvert" in response.content.decode()) == (410, True)


def test_un_lien_faux_n_ouvre_rien(client, questionnaire):
    assert client.get(questionnaire.adresse_publique[:-2] + "x/").status_code == 404


def test_un_dossier_mis_de_cote_ferme_ses_liens(client, questionnaire):
    Dossier.objects.update(supprime_le=timezone.now())
    assert client.get(questionnaire.adresse_publique).status_code == 404


def test_on_n_ouvre_pas_un_questionnaire_vide(membre, dossier):
    with pytest.raises(ValidationError, match="au moins une question"):
        avancer(membre, preparer_un_questionnaire(membre, dossier), "ouvrir")


def test_ouvert_ses_questions_ne_changent_que_reprises(membre, questionnaire):
    question = questionnaire.questions.first()
    with pytest.raises(ValidationError, match="reprenez"):
        services.changer(identite=Identite(membre), question=question, version=1, champs={"texte": "Autre"})
    avancer(membre, questionnaire, "reprendre")
    services.changer(identite=Identite(membre), question=question, version=1, champs={"texte": "Autre"})
    assert Question.objects.get(pk=question.pk).texte == "Autre"


def test_une_page_lue_avant_un_changement_est_a_relire(client, membre, questionnaire):
    envoi = donnees(questionnaire)
    avancer(membre, avancer(membre, questionnaire, "reprendre"), "ouvrir")
    assert client.post(questionnaire.adresse_publique, envoi).status_code == 422
    assert not Repondant.objects.exists()


def test_qui_participe_au_dossier_sans_l_organiser_ne_clot_rien(
    client_de, membre, administratrice, etrangere, questionnaire
):
    faire_venir(membre, questionnaire.dossier, administratrice.email)
    adresse = questionnaire.dossier.adresse("questionnaires:etape", questionnaire.uuid)
    geste = {"geste": "clore", "version": questionnaire.version}
    assert client_de(administratrice).post(adresse, geste).status_code == 403
    assert client_de(etrangere).post(adresse, geste).status_code == 404
    assert Questionnaire.objects.get().accepte
    client_de(membre).post(adresse, geste)
    assert Questionnaire.objects.get().fini


def test_on_ne_reprend_pas_les_questions_apres_une_reponse(client, membre, questionnaire):
    client.post(questionnaire.adresse_publique, donnees(questionnaire))
    with pytest.raises(ValidationError, match="ne changent plus"):
        avancer(membre, questionnaire, "reprendre")


def test_anonyme_on_ne_demande_ni_ne_garde_de_nom(client, membre, dossier):
    questionnaire = fabriquer(membre, dossier, anonymat="anonyme")
    assert "Votre nom" not in client.get(questionnaire.adresse_publique).content.decode()
    client.post(questionnaire.adresse_publique, donnees(questionnaire))
    assert Repondant.objects.get().nom == ""


def test_anonyme_on_lit_a_la_fin_et_on_ne_rouvre_pas(membre, dossier):
    questionnaire = fabriquer(membre, dossier, anonymat="anonyme")
    for _ in range(10):
        assert Client().post(questionnaire.adresse_publique, donnees(questionnaire)).status_code == 302
    question = Question.objects.select_related("questionnaire").earliest("rang")
    assert resultats.lire(question, fige=resultats.est_fige(question)).reserve == resultats.PAS_ENCORE
    clos = avancer(membre, questionnaire, "clore")
    question = Question.objects.select_related("questionnaire").earliest("rang")
    lu = resultats.lire(question, fige=resultats.est_fige(question))
    assert [case.nombre for case in lu.cases].count(None) >= 2
    with pytest.raises(ValidationError, match="anonymes"):
        avancer(membre, clos, "rouvrir")


def test_les_noms_s_effacent_les_reponses_restent(client, membre, questionnaire):
    client.post(questionnaire.adresse_publique, donnees(questionnaire))
    avancer(membre, questionnaire, "clore")
    par_lien.purger()
    assert Repondant.objects.get().nom == "Nolwenn Riou"
    Questionnaire.objects.update(clos_le=timezone.now() - par_lien.CONSERVATION - timedelta(days=1))
    par_lien.purger()
    assert (Repondant.objects.get().nom, Reponse.objects.count()) == ("", 1)


def test_les_noms_de_qui_repond_apres_une_reouverture_s_effacent_aussi(membre, questionnaire):
    fin = par_lien.CONSERVATION + timedelta(days=1)
    avancer(membre, questionnaire, "clore")
    Questionnaire.objects.update(clos_le=timezone.now() - fin)
    par_lien.purger()
    rouvert = avancer(membre, questionnaire, "rouvrir")
    Client().post(rouvert.adresse_publique, donnees(rouvert))
    avancer(membre, rouvert, "clore")
    par_lien.purger()
    assert Repondant.objects.get().nom == "Nolwenn Riou"
    Questionnaire.objects.update(
        clos_le=timezone.now() - fin, purge_le=timezone.now() - fin - timedelta(days=1)
    )
    par_lien.purger()
    assert Repondant.objects.get().nom == ""


def test_le_bureau_montre_le_lien_les_reponses_et_les_fichiers(client, client_de, membre, questionnaire):
    client.post(questionnaire.adresse_publique, donnees(questionnaire, "1", "Par la digue."))
    bureau = client_de(membre)
    page = bureau.get(questionnaire.get_absolute_url()).content.decode()
    assert questionnaire.adresse_publique in page
    assert "1 personne a répondu" in page
    for format in ("csv", "xlsx"):
        adresse = questionnaire.dossier.adresse("questionnaires:exporter", questionnaire.uuid, format)
        assert bureau.get(adresse)["Content-Disposition"].startswith("attachment")
    assert bureau.get(adresse.replace("xlsx", "exe")).status_code == 404


def test_l_archive_du_dossier_contient_les_reponses(client, membre, questionnaire, contenus_de):
    client.post(questionnaire.adresse_publique, donnees(questionnaire))
    contenus = contenus_de(Emport(questionnaire.dossier, Identite(membre)))
    assert "Nolwenn Riou;Le bus" in contenus["questionnaires/01-venir-au-port.csv"]


@pytest.fixture
def contenus_de():
    """The texts of an archive, by name."""
    from zipfile import ZipFile

    def lire(emport: Emport) -> dict[str, str]:
        flux, _ = assembler(emport, lambda pourcent: None)
        with flux, ZipFile(flux) as archive:
            return {n: archive.read(n).decode("utf-8-sig") for n in archive.namelist()}

    return lire
