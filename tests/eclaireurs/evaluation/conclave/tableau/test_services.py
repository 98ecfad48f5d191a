"""What is written of the tableau: field by field, nothing lost, nothing twice."""

import threading
from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from communs.collectivites.identite import Identite
from communs.etats.tables import franchir
from communs.web.erreurs import Refus
from eclaireurs.evaluation.conclave.tableau import lecture, services
from eclaireurs.evaluation.conclave.tableau.models import Proposition, Trait
from eclaireurs.evaluation.conclave.tableau.saisies import Saisie
from eclaireurs.evaluation.conclave.tableau.transitions import TABLEAU
from tests.outils.tableaux import convive, convoquer, dresser

pytestmark = pytest.mark.django_db


def ecrire(table, proposition, qui, demande=None, **champs):
    saisies = {nom: Saisie(valeur, base) for nom, (valeur, base) in champs.items()}
    return services.ecrire(
        convive=qui, proposition=table.relue(proposition), saisies=saisies, demande=demande or uuid4()
    )


def test_two_people_in_two_fields_of_one_line_do_not_meet(table, nolwenn, erwan):
    action = table.ajouter("Ouvrir le soir")
    ecrire(table, action, convive(nolwenn), titre=("Ouvrir le jeudi soir", 1))
    ecriture = ecrire(table, action, convive(erwan), description=("De 18 à 21 heures.", 1))
    assert ecriture.disputes == []
    action = table.relue(action)
    assert (action.titre, action.description) == ("Ouvrir le jeudi soir", "De 18 à 21 heures.")
    assert action.versions["titre"] == action.versions["description"] == 2


def test_two_people_in_one_field_get_both_texts_and_the_first_stays(table, nolwenn, erwan):
    action = table.ajouter("Ouvrir le soir")
    ecrire(table, action, convive(nolwenn), titre=("Ouvrir le jeudi", 1))
    [dispute] = ecrire(table, action, convive(erwan), titre=("Ouvrir le samedi", 1)).disputes
    assert (dispute.leur, dispute.votre, dispute.version) == ("Ouvrir le jeudi", "Ouvrir le samedi", 2)
    assert table.relue(action).titre == "Ouvrir le jeudi"
    ecrire(table, action, convive(erwan), titre=("Ouvrir le samedi", dispute.version))
    assert table.relue(action).titre == "Ouvrir le samedi"


def test_a_field_sent_back_as_it_was_read_does_not_undo_what_another_wrote(table, nolwenn, erwan):
    """A plain form sends every field: only what its writer changed is hers."""
    action = table.ajouter("Ouvrir le soir")
    ecrire(table, action, convive(nolwenn), titre=("Ouvrir le jeudi", 1))
    ecriture = ecrire(
        table, action, convive(erwan), titre=("Ouvrir le soir", 1), description=("Avec un café.", 1)
    )
    assert ecriture.disputes == []
    action = table.relue(action)
    assert (action.titre, action.description) == ("Ouvrir le jeudi", "Avec un café.")


def test_what_is_not_in_dispute_is_kept(table, nolwenn, erwan):
    action = table.ajouter("Ouvrir le soir")
    ecrire(table, action, convive(nolwenn), titre=("Ouvrir le jeudi", 1))
    ecriture = ecrire(
        table, action, convive(erwan), titre=("Ouvrir le samedi", 1), description=("Avec un café.", 1)
    )
    assert [d.champ for d in ecriture.disputes] == ["titre"]
    assert table.relue(action).description == "Avec un café."


def test_an_edit_sent_twice_is_one_even_when_another_wrote_in_between(table, nolwenn, erwan):
    """The answer was lost on the way: the same gesture comes again under its name."""
    action, demande = table.ajouter("Ouvrir le soir"), uuid4()
    ecrire(table, action, convive(nolwenn), demande, titre=("Ouvrir le jeudi", 1))
    ecrire(table, action, convive(erwan), titre=("Ouvrir le samedi", 2))
    encore = ecrire(table, action, convive(nolwenn), demande, titre=("Ouvrir le jeudi", 1))
    assert (encore.versions, encore.disputes) == ({"titre": 2}, [])
    assert table.relue(action).titre == "Ouvrir le samedi"
    assert Trait.objects.filter(geste="ecriture").count() == 2


