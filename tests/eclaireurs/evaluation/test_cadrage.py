"""The frame of an evaluation: who writes it, who validates it, and what a validated frame refuses."""

import threading
from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from communs.collectivites.identite import Identite
from communs.dossiers import invitations
from communs.dossiers import services as dossiers
from communs.dossiers.models import Dossier
from communs.etats.models import Ligne
from communs.etats.services import Conflit
from communs.etats.tables import franchir
from communs.web.erreurs import Refus
from eclaireurs.evaluation.cadrage import outil, services
from eclaireurs.evaluation.cadrage.engagements import a_signer
from eclaireurs.evaluation.cadrage.enums import EtatCadre, EtatRencontre
from eclaireurs.evaluation.cadrage.models import Critere, Question, Rencontre
from eclaireurs.evaluation.cadrage.transitions import CADRE, RENCONTRE
from eclaireurs.models import Engagement

pytestmark = pytest.mark.django_db


@pytest.fixture
def evaluatrice(administratrice, collectivite) -> Identite:
    return Identite(administratrice)


@pytest.fixture
def dossier(evaluatrice, collectivite) -> Dossier:
    return dossiers.ouvrir(
        identite=evaluatrice,
        collectivite=collectivite,
        genre_cle="evaluation",
        titre="La médiathèque hors les murs",
        resume="",
        demande=uuid4(),
    )


@pytest.fixture
def elue(dossier, evaluatrice, membre) -> Identite:
    """Bachir sits on the steering committee."""
    invitations.inviter(
        identite=evaluatrice,
        dossier=dossier,
        email=membre.email,
        nom="",
        organisation="",
        roles=["comite"],
    )
    return Identite(membre)


@pytest.fixture
def cadre(dossier, evaluatrice):
    cadre = dossier.cadre
    services.delimiter(
        identite=evaluatrice, cadre=cadre, version=1, champs={"perimetre": "Les tournées du médiabus"}
    )
    services.ajouter_question(identite=evaluatrice, cadre=cadre, texte="Qui vient, et qui ne vient pas ?")
    return cadre


def test_a_new_evaluation_has_its_five_meetings_and_an_empty_frame(dossier):
    assert [r.genre for r in dossier.rencontres.order_by("pk")] == [
        "premier",
        "intermediaire",
        "conclave",
        "final",
        "fete",
    ]
    assert dossier.cadre.etat == EtatCadre.ECRITURE


def test_an_empty_frame_is_not_proposed(dossier, evaluatrice):
    with pytest.raises(ValidationError, match="périmètre"):
        franchir(CADRE, identite=evaluatrice, objet=dossier.cadre, nom="proposer")


def test_the_committee_validates_what_was_proposed_and_nothing_then_moves(cadre, evaluatrice, elue):
    franchir(CADRE, identite=evaluatrice, objet=cadre, nom="proposer")
    franchir(CADRE, identite=elue, objet=cadre, nom="valider")
    cadre.refresh_from_db()
    assert (cadre.etat, cadre.valide_le is not None) == (EtatCadre.VALIDE, True)
    question = cadre.questions.get()
    for geste in (
        lambda: services.ajouter_question(identite=evaluatrice, cadre=cadre, texte="Une de plus ?"),
        lambda: services.ajouter_critere(identite=evaluatrice, question=question, titre="Accès", signe=""),
        lambda: services.supprimer(identite=evaluatrice, objet=question),
        lambda: services.delimiter(
            identite=evaluatrice, cadre=cadre, version=cadre.version, champs={"perimetre": "Tout"}
        ),
    ):
        with pytest.raises(ValidationError, match="validé ce cadre"):
            geste()
    assert [q.texte for q in cadre.questions.all()] == ["Qui vient, et qui ne vient pas ?"]


def test_taking_the_writing_up_again_asks_for_a_reason(cadre, evaluatrice):
    franchir(CADRE, identite=evaluatrice, objet=cadre, nom="proposer")
    with pytest.raises(ValidationError):
        franchir(CADRE, identite=evaluatrice, objet=cadre, nom="reprendre", motif="  ")
    franchir(CADRE, identite=evaluatrice, objet=cadre, nom="reprendre", motif="Le préfet a écrit")
    assert Ligne.objects.order_by("-pk").first().parametres["motif"] == "Le préfet a écrit"


def test_out_of_order_or_twice_is_refused(cadre, evaluatrice):
    with pytest.raises(Refus, match="n’est plus possible"):
        franchir(CADRE, identite=evaluatrice, objet=cadre, nom="valider")
    franchir(CADRE, identite=evaluatrice, objet=cadre, nom="proposer")
    with pytest.raises(Refus) as refus:
        franchir(CADRE, identite=evaluatrice, objet=cadre, nom="proposer")
    assert refus.value.code == 409


def test_a_member_of_the_committee_does_not_write_the_frame(cadre, elue):
    with pytest.raises(PermissionDenied):
        services.ajouter_question(identite=elue, cadre=cadre, texte="Et le budget ?")
    with pytest.raises(PermissionDenied):
        franchir(CADRE, identite=elue, objet=cadre, nom="proposer")


def test_two_writers_of_the_perimeter_meet_a_conflict(cadre, evaluatrice):
    version = cadre.version
    cadre.refresh_from_db()
    with pytest.raises(Conflit) as conflit:
        services.delimiter(
            identite=evaluatrice, cadre=cadre, version=version, champs={"perimetre": "Autre chose"}
        )
    assert conflit.value.actuel.perimetre == "Les tournées du médiabus"


def test_the_same_text_saved_twice_is_written_once(cadre, evaluatrice):
    lignes = Ligne.objects.count()
    services.delimiter(
        identite=evaluatrice, cadre=cadre, version=1, champs={"perimetre": "Les tournées du médiabus"}
    )
    assert Ligne.objects.count() == lignes


