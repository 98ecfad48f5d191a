"""Answering stage by stage, together, lap after lap."""

import threading
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction

from communs.collectivites.identite import Identite
from communs.dossiers import services as dossiers
from communs.dossiers.genres import genre
from communs.etats import journal
from communs.etats.models import Ligne
from communs.etats.services import Conflit
from sonar.fabrique import services
from sonar.fabrique.avancement import du_tour
from sonar.fabrique.fiches import ReponseDeFabrique
from sonar.fabrique.models import QuestionDuCycle
from tests.outils.fabriques import consigner, noter, repondre

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("contenu")]
ECRITE = {"texte": "Une directrice d’école.", "sans_objet": "", "motif": "", "tour": "1", "version": "1"}


def adresse(fiche, nom, *args):
    return fiche.adresse(f"fabrique:{nom}", *args)


def texte(reponse):
    return reponse.content.decode()


def envoyer(client, fiche, **champs):
    return client.post(adresse(fiche, "repondre", "qui-alerte"), {**ECRITE, **champs}).status_code


def test_a_new_fiche_is_one_empty_lap_of_twenty_questions(fiche):
    tour = services.courant(fiche)
    lu = du_tour(tour)
    assert (tour.numero, lu.total, lu.traitees, lu.vides) == (1, 20, 0, 20)
    assert [(e.cle, e.total) for e in lu.etapes] == [
        ("emergence", 3),
        ("analyse", 2),
        ("agenda", 0),
        ("formulation", 6),
        ("arbitrage", 2),
        ("mise-en-oeuvre", 3),
        ("evaluation", 4),
    ]
    assert lu.prochaine.cle == "emergence"


def test_an_answer_is_written_read_again_and_counted(client_de, plume, fiche):
    client = client_de(plume)
    reponse = client.post(adresse(fiche, "repondre", "qui-alerte"), ECRITE)
    assert reponse.status_code == 302
    assert reponse.url == adresse(fiche, "questions") + "#question-qui-alerte"
    page = texte(client.get(adresse(fiche, "questions")))
    assert "Une directrice d’école." in page
    assert "Bachir Le Goff, le" in page
    lu = du_tour(services.courant(fiche))
    assert (lu.repondues, lu.ecartees, lu.vides) == (1, 0, 19)
    assert ReponseDeFabrique.objects.get().version == 2


def test_the_same_answer_sent_twice_is_written_once(client_de, plume, fiche):
    client = client_de(plume)
    for _ in range(2):
        assert client.post(adresse(fiche, "repondre", "qui-alerte"), ECRITE).status_code == 302
    assert ReponseDeFabrique.objects.get().version == 2
    assert Ligne.objects.filter(verbe="fabrique.repondre").count() == 1


def test_two_people_who_write_the_same_answer_are_shown_both_texts(client_de, administratrice, plume, fiche):
    repondre(administratrice, fiche, texte="Un parent d’élève.")
    client = client_de(plume)
    reponse = client.post(adresse(fiche, "repondre", "qui-alerte"), ECRITE)
    assert reponse.status_code == 409
    page = texte(reponse)
    assert "Un parent d’élève." in page
    assert "Une directrice d’école." in page
    assert ReponseDeFabrique.objects.get().texte == "Un parent d’élève."
    # Sent again over the version that was shown.
    assert (
        client.post(adresse(fiche, "repondre", "qui-alerte"), {**ECRITE, "version": "2"}).status_code == 302
    )
    assert ReponseDeFabrique.objects.get().texte == "Une directrice d’école."


