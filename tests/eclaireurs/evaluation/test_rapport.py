"""The final report: written, handed over, sealed; what the database refuses then, and what it says."""

import hashlib
import threading
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from communs.dossiers.services import effacer
from communs.etats.services import Conflit
from communs.etats.tables import franchir
from communs.web.erreurs import Refus
from eclaireurs.evaluation.rapport import services
from eclaireurs.evaluation.rapport.models import Conclusion, Preconisation, Rapport
from eclaireurs.evaluation.rapport.transitions import RAPPORT
from eclaireurs.evaluation.suivi.models import Plan, VersionDuPlan
from eclaireurs.evaluation.suivi.transitions import PLAN
from tests.eclaireurs.evaluation.outils import adresse
from tests.outils.evaluations import creer_evaluation, remplir_la_collecte, remplir_le_plan

pytestmark = pytest.mark.django_db


def ajouter(evaluation, modele=Conclusion, titre="Les horaires ne conviennent pas"):
    return services.ajouter(
        identite=evaluation.identite("evaluateur"),
        rapport=evaluation.rapport,
        modele=modele,
        titre=titre,
        texte="Constat.",
        demande=uuid4(),
    )


def test_texts_are_added_reordered_and_numbered_again(evaluation):
    identite = evaluation.identite("evaluateur")
    un, _, trois = (ajouter(evaluation, titre=t) for t in ("Un", "Deux", "Trois"))
    services.deplacer(identite=identite, piece=trois, sens=-1)
    services.supprimer(identite=identite, piece=un, version=1)
    rapport = evaluation.rapport
    assert list(rapport.conclusions.values_list("numero", "titre")) == [(1, "Trois"), (2, "Deux")]


def test_a_conclusion_starts_from_a_synthesis_of_the_collection(client_de, evaluation):
    identite = evaluation.identite("evaluateur")
    theme, _, _ = remplir_la_collecte(identite, evaluation.dossier)
    type(theme).objects.update(synthese="L’attente décourage.")
    client = client_de(identite.personne)
    lien = f"{adresse(evaluation, 'ajouter_piece', 'conclusions')}?theme={theme.uuid}"
    assert lien in client.get(adresse(evaluation, "rapport")).content.decode()
    page = client.get(lien)
    assert page.context["form"].initial["titre"] == "Venir"
    assert page.context["form"].initial["texte"] == "L’attente décourage."
    assert client.get(lien.replace(str(theme.uuid), str(uuid4()))).status_code == 404
    ajouter(evaluation, titre="Venir")
    assert lien not in client.get(adresse(evaluation, "rapport")).content.decode()


def test_a_recommendation_that_actions_answer_does_not_go(evaluation):
    preconisation = Preconisation.objects.first()
    with pytest.raises(ValidationError, match="Des actions répondent"):
        services.supprimer(identite=evaluation.identite("evaluateur"), piece=preconisation, version=1)


def test_a_stale_text_gives_both(client_de, evaluation):
    piece = ajouter(evaluation)
    client = client_de(evaluation.gens["evaluateur"].compte)
    cible = adresse(evaluation, "piece", "conclusions", piece.uuid)
    client.post(cible, {"titre": "Le premier texte", "texte": "", "version": 1})
    reponse = client.post(cible, {"titre": "Le second texte", "texte": "", "version": 1})
    assert reponse.status_code == 409
    assert "Le premier texte" in reponse.content.decode()
    assert "Le second texte" in reponse.content.decode()
    with pytest.raises(Conflit):
        services.supprimer(identite=evaluation.identite("evaluateur"), piece=piece, version=1)


def test_once_handed_over_it_is_written_again_only_when_taken_back(evaluation):
    evaluation.remettre()
    with pytest.raises(Refus, match="remis à l’applicateur"):
        ajouter(evaluation)
    franchir(
        RAPPORT,
        identite=evaluation.identite("evaluateur"),
        objet=evaluation.rapport,
        nom="reprendre",
        motif="Un chiffre à corriger",
    )
    assert ajouter(evaluation).numero == 1


def test_presenting_the_plan_seals_the_report_with_a_fingerprint_anybody_computes_again(
    client_de, evaluation
):
    ajouter(evaluation)
    evaluation.remettre()
    evaluation.presenter()
    client = client_de(evaluation.gens["journaliste"].compte)
    telecharge = client.get(adresse(evaluation, "texte_scelle"))
    empreinte = hashlib.sha256(telecharge.content).hexdigest()
    assert evaluation.rapport.empreinte == empreinte
    page = client.get(adresse(evaluation, "rapport")).content.decode()
    assert empreinte in page
    assert "Scellé le" in page