def test_the_same_person_on_two_devices_overwrites_nothing_in_silence(table, nolwenn):
    action = table.ajouter("Ouvrir le soir")
    ecrire(table, action, convive(nolwenn), titre=("Du téléphone", 1))
    [dispute] = ecrire(table, action, convive(nolwenn), titre=("De l’ordinateur", 1)).disputes
    assert dispute.leur == "Du téléphone"


def test_a_gesture_of_somebody_else_cannot_be_taken_up(table, nolwenn, erwan):
    action, demande = table.ajouter("Ouvrir le soir"), uuid4()
    ecrire(table, action, convive(nolwenn), demande, titre=("Ouvrir le jeudi", 1))
    with pytest.raises(ValidationError):
        ecrire(table, action, convive(erwan), demande, titre=("Ouvrir le samedi", 2))


def test_a_line_added_twice_is_one(table, nolwenn):
    demande = uuid4()
    for _ in range(2):
        services.ajouter(
            convive=convive(nolwenn),
            tableau=table.tableau,
            preconisation=table.preconisation(),
            action=None,
            titre="Ouvrir le soir",
            demande=demande,
        )
    assert Proposition.objects.get().uuid == demande


def test_a_line_goes_up_and_down_and_stops_at_the_ends(table):
    premiere, seconde = table.ajouter("Une"), table.ajouter("Deux")
    for sens, attendu in ((-1, ["Deux", "Une"]), (-1, ["Deux", "Une"]), (1, ["Une", "Deux"])):
        services.deplacer(convive=table.anime, proposition=table.relue(seconde), sens=sens, demande=uuid4())
        [section, _] = lecture.sections(table.relire(), lecture.preconisations(table.tableau))
        assert [a.objet.titre for a in section.actions] == attendu
    assert premiere.pk != seconde.pk


def test_what_is_taken_out_comes_back_with_its_tasks(table, nolwenn):
    action = table.ajouter("Ouvrir le soir")
    table.ajouter("Prévenir les équipes", action=action)
    services.retirer(convive=convive(nolwenn), proposition=table.relue(action), demande=uuid4())
    [section, _] = lecture.sections(table.relire(), lecture.preconisations(table.tableau))
    assert section.actions == []
    assert [p.titre for p in lecture.retirees(table.tableau)] == ["Ouvrir le soir"]
    services.retablir(convive=table.anime, proposition=table.relue(action), demande=uuid4())
    [section, _] = lecture.sections(table.relire(), lecture.preconisations(table.tableau))
    assert [t.titre for t in section.actions[0].taches] == ["Prévenir les équipes"]


def test_nothing_is_written_on_a_line_that_was_taken_out_nor_on_its_tasks(table, nolwenn):
    action = table.ajouter("Ouvrir le soir")
    tache = table.ajouter("Prévenir les équipes", action=action)
    services.retirer(convive=table.anime, proposition=table.relue(action), demande=uuid4())
    for ligne in (action, tache):
        with pytest.raises(Refus) as refus:
            ecrire(table, ligne, convive(nolwenn), titre=("Trop tard", 1))
        assert refus.value.code == 410
    with pytest.raises(Refus):
        table.ajouter("Trop tard", action=action)


def test_an_end_before_the_beginning_is_refused(table):
    action = table.ajouter("Ouvrir le soir")
    ecrire(table, action, table.anime, debut_le=(date(2027, 3, 1), 1))
    with pytest.raises(ValidationError, match="avant le début"):
        ecrire(table, action, table.anime, fin_le=(date(2027, 2, 1), 1))
    assert table.relue(action).fin_le is None