def test_a_question_left_aside_says_why_and_keeps_what_was_written(client_de, plume, fiche):
    repondre(plume, fiche)
    client = client_de(plume)
    ecartee = {**ECRITE, "sans_objet": "on", "version": "2"}
    reponse = client.post(adresse(fiche, "repondre", "qui-alerte"), ecartee)
    assert reponse.status_code == 422
    assert "Dites en une phrase pourquoi" in texte(reponse)
    ecartee["motif"] = "Obligation de la loi"
    assert client.post(adresse(fiche, "repondre", "qui-alerte"), ecartee).status_code == 302
    lu = du_tour(services.courant(fiche))
    assert (lu.repondues, lu.ecartees, lu.vides) == (0, 1, 19)
    page = texte(client.get(adresse(fiche, "questions")))
    assert "Obligation de la loi" in page
    assert "Une directrice d’école." in page
    # No longer aside: its reason goes.
    assert (
        client.post(adresse(fiche, "repondre", "qui-alerte"), {**ECRITE, "version": "3"}).status_code == 302
    )
    assert ReponseDeFabrique.objects.get().motif == ""


def test_the_database_refuses_a_reason_without_a_question_left_aside(plume, fiche):
    repondre(plume, fiche)
    for champs in ({"motif": "x"}, {"sans_objet": True, "motif": ""}, {"etape": "ailleurs"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ReponseDeFabrique.objects.update(**champs)


def test_what_is_answered_is_never_copied_in_the_journal(plume, fiche):
    repondre(plume, fiche, texte="Madame Untel m’a appelée")
    ligne = Ligne.objects.get(verbe="fabrique.repondre")
    assert "Untel" not in str(ligne.parametres)
    assert journal.phrase(ligne) == "a répondu à «\u00a0De qui me vient l’alerte\u00a0?\u00a0»"


def test_a_question_removed_while_it_was_answered_stays_readable_with_its_answer(client_de, plume, fiche):
    repondre(plume, fiche)
    repondre(plume, fiche, cle="quel-interet", texte="")
    QuestionDuCycle.objects.filter(cle__in=["qui-alerte", "quel-interet"]).delete()
    client = client_de(plume)
    page = texte(client.get(adresse(fiche, "questions")))
    assert "De qui me vient l’alerte" in page
    assert "n’est plus posée" in page
    assert du_tour(services.courant(fiche)).total == 19  # eighteen, and the one that was answered
    # The answer may still be corrected; nobody answers one that never was.
    assert (
        client.post(adresse(fiche, "repondre", "qui-alerte"), {**ECRITE, "version": "2"}).status_code == 302
    )
    with pytest.raises(ValidationError, match="plus posée"):
        repondre(plume, fiche, cle="inconnue")
    assert client.get(adresse(fiche, "repondre", "inconnue")).status_code == 404


def test_a_question_that_an_editor_rewords_shows_its_new_words_and_its_new_stage(plume, fiche):
    repondre(plume, fiche)
    QuestionDuCycle.objects.filter(cle="qui-alerte").update(intitule="Qui prévient ?", etape="agenda")
    par_etape = {e.cle: e for e in du_tour(services.courant(fiche)).etapes}
    assert [(p.intitule, p.repondue) for p in par_etape["agenda"].postes] == [("Qui prévient ?", True)]


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", "{{ 7*7 }}{% debug %}", "é" * 10_000])
def test_hostile_words_are_only_words(client_de, plume, fiche, hostile):
    client = client_de(plume)
    assert (
        client.post(adresse(fiche, "repondre", "qui-alerte"), {**ECRITE, "texte": hostile}).status_code == 302
    )
    page = texte(client.get(adresse(fiche, "questions")))
    assert "<script>alert" not in page
    assert ReponseDeFabrique.objects.get().texte == hostile


@pytest.mark.parametrize(
    ("champ", "valeur"),
    [("texte", "x" * 10_001), ("texte", "nul\x00"), ("motif", "x" * 501), ("version", "abc"), ("tour", "0")],
)
def test_what_cannot_be_kept_is_refused_with_what_was_typed(client_de, plume, fiche, champ, valeur):
    saisie = {**ECRITE, "sans_objet": "on", "motif": "m", champ: valeur}
    reponse = client_de(plume).post(adresse(fiche, "repondre", "qui-alerte"), saisie)
    assert reponse.status_code == 422
    assert ReponseDeFabrique.objects.count() == 0


# --- laps ------------------------------------------------------------------------------------------


def test_a_second_lap_begins_empty_and_the_first_stays_readable(client_de, administratrice, fiche):
    client = client_de(administratrice)
    assert client.post(adresse(fiche, "tourner"), {"depuis": "1"}).status_code == 302
    assert fiche.tours.count() == 1  # nothing was answered yet
    repondre(administratrice, fiche)
    noter(administratrice, fiche)
    for _ in range(2):  # pressed twice, opened once
        assert client.post(adresse(fiche, "tourner"), {"depuis": "1"}).status_code == 302
    assert [t.numero for t in fiche.tours.all()] == [1, 2]
    assert du_tour(services.courant(fiche)).traitees == 0
    ancien = texte(client.get(adresse(fiche, "tour", 1)))
    assert "Une directrice d’école." in ancien
    assert "On a vu les trottoirs." in ancien
    assert adresse(fiche, "repondre", "qui-alerte") not in ancien
    assert client.get(adresse(fiche, "tour", 3)).status_code == 404


def test_an_answer_begun_in_the_first_lap_does_not_slip_into_the_second(client_de, administratrice, fiche):
    repondre(administratrice, fiche)
    services.tourner(identite=Identite(administratrice), dossier=fiche, depuis=1)
    reponse = client_de(administratrice).post(adresse(fiche, "repondre", "qui-est-concerne"), ECRITE)
    assert reponse.status_code == 422
    assert "Ce tour est terminé" in texte(reponse)
    assert ReponseDeFabrique.objects.count() == 1


def test_who_contributes_opens_no_lap(client_de, plume, fiche):
    repondre(plume, fiche)
    assert client_de(plume).post(adresse(fiche, "tourner"), {"depuis": "1"}).status_code == 403
    with pytest.raises(PermissionDenied):
        services.tourner(identite=Identite(plume), dossier=fiche, depuis=1)


# --- roles, queries, the rest of the dossier -------------------------------------------------------


def test_who_observes_reads_and_writes_nothing(client_de, administratrice, observatrice, fiche):
    repondre(administratrice, fiche)
    client = client_de(observatrice)
    page = texte(client.get(adresse(fiche, "questions")))
    assert "Une directrice d’école." in page
    assert adresse(fiche, "repondre", "qui-alerte") not in page
    assert client.post(adresse(fiche, "repondre", "qui-alerte"), ECRITE).status_code == 403


def test_a_member_who_takes_no_part_does_not_learn_that_it_exists(client_de, membre, etrangere, fiche):
    for compte in (membre, etrangere):
        assert client_de(compte).get(adresse(fiche, "questions")).status_code == 404


def test_a_dossier_of_another_kind_has_no_fiche(client_de, administratrice, collectivite):
    autre = dossiers.ouvrir(
        identite=Identite(administratrice),
        collectivite=collectivite,
        genre_cle="essai",
        titre="T",
        resume="",
        demande=uuid4(),
    )
    client = client_de(administratrice)
    for nom in ("questions", "pratiques", "bord", "consigner"):
        assert client.get(adresse(autre, nom)).status_code == 404, nom


def test_a_fiche_has_no_tool_of_an_evaluation(client_de, administratrice, fiche):
    client = client_de(administratrice)
    for outil in genre("evaluation").outils:
        assert client.get(fiche.adresse(outil.adresse)).status_code == 404, outil.cle
    for nom in ("dossiers:dossier", "dossiers:groupe", "seances:liste", "scrutins:scrutins"):
        assert client.get(fiche.adresse(nom)).status_code == 200, nom


def test_the_page_of_questions_costs_the_same_however_much_is_answered(
    client_de, administratrice, fiche, django_assert_num_queries
):
    client = client_de(administratrice)
    client.get(adresse(fiche, "questions"))
    with django_assert_num_queries(8):
        client.get(adresse(fiche, "questions"))
    for question in QuestionDuCycle.objects.all():
        repondre(administratrice, fiche, cle=question.cle)
    with django_assert_num_queries(8):
        client.get(adresse(fiche, "questions"))


def test_what_waits_is_told_to_those_who_write_in_a_constant_number_of_queries(
    administratrice, observatrice, plume, fiche, collectivite, django_assert_num_queries
):
    from communs.dossiers.models import Dossier
    from tests.outils.fabriques import ouvrir_une_fiche

    ouvrir_une_fiche(administratrice, collectivite, "Autre")
    repondre(plume, fiche)
    identite = Identite(administratrice)
    siens = list(Dossier.objects.visibles_par(identite).select_related("collectivite").order_by("pk"))
    outils = genre("fabrique").outils
    with django_assert_num_queries(4):
        dites = [(d.pk, a.texte) for outil in outils for d, a in outil.attentes(identite, siens)]
    assert dites == [
        (siens[0].pk, "19 questions sans réponse dans la fiche"),
        (siens[1].pk, "20 questions sans réponse dans la fiche"),
    ]
    observe = Identite(observatrice)
    lus = list(Dossier.objects.visibles_par(observe).select_related("collectivite"))
    assert [a for outil in outils for a in outil.attentes(observe, lus)] == []


def test_the_archive_takes_answers_practices_and_logbook_lap_by_lap(administratrice, fiche):
    identite = Identite(administratrice)
    outils = genre("fabrique").outils
    assert [f for outil in outils for f in outil.archiver(identite, fiche)] == []
    repondre(administratrice, fiche)
    noter(administratrice, fiche)
    consigner(administratrice, fiche)
    fichiers = {nom: contenu.decode() for outil in outils for nom, contenu in outil.archiver(identite, fiche)}
    assert list(fichiers) == ["questions/tour-1.md", "pratiques/tour-1.md", "bord/journal-de-bord.md"]
    assert "## Émergence d’un problème (1/3)" in fichiers["questions/tour-1.md"]
    assert "Une directrice d’école." in fichiers["questions/tour-1.md"]
    assert "Avec qui\u00a0: deux agents" in fichiers["pratiques/tour-1.md"]
    assert "Alice Kerguelen" in fichiers["bord/journal-de-bord.md"]


def test_who_takes_part_asks_for_the_paper_fiche_which_carries_everything(
    client_de, administratrice, plume, fiche
):
    from communs.livrets.gabarits import gabarit
    from communs.livrets.rendu import composer
    from sonar.fabrique.livrets import FICHE

    repondre(plume, fiche)
    noter(plume, fiche)
    consigner(plume, fiche)
    reponse = client_de(plume).post(adresse(fiche, "imprimer"))
    assert reponse.status_code == 302
    assert reponse.url.startswith("/livrets/")
    page = composer(gabarit(FICHE), fiche, {}).html
    for dit in (
        "Une directrice d’école.",
        "On a vu les trottoirs.",
        "Comptage à la grille.",
        "Bachir Le Goff",
    ):
        assert dit in page


@pytest.mark.django_db(transaction=True)
def test_two_first_answers_at_once_make_one_row_and_one_conflict(administratrice, plume, fiche):
    depart, issues = threading.Barrier(2), []

    def ecrire(compte, mots):
        try:
            depart.wait()
            repondre(compte, fiche, texte=mots)
            issues.append("écrit")
        except Conflit:
            issues.append("conflit")
        finally:
            connection.close()

    fils = [threading.Thread(target=ecrire, args=a) for a in ((administratrice, "un"), (plume, "deux"))]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    assert sorted(issues) == ["conflit", "écrit"]
    assert ReponseDeFabrique.objects.count() == 1
