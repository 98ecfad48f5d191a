"""Who reads a dossier: each level of visibility against each person."""

from datetime import timedelta

import pytest
from django.utils import timezone

from communs.collectivites.enums import Role, TypeCollectivite
from communs.collectivites.identite import PERSONNE, Identite
from communs.collectivites.models import Adhesion, Collectivite
from communs.dossiers import services
from communs.dossiers.enums import Visibilite
from communs.dossiers.models import Dossier, LaissezPasser, Participant
from tests.conftest import creer_compte
from tests.outils.dossiers import donner_un_lien, faire_venir, montrer

pytestmark = pytest.mark.django_db

NIVEAUX = ("prive", "collectivite", "lien", "public")


@pytest.fixture
def lecteurs(administratrice, membre, etrangere, dossier) -> dict[str, Identite]:
    """One person of each sort."""
    partenaire = Collectivite.objects.create(
        nom="Syndicat", identifiant="syndicat", type=TypeCollectivite.SYNDICAT, siren="200000008"
    )
    voisine = creer_compte("denise@syndicat.example")
    Adhesion.objects.create(compte=voisine, collectivite=partenaire)
    dossier.partenaires.add(partenaire)
    jureur = creer_compte("jure@ailleurs.example")
    faire_venir(administratrice, dossier, jureur.email)
    participant = Participant.objects.get(email=jureur.email)
    participant.compte, participant.email = jureur, ""
    participant.save()
    lien, revoque, expire = (donner_un_lien(administratrice, dossier, jours) for jours in (1, 2, 3))
    LaissezPasser.objects.filter(pk=revoque.pk).update(revoque_le=timezone.now())
    hier = timezone.now() - timedelta(days=1)
    LaissezPasser.objects.filter(pk=expire.pk).update(cree_le=hier - timedelta(days=1), expire_le=hier)
    return {
        "pilote": Identite(administratrice),
        "participant d’ailleurs": Identite(jureur),
        "membre": Identite(membre),
        "membre d’une partenaire": Identite(voisine),
        "étrangère": Identite(etrangere),
        "anonyme": PERSONNE,
        "lien": Identite(laissez_passer=frozenset({lien.uuid})),
        "lien révoqué": Identite(laissez_passer=frozenset({revoque.uuid})),
        "lien expiré": Identite(laissez_passer=frozenset({expire.uuid})),
        "étrangère avec lien": Identite(etrangere, laissez_passer=frozenset({lien.uuid})),
    }


PARTICIPANTS = {"pilote", "participant d’ailleurs"}
MEMBRES = PARTICIPANTS | {"membre", "membre d’une partenaire"}
LIENS = MEMBRES | {"lien", "étrangère avec lien"}


@pytest.mark.parametrize(
    ("niveau", "attendus"),
    [
        ("prive", PARTICIPANTS),
        ("collectivite", MEMBRES),
        ("lien", LIENS),
        ("public", LIENS | {"étrangère", "anonyme", "lien révoqué", "lien expiré"}),
    ],
)
def test_chaque_niveau_ouvre_a_ceux_qu_il_dit(dossier, lecteurs, niveau, attendus):
    montrer(dossier, Visibilite(niveau))
    lisent = {qui for qui, identite in lecteurs.items() if Dossier.objects.visibles_par(identite).exists()}
    assert lisent == attendus


@pytest.mark.parametrize("niveau", NIVEAUX)
def test_supprime_plus_personne_ne_le_lit(administratrice, dossier, lecteurs, niveau):
    montrer(dossier, Visibilite(niveau))
    services.supprimer(identite=Identite(administratrice), dossier=dossier)
    assert not any(Dossier.objects.visibles_par(identite).exists() for identite in lecteurs.values())


@pytest.mark.parametrize("niveau", NIVEAUX)
def test_lire_ne_donne_aucun_geste(dossier, lecteurs, niveau):
    montrer(dossier, Visibilite(niveau))
    for qui, identite in lecteurs.items():
        assert identite.peut("dossiers.organiser", dossier) is (qui == "pilote")
        for geste in ("participer", "commenter", "copier", "archiver"):
            assert identite.peut(f"dossiers.{geste}", dossier) is (qui in PARTICIPANTS), (qui, geste)
        assert identite.peut("dossiers.voir_les_personnes", dossier) is (qui in MEMBRES), qui


def test_qui_est_parti_n_est_plus_participant(administratrice, membre, dossier):
    participant = faire_venir(administratrice, dossier, membre.email)
    assert Dossier.objects.visibles_par(Identite(membre)).exists()
    Participant.objects.filter(pk=participant.pk).update(retire_le=timezone.now(), roles=[])
    assert not Dossier.objects.visibles_par(Identite(membre)).exists()
    assert not Identite(membre).peut("dossiers.participer", dossier)


def test_l_administration_ne_lit_un_dossier_prive_que_sans_pilote(
    administratrice, membre, collectivite, dossier
):
    Adhesion.objects.filter(compte=membre).update(role=Role.ADMINISTRATEUR)
    assert not Dossier.objects.visibles_par(Identite(membre)).exists()
    assert not Identite(membre).peut("dossiers.organiser", dossier)
    administratrice.is_active = False
    administratrice.save()
    assert Dossier.objects.visibles_par(Identite(membre)).get() == dossier
    assert Identite(membre).peut("dossiers.organiser", dossier)


def test_un_lien_d_un_autre_dossier_n_ouvre_rien(administratrice, collectivite, dossier):
    autre = services.ouvrir(
        identite=Identite(administratrice),
        collectivite=collectivite,
        genre_cle="essai",
        titre="Autre",
        resume="",
        demande="6f1b2c9e-0000-4000-8000-000000000002",
    )
    for objet in (dossier, autre):
        montrer(objet, Visibilite.LIEN)
    lien = donner_un_lien(administratrice, autre)
    porteur = Identite(laissez_passer=frozenset({lien.uuid}))
    assert Dossier.objects.visibles_par(porteur).get() == autre


def test_les_roles_viennent_avec_le_dossier(administratrice, dossier, django_assert_num_queries):
    identite = Identite(administratrice)
    with django_assert_num_queries(2):  # the dossier, the memberships
        lu = Dossier.objects.visibles_par(identite).get()
        assert identite.peut("dossiers.organiser", lu)
        assert lu.mes_roles == ["essai_pilote"]
