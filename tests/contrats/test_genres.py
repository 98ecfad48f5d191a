"""Every kind of dossier, its tools and every table of transitions, as they are registered."""

import string
from uuid import uuid4

import pytest
import rules
from django.db.models import Model

from communs.collectivites.identite import PERSONNE, Identite
from communs.dossiers import genres, services
from communs.dossiers.genres import Etape, Genre, Page
from communs.dossiers.models import Dossier
from communs.etats import journal, tables
from communs.etats.models import Ligne
from communs.etats.tables import Table
from tests.outils.dossiers import faire_venir

pytestmark = pytest.mark.django_db

GENRES = pytest.mark.parametrize("sorte", genres.tous(), ids=lambda genre: genre.cle)
PAGES = pytest.mark.parametrize("page", genres.pages(), ids=lambda page: page.cle)
TABLES = pytest.mark.parametrize("table", tables.toutes(), ids=lambda table: table.cle)


def ouvrir(sorte: Genre, compte, collectivite) -> Dossier:
    return services.ouvrir(
        identite=Identite(compte),
        collectivite=collectivite,
        genre_cle=sorte.cle,
        titre="Titre",
        resume="",
        demande=uuid4(),
    )


def test_un_role_n_appartient_qu_a_un_genre():
    codes = [role for genre in genres.tous() for role in genre.roles.values]
    assert sorted(codes) == sorted(set(codes))


@GENRES
def test_un_genre_ne_nomme_que_des_roles_qu_il_a(sorte: Genre):
    assert set(sorte.fondateur) & sorte.pilotes, "qui ouvre le dossier ne l’organiserait pas"
    assert {*sorte.fondateur, *sorte.pilotes} <= set(sorte.roles.values)
    cles = [outil.cle for outil in sorte.outils]
    assert len(cles) == len(set(cles)) > 0
    assert all(set(cle) <= {*string.ascii_lowercase, *string.digits, "-"} for cle in cles)


@GENRES
def test_un_dossier_neuf_dit_ou_en_est_chaque_outil(sorte: Genre, administratrice, collectivite):
    dossier = ouvrir(sorte, administratrice, collectivite)
    for outil in sorte.outils:
        etape = outil.etape(dossier)
        assert isinstance(etape, Etape)
        assert etape.etat
        assert not etape.fini
        assert etape.suite, "un outil qui n’est pas fini dit ce qui vient ensuite"


@GENRES
def test_rien_n_attend_qui_n_y_participe_pas(sorte: Genre, administratrice, membre, collectivite):
    dossier = ouvrir(sorte, administratrice, collectivite)
    for outil in sorte.outils:
        for identite in (PERSONNE, Identite(membre)):
            assert list(outil.attentes(identite, [dossier])) == [], outil.cle


@GENRES
def test_ce_qui_attend_se_dit_a_chaque_role(sorte: Genre, administratrice, membre, collectivite):
    dossier = ouvrir(sorte, administratrice, collectivite)
    participant = faire_venir(administratrice, dossier, membre.email, sorte.roles.values[0])
    for role in sorte.roles.values:
        participant.roles = [role]
        participant.save()
        for outil in sorte.outils:
            for _, attente in outil.attentes(Identite(membre), [dossier]):
                assert attente.texte
                assert attente.adresse.startswith("/")


@GENRES
def test_un_dossier_copie_puis_efface_ne_laisse_rien(sorte: Genre, administratrice, collectivite):
    dossier = ouvrir(sorte, administratrice, collectivite)
    copie = services.copier(
        identite=Identite(administratrice),
        dossier=dossier,
        collectivite=collectivite,
        titre="Copie",
        demande=uuid4(),
    )
    assert [outil.etape(copie).fini for outil in sorte.outils] == [False] * len(sorte.outils)
    for objet in (dossier, copie):
        services.effacer(objet)
    assert (Dossier.objects.count(), Ligne.objects.count()) == (0, 0)


# --- rooms of every dossier ----------------------------------------------------------------------


