"""What becomes of the table once it is closed."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from communs.collectivites.identite import Identite
from communs.collectivites.models import Adhesion
from communs.dossiers.models import Dossier
from communs.livrets.services import demander
from eclaireurs.evaluation.conclave.tableau import services
from eclaireurs.evaluation.conclave.tableau.archive import archiver
from eclaireurs.evaluation.conclave.tableau.livrets import TABLEAU_MARTYR
from eclaireurs.evaluation.conclave.tableau.models import TableauMartyr
from eclaireurs.evaluation.conclave.tableau.saisies import Saisie
from eclaireurs.evaluation.suivi import lignes
from eclaireurs.evaluation.suivi.models import Action, Tache
from tests.outils.conclaves import Histoire, nommer
from tests.outils.tableaux import Table, convive, dresser

pytestmark = pytest.mark.django_db


@pytest.fixture
def remplie(table):
    action = table.ajouter("Ouvrir le soir")
    champs = {
        "description": Saisie("Avec un café.", 1),
        "debut_le": Saisie(date(2027, 3, 1), 1),
        "fin_le": Saisie(date(2027, 6, 30), 1),
    }
    services.ecrire(convive=table.anime, proposition=table.relue(action), saisies=champs, demande=uuid4())
    table.ajouter("Prévenir les équipes", action=action)
    retiree = table.ajouter("Fermer le mardi")
    services.retirer(convive=table.anime, proposition=table.relue(retiree), demande=uuid4())
    table.ajouter("Acheter un bus", numero=2)
    return table


def versees():
    return Action.objects.filter(note__startswith="Conclave du").order_by("pk")


def test_propositions_become_proposed_actions_and_tasks_with_where_they_come_from(remplie):
    assert services.verser(remplie.identite, remplie.evaluation.dossier) == 3
    [ouvrir, acheter] = versees()
    assert (ouvrir.titre, ouvrir.description, ouvrir.etat) == ("Ouvrir le soir", "Avec un café.", "proposee")
    assert (ouvrir.debut_le, ouvrir.fin_le) == (date(2027, 3, 1), date(2027, 6, 30))
    assert (ouvrir.preconisation.numero, acheter.preconisation.numero) == (1, 2)
    [tache] = Tache.objects.filter(action=ouvrir)
    assert (tache.titre, tache.note) == ("Prévenir les équipes", ouvrir.note)
    assert remplie.relire().clos and remplie.tableau.verse_le is not None


def test_the_second_time_adds_nothing_even_to_an_action_deleted_since(remplie):
    dossier = remplie.evaluation.dossier
    services.verser(remplie.identite, dossier)
    acheter = versees()[1]
    lignes.supprimer(identite=remplie.identite, ligne=acheter, version=acheter.version)
    assert services.verser(remplie.identite, dossier) == 0
    assert [a.titre for a in versees()] == ["Ouvrir le soir"]


def test_once_there_the_table_does_not_open_again(remplie):
    services.verser(remplie.identite, remplie.evaluation.dossier)
    with pytest.raises(ValidationError, match="tableau de suivi"):
        remplie.avancer("rouvrir")


def test_a_table_that_never_opened_has_nothing_to_give(evaluation, administratrice):
    table = dresser(evaluation, administratrice, ouvert=False)
    table.ajouter("Posée avant le jour")
    assert services.verser(table.identite, evaluation.dossier) == 0
    assert not versees().exists() and table.relire().etat == "preparation"


def test_a_table_taken_back_in_preparation_during_the_day_still_gives_what_it_holds(remplie):
    remplie.avancer("suspendre")
    assert services.verser(remplie.identite, remplie.evaluation.dossier) == 3
    assert remplie.relire().clos


def test_it_opens_with_the_conclave_and_pours_when_it_closes(evaluation, administratrice):
    histoire = Histoire(evaluation)
    histoire.convoquer()
    histoire.ouvrir()
    table = Table(evaluation, TableauMartyr.objects.get(dossier=evaluation.dossier), administratrice)
    assert table.relire().etat == "ouvert"
    table.ajouter("Ouvrir le soir", qui=convive(histoire.une()))
    histoire.franchir("clore")
    assert [a.titre for a in versees()] == ["Ouvrir le soir"] and table.relire().clos


def test_a_dossier_without_table_gives_nothing_and_does_not_mind(evaluation, administratrice):
    assert services.verser(Identite(administratrice), evaluation.dossier) == 0


def test_only_pilots_do_it(remplie, membre):
    with pytest.raises(PermissionDenied):
        services.verser(Identite(membre), remplie.evaluation.dossier)


def test_a_frozen_plan_receives_them_as_amendments(remplie):
    remplie.evaluation.gens["applicateur"].roles = ["evaluateur", "applicateur"]
    remplie.evaluation.arreter()
    assert services.verser(remplie.identite, remplie.evaluation.dossier) == 3
    motifs = remplie.evaluation.plan.amendements.values_list("motif", flat=True)
    assert len(motifs) == 3 and all(motif.startswith("Conclave du") for motif in motifs)


def test_the_archive_tells_what_was_proposed_and_names_for_those_who_lead(remplie, nolwenn):
    remplie.ajouter("Une navette", numero=2, qui=convive(nolwenn))
    dossier = Dossier.objects.select_related("collectivite").get(pk=remplie.evaluation.dossier.pk)
    fichiers = {nom: contenu.decode() for nom, contenu in archiver(remplie.identite, dossier)}
    tableau = fichiers["conclave/tableau-martyr.csv"]
    assert "Ouvrir le soir" in tableau and "Fermer le mardi" not in tableau
    assert "Nolwenn" in fichiers["conclave/tableau-martyr-journal.csv"]
    comite = remplie.evaluation.identite("comite")
    assert set(dict(archiver(comite, dossier))) == set()
    services.verser(remplie.identite, dossier)
    assert set(dict(archiver(comite, dossier))) == {"conclave/tableau-martyr.csv"}


@pytest.mark.parametrize("fonction", ["elu", "direction"])
def test_neither_the_archive_nor_paper_shows_the_table_to_who_is_kept_out(
    client_de, remplie, collectivite, fonction
):
    dossier = Dossier.objects.select_related("collectivite").get(pk=remplie.evaluation.dossier.pk)
    comite, pilote = remplie.evaluation.gens["comite"].compte, remplie.pilote
    livret = demander(gabarit=TABLEAU_MARTYR, objet=remplie.relire(), identite=Identite(pilote))
    client = client_de(pilote)
    assert client.get(livret.get_absolute_url()).status_code == 200
    Adhesion.objects.create(compte=comite, collectivite=collectivite, fonction=fonction)
    nommer(pilote, fonction)
    assert [*archiver(Identite(comite), dossier), *archiver(Identite(pilote), dossier)] == []
    for page in ("", "etat/", "page/", "fichier/"):
        assert client.get(livret.get_absolute_url() + page).status_code == 404
    assert client.post(livret.get_absolute_url() + "refaire/").status_code == 404
