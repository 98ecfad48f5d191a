"""Two people at the same instant in one dossier, on a real PostgreSQL."""

from uuid import uuid4

import pytest

from communs.collectivites.identite import Identite
from communs.dossiers import invitations, participants, services
from communs.dossiers.models import Commentaire, Dossier, Participant
from communs.etats.models import Ligne
from communs.web.erreurs import Refus
from tests.collectivites.test_concurrence import ensemble
from tests.conftest import creer_compte
from tests.dossiers.test_services import supprimer_depuis
from tests.outils.dossiers import faire_venir
from tests.outils.essai import RoleEssai

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def deux_pilotes(administratrice, membre, dossier) -> list[Participant]:
    faire_venir(administratrice, dossier, membre.email, RoleEssai.PILOTE)
    return list(dossier.participants.select_related("compte", "dossier").order_by("pk"))


def test_deux_pilotes_qui_partent_ensemble_en_laissent_un(dossier, deux_pilotes):
    issues = ensemble(
        *[lambda p=p: participants.retirer(identite=Identite(p.compte), participant=p) for p in deux_pilotes]
    )
    assert issues == sorted(["fait", participants.DERNIER])
    assert dossier.participants.pilotes().count() == 1


def test_deux_pilotes_qui_se_demettent_l_un_l_autre_en_laissent_un(dossier, deux_pilotes):
    un, deux = deux_pilotes
    gestes = [
        lambda par=par, qui=qui: participants.changer_roles(
            identite=Identite(par.compte), participant=qui, roles=[RoleEssai.EQUIPIER]
        )
        for par, qui in ((un, un), (deux, deux))
    ]
    assert ensemble(*gestes) == sorted(["fait", participants.DERNIER])
    assert dossier.participants.pilotes().count() == 1


def test_la_meme_personne_invitee_deux_fois_ensemble_n_a_qu_une_ligne(administratrice, dossier):
    ensemble(*[lambda: faire_venir(administratrice, dossier, "jean@ailleurs.example")] * 3)
    assert dossier.participants.filter(email="jean@ailleurs.example").count() == 1
    assert Ligne.objects.filter(verbe="dossiers.inviter").count() == 1


def test_deux_invitations_acceptees_ensemble_par_le_meme_compte(administratrice, dossier):
    jean = creer_compte("jean@ailleurs.example")
    jean.emailaddress_set.create(email="jean@association.example", verified=True)
    invites = [
        faire_venir(administratrice, dossier, "jean@ailleurs.example", RoleEssai.PILOTE),
        faire_venir(administratrice, dossier, "jean@association.example", RoleEssai.EQUIPIER),
    ]
    issues = ensemble(
        *[lambda i=i: invitations.accepter(identite=Identite(jean), participant=i) for i in invites]
    )
    assert issues == ["fait", "fait"]
    assert dossier.participants.presents().get(compte=jean).roles == [RoleEssai.EQUIPIER, RoleEssai.PILOTE]


def test_un_dossier_ouvert_deux_fois_ensemble_n_existe_qu_une_fois(administratrice, collectivite):
    demande = uuid4()
    geste = lambda: services.ouvrir(  # noqa: E731
        identite=Identite(administratrice),
        collectivite=collectivite,
        genre_cle="essai",
        titre="Titre",
        resume="",
        demande=demande,
    )
    assert ensemble(geste, geste) == ["fait", "fait"]
    assert (Dossier.objects.count(), Participant.objects.count()) == (1, 1)


def test_un_commentaire_publie_deux_fois_ensemble_n_existe_qu_une_fois(administratrice, dossier):
    demande = uuid4()
    geste = lambda: services.commenter(  # noqa: E731
        identite=Identite(administratrice), dossier=dossier, objet=dossier, texte="Oui", demande=demande
    )
    assert ensemble(geste, geste) == ["fait", "fait"]
    assert Commentaire.objects.count() == 1


def test_retablir_pendant_la_purge_garde_ou_efface_tout(administratrice, dossier):
    supprimer_depuis(dossier, 31)
    ensemble(
        lambda: services.purger(),
        lambda: _reprendre_ou_rien(administratrice, dossier),
    )
    restants = (
        Dossier.objects.filter(supprime_le=None).count(),
        Ligne.objects.filter(portee=dossier.uuid).exists(),
    )
    assert restants in {(1, True), (0, False)}


def _reprendre_ou_rien(compte, dossier) -> None:
    try:
        services.reprendre(identite=Identite(compte), dossier=dossier)
    except Refus as refus:
        assert refus.code == 410
