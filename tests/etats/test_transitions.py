"""Declared transitions: who, when, why, and what the journal keeps."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from communs.collectivites.identite import PERSONNE, Identite
from communs.dossiers.models import Dossier
from communs.etats import journal, tables
from communs.etats.models import Ligne
from communs.etats.services import Conflit
from communs.etats.tables import MOTIF_REQUIS, franchir
from communs.web.erreurs import Refus
from tests.outils.dossiers import faire_venir
from tests.outils.essai import TABLE

pytestmark = pytest.mark.django_db


@pytest.fixture
def pret(dossier) -> Dossier:
    Dossier.objects.update(resume="Un repas chaud pour tous.")
    dossier.refresh_from_db()
    return dossier


def pas(compte, dossier, nom: str, **options) -> Dossier:
    return franchir(TABLE, identite=Identite(compte), objet=dossier, nom=nom, **options)


def test_un_pas_change_l_etat_la_version_et_le_journal(administratrice, pret):
    apres = pas(administratrice, pret, "publier", donnees={"resume": "Autre résumé"})
    assert (apres.visibilite, apres.version, apres.resume) == ("public", 2, "Autre résumé")
    ligne = Ligne.objects.de_la_chose(pret).first()
    assert journal.phrase(ligne) == "a publié l’essai"
    assert ligne.parametres == {"de": "prive", "vers": "public", "motif": ""}


def test_un_pas_dans_le_desordre_est_refuse_et_dit_ou_on_en_est(administratrice, pret):
    with pytest.raises(Refus, match="« Cacher » n’est plus possible") as refus:
        pas(administratrice, pret, "cacher", motif="Trop tôt")
    assert refus.value.code == 409
    assert "« Les participants seulement »" in refus.value.message


def test_un_pas_envoye_deux_fois_ne_compte_qu_une(administratrice, pret):
    pas(administratrice, pret, "publier")
    with pytest.raises(Refus, match="n’est plus possible"):
        pas(administratrice, pret, "publier")
    assert Ligne.objects.filter(verbe="essai.lecture.publier").count() == 1


def test_un_pas_sans_le_motif_requis_attend_qu_on_le_donne(administratrice, pret):
    pas(administratrice, pret, "publier")
    with pytest.raises(ValidationError) as refus:
        pas(administratrice, pret, "cacher", motif="   ")
    assert refus.value.message_dict == {"motif": [MOTIF_REQUIS]}
    pas(administratrice, pret, "cacher", motif=" Relecture ")
    assert journal.phrase(Ligne.objects.de_la_chose(pret).first()) == "a caché l’essai (Relecture)"


def test_un_obstacle_dit_ce_qui_manque(administratrice, dossier):
    with pytest.raises(ValidationError) as refus:
        pas(administratrice, dossier, "publier")
    assert refus.value.messages == ["Écrivez d’abord le résumé."]
    assert Dossier.objects.get().visibilite == "prive"


def test_une_version_perimee_arrete_le_pas(administratrice, pret):
    Dossier.objects.update(version=4)
    with pytest.raises(Conflit):
        pas(administratrice, pret, "publier", version=1)
    assert pas(administratrice, pret, "publier", version=4).version == 5


def test_qui_n_a_pas_le_role_n_a_ni_le_bouton_ni_le_geste(administratrice, membre, etrangere, pret):
    faire_venir(administratrice, pret, membre.email)
    for identite in (PERSONNE, Identite(membre), Identite(etrangere)):
        assert TABLE.offertes(pret, identite) == ()
        with pytest.raises(PermissionDenied):
            franchir(TABLE, identite=identite, objet=pret, nom="publier")
    assert [t.nom for t in TABLE.offertes(pret, Identite(administratrice))] == ["publier"]


def test_une_cle_de_table_ne_sert_qu_une_fois():
    with pytest.raises(ValueError, match="déjà inscrite"):
        tables.inscrire(TABLE)
