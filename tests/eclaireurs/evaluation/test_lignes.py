"""Lines: who may write what, amendments, conflicts, order, undo."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from communs.dossiers.participants import retirer
from communs.echeances.services import ecarts
from communs.etats.models import Ligne
from communs.etats.services import Conflit
from communs.web.erreurs import Refus
from eclaireurs.evaluation.suivi import annulation, lignes, lot
from eclaireurs.evaluation.suivi.models import Action, Amendement, GesteAnnulable, Tache
from eclaireurs.evaluation.suivi.rappels import GENRE
from tests.eclaireurs.evaluation.outils import HTMX, adresse, rangee, saisie

pytestmark = pytest.mark.django_db


@pytest.fixture
def tache(evaluation) -> Tache:
    return Tache.objects.get(titre="Tâche 1 de Action 1.1")


def ecrire(evaluation, role, ligne, motif="", etape="", **champs):
    ligne = type(ligne).objects.get(pk=ligne.pk)
    return lignes.enregistrer(
        identite=evaluation.identite(role),
        ligne=ligne,
        version=ligne.version,
        champs=champs,
        etape=etape,
        motif=motif,
    )


@pytest.mark.parametrize("role", ["evaluateur", "applicateur"])
def test_an_organiser_changes_what_is_planned(evaluation, tache, role):
    ecrit = ecrire(evaluation, role, tache, titre="Recenser les volontaires")
    assert (ecrit.ligne.titre, ecrit.ligne.version) == ("Recenser les volontaires", 2)


@pytest.mark.parametrize("role", ["agent", "comite", "journaliste"])
def test_nobody_else_changes_what_is_planned(evaluation, tache, role):
    with pytest.raises(PermissionDenied):
        ecrire(evaluation, role, tache, titre="Autre chose")
    with pytest.raises(PermissionDenied):
        lignes.ajouter_tache(
            identite=evaluation.identite(role), action=tache.action, champs={"titre": "T"}, demande=uuid4()
        )
    with pytest.raises(PermissionDenied):
        lignes.supprimer(identite=evaluation.identite(role), ligne=tache, version=1)
    with pytest.raises(PermissionDenied):
        lignes.deplacer(identite=evaluation.identite(role), ligne=tache, sens=1)


def test_whoever_answers_for_a_task_notes_how_far_it_is_and_nothing_else(evaluation, tache):
    evaluation.arreter()
    ecrit = ecrire(evaluation, "agent", tache, avancement=30, etape="commencer")
    assert (ecrit.ligne.avancement, ecrit.ligne.etat) == (30, "en_cours")
    with pytest.raises(PermissionDenied):
        ecrire(evaluation, "agent", tache, fin_le="2027-01-01", motif="Plus tard")


@pytest.mark.parametrize("role", ["comite", "journaliste"])
def test_whoever_does_not_answer_for_a_task_notes_nothing(evaluation, tache, role):
    evaluation.arreter()
    with pytest.raises(PermissionDenied):
        ecrire(evaluation, role, tache, avancement=30)
    with pytest.raises(PermissionDenied):
        ecrire(evaluation, role, tache, etape="commencer")


def test_a_task_does_not_advance_before_the_committee_has_settled_the_plan(evaluation, tache):
    with pytest.raises(ValidationError, match="le comité l’arrête"):
        ecrire(evaluation, "applicateur", tache, etape="commencer")
    with pytest.raises(ValidationError, match="une fois le plan arrêté"):
        ecrire(evaluation, "applicateur", tache, avancement=10)


def test_a_step_out_of_order_or_taken_twice_changes_nothing(evaluation, tache):
    evaluation.arreter()
    ecrire(evaluation, "applicateur", tache, etape="finir")
    with pytest.raises(Refus) as refus:
        ecrire(evaluation, "applicateur", tache, etape="finir")
    assert refus.value.code == 409
    with pytest.raises(Refus):
        ecrire(evaluation, "applicateur", tache, etape="debloquer")
    assert Tache.objects.get(pk=tache.pk).etat == "faite"


def test_a_block_needs_its_reason(evaluation, tache):
    evaluation.arreter()
    with pytest.raises(ValidationError) as erreur:
        ecrire(evaluation, "agent", tache, etape="bloquer", motif="  ")
    assert "motif" in erreur.value.error_dict


def test_a_settled_plan_is_changed_by_amendment_only_with_a_reason(evaluation, tache):
    evaluation.arreter()
    with pytest.raises(ValidationError, match="dites pourquoi"):
        ecrire(evaluation, "applicateur", tache, titre="Autrement")
    ecrire(evaluation, "applicateur", tache, titre="Autrement", motif="Le marché a changé")
    amendement = Amendement.objects.get()
    assert (amendement.code, amendement.motif) == ("1.1.1", "Le marché a changé")
    assert (amendement.avant, amendement.apres) == ({"titre": tache.titre}, {"titre": "Autrement"})
    assert amendement.auteur.compte == evaluation.gens["applicateur"].compte


def test_progress_and_state_are_no_amendments(evaluation, tache):
    evaluation.arreter()
    ecrire(evaluation, "applicateur", tache, avancement=50, note="À mi-chemin", etape="commencer")
    assert not Amendement.objects.exists()


def test_adding_and_deleting_on_a_settled_plan_are_amendments(evaluation, tache):
    evaluation.arreter()
    identite = evaluation.identite("applicateur")
    ajout = {"identite": identite, "action": tache.action, "champs": {"titre": "En plus"}}
    with pytest.raises(ValidationError):
        lignes.ajouter_tache(**ajout, demande=uuid4())
    lignes.ajouter_tache(**ajout, demande=uuid4(), motif="Demande du maire")
    lignes.supprimer(identite=identite, ligne=tache, version=tache.version, motif="Sans objet")
    retrait, ajout = Amendement.objects.all()
    assert (ajout.avant, ajout.apres["titre"], retrait.apres) == ({}, "En plus", {})


def test_no_name_is_written_where_nothing_can_be_erased(evaluation, tache):
    evaluation.arreter()
    ecrire(evaluation, "applicateur", tache, responsable=evaluation.gens["comite"], motif="Relais")
    ligne = Ligne.objects.filter(verbe="suivi.amender").get()
    attendu = {"responsable": str(evaluation.gens["comite"].uuid)}
    assert ligne.parametres["apres"] == attendu
    assert Amendement.objects.get().apres == attendu


def test_two_people_on_one_task_the_second_gets_both_texts_and_can_choose(client_de, evaluation, tache):
    un, deux = (client_de(evaluation.gens[r].compte) for r in ("applicateur", "evaluateur"))
    cible = adresse(evaluation, "ligne", "taches", tache.uuid)
    vue_par_deux = saisie(tache, titre="La version de l’évaluatrice")
    assert un.post(cible, saisie(tache, titre="La version de l’applicateur"), **HTMX).status_code == 200
    for autres in ({}, HTMX):
        reponse = deux.post(cible, vue_par_deux, **autres)
        page = reponse.content.decode()
        assert reponse.status_code == 409
        assert "La version de l’applicateur" in page
        assert "La version de l’évaluatrice" in page
    tache.refresh_from_db()
    assert tache.titre == "La version de l’applicateur"
    assert deux.post(cible, {**vue_par_deux, "version": tache.version}, **HTMX).status_code == 200
    tache.refresh_from_db()
    assert tache.titre == "La version de l’évaluatrice"


@pytest.mark.parametrize("sorte", ["actions", "taches"])
def test_a_form_sent_back_as_it_was_shown_changes_nothing(client_de, evaluation, tache, sorte):
    Tache.objects.update(debut_le="2027-01-04", fin_le="2027-02-05", note="Une note")
    Action.objects.update(description="En deux mots", responsable=evaluation.gens["agent"])
    evaluation.arreter()
    objet = tache if sorte == "taches" else tache.action
    avant = type(objet).objects.filter(pk=objet.pk).values().get()
    client = client_de(evaluation.gens["applicateur"].compte)
    cible = adresse(evaluation, "ligne", sorte, objet.uuid)
    formulaire = client.get(cible).context["form"]
    envoi = {c.html_name: "" if c.value() is None else c.value() for c in formulaire}
    assert client.post(cible, envoi, **HTMX).status_code == 200
    assert type(objet).objects.filter(pk=objet.pk).values().get() == avant
    assert not Amendement.objects.exists()


def test_a_form_sent_twice_is_written_once(evaluation, tache):
    demande, identite = uuid4(), evaluation.identite("applicateur")
    for _ in range(2):
        lignes.ajouter_tache(
            identite=identite, action=tache.action, champs={"titre": "Une fois"}, demande=demande
        )
    assert Tache.objects.filter(titre="Une fois").count() == 1


def test_a_stale_deletion_is_refused(evaluation, tache):
    ecrire(evaluation, "applicateur", tache, titre="Relu")
    with pytest.raises(Conflit):
        lignes.supprimer(identite=evaluation.identite("evaluateur"), ligne=tache, version=1)


def test_lines_change_places_until_the_plan_is_settled(evaluation, tache):
    identite = evaluation.identite("applicateur")
    lignes.deplacer(identite=identite, ligne=tache, sens=1)
    titres = tache.action.taches.order_by("numero").values_list("titre", flat=True)
    assert list(titres) == ["Tâche 2 de Action 1.1", "Tâche 1 de Action 1.1"]
    lignes.deplacer(identite=identite, ligne=Tache.objects.get(pk=tache.pk), sens=1)
    assert Tache.objects.get(pk=tache.pk).numero == 2
    evaluation.arreter()
    with pytest.raises(ValidationError, match="numéros ne changent plus"):
        lignes.deplacer(identite=identite, ligne=tache, sens=-1)


# --- undo ----------------------------------------------------------------------------------------


def test_a_change_is_undone_once(evaluation, tache):
    geste = ecrire(evaluation, "applicateur", tache, titre="Autrement").geste
    identite = evaluation.identite("applicateur")
    annulation.annuler(identite=identite, geste=geste)
    assert Tache.objects.get(pk=tache.pk).titre == tache.titre
    with pytest.raises(ValidationError, match="déjà annulé"):
        annulation.annuler(identite=identite, geste=geste)


def test_nothing_is_undone_once_somebody_has_changed_the_line(evaluation, tache):
    geste = ecrire(evaluation, "applicateur", tache, titre="Autrement").geste
    ecrire(evaluation, "evaluateur", tache, note="Vu")
    with pytest.raises(ValidationError, match="a modifié la même chose depuis"):
        annulation.annuler(identite=evaluation.identite("applicateur"), geste=geste)
    assert Tache.objects.get(pk=tache.pk).titre == "Autrement"


def test_only_its_author_undoes_a_gesture(evaluation, tache):
    geste = ecrire(evaluation, "applicateur", tache, titre="Autrement").geste
    with pytest.raises(PermissionDenied):
        annulation.annuler(identite=evaluation.identite("evaluateur"), geste=geste)


def test_a_deleted_action_comes_back_with_its_tasks(evaluation, tache):
    action = tache.action
    avant = list(action.taches.order_by("pk").values())
    geste = lignes.supprimer(identite=evaluation.identite("applicateur"), ligne=action, version=1)
    assert not Tache.objects.filter(pk=tache.pk).exists()
    annulation.annuler(identite=evaluation.identite("applicateur"), geste=geste)
    assert list(Action.objects.get(uuid=action.uuid).taches.order_by("pk").values()) == avant


def test_a_deleted_task_comes_back_at_the_end_if_its_number_was_taken(evaluation, tache):
    derniere = tache.action.taches.order_by("numero").last()
    identite = evaluation.identite("applicateur")
    geste = lignes.supprimer(identite=identite, ligne=derniere, version=1)
    lignes.ajouter_tache(identite=identite, action=tache.action, champs={"titre": "N"}, demande=uuid4())
    annulation.annuler(identite=identite, geste=geste)
    assert Tache.objects.get(uuid=derniere.uuid).numero == 3


def test_an_addition_is_undone(evaluation, tache):
    identite = evaluation.identite("applicateur")
    ecrit = lignes.ajouter_tache(
        identite=identite, action=tache.action, champs={"titre": "N"}, demande=uuid4()
    )
    annulation.annuler(identite=identite, geste=ecrit.geste)
    assert not Tache.objects.filter(titre="N").exists()


def test_undoing_an_amendment_is_an_amendment(evaluation, tache):
    evaluation.arreter()
    geste = ecrire(evaluation, "applicateur", tache, titre="Autrement", motif="Erreur").geste
    annulation.annuler(identite=evaluation.identite("applicateur"), geste=geste)
    inverse = Amendement.objects.first()
    assert (inverse.avant, inverse.apres) == ({"titre": "Autrement"}, {"titre": tache.titre})
    assert inverse.motif.startswith("Annulation : changement de 1.1.1")


def test_the_alert_offers_undo_without_javascript(client_de, evaluation, tache):
    client = client_de(evaluation.gens["applicateur"].compte)
    client.post(adresse(evaluation, "ligne", "taches", tache.uuid), saisie(tache, titre="Autrement"))
    geste = GesteAnnulable.objects.get()
    cible = adresse(evaluation, "annuler_geste", geste.uuid)
    assert cible in client.get(adresse(evaluation)).content.decode()
    client.post(cible)
    assert tache.titre in rangee(client.get(adresse(evaluation)).content.decode(), tache.uuid)


# --- many lines, reminders, people ------------------------------------------------------------------


def choisir(evaluation, **autres):
    taches = list(Tache.objects.order_by("pk")[:4])
    return lot.modifier_lot(
        identite=evaluation.identite(autres.pop("role", "applicateur")),
        plan=evaluation.plan,
        actions=[],
        taches=taches,
        **{"champs": {}, **autres},
    )


def test_many_lines_change_at_once_and_come_back_at_once(evaluation):
    comite = evaluation.gens["comite"]
    geste = choisir(evaluation, champs={"responsable": comite})
    assert Tache.objects.filter(responsable=comite).count() == 4
    annulation.annuler(identite=evaluation.identite("applicateur"), geste=geste)
    assert not Tache.objects.filter(responsable=comite).exists()


def test_one_refused_line_refuses_them_all_and_says_which(evaluation, tache):
    evaluation.arreter()
    ecrire(evaluation, "applicateur", tache, etape="finir")
    with pytest.raises(ValidationError) as erreur:
        choisir(evaluation, etape="commencer")
    assert [m.split(" :")[0] for m in erreur.value.messages] == ["1.1.1"]
    assert not Tache.objects.filter(etat="en_cours").exists()


def test_many_lines_of_a_settled_plan_are_as_many_amendments(evaluation):
    evaluation.arreter()
    with pytest.raises(ValidationError):
        choisir(evaluation, champs={"fin_le": "2027-03-01"})
    choisir(evaluation, champs={"responsable": evaluation.gens["comite"]}, motif="Réorganisation")
    assert Amendement.objects.filter(motif="Réorganisation").count() == 4


def test_a_member_of_the_committee_changes_no_line_at_once(evaluation):
    with pytest.raises(PermissionDenied):
        choisir(evaluation, role="comite", champs={"responsable": None})


def test_reminders_follow_the_plan_whatever_happens_to_it(evaluation, tache):
    from datetime import date

    Tache.objects.update(fin_le=date(2027, 6, 1))
    assert ecarts(GENRE) == []
    evaluation.arreter()
    assert ecarts(GENRE) == []
    geste = ecrire(evaluation, "applicateur", tache, fin_le=date(2027, 7, 1), motif="Report").geste
    ecrire(evaluation, "applicateur", Tache.objects.last(), etape="finir")
    ecrire(evaluation, "applicateur", tache.action, etape="abandonner", motif="Sans budget")
    choisir(evaluation, champs={"fin_le": date(2027, 8, 1)}, motif="Tous reportés")
    assert ecarts(GENRE) == []
    geste = lignes.supprimer(
        identite=evaluation.identite("applicateur"), ligne=Action.objects.last(), version=2, motif="Retrait"
    )
    assert ecarts(GENRE) == []
    annulation.annuler(identite=evaluation.identite("applicateur"), geste=geste)
    assert ecarts(GENRE) == []


def test_the_tasks_of_somebody_who_left_wait_for_a_new_owner(client_de, evaluation, tache):
    retirer(identite=evaluation.identite("applicateur"), participant=evaluation.gens["agent"])
    client = client_de(evaluation.gens["applicateur"].compte)
    page = client.get(adresse(evaluation)).content.decode()
    assert "à réattribuer" in rangee(page, tache.uuid)
    liste = client.get(adresse(evaluation), {"responsable": "a_reattribuer"}).content.decode()
    assert liste.count("rangee-taches") == 8
    inchangee = client.post(
        adresse(evaluation, "ligne", "taches", tache.uuid), saisie(tache, note="Vu"), **HTMX
    )
    tache.refresh_from_db()
    assert (inchangee.status_code, tache.responsable) == (200, evaluation.gens["agent"])