@PAGES
def test_une_piece_ne_nomme_que_des_regles_et_des_adresses_qui_existent(
    page: Page, administratrice, collectivite
):
    dossier = ouvrir(genres.genre("essai"), administratrice, collectivite)
    assert rules.perm_exists(page.regle)
    assert rules.perm_exists(page.organise)
    for nom in (page.adresse, page.preparer):
        assert dossier.adresse(nom).startswith(dossier.get_absolute_url())
    assert page.promesse.endswith(".")
    cles = {outil.cle for genre in genres.tous() for outil in genre.outils}
    assert page.cle not in cles, "deux dossiers de l’archive porteraient le même nom"


@PAGES
def test_une_piece_vide_ne_dit_rien_n_attend_personne_et_n_archive_rien(
    page: Page, administratrice, membre, collectivite
):
    dossier = ouvrir(genres.genre("essai"), administratrice, collectivite)
    for identite in (Identite(administratrice), Identite(membre)):
        assert page.bilan(identite, dossier) == ""
        assert list(page.attentes(identite, [dossier])) == []
        assert list(page.archiver(identite, dossier)) == []


@PAGES
def test_une_piece_pleine_dit_ce_qu_elle_contient_et_n_attend_que_les_participants(page: Page, decor):
    identite = Identite(decor.administratrice)
    dossier = Dossier.objects.visibles_par(identite).select_related("collectivite").get(pk=decor.dossier.pk)
    assert page.bilan(identite, dossier)[0].isdigit()
    for _, attente in page.attentes(identite, [dossier]):
        assert attente.adresse.startswith("/")
    decor.dossier.participants.filter(compte=decor.membre).delete()
    for etranger in (PERSONNE, Identite(decor.membre), Identite(decor.etrangere)):
        assert list(page.attentes(etranger, [decor.dossier])) == []


# --- tables --------------------------------------------------------------------------------------


def etats(table: Table) -> set[str]:
    champ = table.modele._meta.get_field(table.champ)
    return {str(cle) for cle, _ in champ.flatchoices}


def depart(table: Table) -> str:
    return str(table.modele._meta.get_field(table.champ).default)


@TABLES
def test_une_table_ne_nomme_que_des_etats_et_des_regles_qui_existent(table: Table):
    connus = etats(table)
    for transition in table.transitions:
        assert transition.de, transition.nom
        assert {*map(str, transition.de), str(transition.vers)} <= connus, transition.nom
        assert rules.perm_exists(transition.regle), transition.regle
        assert transition.libelle[0].isupper()
    assert len(table.par_nom) == len(table.transitions), "deux transitions portent le même nom"


@TABLES
def test_chaque_etat_d_une_table_peut_s_atteindre(table: Table):
    atteints, avant = {depart(table)}, set()
    while atteints != avant:
        avant = set(atteints)
        atteints |= {str(t.vers) for t in table.transitions if avant & {str(e) for e in t.de}}
    touches = {str(e) for t in table.transitions for e in (*t.de, t.vers)}
    assert touches <= atteints


@TABLES
def test_ce_qu_une_table_fait_changer_connait_son_affaire_et_sa_version(table: Table):
    assert issubclass(table.modele, Model)
    for nom in ("version", "uuid"):
        table.modele._meta.get_field(nom)
    assert isinstance(table.modele.portee, property)


# --- sentences -----------------------------------------------------------------------------------


@pytest.mark.parametrize("verbe", sorted(journal.verbes()))
def test_une_phrase_du_journal_suit_un_nom_et_se_compose(verbe: str):
    phrase = journal.modele(verbe)
    assert phrase[0].islower(), "la phrase suit le nom de la personne"
    assert not phrase.endswith(".")
    champs = {champ for _, champ, _, _ in string.Formatter().parse(phrase) if champ is not None}
    assert all(champ.isidentifier() for champ in champs), champs
    assert phrase.format(**dict.fromkeys(champs, "x"))
