"""The final committee and what it freezes."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from communs.etats.tables import franchir
from communs.web.erreurs import Refus
from eclaireurs.evaluation.suivi import comite, lignes
from eclaireurs.evaluation.suivi.calculs import Changement, comparer
from eclaireurs.evaluation.suivi.enums import AvisDuComite
from eclaireurs.evaluation.suivi.models import Action, Amendement, Avis, Plan, Tache, VersionDuPlan
from eclaireurs.evaluation.suivi.outil import attentes, etape
from eclaireurs.evaluation.suivi.transitions import PLAN
from eclaireurs.evaluation.suivi.versions import geler, photographier
from tests.eclaireurs.evaluation.outils import adresse

pytestmark = pytest.mark.django_db


@pytest.fixture
def devant(evaluation):
    """The plan before the committee."""
    evaluation.remettre()
    evaluation.presenter()
    return evaluation


def decider(evaluation, role, action, decision, motif=""):
    action = Action.objects.get(pk=action.pk)
    return comite.decider(
        identite=evaluation.identite(role),
        action=action,
        version=action.version,
        decision=decision,
        motif=motif,
    )


def avis(evaluation, choix=AvisDuComite.UTILE, commentaire="", role="comite"):
    return comite.donner_un_avis(
        identite=evaluation.identite(role),
        action=Action.objects.first(),
        choix=choix,
        commentaire=commentaire,
    )


def test_a_plan_is_presented_once_the_report_is_handed_over(evaluation):
    with pytest.raises(ValidationError, match="n’a pas encore remis son rapport"):
        evaluation.presenter()
    evaluation.remettre()
    evaluation.presenter()
    with pytest.raises(Refus) as refus:
        evaluation.presenter()
    assert refus.value.code == 409


def test_each_member_has_one_opinion_and_may_change_it(devant):
    avis(devant)
    avis(devant, AvisDuComite.PRIORITAIRE, "C’est le plus demandé")
    unique = Avis.objects.get()
    assert (unique.choix, unique.commentaire) == ("prioritaire", "C’est le plus demandé")


@pytest.mark.parametrize("role", ["evaluateur", "applicateur", "agent", "journaliste"])
def test_only_the_committee_has_opinions(devant, role):
    with pytest.raises(PermissionDenied):
        avis(devant, role=role)


def test_there_is_no_opinion_before_nor_after_the_committee(evaluation):
    with pytest.raises(ValidationError):
        avis(evaluation)
    evaluation.arreter()
    with pytest.raises(ValidationError):
        avis(evaluation)


def test_setting_an_action_aside_needs_a_reason(devant):
    with pytest.raises(ValidationError):
        decider(devant, "comite", Action.objects.first(), "ecarter")
    decider(devant, "comite", Action.objects.first(), "ecarter", "Trop cher")
    assert Action.objects.first().etat == "ecartee"


@pytest.mark.parametrize("decision", ["achever", "n’importe quoi", ""])
def test_the_committee_only_keeps_or_sets_aside(devant, decision):
    with pytest.raises(ValidationError):
        decider(devant, "applicateur", Action.objects.first(), decision)


def test_the_plan_is_settled_once_every_action_is_decided(devant):
    def arreter():
        franchir(PLAN, identite=devant.identite("applicateur"), objet=devant.plan, nom="arreter")

    with pytest.raises(ValidationError, match="n’a pas tranché 4 actions"):
        arreter()
    for action in Action.objects.all():
        decider(devant, "comite", action, "ecarter", "Non")
    with pytest.raises(ValidationError, match="n’a retenu aucune action"):
        arreter()
    decider(devant, "comite", Action.objects.first(), "retenir")
    arreter()
    version = VersionDuPlan.objects.get()
    assert (version.numero, len(version.contenu)) == (1, 12)


def test_the_order_of_the_committee(devant):
    identite = devant.identite("comite")
    dernier = comite.classement(devant.plan)[-1]
    for _ in range(3):
        comite.classer(identite=identite, action=dernier, sens=-1)
    assert comite.classement(devant.plan)[0] == dernier
    comite.classer(identite=identite, action=dernier, sens=-1)
    rangs = Action.objects.order_by("rang").values_list("rang", flat=True)
    assert list(rangs) == [1, 2, 3, 4]


def test_a_decision_after_the_plan_is_settled_is_an_amendment(evaluation):
    evaluation.arreter()
    action = Action.objects.first()
    decider(evaluation, "applicateur", action, "ecarter", "Le budget est refusé")
    amendement = Amendement.objects.get()
    assert (amendement.avant, amendement.apres) == ({"etat": "retenue"}, {"etat": "ecartee"})
    with pytest.raises(ValidationError):
        decider(evaluation, "applicateur", action, "retenir")


def test_two_versions_are_compared_in_french(evaluation):
    evaluation.arreter()
    identite, tache = evaluation.identite("applicateur"), Tache.objects.order_by("pk").first()
    lignes.enregistrer(
        identite=identite,
        ligne=tache,
        version=1,
        champs={"titre": "Autrement", "responsable": evaluation.gens["comite"]},
        motif="Relais",
    )
    lignes.supprimer(identite=identite, ligne=Tache.objects.order_by("pk").last(), version=1, motif="Inutile")
    noms = {str(p.uuid): p.nom_affiche for p in evaluation.dossier.participants.all()}
    ecarts = comparer(VersionDuPlan.objects.get().contenu, photographier(evaluation.plan), noms)
    assert [(e.genre, e.code) for e in ecarts] == [("changee", "1.1.1"), ("retiree", "2.2.2")]
    assert ecarts[0].changements == [
        Changement("Intitulé", "Tâche 1 de Action 1.1", "Autrement"),
        Changement("Responsable", "Agent", "Comite"),
    ]


def test_versions_are_kept_by_the_applicateur_and_compared_on_screen(client_de, evaluation):
    with pytest.raises(ValidationError):
        geler(identite=evaluation.identite("applicateur"), plan=evaluation.plan, motif="Trop tôt")
    evaluation.arreter()
    client = client_de(evaluation.gens["applicateur"].compte)
    tache = Tache.objects.first()
    lignes.enregistrer(
        identite=evaluation.identite("applicateur"),
        ligne=tache,
        version=1,
        champs={"titre": "Autrement"},
        motif="Relais",
    )
    assert client.post(adresse(evaluation, "versions"), {"motif": "Revue annuelle"}).status_code == 302
    page = client.get(adresse(evaluation, "comparaison"), {"de": "1", "a": "2"}).content.decode()
    assert "<del>Tâche 1 de Action 1.1</del>" in page
    assert "<ins>Autrement</ins>" in page
    for faux in ("9", "x", "²", "99999999999"):
        assert client.get(adresse(evaluation, "comparaison"), {"de": faux}).status_code == 404


def test_steps_of_the_plan_out_of_order_change_nothing(evaluation):
    for nom in ("arreter", "clore", "rouvrir", "reporter"):
        with pytest.raises(Refus):
            franchir(
                PLAN, identite=evaluation.identite("applicateur"), objet=evaluation.plan, nom=nom, motif="M"
            )
    assert Plan.objects.get().etat == "preparation"


def test_what_waits_for_me_follows_the_plan(evaluation):
    def attend(role):
        return [a.texte for _, a in attentes(evaluation.identite(role), [evaluation.dossier])]

    assert attend("applicateur") == attend("comite") == []
    evaluation.remettre()
    evaluation.dossier.refresh_from_db()
    assert attend("applicateur") == ["Le plan peut être présenté au comité final"]
    evaluation.presenter()
    evaluation.dossier.refresh_from_db()
    assert attend("comite") == ["Des actions attendent la décision du comité"]
    assert attend("agent") == []
    franchi = evaluation.identite("applicateur")
    for action in Action.objects.all():
        decider(evaluation, "applicateur", action, "retenir")
    franchir(PLAN, identite=franchi, objet=evaluation.plan, nom="arreter")
    evaluation.dossier.refresh_from_db()
    assert attend("agent") == list(Tache.objects.order_by("pk").values_list("titre", flat=True))
    assert etape(evaluation.dossier).a_qui == "L’applicateur et les responsables"
