"""People of a dossier: coming in, roles, handing over, leaving, being forgotten."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from communs.collectivites import services as collectivites
from communs.collectivites.identite import Identite
from communs.collectivites.models import Service
from communs.courrier.models import Courriel
from communs.dossiers import invitations, participants
from communs.dossiers.models import Participant
from communs.etats import journal
from communs.etats.models import PERSONNE_EFFACEE, Ligne
from tests.conftest import creer_compte
from tests.outils.dossiers import faire_venir
from tests.outils.essai import RoleEssai

pytestmark = pytest.mark.django_db

AILLEURS = "jean@ailleurs.example"


def accepter(compte, participant: Participant) -> Participant:
    return invitations.accepter(identite=Identite(compte), participant=participant)


def changer(par, participant: Participant, *roles: str) -> None:
    participants.changer_roles(identite=Identite(par), participant=participant, roles=roles)


@pytest.fixture
def jean(db):
    return creer_compte(AILLEURS, prenom="Jean", nom="Cariou")


# --- coming in -----------------------------------------------------------------------------------


def test_une_membre_de_la_collectivite_participe_aussitot(administratrice, membre, dossier):
    participant = faire_venir(administratrice, dossier, membre.email)
    assert participant.compte == membre
    courriel = Courriel.objects.get()
    assert courriel.destinataire == membre.email
    assert dossier.get_absolute_url() in courriel.texte


def test_ailleurs_un_compte_ne_se_devine_pas_a_son_adresse(administratrice, dossier, jean):
    avec = faire_venir(administratrice, dossier, AILLEURS, nom="J. C.")
    sans = faire_venir(administratrice, dossier, "personne@ailleurs.example", nom="X. Y.")
    for participant in (avec, sans):
        assert (participant.compte, bool(participant.email)) == (None, True)
    assert [p.nom_affiche for p in (avec, sans)] == ["J. C.", "X. Y."]


def test_une_invitation_envoyee_deux_fois_n_ecrit_qu_une_fois(administratrice, dossier):
    un, deux = (faire_venir(administratrice, dossier, a) for a in (AILLEURS, AILLEURS.upper()))
    assert un == deux
    assert Courriel.objects.count() == 1
    assert Ligne.objects.filter(verbe="dossiers.inviter").count() == 1


def test_seule_l_adresse_invitee_accepte(administratrice, etrangere, dossier, jean):
    invite = faire_venir(administratrice, dossier, AILLEURS)
    with pytest.raises(ValidationError, match="autre adresse que la vôtre"):
        accepter(etrangere, invite)
    jean.emailaddress_set.update(verified=False)
    with pytest.raises(ValidationError, match="autre adresse que la vôtre"):
        accepter(jean, invite)
    jean.emailaddress_set.update(verified=True)
    venu = accepter(jean, invite)
    assert (venu.compte, venu.email, venu.nom_affiche) == (jean, "", "Jean Cariou")
    assert accepter(jean, venu) == venu
    assert Ligne.objects.filter(verbe="dossiers.arriver").count() == 1


def test_invite_sous_deux_adresses_on_reunit_ses_roles(administratrice, dossier, jean):
    accepter(jean, faire_venir(administratrice, dossier, AILLEURS))
    jean.emailaddress_set.create(email="jean@association.example", verified=True)
    seconde = Participant.objects.create(
        dossier=dossier,
        acteur=faire_venir(administratrice, dossier, "autre@ailleurs.example").acteur,
        email="jean@association.example",
        roles=[RoleEssai.PILOTE],
    )
    assert accepter(jean, seconde).roles == [RoleEssai.EQUIPIER, RoleEssai.PILOTE]
    assert dossier.participants.presents().filter(compte=jean).count() == 1


def test_une_invitation_retiree_ou_prise_ne_s_accepte_plus(administratrice, etrangere, dossier, jean):
    invite = faire_venir(administratrice, dossier, AILLEURS)
    participants.retirer(identite=Identite(administratrice), participant=invite)
    with pytest.raises(ValidationError, match="n’est plus valable"):
        accepter(jean, invite)


def test_qui_etait_parti_revient_sur_sa_ligne(administratrice, membre, dossier):
    parti = faire_venir(administratrice, dossier, membre.email)
    participants.retirer(identite=Identite(membre), participant=parti)
    revenu = faire_venir(administratrice, dossier, membre.email, RoleEssai.PILOTE)
    assert (revenu.pk, revenu.retire_le, revenu.roles) == (parti.pk, None, [RoleEssai.PILOTE])


def test_un_role_inconnu_ou_absent_est_refuse(administratrice, dossier):
    for roles in (["evaluateur_en_chef"], []):
        with pytest.raises(ValidationError):
            invitations.inviter(
                identite=Identite(administratrice),
                dossier=dossier,
                email=AILLEURS,
                nom="Jean",
                organisation="",
                roles=roles,
            )


def test_qui_n_organise_pas_n_invite_personne(administratrice, membre, etrangere, dossier):
    faire_venir(administratrice, dossier, membre.email)
    for compte in (membre, etrangere):
        with pytest.raises(PermissionDenied):
            faire_venir(compte, dossier, AILLEURS)


def test_les_envois_d_une_journee_sont_comptes(administratrice, dossier, monkeypatch):
    invite = faire_venir(administratrice, dossier, AILLEURS)
    with pytest.raises(ValidationError, match="attendez cinq minutes"):
        invitations.relancer(identite=Identite(administratrice), participant=invite)
    monkeypatch.setattr(invitations, "PAR_EXPEDITEUR_MAX", 1)
    with pytest.raises(ValidationError, match="Pas plus de 1 invitations par jour"):
        faire_venir(administratrice, dossier, "autre@ailleurs.example")
    assert Courriel.objects.count() == 1


# --- roles ---------------------------------------------------------------------------------------


def test_le_dernier_pilote_ne_peut_ni_partir_ni_perdre_ce_role(administratrice, membre, dossier):
    alice = dossier.participants.get()
    faire_venir(administratrice, dossier, membre.email)
    with pytest.raises(ValidationError, match="transmettez d’abord"):
        changer(administratrice, alice, RoleEssai.EQUIPIER)
    with pytest.raises(ValidationError, match="transmettez d’abord"):
        participants.retirer(identite=Identite(administratrice), participant=alice)
    faire_venir(administratrice, dossier, AILLEURS, RoleEssai.PILOTE)
    with pytest.raises(ValidationError, match="transmettez d’abord"):
        changer(administratrice, alice, RoleEssai.EQUIPIER)  # the other has not arrived yet


def test_avec_un_autre_pilote_on_peut_partir(administratrice, membre, dossier):
    bachir = faire_venir(administratrice, dossier, membre.email)
    changer(administratrice, bachir, RoleEssai.PILOTE)
    participants.retirer(
        identite=Identite(administratrice), participant=dossier.participants.get(compte=administratrice)
    )
    assert not Identite(administratrice).peut("dossiers.participer", dossier)


def test_qui_est_parti_ne_recoit_plus_de_role(administratrice, membre, dossier):
    bachir = faire_venir(administratrice, dossier, membre.email)
    participants.retirer(identite=Identite(administratrice), participant=bachir)
    with pytest.raises(ValidationError, match="ne participe plus"):
        changer(administratrice, bachir, RoleEssai.PILOTE)


def test_un_role_se_transmet_d_un_seul_geste(administratrice, membre, dossier):
    alice, bachir = dossier.participants.get(), faire_venir(administratrice, dossier, membre.email)
    participants.transmettre(identite=Identite(administratrice), de=alice, a=bachir, role=RoleEssai.PILOTE)
    alice.refresh_from_db()
    bachir.refresh_from_db()
    assert (alice.roles, alice.retire_le is None) == ([], False)
    assert bachir.roles == [RoleEssai.EQUIPIER, RoleEssai.PILOTE]


def test_on_ne_transmet_que_ce_qu_on_a_a_qui_peut_agir(administratrice, membre, etrangere, dossier):
    alice, bachir = dossier.participants.get(), faire_venir(administratrice, dossier, membre.email)
    invite = faire_venir(administratrice, dossier, AILLEURS)
    identite = Identite(administratrice)
    with pytest.raises(ValidationError, match="n’avez plus ce rôle"):
        participants.transmettre(identite=identite, de=alice, a=bachir, role=RoleEssai.EQUIPIER)
    with pytest.raises(ValidationError, match="compte ouvert"):
        participants.transmettre(identite=identite, de=alice, a=invite, role=RoleEssai.PILOTE)
    membre.is_active = False
    membre.save()
    with pytest.raises(ValidationError, match="compte ouvert"):
        participants.transmettre(identite=identite, de=alice, a=bachir, role=RoleEssai.PILOTE)
    with pytest.raises(ValidationError, match="autre personne"):
        participants.transmettre(identite=identite, de=alice, a=alice, role=RoleEssai.PILOTE)
    with pytest.raises(PermissionDenied):
        participants.transmettre(identite=Identite(etrangere), de=alice, a=bachir, role=RoleEssai.PILOTE)


# --- being forgotten -----------------------------------------------------------------------------


def test_une_personne_sans_compte_s_efface_une_fois_partie(administratrice, dossier):
    invite = faire_venir(administratrice, dossier, AILLEURS, nom="Jean", organisation="Les Voisins")
    identite = Identite(administratrice)
    with pytest.raises(ValidationError, match="Retirez d’abord"):
        participants.oublier(identite=identite, participant=invite)
    participants.retirer(identite=identite, participant=invite)
    participants.oublier(identite=identite, participant=invite)
    invite = Participant.objects.get(pk=invite.pk)
    assert (invite.email, invite.organisation, invite.nom_affiche) == ("", "", PERSONNE_EFFACEE)


def test_un_compte_efface_quitte_ses_dossiers_sans_y_laisser_de_nom(
    administratrice, membre, collectivite, dossier
):
    faire_venir(administratrice, dossier, membre.email)
    collectivites.supprimer_compte(compte=membre)
    reste = dossier.participants.exclude(compte=administratrice).get()
    assert (reste.compte, reste.email, reste.organisation, reste.roles) == (None, "", "", [])
    assert (reste.nom_affiche, reste.retire_le is None) == (PERSONNE_EFFACEE, False)


def test_un_compte_efface_emporte_les_invitations_a_ses_adresses_verifiees(administratrice, dossier, jean):
    faire_venir(administratrice, dossier, AILLEURS, nom="Jean")
    autre = faire_venir(administratrice, dossier, "cible@ailleurs.example", nom="Cible")
    jean.emailaddress_set.create(email="cible@ailleurs.example", verified=False)
    collectivites.supprimer_compte(compte=jean)
    assert list(dossier.participants.exclude(email="").values_list("email", flat=True)) == [autre.email]


# --- where somebody works ------------------------------------------------------------------------


def test_le_service_d_un_participant_se_change_et_le_journal_le_dit(
    client_de, administratrice, membre, dossier
):
    participant = faire_venir(administratrice, dossier, membre.email)
    service = Service.objects.create(collectivite=dossier.collectivite, nom="Mobilités")
    client = client_de(administratrice)
    fiche = dossier.adresse("dossiers:participant", participant.uuid)
    assert "Mobilités" in client.get(fiche).content.decode()
    client.post(fiche, {"roles": participant.roles, "service": service.pk})
    participant.refresh_from_db()
    assert participant.service == service
    assert "Mobilités" in client.get(dossier.adresse("dossiers:participants")).content.decode()
    phrases = [journal.phrase(ligne) for ligne in Ligne.objects.de_l_affaire(dossier.portee)]
    assert phrases[0] == f"a changé le service de {participant.nom_affiche}\u00a0: Mobilités"
    client.post(fiche, {"roles": participant.roles, "service": service.pk})
    assert Ligne.objects.filter(verbe="dossiers.changer_service").count() == 1
    client.post(fiche, {"roles": participant.roles, "service": ""})
    participant.refresh_from_db()
    assert participant.service is None


def test_un_service_d_ailleurs_est_refuse_et_les_roles_ne_changent_pas_non_plus(
    client_de, administratrice, membre, dossier, autre_collectivite
):
    participant = faire_venir(administratrice, dossier, membre.email)
    ailleurs = Service.objects.create(collectivite=autre_collectivite, nom="Ailleurs")
    fiche = dossier.adresse("dossiers:participant", participant.uuid)
    reponse = client_de(administratrice).post(fiche, {"roles": [RoleEssai.PILOTE], "service": ailleurs.pk})
    assert reponse.status_code == 422
    with pytest.raises(ValidationError, match="pas de sa collectivité"):
        participants.regler(
            identite=Identite(administratrice),
            participant=participant,
            roles=[RoleEssai.PILOTE],
            service=ailleurs,
        )
    participant.refresh_from_db()
    assert (participant.roles, participant.service) == ([RoleEssai.EQUIPIER], None)


def test_une_personne_d_un_partenaire_a_les_services_de_chez_elle(
    administratrice, etrangere, dossier, autre_collectivite
):
    dossier.partenaires.add(autre_collectivite)
    participant = faire_venir(administratrice, dossier, etrangere.email)
    chez_elle = Service.objects.create(collectivite=autre_collectivite, nom="Chez elle")
    participants.changer_service(
        identite=Identite(administratrice), participant=participant, service=chez_elle
    )
    participant.refresh_from_db()
    assert participant.service == chez_elle


def test_seule_qui_organise_change_un_service(membre, administratrice, dossier):
    participant = faire_venir(administratrice, dossier, membre.email)
    with pytest.raises(PermissionDenied):
        participants.changer_service(identite=Identite(membre), participant=participant, service=None)
