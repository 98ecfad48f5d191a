"""Leading a séance: its life, its stage, two people who lead at once, what the night takes away."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone
from redis.exceptions import ConnectionError as RedisAbsent

from communs.collectivites.identite import Identite
from communs.etats.services import Conflit
from communs.etats.tables import franchir
from communs.seances import codes, services, version
from communs.seances.enums import EtatSeance
from communs.seances.models import CODE_GARDE, CONSERVATION, DUREE, Participation, Seance
from communs.seances.transitions import SEANCE
from communs.web.cache import ecouter_de_nouveau
from communs.web.codes import LETTRES
from tests.outils.dossiers import faire_venir
from tests.outils.seances import (
    arriver,
    clore,
    ecrire_une_question,
    entrer,
    ouvrir_une_seance,
    poser,
    repondre,
)

pytestmark = pytest.mark.django_db


def relire(seance: Seance) -> Seance:
    return Seance.objects.get(pk=seance.pk)


def vieillir(seance: Seance, duree: timedelta) -> None:
    Seance.objects.filter(pk=seance.pk).update(close_le=timezone.now() - duree)


def test_un_code_compte_six_signes_qui_ne_se_confondent_pas(seance):
    assert len(seance.code) == 6
    assert set(seance.code) <= set(LETTRES)


def test_un_code_pris_est_tire_de_nouveau(seance, monkeypatch):
    tires = iter([seance.code, "ACDEFG"])
    monkeypatch.setattr(codes, "nouveau_code", lambda: next(tires))
    assert codes.code_libre() == "ACDEFG"


def test_rouverte_une_seance_change_de_code(seance, membre):
    clore(membre, seance)
    franchir(SEANCE, identite=Identite(membre), objet=seance, nom="rouvrir")
    assert relire(seance).ouverte
    assert relire(seance).code != seance.code


def test_qui_n_organise_pas_le_dossier_ne_prepare_rien(dossier, etrangere):
    with pytest.raises(PermissionDenied):
        ouvrir_une_seance(etrangere, dossier)


def test_qui_participe_au_dossier_sans_l_organiser_ne_fait_pas_avancer_une_seance(
    client_de, seance, membre, administratrice, etrangere
):
    faire_venir(membre, seance.dossier, administratrice.email)
    adresse = seance.dossier.adresse("seances:etape", seance.uuid)
    geste = {"geste": "clore", "version": seance.version}
    assert client_de(administratrice).post(adresse, geste).status_code == 403
    assert client_de(etrangere).post(adresse, geste).status_code == 404
    assert relire(seance).ouverte
    client_de(membre).post(adresse, geste)
    assert relire(seance).close


def test_deux_personnes_qui_animent_ne_sautent_pas_une_etape(seance, membre):
    question, suivante = ecrire_une_question(membre, seance), ecrire_une_question(membre, seance)
    vue = relire(seance)
    poser(membre, question)
    with pytest.raises(Conflit):
        services.mettre_en_scene(
            identite=Identite(membre),
            seance=vue,
            version=vue.version,
            activite=services_cle(),
            objet=suivante.uuid,
            moment="ouvert",
        )
    assert relire(seance).objet == question.uuid


def services_cle() -> str:
    from communs.questionnaires.services import EN_SCENE

    return EN_SCENE


def test_la_meme_etape_demandee_deux_fois_se_fait_une_fois(seance, membre):
    question = ecrire_une_question(membre, seance)
    vue = relire(seance)
    for _ in range(2):
        services.mettre_en_scene(
            identite=Identite(membre),
            seance=vue,
            version=vue.version,
            activite=services_cle(),
            objet=question.uuid,
            moment="ouvert",
        )
    assert relire(seance).version == vue.version + 1


def test_la_page_dit_que_quelqu_un_d_autre_a_avance(client_de, seance, membre):
    question, suivante = ecrire_une_question(membre, seance), ecrire_une_question(membre, seance)
    perimee = relire(seance).version
    poser(membre, question)
    client = client_de(membre)
    adresse = seance.dossier.adresse("seances:scene", seance.uuid)
    champs = {"version": perimee, "activite": "questionnaire", "objet": suivante.uuid, "moment": "ouvert"}
    response = client.post(adresse, champs, follow=True)
    assert "Quelqu’un d’autre anime aussi" in response.content.decode()
    assert relire(seance).objet == question.uuid


@pytest.mark.parametrize(
    "champs",
    [
        {},
        {"version": "1", "activite": "inconnue", "objet": "7a0d8c1e-0000-4000-8000-000000000000"},
        {"version": "1", "activite": "questionnaire", "objet": "pas-un-uuid", "moment": "ouvert"},
    ],
)
def test_une_etape_qui_n_existe_pas_ne_change_rien(client_de, seance, membre, champs):
    if "version" in champs:
        champs = {**champs, "version": relire(seance).version}
    adresse = seance.dossier.adresse("seances:scene", seance.uuid)
    response = client_de(membre).post(adresse, champs, follow=True)
    assert "Cette étape n’existe pas" in response.content.decode()
    assert relire(seance).activite == ""


def test_rien_ne_se_pose_dans_une_seance_close(seance, membre):
    question = ecrire_une_question(membre, seance)
    clore(membre, seance)
    with pytest.raises(ValidationError):
        poser(membre, question)


# --- live screens --------------------------------------------------------------------------------


def test_la_version_dit_rien_de_neuf_puis_ce_qui_a_change(
    client, seance, membre, django_capture_on_commit_callbacks
):
    entrer(client, seance)
    adresse = reverse("seances:version_salle", args=[seance.code])
    vue = relire(seance).version
    assert client.get(adresse, {"v": vue}).status_code == 204
    with django_capture_on_commit_callbacks(execute=True):
        poser(membre, ecrire_une_question(membre, seance))
    response = client.get(adresse, {"v": vue})
    assert (response.status_code, response.content.decode()) == (200, str(vue + 1))


def test_la_version_ne_coute_aucune_requete_pendant_une_seconde(client, seance, django_assert_num_queries):
    entrer(client, seance)
    adresse = reverse("seances:version_salle", args=[seance.code])
    client.get(adresse)
    with django_assert_num_queries(0):
        client.get(adresse)


def test_sans_redis_la_version_se_lit_dans_la_base(client, seance, membre, monkeypatch):
    from communs.web.cache import _ClientPrudent

    entrer(client, seance)

    def absent(*args: object, **kwargs: object) -> None:
        raise RedisAbsent

    monkeypatch.setattr(_ClientPrudent, "get_client", absent)
    ecouter_de_nouveau()
    adresse = reverse("seances:version_salle", args=[seance.code])
    vue = relire(seance).version
    assert client.get(adresse, {"v": vue}).status_code == 204
    poser(membre, ecrire_une_question(membre, seance))
    assert client.get(adresse, {"v": vue}).content.decode() == str(vue + 1)
    assert client.get(reverse("seances:salle", args=[seance.code])).status_code == 200


def test_le_bureau_apprend_aussi_qui_arrive_et_qui_repond(seance, membre):
    question = ecrire_une_question(membre, seance)
    seance = poser(membre, question)
    vue = version.du_bureau(seance)
    qui = arriver(seance)
    arrivee = version.du_bureau(seance)
    repondre(qui, question, 1)
    assert len({vue, arrivee, version.du_bureau(seance)}) == 3


def test_une_seance_au_titre_hostile_s_affiche_sans_rien_executer(client_de, membre, dossier):
    seance = ouvrir_une_seance(membre, dossier, "<script>alert(1)</script>")
    entrer(client_de(membre), seance, "<b>Nol</b>")
    client = client_de(membre)
    for nom in ("seances:seance", "seances:projection"):
        page = client.get(dossier.adresse(nom, seance.uuid)).content.decode()
        assert "<script>alert" not in page
        assert "<b>Nol</b>" not in page


# --- every night ---------------------------------------------------------------------------------


def test_une_seance_oubliee_se_ferme_d_elle_meme(seance):
    Seance.objects.filter(pk=seance.pk).update(expire_le=timezone.now() - timedelta(minutes=1))
    assert not relire(seance).ouverte
    services.purger()
    fermee = relire(seance)
    assert (fermee.etat, fermee.activite) == (EtatSeance.CLOSE, "")
    assert fermee.close_le is not None
    assert timedelta(hours=12) == DUREE


def test_le_code_d_une_seance_close_se_libere_puis_les_prenoms_s_effacent(seance, membre):
    arriver(seance, "Nolwenn")
    clore(membre, seance)
    services.purger()
    assert relire(seance).code == seance.code
    vieillir(seance, CODE_GARDE + timedelta(hours=1))
    services.purger()
    assert relire(seance).code is None
    assert Participation.objects.count() == 1
    vieillir(seance, CONSERVATION + timedelta(hours=1))
    services.purger()
    assert not Participation.objects.exists()
    assert relire(seance).purgee_le is not None


def test_une_seance_rouverte_apres_l_effacement_oublie_aussi_qui_y_est_revenu(seance, membre):
    arriver(seance, "Nolwenn")
    clore(membre, seance)
    vieillir(seance, CONSERVATION + timedelta(hours=2))
    services.purger()
    franchir(SEANCE, identite=Identite(membre), objet=seance, nom="rouvrir")
    arriver(relire(seance), "Mado")
    clore(membre, seance)
    services.purger()
    assert Participation.objects.get().prenom == "Mado"
    Seance.objects.update(purgee_le=timezone.now() - CONSERVATION - timedelta(hours=2))
    vieillir(seance, CONSERVATION + timedelta(hours=1))
    services.purger()
    assert not Participation.objects.exists()


def test_les_reponses_restent_sans_les_prenoms(seance, membre):
    question = ecrire_une_question(membre, seance)
    poser(membre, question)
    repondre(arriver(seance, "Nolwenn"), question, 0)
    clore(membre, seance)
    vieillir(seance, CONSERVATION + timedelta(hours=1))
    services.purger()
    (reponse,) = question.reponses.select_related("repondant")
    assert (reponse.choix, reponse.repondant.participation_id, reponse.repondant.nom) == ([0], None, "")