SQL = {
    "modifier une conclusion": "UPDATE evaluation_conclusion SET titre = 'autre'",
    "modifier une préconisation": "UPDATE evaluation_preconisation SET texte = 'autre'",
    "retirer une conclusion": "DELETE FROM evaluation_conclusion",
    "ajouter une conclusion": (
        "INSERT INTO evaluation_conclusion (uuid, version, numero, titre, texte, rapport_id) "
        "SELECT gen_random_uuid(), 1, 99, 'de plus', '', rapport_id FROM evaluation_conclusion LIMIT 1"
    ),
    "rouvrir le rapport": "UPDATE evaluation_rapport SET etat = 'remis', scelle_le = NULL, empreinte = ''",
    "changer l’empreinte": f"UPDATE evaluation_rapport SET empreinte = '{'0' * 64}'",
    "supprimer le rapport": "DELETE FROM evaluation_rapport",
    "changer une version": "UPDATE evaluation_versionduplan SET motif = 'autre'",
    "retirer une version": "DELETE FROM evaluation_versionduplan",
}


@pytest.mark.parametrize("quoi", SQL)
def test_the_database_itself_refuses_to_change_what_is_sealed(evaluation, quoi):
    ajouter(evaluation)
    evaluation.arreter()
    with pytest.raises(IntegrityError, match=r"scellé|gelé"), transaction.atomic(), connection.cursor() as c:
        c.execute(SQL[quoi])


def test_a_recommendation_of_another_report_does_not_slip_into_a_sealed_one(
    evaluation, administratrice, collectivite
):
    autre = creer_evaluation(administratrice, collectivite)
    remplir_le_plan(autre, preconisations=1, actions=0, taches=0)
    evaluation.arreter()
    preconisation = autre.rapport.preconisations.get()
    with pytest.raises(IntegrityError, match="scellé"), transaction.atomic():
        Preconisation.objects.filter(pk=preconisation.pk).update(rapport=evaluation.rapport, numero=9)
    dedans = evaluation.rapport.preconisations.first()
    with pytest.raises(IntegrityError, match="scellé"), transaction.atomic():
        Preconisation.objects.filter(pk=dedans.pk).update(rapport=autre.rapport, numero=9)


def test_every_refusal_of_a_sealed_report_is_a_french_page(client_de, evaluation):
    piece = ajouter(evaluation)
    evaluation.remettre()
    evaluation.presenter()
    client = client_de(evaluation.gens["evaluateur"].compte)
    envoi = {"titre": "T", "texte": "", "version": 1, "demande": uuid4(), "sens": "1"}
    for nom, *quoi in (
        ("ajouter_piece", "conclusions"),
        ("piece", "conclusions", piece.uuid),
        ("supprimer_piece", "conclusions", piece.uuid),
        ("deplacer_piece", "conclusions", piece.uuid),
    ):
        reponse = client.post(adresse(evaluation, nom, *quoi), envoi)
        assert reponse.status_code == 409, nom
        assert "Le rapport est scellé" in reponse.content.decode()


def test_the_database_s_refusal_alone_is_a_french_sentence_too(evaluation, monkeypatch):
    piece = ajouter(evaluation)
    evaluation.remettre()
    evaluation.presenter()
    monkeypatch.setattr(services, "_ouvert", lambda identite, rapport: rapport)
    with pytest.raises(Refus, match="ne changent plus") as refus:
        services.reecrire(
            identite=evaluation.identite("evaluateur"), piece=piece, version=1, champs={"titre": "X"}
        )
    assert refus.value.code == 409


def test_a_deleted_dossier_takes_its_sealed_report_along(evaluation):
    ajouter(evaluation)
    evaluation.arreter()
    effacer(evaluation.dossier)
    assert not Rapport.objects.exists()
    assert not VersionDuPlan.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_people_present_the_plan_at_once_one_seals_and_the_other_is_told(evaluation):
    evaluation.remettre()
    issues: list[str] = []
    ensemble = threading.Barrier(2)

    def presenter() -> None:
        try:
            ensemble.wait(timeout=10)
            franchir(
                PLAN,
                identite=evaluation.identite("applicateur"),
                objet=Plan.objects.get(dossier=evaluation.dossier),
                nom="presenter",
            )
            issues.append("fait")
        except Refus as refus:
            issues.append(str(refus.code))
        finally:
            connection.close()

    fils = [threading.Thread(target=presenter) for _ in range(2)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join(timeout=20)
    assert sorted(issues) == ["409", "fait"]
    assert evaluation.rapport.scelle


@pytest.mark.django_db(transaction=True)
def test_what_is_written_while_another_seals_is_in_the_seal_or_refused(evaluation, client_de):
    evaluation.remettre()
    rapport, ensemble, issues = evaluation.rapport, threading.Barrier(2), []
    texte = Preconisation.objects.filter(rapport=rapport).first()

    def ecrire() -> None:
        try:
            ensemble.wait(timeout=10)
            Preconisation.objects.filter(pk=texte.pk).update(titre="Glissé au dernier moment")
        except IntegrityError:
            issues.append("refusé")
        finally:
            connection.close()

    fil = threading.Thread(target=ecrire)
    fil.start()
    ensemble.wait(timeout=10)
    evaluation.presenter()
    fil.join(timeout=20)
    telecharge = client_de(evaluation.gens["comite"].compte).get(adresse(evaluation, "texte_scelle"))
    assert hashlib.sha256(telecharge.content).hexdigest() == evaluation.rapport.empreinte
