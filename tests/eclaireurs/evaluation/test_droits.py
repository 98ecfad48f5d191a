"""Every address of the evaluation, for everybody: a stranger, a member without role, each role."""

import pytest

from eclaireurs.evaluation.suivi.models import Action, Tache
from tests.eclaireurs.evaluation.outils import adresse
from tests.outils.evaluations import Evaluation

pytestmark = pytest.mark.django_db

LECTURES = ("suivi", "rapport", "versions", "texte_scelle", "comite")
TOUS = {"evaluateur", "applicateur", "comite", "agent", "journaliste"}
PILOTES = {"evaluateur", "applicateur"}

# Address, what it names, what is posted, and the roles to which the door opens.
ECRITURES = {
    "écrire le rapport": ("ajouter_piece", ("conclusions",), {}, {"evaluateur"}),
    "réécrire une préconisation": ("piece", ("preconisations", "preconisation"), {}, {"evaluateur"}),
    "déplacer une préconisation": (
        "deplacer_piece", ("preconisations", "preconisation"), {"sens": "1"}, {"evaluateur"}
    ),
    "retirer une préconisation": (
        "supprimer_piece", ("preconisations", "preconisation"), {"version": "1"}, {"evaluateur"}
    ),
    "remettre le rapport": ("etape_du_rapport", (), {"geste": "remettre"}, {"evaluateur"}),
    "désigner des services": ("services_concernes", ("preconisation",), {"version": "1"}, PILOTES),
    "proposer une action": ("ajouter_ligne", ("preconisations", "preconisation"), {}, PILOTES),
    "ajouter une tâche": ("ajouter_ligne", ("actions", "action"), {}, PILOTES),
    "modifier une tâche": ("ligne", ("taches", "tache"), {}, PILOTES | {"agent"}),
    "modifier une action": ("ligne", ("actions", "action"), {}, PILOTES),
    "supprimer une tâche": ("supprimer_ligne", ("taches", "tache"), {"version": "1"}, PILOTES),
    "déplacer une tâche": ("deplacer_ligne", ("taches", "tache"), {"sens": "1"}, PILOTES),
    "modifier des lignes": ("lot", (), {}, TOUS),
    "remarquer": ("preconisation", ("preconisation",), {}, TOUS),
    "présenter le plan": ("etape_du_plan", (), {"geste": "presenter"}, {"applicateur"}),
    "donner un avis": ("avis", ("action",), {"choix": "utile"}, {"comite"}),
    "décider": ("decision", ("action",), {"geste": "retenir"}, {"applicateur", "comite"}),
    "classer": ("rang", ("action",), {"sens": "1"}, {"applicateur", "comite"}),
    "garder une version": ("versions", (), {}, {"applicateur"}),
}  # fmt: skip


def nommer(evaluation: Evaluation, quoi: tuple[str, ...]) -> list[object]:
    tache = Tache.objects.order_by("pk").first()
    noms = {
        "tache": tache.uuid,
        "action": Action.objects.order_by("pk").first().uuid,
        "preconisation": tache.action.preconisation.uuid,
    }
    return [noms.get(q, q) for q in quoi]


@pytest.mark.parametrize("nom", LECTURES)
def test_a_private_evaluation_is_read_by_its_participants_alone(
    client, client_de, evaluation, membre, etrangere, nom
):
    url = adresse(evaluation, nom)
    assert client.get(url).status_code == 302
    assert client_de(etrangere).get(url).status_code == 404
    assert client_de(membre).get(url).status_code == 404
    for role in TOUS:
        assert client_de(evaluation.gens[role].compte).get(url).status_code == 200


@pytest.mark.parametrize("geste", ECRITURES)
def test_each_gesture_opens_to_its_roles_and_to_nobody_else(client_de, evaluation, membre, etrangere, geste):
    nom, quoi, envoi, roles = ECRITURES[geste]
    url = adresse(evaluation, nom, *nommer(evaluation, quoi))
    evaluation.dossier.visibilite = "collectivite"
    evaluation.dossier.save()
    assert client_de(etrangere).post(url, envoi).status_code == 404
    assert client_de(membre).post(url, envoi).status_code == 403
    for role in TOUS - roles:
        assert client_de(evaluation.gens[role].compte).post(url, envoi).status_code == 403, role
    for role in roles:
        code = client_de(evaluation.gens[role].compte).post(url, envoi).status_code
        assert code in {200, 302, 409, 410, 422, 404}, (role, code)


def test_a_public_evaluation_shows_no_name_to_a_passer_by(client, client_de, evaluation, etrangere):
    evaluation.dossier.visibilite = "public"
    evaluation.dossier.save()
    evaluation.arreter()
    for lectrice in (client, client_de(etrangere)):
        for nom in ("suivi", "rapport", "versions"):
            page = lectrice.get(adresse(evaluation, nom)).content.decode()
            assert "Agent" not in page
            assert "Applicateur" not in page
            assert "Alice" not in page
        assert lectrice.get(adresse(evaluation), {"vue": "personne"}).status_code == 200
    assert client_de(etrangere).get(adresse(evaluation, "comite")).status_code == 403
