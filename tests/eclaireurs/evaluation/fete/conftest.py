import pytest

from communs.collectivites.models import Adhesion, Collectivite, Compte
from communs.dossiers.enums import Visibilite
from eclaireurs.evaluation.fete.models import Fete
from tests.outils.dossiers import montrer
from tests.outils.evaluations import Evaluation
from tests.outils.fetes import ouvrir


@pytest.fixture
def en_oeuvre(evaluation: Evaluation, collectivite: Collectivite) -> Evaluation:
    """A plan of four actions under way, that the members may read; its applicateur is a member."""
    evaluation.arreter()
    montrer(evaluation.dossier, Visibilite.COLLECTIVITE)
    Adhesion.objects.create(collectivite=collectivite, compte=evaluation.identite("applicateur").personne)
    return evaluation


@pytest.fixture
def fete(administratrice: Compte, collectivite: Collectivite) -> Fete:
    """Open: it is today."""
    return ouvrir(administratrice, collectivite)
