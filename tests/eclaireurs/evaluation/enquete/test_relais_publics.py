"""By a relay's link: what comes counts for it, until it is revoked; then the survey alone remains."""

import pytest

from communs.etats.tables import franchir
from communs.questionnaires.models import Provenance
from eclaireurs.evaluation.enquete import relais, sondage
from eclaireurs.evaluation.enquete.models import Enquete, Relais
from eclaireurs.evaluation.enquete.transitions import ENQUETE
from tests.outils.evaluations import Evaluation, ouvrir_un_relais
from tests.outils.seances import ajouter, avancer

pytestmark = pytest.mark.django_db
PLUS_EN_SERVICE = "n’est plus en service"


@pytest.fixture
def phare(evaluation: Evaluation) -> Relais:
    """A relay of a survey that is open to the public."""
    Enquete.objects.filter(dossier=evaluation.dossier).update(introduction="Dites-nous tout.")
    franchir(ENQUETE, identite=evaluation.identite("evaluateur"), objet=evaluation.enquete, nom="publier")
    return ouvrir_un_relais(evaluation)


def test_le_lien_d_un_relais_mene_au_sondage_qui_compte_pour_lui(client, administratrice, evaluation, phare):
    identite = evaluation.identite("evaluateur")
    questionnaire = sondage.preparer(identite=identite, enquete=evaluation.enquete)
    ajouter(administratrice, questionnaire)
    questionnaire = avancer(administratrice, questionnaire, "ouvrir")
    page = client.get(phare.adresse_publique).content.decode()
    adresse = relais.adresse_du_sondage(questionnaire, phare)
    assert adresse in page
    assert PLUS_EN_SERVICE not in page
    vierge = client.get(adresse)
    formulaire = vierge.context["form"]
    client.post(
        adresse,
        {
            "demande": str(formulaire.initial["demande"]),
            "ouvert": formulaire.initial["ouvert"],
            next(iter(formulaire.questions)): "1",
        },
    )
    assert Provenance.objects.get().cle == phare.uuid


def test_le_lien_d_un_relais_revoque_le_dit_et_mene_encore_a_l_enquete(client, evaluation, phare):
    relais.revoquer(identite=evaluation.identite("evaluateur"), relais=phare)
    response = client.get(phare.adresse_publique)
    page = response.content.decode()
    assert (response.status_code, PLUS_EN_SERVICE in page) == (200, True)
    assert "Apporter ma contribution" in page
    assert client.get(f"{phare.adresse_publique}contribuer/").status_code == 200
    assert PLUS_EN_SERVICE not in client.get(evaluation.enquete.adresse_publique).content.decode()
