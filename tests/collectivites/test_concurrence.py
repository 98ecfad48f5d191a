"""Two people at the same instant, on a real PostgreSQL."""

import threading
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from communs.collectivites import invitations, services
from communs.collectivites.calculs import aplatir, arbre
from communs.collectivites.enums import Role
from communs.collectivites.identite import Identite
from communs.collectivites.models import Adhesion, Collectivite, Invitation, Service
from communs.courrier.models import Courriel
from tests.conftest import creer_compte

pytestmark = pytest.mark.django_db(transaction=True)


def ensemble(*gestes: Callable[[], object]) -> list[str]:
    """Start all gestures at the same instant; return « fait » or the refusal of each, sorted."""
    depart, issues = threading.Barrier(len(gestes)), []

    def faire(geste: Callable[[], object]) -> None:
        depart.wait()
        try:
            geste()
            issues.append("fait")
        except ValidationError as refus:
            issues.append(refus.messages[0])
        finally:
            connection.close()

    fils = [threading.Thread(target=faire, args=[geste]) for geste in gestes]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    assert len(issues) == len(gestes), "un geste a échoué autrement que par un refus"
    return sorted(issues)


@pytest.fixture
def deux_administrateurs(collectivite) -> list[Adhesion]:
    collectivite.adhesions.update(role=Role.ADMINISTRATEUR)
    return list(Adhesion.objects.select_related("collectivite", "compte").order_by("pk"))


DERNIER = services.DERNIER.format(nom="Port-Lumière Agglomération")


def test_deux_administrateurs_qui_partent_ensemble_en_laissent_un(collectivite, deux_administrateurs):
    issues = ensemble(*[lambda a=a: services.retirer(adhesion=a) for a in deux_administrateurs])
    assert issues == sorted(["fait", DERNIER])
    assert collectivite.adhesions.filter(role=Role.ADMINISTRATEUR).count() == 1


def test_deux_administrateurs_qui_se_demettent_l_un_l_autre_en_laissent_un(
    collectivite, deux_administrateurs
):
    issues = ensemble(
        *[
            lambda a=a: services.changer_adhesion(adhesion=a, role=Role.MEMBRE, service=None)
            for a in deux_administrateurs
        ]
    )
    assert issues == sorted(["fait", DERNIER])
    assert collectivite.adhesions.filter(role=Role.ADMINISTRATEUR).count() == 1


def test_partir_et_supprimer_son_compte_ensemble_laissent_un_administrateur(
    collectivite, deux_administrateurs, etrangere
):
    Adhesion.objects.create(compte=etrangere, collectivite=collectivite)
    alice, bachir = deux_administrateurs
    issues = ensemble(
        lambda: services.retirer(adhesion=alice), lambda: services.supprimer_compte(compte=bachir.compte)
    )
    assert issues == sorted(["fait", DERNIER])
    assert collectivite.adhesions.filter(role=Role.ADMINISTRATEUR).count() == 1


def test_deux_deplacements_croises_ne_font_pas_de_boucle(collectivite):
    a, b = (services.ajouter_service(collectivite=collectivite, nom=nom, parent=None) for nom in "AB")
    issues = ensemble(
        lambda: services.modifier_service(service=a, nom="A", parent=b),
        lambda: services.modifier_service(service=b, nom="B", parent=a),
    )
    assert issues[1] == "fait"
    assert "ne peut pas être rattaché à lui-même" in issues[0]
    assert len(aplatir(arbre(Service.objects.order_by("pk")))) == 2, "les deux se voient encore"


def test_supprimer_un_service_et_y_rattacher_un_autre_ensemble_garde_un_arbre(collectivite):
    a = services.ajouter_service(collectivite=collectivite, nom="A", parent=None)
    issues = ensemble(
        lambda: services.supprimer_service(service=a),
        lambda: services.ajouter_service(collectivite=collectivite, nom="B", parent=a),
    )
    assert "fait" in issues
    assert len(aplatir(arbre(Service.objects.order_by("pk")))) == Service.objects.count()
    assert issues in (
        sorted(["fait", services.SERVICE_DISPARU]),
        sorted(["fait", "« A » contient d’autres services : déplacez-les d’abord."]),
    )


def test_le_meme_service_ajoute_deux_fois_ensemble_n_existe_qu_une_fois(collectivite):
    issues = ensemble(
        *[lambda: services.ajouter_service(collectivite=collectivite, nom="A", parent=None)] * 2
    )
    assert issues == ["fait", "fait"]
    assert Service.objects.count() == 1


def test_le_meme_siren_inscrit_deux_fois_ensemble_n_existe_qu_une_fois(membre, etrangere):
    issues = ensemble(
        *[
            lambda compte=compte: services.creer_collectivite(
                identite=Identite(compte), nom="Trémazan", type="commune", siren="217500016"
            )
            for compte in (membre, etrangere)
        ]
    )
    assert issues == sorted(["fait", services.SIREN_PRIS])
    assert Collectivite.objects.count() == 1
    assert Adhesion.objects.count() == 1


def test_deux_homonymes_inscrits_ensemble_ont_chacun_leur_adresse(membre, etrangere):
    issues = ensemble(
        *[
            lambda compte=compte, siren=siren: services.creer_collectivite(
                identite=Identite(compte), nom="Saint-Denis", type="commune", siren=siren
            )
            for compte, siren in ((membre, "000000018"), (etrangere, "000000026"))
        ]
    )
    assert issues == ["fait", "fait"]
    assert len(set(Collectivite.objects.values_list("identifiant", flat=True))) == 2


def inviter(compte, collectivite):
    return invitations.inviter(
        identite=Identite(compte),
        collectivite=collectivite,
        adresses=["denise@port-lumiere.example"],
        role=Role.MEMBRE,
        service=None,
    )


def test_la_meme_personne_invitee_deux_fois_ensemble_ne_recoit_qu_un_courriel(administratrice, collectivite):
    ensemble(*[lambda: inviter(administratrice, collectivite)] * 2)
    assert Invitation.objects.count() == 1
    assert Courriel.objects.count() == 1


def test_une_invitation_acceptee_quatre_fois_ensemble_fait_une_adhesion(administratrice, collectivite):
    invitation = inviter(administratrice, collectivite).envoyees[0]
    invitee = creer_compte("denise@port-lumiere.example")
    issues = ensemble(*[lambda: invitations.accepter(identite=Identite(invitee), invitation=invitation)] * 4)
    assert issues == sorted(["fait"] + ["Cette invitation a déjà été acceptée."] * 3)
    assert Adhesion.objects.filter(compte=invitee).count() == 1


def test_accepter_et_annuler_ensemble_ne_font_pas_les_deux(administratrice, collectivite):
    invitation = inviter(administratrice, collectivite).envoyees[0]
    invitee = creer_compte("denise@port-lumiere.example")
    ensemble(
        lambda: invitations.accepter(identite=Identite(invitee), invitation=invitation),
        lambda: invitations.annuler(invitation=invitation),
    )
    invitation.refresh_from_db()
    assert (invitation.acceptee_le is None) != (invitation.annulee_le is None)
    assert Adhesion.objects.filter(compte=invitee).exists() == (invitation.acceptee_le is not None)
