"""Answers: yes, no, nothing; the stand-in called at once; the ledger that says the same."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from communs.collectivites import services as comptes
from communs.courrier.models import Courriel
from communs.courrier.services import envoyer
from communs.dossiers.models import Dossier
from communs.etats.services import Conflit
from communs.tirages import ceremonie, liste, registre, suites
from communs.tirages.acte import lire, rejouer
from communs.tirages.liste import Candidat
from communs.tirages.models import Ecriture
from communs.web.erreurs import Refus
from eclaireurs.evaluation.conclave import convocations, outil, services
from eclaireurs.evaluation.conclave.models import Conclave, Convocation
from eclaireurs.evaluation.suivi.models import Action
from tests.eclaireurs.evaluation.outils import adresse
from tests.outils.conclaves import Histoire
from tests.outils.evaluations import preparer_un_tableau
from tests.outils.tirages import DES, repartir

pytestmark = pytest.mark.django_db


def courriels(convocation: Convocation) -> list[Courriel]:
    return list(Courriel.objects.filter(destinataire=convocation.adresse_electronique).order_by("pk"))


def rejoue(histoire: Histoire) -> bool:
    return rejouer(lire("".join(registre.proces_verbal(histoire.tirage)))).identique


def test_everybody_in_place_receives_her_own_convocation_and_no_stand_in_does(convoque):
    assert [c.service for c in convoque.convocations()] == ["Écoles", "Écoles", "Voirie", "Voirie"]
    for convocation in convoque.convocations():
        (courriel,) = courriels(convocation)
        assert courriel.sujet.startswith("Le sort vous appelle au conclave")
        assert convocation.adresse_secrete in courriel.texte
        assert "Ancienne criée" in courriel.texte
    assert Courriel.objects.filter(cle__startswith="conclave:").count() == 4


def test_nobody_is_convoked_without_a_day_an_hour_and_a_place_still_to_come(histoire):
    histoire.tirer()
    with pytest.raises(ValidationError, match="le jour, l’heure et le lieu"):
        histoire.franchir("convoquer")
    histoire.preciser(jours=0)
    with pytest.raises(ValidationError, match="date à venir"):
        histoire.franchir("convoquer")
    assert not Convocation.objects.exists()


def test_a_yes_is_in_the_ledger_and_twice_is_once(convoque):
    convocation = convoque.une()
    for _ in range(2):
        assert Client().post(convocation.adresse_secrete, {"reponse": "acceptee"}).status_code == 302
    accords = Ecriture.objects.filter(genre="accord")
    assert [(e.inscrit_id, e.acteur_id) for e in accords] == [(convocation.inscrit_id, None)]
    assert rejoue(convoque)


def test_a_no_calls_the_stand_in_at_once_and_its_reason_stays_with_the_pilots(client_de, convoque):
    convocation = convoque.une()
    envoi = {"reponse": "refusee", "motif": "Je suis en congé maternité."}
    assert Client().post(convocation.adresse_secrete, envoi).status_code == 302
    (appelee,) = convoque.convocations(origine="remplacement")
    assert appelee.service == "Voirie"
    assert "Une place se libère" in courriels(appelee)[0].texte
    assert rejoue(convoque)
    tirage = convoque.tirage
    public = Client().get(tirage.adresse_publique).content.decode()
    proces_verbal = "".join(registre.proces_verbal(tirage))
    assert "maternité" not in public + proces_verbal
    assert convocation.nom not in public + proces_verbal
    assert "congé maternité" in pages(client_de, convoque, "evaluateur")
    assert "maternité" not in pages(client_de, convoque, "agent")
    assert "maternité" not in pages(client_de, convoque, "comite")


def pages(client_de, histoire: Histoire, role: str) -> str:
    client = client_de(histoire.evaluation.gens[role].compte)
    dossier = histoire.evaluation.dossier
    lues = (dossier.adresse("evaluation:conclave"), dossier.adresse("dossiers:journal"))
    lues += (histoire.tirage.get_absolute_url(),)
    return "".join(client.get(lue).content.decode() for lue in lues)


def test_yes_may_become_no_but_no_is_final_for_who_was_drawn(convoque):
    convocation = convoque.une()
    convoque.accepter(convocation)
    convoque.refuser(convocation)
    with pytest.raises(Refus, match="suppléance"):
        convoque.accepter(convocation)
    page = Client().get(convocation.adresse_secrete).content.decode()
    assert "Votre place est allée à la suppléance" in page
    assert "Je viens" not in page
    assert Ecriture.objects.filter(genre="remplacement").count() == 1


def test_who_was_invited_by_hand_may_change_her_mind_both_ways(convoque):
    invitee = convocations.inviter(
        identite=convoque.pilote, conclave=convoque.conclave, nom="Lou", email="lou@asso.example", service=""
    )
    for reponse in ("refusee", "acceptee", "refusee"):
        convocations.repondre(convocation=invitee, reponse=reponse)
    invitee.refresh_from_db()
    assert invitee.reponse == "refusee"
    assert not Ecriture.objects.filter(genre__in=["accord", "refus"]).exists()


def test_when_nobody_is_left_the_pilots_are_told_on_the_page_and_among_what_waits(client_de, convoque):
    convoque.refuser(convoque.une())
    convoque.refuser(convoque.une(origine="remplacement"))
    page = client_de(convoque.pilote.compte).get(adresse(convoque.evaluation, "conclave")).content.decode()
    assert "«\u00a0Voirie\u00a0»\u00a0: 1 place reste sans personne" in page
    dossiers = list(Dossier.objects.visibles_par(convoque.pilote).select_related("collectivite"))
    attentes = [a.texte for _, a in outil.attentes(convoque.pilote, dossiers)]
    assert "Conclave\u00a0: «\u00a0Voirie\u00a0» n’a plus de suppléance à appeler" in attentes


def test_answers_end_when_the_conclave_opens(convoque):
    convocation = convoque.une()
    convoque.ouvrir()
    with pytest.raises(Refus, match="il a commencé"):
        convoque.refuser(convocation)
    Client().post(convocation.adresse_secrete, {"reponse": "refusee"})
    convocation.refresh_from_db()
    assert convocation.reponse == "attendue"
    convoque.franchir("clore")
    assert "Les réponses sont closes" in Client().get(convocation.adresse_secrete).content.decode()


def test_the_conclave_does_not_open_before_its_day(convoque):
    with pytest.raises(ValidationError, match="le jour dit"):
        convoque.franchir("ouvrir")


def test_a_pilot_notes_what_was_said_by_telephone_and_the_second_pilot_is_told(convoque):
    convocation, autre = convoque.convocations(service="Voirie")
    convocations.noter(
        identite=convoque.pilote, convocation=convocation, version=1, reponse="sans_reponse", motif="Absent"
    )
    assert Ecriture.objects.get(genre="refus").motif == "sans_reponse"
    convocations.noter(identite=convoque.pilote, convocation=autre, version=1, reponse="acceptee")
    with pytest.raises(Conflit):
        convocations.noter(
            identite=convoque.evaluation.identite("applicateur"),
            convocation=autre,
            version=1,
            reponse="refusee",
        )
    autre.refresh_from_db()
    assert autre.reponse == "acceptee"


def test_through_the_page_the_second_pilot_gets_409(client_de, convoque):
    convocation = convoque.une()
    lien = adresse(convoque.evaluation, "conclave_noter", convocation.uuid)
    evaluateur, applicateur = (
        client_de(convoque.evaluation.gens[role].compte) for role in ("evaluateur", "applicateur")
    )
    assert evaluateur.post(lien, {"version": 1, "reponse": "acceptee"}).status_code == 302
    assert applicateur.post(lien, {"version": 1, "reponse": "refusee"}).status_code == 409


def test_an_unreachable_mail_server_loses_no_convocation(settings, convoque):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    (courriel,) = courriels(convoque.une())
    envoyer(courriel.pk)
    courriel.refresh_from_db()
    assert courriel.etat == "en_attente"
    assert Client().get(convoque.une().adresse_secrete).status_code == 200


def test_people_without_account_are_convoked_by_their_address_or_on_paper(client_de, histoire):
    histoire.preparer_le_tirage(Voirie=(1, 0), Écoles=(1, 0))
    sans_compte = [
        Candidat("rose@port-lumiere.example", "Rose Le Bris", "Cantines"),
        Candidat("nom:paul kerhuon", "Paul Kerhuon", "Cantines"),
    ]
    liste.ajouter(identite=histoire.pilote, tirage=histoire.tirage, candidats=sans_compte)
    places = {"Voirie": (0, 0), "Écoles": (0, 0), "Cantines": (2, 0)}
    repartir(histoire.pilote.compte, histoire.tirage, **places)
    histoire.engager()
    for role in ("evaluateur", "comite"):
        ceremonie.relever(identite=histoire.evaluation.identite(role), tirage=histoire.tirage, texte=DES)
    histoire.preciser()
    histoire.franchir("convoquer")
    rose, paul = sorted(histoire.convocations(), key=lambda c: c.email, reverse=True)
    assert (rose.email, paul.email) == ("rose@port-lumiere.example", "")
    assert len(courriels(rose)) == 1
    page = client_de(histoire.pilote.compte).get(adresse(histoire.evaluation, "conclave")).content.decode()
    assert "à prévenir sur papier\u00a0: Paul Kerhuon" in page
    convocations.noter(identite=histoire.pilote, convocation=paul, version=1, reponse="acceptee")
    with pytest.raises(ValidationError, match="pas d’adresse"):
        convocations.renvoyer(identite=histoire.pilote, convocation=paul)


def test_the_day_moves_and_those_who_come_are_written_to(convoque):
    refusee, autre = convoque.convocations(service="Voirie")
    convoque.refuser(refusee)
    convoque.preciser(jours=40)
    assert [c.sujet.startswith("Le rendez-vous du conclave a changé") for c in courriels(autre)] == [
        False,
        True,
    ]
    assert len(courriels(refusee)) == 1
    rencontre = convoque.evaluation.dossier.rencontres.get(genre="conclave")
    assert rencontre.le == convoque.conclave.le
    with pytest.raises(ValidationError, match="restent dits"):
        convoque.preciser(lieu="")


def test_the_silent_are_reminded_once_per_milestone_and_the_others_never(convoque):
    muette, venante = convoque.convocations(service="Voirie")
    convoque.accepter(venante)
    assert services.relancer() == 0
    hier = timezone.now() - timedelta(days=20)
    Convocation.objects.update(convoquee_le=hier)
    Conclave.objects.update(reponses_le=timezone.localdate() + timedelta(days=2))
    assert services.relancer() == 3
    assert services.relancer() == 0
    assert courriels(muette)[-1].sujet.startswith("Venez-vous au conclave")
    assert len(courriels(venante)) == 1


def test_a_convocation_is_sent_again_at_most_once_a_day(convoque):
    convocation = convoque.une()
    convocations.renvoyer(identite=convoque.pilote, convocation=convocation)
    with pytest.raises(ValidationError, match="aujourd’hui"):
        convocations.renvoyer(identite=convoque.pilote, convocation=convocation)
    assert len(courriels(convocation)) == 2


def test_a_refusal_noted_on_the_draw_s_own_page_is_followed_at_a_click(client_de, convoque):
    convocation = convoque.une()
    suites.refuser(
        identite=convoque.pilote, tirage=convoque.tirage, inscrit=convocation.inscrit, motif="partie"
    )
    pilote = client_de(convoque.pilote.compte)
    page = pilote.get(adresse(convoque.evaluation, "conclave")).content.decode()
    assert "À convoquer d’après le tirage" in page
    assert pilote.post(adresse(convoque.evaluation, "conclave_suivre")).status_code == 302
    convocation.refresh_from_db()
    assert convocation.reponse == "refusee"
    assert len(convoque.convocations(origine="remplacement")) == 1


def test_a_refusal_undone_in_the_draw_gives_the_place_back_and_thanks_the_stand_in(client_de, convoque):
    sienne = convoque.refuser(convoque.une(), motif="Une formation")
    (appelee,) = convoque.convocations(origine="remplacement")
    suites.reprendre(identite=convoque.pilote, tirage=convoque.tirage, inscrit=sienne.inscrit)
    pilote = client_de(convoque.pilote.compte)
    assert "désistement repris" in pilote.get(adresse(convoque.evaluation, "conclave")).content.decode()

    assert pilote.post(adresse(convoque.evaluation, "conclave_suivre")).status_code == 302

    sienne.refresh_from_db()
    assert (sienne.reponse, sienne.motif, len(courriels(sienne))) == ("attendue", "", 2)
    assert convoque.accepter(sienne).reponse == "acceptee"
    assert not Convocation.objects.filter(pk=appelee.pk).exists()
    assert courriels(appelee)[-1].sujet.startswith("Conclave")
    convoque.refuser(convoque.une(pk=sienne.pk))
    assert [c.inscrit_id for c in convoque.convocations(origine="remplacement")] == [appelee.inscrit_id]
    assert rejoue(convoque)


def test_an_erased_account_leaves_the_conclave_nameless_and_the_draw_valid(convoque):
    convocation = convoque.une()
    nom, ancienne = convocation.nom, convocation.adresse_secrete
    comptes.supprimer_compte(compte=convocation.compte)
    convocation.refresh_from_db()
    assert (convocation.nom, convocation.email, convocation.compte) == ("", "", None)
    assert Client().get(ancienne).status_code == 404
    assert nom not in str(list(Convocation.objects.values_list("nom", flat=True)))
    assert rejoue(convoque)


def test_at_the_closing_what_the_table_proposes_is_in_the_tracking_table_once(convoque):
    identite, dossier = convoque.pilote, convoque.evaluation.dossier
    _, proposition = preparer_un_tableau(identite, dossier)
    convoque.ouvrir()
    avant = Action.objects.filter(plan=convoque.evaluation.plan).count()
    convoque.franchir("clore")
    (nouvelle,) = Action.objects.filter(uuid=proposition.uuid)
    assert (nouvelle.titre, nouvelle.etat) == (proposition.titre, "proposee")
    assert Action.objects.filter(plan=convoque.evaluation.plan).count() == avant + 1
    with pytest.raises(Refus):
        convoque.franchir("clore")


def test_a_conclave_whose_table_stayed_empty_closes_all_the_same(convoque):
    convoque.ouvrir()
    convoque.franchir("clore")
    assert convoque.conclave.etat == "clos"
