"""Two people on the same row at the same instant, on a real PostgreSQL."""

import pytest

from communs.collectivites.identite import Identite
from communs.dossiers import services
from communs.dossiers.models import Dossier
from communs.etats.models import Ligne
from communs.etats.services import Conflit
from communs.etats.tables import franchir
from communs.web.erreurs import Refus
from tests.outils.essai import TABLE
from tests.outils.tuyau import en_parallele

pytestmark = pytest.mark.django_db(transaction=True)


def ensemble(*gestes) -> list[str]:
    issues: list[str] = []

    def noter(geste) -> None:
        try:
            geste()
            issues.append("fait")
        except (Refus, Conflit) as refus:
            issues.append(type(refus).__name__)

    en_parallele(*[lambda g=g: noter(g) for g in gestes])
    return sorted(issues)


def test_deux_pas_au_meme_instant_n_en_font_qu_un(administratrice, dossier):
    Dossier.objects.update(resume="Prêt")
    pas = [lambda: franchir(TABLE, identite=Identite(administratrice), objet=dossier, nom="publier")] * 4
    assert ensemble(*pas) == ["Refus", "Refus", "Refus", "fait"]
    assert Ligne.objects.filter(verbe="essai.lecture.publier").count() == 1
    assert Dossier.objects.get().version == 2


def test_deux_ecritures_au_meme_instant_en_gardent_une_et_rendent_l_autre(administratrice, dossier):
    def ecrire(titre: str) -> None:
        services.presenter(
            identite=Identite(administratrice), dossier=dossier, version=1, titre=titre, resume=""
        )

    assert ensemble(lambda: ecrire("Un"), lambda: ecrire("Deux")) == ["Conflit", "fait"]
    assert Dossier.objects.get().version == 2
