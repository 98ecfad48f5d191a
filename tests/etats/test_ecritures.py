"""Writing in turn: the optimistic lock, the two texts, the double post."""

import pytest

from communs.collectivites.identite import Identite
from communs.dossiers import services
from communs.dossiers.models import Dossier
from communs.etats import journal
from communs.etats.models import Ligne
from communs.etats.services import Conflit, verrouiller
from communs.web.erreurs import Refus

pytestmark = pytest.mark.django_db


def presenter(compte, dossier, version: int, titre: str, resume: str = "") -> Dossier:
    return services.presenter(
        identite=Identite(compte), dossier=dossier, version=version, titre=titre, resume=resume
    )


def test_une_ecriture_fait_monter_la_version_et_garde_l_avant_et_l_apres(administratrice, dossier):
    apres = presenter(administratrice, dossier, 1, "Nouveau titre")
    assert (apres.version, apres.titre) == (2, "Nouveau titre")
    ligne = Ligne.objects.de_la_chose(dossier).first()
    assert journal.phrase(ligne) == "a modifié la présentation du dossier"
    assert ligne.parametres == {
        "avant": {"titre": "Évaluer la cantine à un euro"},
        "apres": {"titre": "Nouveau titre"},
    }


def test_une_version_perimee_est_refusee_et_rend_le_texte_present(administratrice, dossier):
    presenter(administratrice, dossier, 1, "Premier arrivé")
    with pytest.raises(Conflit) as conflit:
        presenter(administratrice, dossier, 1, "Arrivé trop tard")
    assert conflit.value.actuel.titre == "Premier arrivé"
    dossier.refresh_from_db()
    assert (dossier.titre, dossier.version) == ("Premier arrivé", 2)


def test_un_formulaire_envoye_deux_fois_ecrit_une_fois(administratrice, dossier):
    for _ in range(2):
        presenter(administratrice, dossier, 1, "Nouveau titre")
    assert Dossier.objects.get().version == 2
    assert Ligne.objects.filter(verbe="dossiers.modifier").count() == 1


def test_ce_qui_a_disparu_le_dit(dossier):
    services.effacer(Dossier.objects.get())
    with pytest.raises(Refus) as refus:
        verrouiller(dossier)
    assert refus.value.code == 410
