"""Deciding live: who may, what lands in the tracking table, and what is refused."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from communs.collectivites.identite import Identite
from communs.etats.services import Conflit
from communs.etats.tables import franchir
from communs.web.erreurs import Refus
from eclaireurs.evaluation.fete import decisions, mur
from eclaireurs.evaluation.fete.models import Decision
from eclaireurs.evaluation.suivi import lignes
from eclaireurs.evaluation.suivi.models import Action, Amendement
from eclaireurs.evaluation.suivi.transitions import ACTION
from tests.outils.fetes import avancer, creneau, preparer, proposer, salle

pytestmark = pytest.mark.django_db
MOTIF = "Le service des ports prête son camion."


@pytest.fixture
def atelier(membre, fete, en_oeuvre):
    return proposer(membre, fete, salle=salle(fete), creneau=creneau(fete))


@pytest.fixture
def bloquee(en_oeuvre):
    return conduire(en_oeuvre, "bloquer")


def conduire(evaluation, geste, titre="Action 1.1"):
    action = Action.objects.get(titre=titre)
    identite = evaluation.identite("applicateur")
    franchir(ACTION, identite=identite, objet=action, nom=geste, motif="Panne.", code=action.code)
    return Action.objects.get(pk=action.pk)


def noter(compte, atelier, action, genre="debloquer", **autres):
    return decisions.noter(
        identite=Identite(compte),
        atelier=atelier,
        action=action,
        genre=genre,
        motif=MOTIF,
        demande=uuid4(),
        **autres,
    )


def trancher(identite, decision, geste="valider", **autres):
    decision = Decision.objects.get(pk=decision.pk)
    voulus = {"version": decision.version, "version_action": decision.action.version, "motif": "Trop tôt."}
    return decisions.trancher(identite=identite, decision=decision, geste=geste, **(voulus | autres))


def test_a_valid_decision_lands_in_the_tracking_table_with_its_author_and_its_reason(
    membre, atelier, bloquee, en_oeuvre, fete
):
    decision = noter(membre, atelier, bloquee)
    assert Action.objects.get(pk=bloquee.pk).etat == "bloquee"  # noted is not decided
    applicateur = en_oeuvre.identite("applicateur")
    trancher(applicateur, decision)
    assert Action.objects.get(pk=bloquee.pk).etat == "en_cours"
    amendement = Amendement.objects.latest("pk")
    assert (amendement.code, amendement.avant, amendement.apres) == (
        "1.1",
        {"etat": "bloquee"},
        {"etat": "en_cours"},
    )
    assert amendement.auteur.compte == applicateur.personne
    assert amendement.motif == (
        f"Fête de l’évaluation du 3 décembre 2026, atelier « Finir le bus des livres » : {MOTIF}"
    )
    (pan,) = mur.lire(fete)
    assert [d.motif for p in pan.en_route for d in p.decisions] == [MOTIF]


def test_an_action_is_stopped(membre, atelier, bloquee, en_oeuvre, fete):
    trancher(en_oeuvre.identite("applicateur"), noter(membre, atelier, bloquee, "arreter"))
    assert Action.objects.get(pk=bloquee.pk).etat == "abandonnee"
    assert MOTIF in mur.lire(fete)[0].abandonnees[0].raison


def test_an_action_is_redirected(membre, atelier, bloquee, en_oeuvre):
    decision = noter(membre, atelier, bloquee, "reorienter", nouveau_titre="Un vélo des livres")
    trancher(en_oeuvre.identite("evaluateur"), decision)  # who organises may amend what was planned
    assert Action.objects.get(pk=bloquee.pk).titre == "Un vélo des livres"
    amendement = Amendement.objects.latest("pk")
    assert amendement.apres == {"titre": "Un vélo des livres"}
    assert MOTIF in amendement.motif


def test_who_could_not_do_it_in_the_tracking_table_does_not_do_it_here(membre, atelier, bloquee, en_oeuvre):
    decision = noter(membre, atelier, bloquee)
    for qui in (Identite(membre), en_oeuvre.identite("comite"), en_oeuvre.identite("evaluateur")):
        with pytest.raises(PermissionDenied):
            trancher(qui, decision)
    assert Action.objects.get(pk=bloquee.pk).etat == "bloquee"


@pytest.mark.parametrize(
    ("gestes", "etat"), [(["abandonner"], "abandonnée"), (["commencer", "achever"], "faite")]
)
@pytest.mark.parametrize("genre", ["debloquer", "arreter", "reorienter"])
def test_nothing_is_decided_of_an_action_abandoned_or_done(membre, atelier, en_oeuvre, gestes, etat, genre):
    Action.objects.get(titre="Action 1.1").taches.all().delete()
    for geste in gestes:
        action = conduire(en_oeuvre, geste)
    with pytest.raises(ValidationError, match=f"L’action 1.1 est {etat}"):
        noter(membre, atelier, action, genre, nouveau_titre="Autre")
    assert not Decision.objects.exists()


def test_nor_when_it_was_abandoned_after_the_session_had_decided(membre, atelier, bloquee, en_oeuvre):
    decision = noter(membre, atelier, bloquee)
    conduire(en_oeuvre, "abandonner")
    with pytest.raises(ValidationError, match="est abandonnée"):
        trancher(en_oeuvre.identite("applicateur"), decision)
    assert Decision.objects.get().etat == "proposee"  # kept, with its reason
    assert trancher(en_oeuvre.identite("applicateur"), decision, "ecarter").etat == "ecartee"


def test_an_action_that_is_not_blocked_is_not_unblocked(membre, atelier, en_oeuvre):
    with pytest.raises(ValidationError, match="n’est pas bloquée"):
        noter(membre, atelier, Action.objects.get(titre="Action 1.1"))


def test_nothing_is_decided_before_the_day(administratrice, membre, collectivite, bloquee):
    fete = avancer(administratrice, preparer(administratrice, collectivite), "annoncer")
    with pytest.raises(ValidationError, match="le jour de la fête"):
        noter(membre, proposer(membre, fete), bloquee)


def test_one_decision_at_a_time_waits_on_an_action(membre, atelier, bloquee):
    noter(membre, atelier, bloquee)
    with pytest.raises(ValidationError, match="attend déjà d’être validée"):
        noter(membre, atelier, bloquee, "arreter")


def test_an_action_that_changed_since_it_was_read_is_not_changed_blindly(membre, atelier, bloquee, en_oeuvre):
    decision, applicateur = noter(membre, atelier, bloquee), en_oeuvre.identite("applicateur")
    lignes.enregistrer(
        identite=applicateur,
        ligne=bloquee,
        version=bloquee.version,
        champs={"titre": "Le bus"},
        motif="On précise.",
    )
    with pytest.raises(Conflit):
        trancher(applicateur, decision, version_action=bloquee.version)
    assert Decision.objects.get().etat == "proposee"


def test_a_decision_already_settled_is_not_settled_again_and_the_page_says_so(
    client_de, membre, atelier, bloquee, en_oeuvre
):
    decision = noter(membre, atelier, bloquee)
    applicateur = en_oeuvre.identite("applicateur")
    trancher(applicateur, decision)
    with pytest.raises(Refus) as refus:
        trancher(applicateur, decision)
    assert refus.value.code == 409
    reponse = client_de(applicateur.personne).post(
        atelier.fete.adresse("fete:trancher", atelier.uuid, decision.uuid),
        {"geste": "valider", "version": 1, "version_action": bloquee.version},
    )
    assert reponse.status_code == 409
    assert "Rien n’est perdu" in reponse.content.decode()
    assert Amendement.objects.filter(motif__contains=MOTIF).count() == 1


def test_setting_aside_asks_why_and_leaves_the_table_alone(membre, atelier, bloquee, en_oeuvre):
    decision, applicateur = noter(membre, atelier, bloquee), en_oeuvre.identite("applicateur")
    with pytest.raises(ValidationError, match="Dites pourquoi"):
        trancher(applicateur, decision, "ecarter", motif="")
    trancher(applicateur, decision, "ecarter")
    assert Action.objects.get(pk=bloquee.pk).etat == "bloquee"


def test_the_fete_is_not_closed_on_a_decision_that_waits(
    administratrice, membre, atelier, bloquee, en_oeuvre
):
    decision = noter(membre, atelier, bloquee)
    with pytest.raises(ValidationError, match="attendent encore"):
        avancer(administratrice, atelier.fete, "clore")
    trancher(en_oeuvre.identite("applicateur"), decision)
    assert avancer(administratrice, atelier.fete, "clore").etat == "close"


def test_a_decision_is_noted_then_validated_by_its_pages(client_de, membre, atelier, bloquee, en_oeuvre):
    donnees = {"demande": uuid4(), "action": bloquee.uuid, "genre": "debloquer", "motif": MOTIF}
    noteur = client_de(membre)
    assert noteur.post(atelier.fete.adresse("fete:decider", atelier.uuid), donnees).status_code == 302
    page = noteur.get(atelier.get_absolute_url()).content.decode()
    assert MOTIF in page
    assert "Valider" not in page
    applicateur = client_de(en_oeuvre.identite("applicateur").personne)
    assert "Valider" in applicateur.get(atelier.get_absolute_url()).content.decode()
    decision = Decision.objects.get()
    applicateur.post(
        atelier.fete.adresse("fete:trancher", atelier.uuid, decision.uuid),
        {"geste": "valider", "version": 1, "version_action": bloquee.version},
    )
    assert Action.objects.get(pk=bloquee.pk).etat == "en_cours"
    assert MOTIF in noteur.get(atelier.fete.adresse("fete:mur")).content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_people_who_validate_at_once_write_it_once(membre, atelier, bloquee, en_oeuvre):
    decision, applicateur = noter(membre, atelier, bloquee), en_oeuvre.identite("applicateur").personne

    def valider(_):
        try:
            trancher(Identite(applicateur), decision, version=1, version_action=bloquee.version)
        except Refus as refus:
            return refus.code
        finally:
            connection.close()
        return 200

    with ThreadPoolExecutor(2) as deux:
        assert sorted(deux.map(valider, range(2))) == [200, 409]
    assert Amendement.objects.filter(motif__contains=MOTIF).count() == 1