def test_only_those_who_lead_write_before_it_opens_and_nobody_after_it_closes(evaluation, administratrice):
    table = dresser(evaluation, administratrice, ouvert=False)
    nolwenn = convive(convoquer(evaluation, "Nolwenn"))
    table.ajouter("Posée avant le jour")
    with pytest.raises(Refus):
        table.ajouter("Trop tôt", qui=nolwenn)
    table.avancer("ouvrir")
    table.ajouter("Dans la salle", qui=nolwenn)
    table.avancer("clore")
    for qui in (nolwenn, table.anime):
        with pytest.raises(Refus) as refus:
            table.ajouter("Trop tard", qui=qui)
        assert refus.value.code == 409
    assert [p.titre for p in Proposition.objects.order_by("pk")] == ["Posée avant le jour", "Dans la salle"]


def test_only_pilots_take_its_steps(table, membre):
    for geste in ("clore", "suspendre"):
        with pytest.raises(PermissionDenied):
            franchir(TABLEAU, identite=Identite(membre), objet=table.tableau, nom=geste)
    with pytest.raises(PermissionDenied):
        services.preparer(identite=Identite(membre), dossier=table.evaluation.dossier)


def test_only_what_changed_since_an_instant_is_read(table, nolwenn, django_assert_num_queries):
    for n in range(3):
        table.ajouter(f"Action {n}")
    depuis = table.relire().version
    action = Proposition.objects.get(titre="Action 1")
    ecrire(table, action, convive(nolwenn), titre=("Changée", 1))
    tache = table.ajouter("Une tâche", action=action)
    services.retirer(
        convive=table.anime, proposition=Proposition.objects.get(titre="Action 2"), demande=uuid4()
    )
    tableau = table.relire()
    with django_assert_num_queries(2):
        neuf = lecture.changements(tableau, depuis)
    assert [a.objet.titre for a in neuf.actions] == ["Changée"]
    assert [t.pk for t in neuf.taches] == [tache.pk]
    assert [p.titre for p in neuf.parties] == ["Action 2"]


def test_the_journal_names_people_by_the_conclave_and_forgets_with_it(table, nolwenn):
    action = table.ajouter("Ouvrir le soir")
    ecrire(table, action, convive(nolwenn), titre=("Ouvrir le jeudi", 1))
    dernier = lecture.journal(table.relire())[0]
    assert (dernier.qui, dernier.quoi) == ("Nolwenn", [("Titre", "Ouvrir le soir", "Ouvrir le jeudi")])
    type(nolwenn).objects.filter(pk=nolwenn.pk).update(nom="", compte=None)
    assert lecture.journal(table.tableau)[0].qui == "Nom effacé"
    assert "Nolwenn" not in str(list(Trait.objects.values()))


@pytest.mark.django_db(transaction=True)
def test_twelve_people_at_the_same_instant_lose_nothing(table):
    """Each writes her own line and all of them the same field of one: one is taken, eleven are told."""
    commune = table.ajouter("Commune")
    lignes = [table.ajouter(f"Ligne {n}") for n in range(12)]
    issues: list[int] = []
    depart = threading.Barrier(12)

    def une_personne(rang: int) -> None:
        try:
            depart.wait()
            ecrire(table, lignes[rang], table.anime, titre=(f"Écrite {rang}", 1))
            issues.append(len(ecrire(table, commune, table.anime, titre=(f"La mienne {rang}", 1)).disputes))
        finally:
            connection.close()

    fils = [threading.Thread(target=une_personne, args=(rang,)) for rang in range(12)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    assert sorted(issues) == [0, *[1] * 11]
    assert [table.relue(ligne).titre for ligne in lignes] == [f"Écrite {n}" for n in range(12)]
    assert table.relire().version == 1 + 1 + 13 + 13  # opened, thirteen added, thirteen written
