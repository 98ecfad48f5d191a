"""Sheets of paper typed by who has the right, when a form opens by itself, and the door answers came by."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from communs.collectivites.models import Collectivite
from communs.etats.models import Acteur
from communs.questionnaires import exports, par_lien
from communs.questionnaires.forms_lien import PreparerForm, RepondreForm
from communs.questionnaires.models import Provenance, Questionnaire, Repondant, Reponse
from tests.outils.dossiers import faire_venir
from tests.outils.seances import ajouter, avancer, preparer_un_questionnaire

pytestmark = pytest.mark.django_db


@pytest.fixture
def questionnaire(membre, dossier) -> Questionnaire:
    """Open, with a choice that must be made and a text that may be left."""
    questionnaire = preparer_un_questionnaire(membre, dossier)
    ajouter(membre, questionnaire, obligatoire=True)
    ajouter(membre, questionnaire, "texte", texte="Un mot")
    return avancer(membre, questionnaire, "ouvrir")


def feuille(questionnaire: Questionnaire, choix: str = "0", texte: str = "", **champs) -> dict:
    un, deux = questionnaire.questions.all()
    return {
        "demande": str(uuid4()),
        "ouvert": RepondreForm(questionnaire=questionnaire).initial["ouvert"],
        "nom": "",
        f"q-{un.uuid}": choix,
        f"q-{deux.uuid}": texte,
        **champs,
    }


def adresse(questionnaire: Questionnaire) -> str:
    return questionnaire.dossier.adresse("questionnaires:papier", questionnaire.uuid)


# --- paper ---------------------------------------------------------------------------------------


def test_trois_feuilles_se_saisissent_d_un_meme_appareil(client_de, membre, questionnaire):
    bureau = client_de(membre)
    for choix in "011":
        response = bureau.post(adresse(questionnaire), feuille(questionnaire, choix), follow=True)
        assert response.status_code == 200
    page = response.content.decode()
    assert "<b>3</b> feuilles saisies, dont 3 par vous" in page
    assert "checked" not in page  # it came back blank
    saisies = Repondant.objects.filter(voie="papier", saisi_par__compte=membre)
    assert saisies.count() == 3
    assert sorted(r.choix for r in Reponse.objects.all()) == [[0], [1], [1]]


def test_saisir_des_feuilles_n_empeche_pas_de_repondre_soi_meme(client_de, membre, questionnaire):
    bureau = client_de(membre)
    bureau.post(adresse(questionnaire), feuille(questionnaire))
    lien = questionnaire.adresse_publique
    assert "Comment venez-vous" in bureau.get(lien).content.decode()
    bureau.post(lien, feuille(questionnaire, nom="Nolwenn Riou"))
    assert "c’est reçu" in bureau.get(lien).content.decode()
    bureau.post(adresse(questionnaire), feuille(questionnaire))
    assert list(Repondant.objects.order_by("pk").values_list("voie", flat=True)) == [
        "papier",
        "en_ligne",
        "papier",
    ]


def test_la_meme_feuille_envoyee_deux_fois_compte_une_fois(client_de, membre, questionnaire):
    envoi = feuille(questionnaire)
    for _ in range(2):
        assert client_de(membre).post(adresse(questionnaire), envoi).status_code == 302
    assert Repondant.objects.count() == 1


def test_sur_papier_une_question_obligatoire_peut_manquer_mais_pas_tout(client_de, membre, questionnaire):
    bureau = client_de(membre)
    response = bureau.post(adresse(questionnaire), feuille(questionnaire, "", "Par la digue."))
    assert response.status_code == 302
    response = bureau.post(adresse(questionnaire), feuille(questionnaire, "", ""))
    assert (response.status_code, "feuille est vide" in response.content.decode()) == (422, True)
    assert Repondant.objects.count() == 1


def test_une_faute_de_saisie_revient_avec_ce_qui_etait_tape(client_de, membre, questionnaire):
    response = client_de(membre).post(adresse(questionnaire), feuille(questionnaire, "7", "Par la digue."))
    assert (response.status_code, "Par la digue." in response.content.decode()) == (422, True)
    assert not Repondant.objects.exists()


def test_seul_qui_organise_saisit_des_feuilles(
    client, client_de, membre, administratrice, etrangere, questionnaire
):
    faire_venir(membre, questionnaire.dossier, administratrice.email)
    envoi = feuille(questionnaire)
    assert client_de(administratrice).post(adresse(questionnaire), envoi).status_code == 403
    assert client_de(etrangere).post(adresse(questionnaire), envoi).status_code == 404
    assert client.post(adresse(questionnaire), envoi).status_code == 302  # to sign in
    assert not Repondant.objects.exists()


def test_apres_la_cloture_on_ne_saisit_plus(client_de, membre, questionnaire):
    envoi = feuille(questionnaire)
    avancer(membre, questionnaire, "clore")
    assert client_de(membre).get(adresse(questionnaire)).status_code == 409
    assert client_de(membre).post(adresse(questionnaire), envoi).status_code == 409
    assert not Repondant.objects.exists()


def test_la_base_refuse_une_feuille_sans_qui_la_saisit(membre, questionnaire):
    with pytest.raises(IntegrityError), transaction.atomic():
        Repondant.objects.create(questionnaire=questionnaire, voie="papier")
    with pytest.raises(IntegrityError), transaction.atomic():
        Repondant.objects.create(questionnaire=questionnaire, saisi_par=Acteur.objects.de(membre))


def test_le_fichier_des_reponses_dit_la_voie(client, client_de, membre, questionnaire):
    client.post(questionnaire.adresse_publique, feuille(questionnaire, nom="Nolwenn Riou"))
    client_de(membre).post(adresse(questionnaire), feuille(questionnaire, "1"))
    colonnes, lignes = exports.table(questionnaire)
    assert colonnes[-1] == "voie"
    assert [(ligne[0], ligne[-1]) for ligne in lignes] == [("Nolwenn Riou", "En ligne"), ("", "Sur papier")]


def test_l_envoi_du_script_recoit_l_adresse_suivante(client, questionnaire):
    envoi = feuille(questionnaire, nom="Nolwenn Riou")
    response = client.post(questionnaire.adresse_publique, envoi, headers={"X-Vigie-Depot": "1"})
    assert response.json() == {"adresse": questionnaire.adresse_publique}
    assert "c’est reçu" in client.get(questionnaire.adresse_publique).content.decode()


# --- when it opens -------------------------------------------------------------------------------


def test_avant_son_heure_le_lien_dit_quand_revenir_et_ne_prend_rien(client, membre, questionnaire):
    envoi = feuille(questionnaire)
    Collectivite.objects.filter(pk=questionnaire.dossier.collectivite_id).update(fuseau="Indian/Reunion")
    demain = (timezone.now() + timedelta(days=400)).replace(month=1, day=15, hour=4, minute=30)
    Questionnaire.objects.update(ouvre_le=demain)
    response = client.post(questionnaire.adresse_publique, envoi)
    page = response.content.decode()
    assert response.status_code == 410
    assert f"s’ouvre le 15 janvier {demain.year} à 08:30 (heure locale\u00a0: La Réunion)" in page
    with pytest.raises(ValidationError, match="pas encore ouvert"):
        par_lien.repondre(
            questionnaire=questionnaire,
            demande=uuid4(),
            ouvert_le=questionnaire.ouvert_le,
            nom="",
            reponses={},
        )
    assert not Repondant.objects.exists()
    Questionnaire.objects.update(ouvre_le=timezone.now() - timedelta(seconds=1))
    assert client.get(questionnaire.adresse_publique).status_code == 200


def test_les_heures_tapees_sont_celles_de_la_collectivite(dossier):
    dossier.collectivite.fuseau = "Indian/Reunion"
    form = PreparerForm(
        {
            "demande": str(uuid4()),
            "titre": "Venir au port",
            "anonymat": "nominatif",
            "ouvre_le": "2036-01-15T08:00",
            "ferme_le": "2036-02-15T18:00",
        },
        dossier=dossier,
    )
    assert form.is_valid(), form.errors
    assert form.cleaned_data["ouvre_le"] == datetime(2036, 1, 15, 4, 0, tzinfo=UTC)
    relu = PreparerForm(instance=Questionnaire(ouvre_le=form.cleaned_data["ouvre_le"]), dossier=dossier)
    assert 'value="2036-01-15T08:00"' in str(relu["ouvre_le"])


def test_on_n_ouvre_pas_apres_s_etre_ferme(dossier):
    dates = {"ouvre_le": "2036-02-15T08:00", "ferme_le": "2036-02-15T08:00"}
    champs = {"demande": str(uuid4()), "titre": "Venir", "anonymat": "nominatif", **dates}
    form = PreparerForm(champs, dossier=dossier)
    assert form.errors == {"ferme_le": ["Un questionnaire s’ouvre avant de se fermer."]}


# --- the door ------------------------------------------------------------------------------------


def test_une_reponse_compte_pour_la_porte_de_son_lien(questionnaire):
    porte = uuid4()
    lien = f"{questionnaire.adresse_publique}?par={par_lien.signer_la_porte(porte)}"
    envoi = feuille(questionnaire, nom="Nolwenn Riou")
    for _ in range(2):  # sent twice
        Client().post(lien, envoi)
    Client().post(lien, feuille(questionnaire, nom="Erwan"))
    assert list(Provenance.objects.values_list("cle", "voie", "nombre")) == [(porte, "en_ligne", 2)]


def test_une_porte_forgee_ne_compte_pas_et_n_empeche_pas_de_repondre(client, questionnaire):
    response = client.post(
        f"{questionnaire.adresse_publique}?par={uuid4()}", feuille(questionnaire, nom="Erwan")
    )
    assert response.status_code == 302
    assert (Repondant.objects.count(), Provenance.objects.count()) == (1, 0)


def test_rien_ne_mene_d_une_reponse_a_sa_porte():
    """Anonymity: the count hangs on the questionnaire, on nothing of whoever answered."""
    liees = {champ.related_model for champ in Provenance._meta.get_fields() if champ.is_relation}
    assert liees == {Questionnaire}