def test_questions_move_and_close_ranks(cadre, evaluatrice):
    deux = services.ajouter_question(identite=evaluatrice, cadre=cadre, texte="Que change le bus ?")
    trois = services.ajouter_question(identite=evaluatrice, cadre=cadre, texte="À quel prix ?")
    services.ordonner(identite=evaluatrice, objet=trois, vers_le_haut=True)
    services.ordonner(identite=evaluatrice, objet=trois, vers_le_haut=True)
    services.ordonner(identite=evaluatrice, objet=trois, vers_le_haut=True)
    services.supprimer(identite=evaluatrice, objet=deux)
    assert list(cadre.questions.values_list("numero", "texte")) == [
        (1, "À quel prix ?"),
        (2, "Qui vient, et qui ne vient pas ?"),
    ]


def test_a_question_sent_twice_is_asked_once(cadre, evaluatrice):
    for _ in range(2):
        services.ajouter_question(identite=evaluatrice, cadre=cadre, texte="À quel prix ?")
    assert cadre.questions.count() == 2


def test_a_meeting_is_held_only_with_a_date(dossier, evaluatrice):
    rencontre = dossier.rencontres.get(genre="premier")
    with pytest.raises(ValidationError, match="date"):
        franchir(RENCONTRE, identite=evaluatrice, objet=rencontre, nom="tenir", titre=str(rencontre))
    services.preciser(identite=evaluatrice, rencontre=rencontre, version=1, champs={"le": date(2027, 3, 28)})
    franchir(RENCONTRE, identite=evaluatrice, objet=rencontre, nom="tenir", titre=str(rencontre))
    rencontre.refresh_from_db()
    assert rencontre.etat == EtatRencontre.TENUE
    with pytest.raises(ValidationError):
        services.preciser(
            identite=evaluatrice, rencontre=rencontre, version=rencontre.version, champs={"le": None}
        )


def test_the_attendance_sheet_says_who_was_there(dossier, evaluatrice, elue):
    rencontre = dossier.rencontres.get(genre="premier")
    bachir = dossier.participants.get(compte=elue.compte)
    for etat in ("present", "present", "excuse"):
        services.emarger(identite=evaluatrice, rencontre=rencontre, presences={bachir: etat})
    assert list(rencontre.presences.values_list("participant", "etat")) == [(bachir.pk, "excuse")]
    assert Ligne.objects.filter(verbe="cadrage.emarger").count() == 2
    services.emarger(identite=evaluatrice, rencontre=rencontre, presences={bachir: ""})
    assert not rencontre.presences.exists()


@pytest.mark.usefixtures("contenu")
def test_each_signs_the_commitments_of_her_role_and_of_no_other(dossier, evaluatrice, elue):
    sien = Engagement.objects.get(scene__cle="collecte", voix="evaluateur")
    services.signer(identite=evaluatrice, dossier=dossier, engagement=sien)
    services.signer(identite=evaluatrice, dossier=dossier, engagement=sien)
    with pytest.raises(ValidationError, match="autre rôle"):
        services.signer(identite=elue, dossier=dossier, engagement=sien)
    signature = dossier.signatures.get()
    assert signature.texte.splitlines()[1:] == sien.points
    ligne = next(x for x in a_signer(evaluatrice, dossier) if x.engagement == sien)
    assert (len(ligne.signatures), ligne.a_signer) == (1, False)


@pytest.mark.usefixtures("contenu")
def test_what_waits_changes_hands(cadre, dossier, evaluatrice, elue):
    assert any("à écrire" in a.texte for _, a in outil.attentes(evaluatrice, [dossier]))
    franchir(CADRE, identite=evaluatrice, objet=cadre, nom="proposer")
    dossier = Dossier.objects.get(pk=dossier.pk)
    assert [a.texte for _, a in outil.attentes(elue, [dossier])] == [
        "Le cadre attend la validation du premier comité"
    ]


@pytest.mark.usefixtures("contenu")
def test_a_copy_takes_the_frame_and_leaves_the_people_and_the_dates(cadre, dossier, evaluatrice, elue):
    question = cadre.questions.get()
    services.ajouter_critere(identite=evaluatrice, question=question, titre="Accès", signe="Un arrêt à 500 m")
    rencontre = dossier.rencontres.get(genre="final")
    services.preciser(
        identite=evaluatrice,
        rencontre=rencontre,
        version=1,
        champs={"le": date(2027, 6, 1), "ordre_du_jour": "Choisir", "compte_rendu": "Secret"},
    )
    copie = dossiers.copier(
        identite=evaluatrice,
        dossier=dossier,
        collectivite=dossier.collectivite,
        titre="Une autre",
        demande=uuid4(),
    )
    assert copie.cadre.etat == EtatCadre.ECRITURE
    assert Question.objects.get(cadre__dossier=copie).texte == question.texte
    assert Critere.objects.get(question__cadre__dossier=copie).signe == "Un arrêt à 500 m"
    finale = Rencontre.objects.get(dossier=copie, genre="final")
    assert (finale.le, finale.ordre_du_jour, finale.compte_rendu) == (None, "Choisir", "")
    assert copie.participants.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_people_adding_questions_at_once_number_them_one_after_the_other(cadre, evaluatrice):
    def ajouter(texte: str) -> None:
        services.ajouter_question(identite=evaluatrice, cadre=cadre, texte=texte)
        connection.close()

    fils = [threading.Thread(target=ajouter, args=[f"Question {rang} ?"]) for rang in range(8)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    assert [q.numero for q in cadre.questions.all()] == list(range(1, 10))
