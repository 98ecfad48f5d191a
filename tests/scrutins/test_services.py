"""Preparing, opening, voting, closing, counting: what is promised, and what is refused."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from communs.collectivites.identite import Identite
from communs.collectivites.services import supprimer_compte
from communs.dossiers import services as dossiers
from communs.etats.models import Ligne
from communs.etats.services import Conflit
from communs.scrutins import codes, services, urne
from communs.scrutins.enums import Electorat, EtatScrutin, Mode
from communs.scrutins.models import OPTIONS_MAX, Bulletin, CodeDeVote, Emargement, Scrutin
from communs.scrutins.resultats import depouiller, egaux
from communs.scrutins.transitions import inscrits
from communs.scrutins.urne import DejaVote, Electeur
from communs.web.codes import lire_code
from communs.web.erreurs import Refus
from tests.outils.evaluations import creer_evaluation
from tests.outils.scrutins import (
    VILLES,
    departager,
    donner_des_codes,
    ouvrir,
    pas,
    preparer,
    voter,
)

pytestmark = pytest.mark.django_db


def libelles(scrutin: Scrutin) -> list[str]:
    return [o.libelle for o in scrutin.options.dans_l_ordre()]


# --- preparing -----------------------------------------------------------------------------------


def test_le_meme_formulaire_envoye_deux_fois_prepare_un_vote(administratrice, dossier):
    demande = uuid4()
    for _ in range(2):
        services.preparer(
            identite=Identite(administratrice), dossier=dossier, demande=demande, champs={"question": "Où ?"}
        )
    assert Scrutin.objects.count() == 1


def test_un_participant_ne_prepare_pas_de_vote(membre, dossier):
    with pytest.raises(PermissionDenied):
        services.preparer(
            identite=Identite(membre), dossier=dossier, demande=uuid4(), champs={"question": "Où ?"}
        )


def test_la_meme_liste_d_options_ajoutee_deux_fois_ne_les_double_pas(administratrice, dossier):
    scrutin = preparer(administratrice, dossier, ["Oui", "oui", "Non"])
    services.ajouter_options(
        identite=Identite(administratrice), scrutin=scrutin, libelles=["NON", "Peut-être"]
    )
    assert libelles(scrutin) == ["Oui", "Non", "Peut-être"]


def test_pas_plus_de_trente_options(administratrice, dossier):
    scrutin = preparer(administratrice, dossier, [f"Option {n}" for n in range(OPTIONS_MAX)])
    with pytest.raises(ValidationError, match="Pas plus de 30 options"):
        services.ajouter_options(
            identite=Identite(administratrice), scrutin=scrutin, libelles=["Une de trop"]
        )


def test_une_option_se_deplace_et_se_retire(administratrice, dossier):
    scrutin = preparer(administratrice, dossier, ["A", "B", "C"])
    identite = Identite(administratrice)
    services.deplacer_option(identite=identite, option=scrutin.options.get(libelle="C"), rang=1)
    assert libelles(scrutin) == ["C", "A", "B"]
    services.deplacer_option(identite=identite, option=scrutin.options.get(libelle="C"), rang=99)
    assert libelles(scrutin) == ["A", "B", "C"]
    services.retirer_option(identite=identite, option=scrutin.options.get(libelle="A"))
    assert list(scrutin.options.dans_l_ordre().values_list("libelle", "rang")) == [("B", 1), ("C", 2)]


def test_ouvert_plus_rien_ne_change(administratrice, dossier):
    scrutin = ouvrir(administratrice, dossier)
    option, identite = scrutin.options.get(rang=1), Identite(administratrice)
    gestes = [
        lambda: services.ajouter_options(identite=identite, scrutin=scrutin, libelles=["Atlanta"]),
        lambda: services.retirer_option(identite=identite, option=option),
        lambda: services.deplacer_option(identite=identite, option=option, rang=2),
        lambda: services.preciser_option(identite=identite, option=option, libelle="X", description=""),
        lambda: services.reecrire(
            identite=identite, scrutin=scrutin, version=scrutin.version, champs={"question": "Quoi ?"}
        ),
    ]
    for geste in gestes:
        with pytest.raises(Refus, match="ne changent plus"):
            geste()
    assert libelles(scrutin) == list(VILLES)


def test_deux_personnes_qui_preparent_le_meme_vote_ne_s_ecrasent_pas(administratrice, dossier):
    scrutin = preparer(administratrice, dossier)
    version, identite = Scrutin.objects.get(pk=scrutin.pk).version, Identite(administratrice)
    services.reecrire(
        identite=identite, scrutin=scrutin, version=version, champs={"question": "La première ?"}
    )
    with pytest.raises(Conflit):
        services.reecrire(
            identite=identite, scrutin=scrutin, version=version, champs={"question": "La seconde ?"}
        )
    assert Scrutin.objects.get(pk=scrutin.pk).question == "La première ?"


@pytest.mark.parametrize(
    ("options", "champs", "message"),
    [
        ([], {}, "Écrivez d’abord les options"),
        (["Seule"], {"mode": Mode.CHOIX}, "au moins deux options"),
        (["Seule"], {"mode": Mode.CLASSEMENT}, "au moins deux options"),
        (VILLES, {"electorat": Electorat.CODES}, "faites d’abord des codes"),
        (VILLES, {"jusqu_au": timezone.now() - timedelta(hours=1)}, "déjà passée"),
    ],
)
def test_un_vote_qui_n_est_pas_pret_ne_s_ouvre_pas(administratrice, dossier, options, champs, message):
    scrutin = preparer(administratrice, dossier, options, **champs)
    with pytest.raises(ValidationError, match=message):
        pas(administratrice, scrutin, "ouvrir")


def test_sans_electeur_le_vote_ne_s_ouvre_pas(administratrice, dossier):
    scrutin = preparer(administratrice, dossier)
    dossier.participants.exclude(compte=administratrice).update(compte=None)
    type(administratrice).objects.filter(pk=administratrice.pk).update(is_active=False)
    with pytest.raises(ValidationError, match="Personne ne pourrait voter"):
        pas(administratrice, scrutin, "ouvrir")


def test_une_seule_option_s_approuve_ou_se_juge(administratrice, dossier):
    for mode in (Mode.APPROBATION, Mode.JUGEMENT):
        scrutin = ouvrir(administratrice, dossier, ["Le projet"], mode=mode)
        assert scrutin.etat == EtatScrutin.OUVERT


def test_l_ouverture_tire_l_ordre_de_departage_une_fois_pour_toutes(administratrice, dossier):
    scrutin = ouvrir(administratrice, dossier)
    assert sorted(scrutin.options.values_list("departage", flat=True)) == [1, 2, 3, 4]


@pytest.mark.usefixtures("contenu")
def test_qui_n_est_la_que_pour_observer_n_a_pas_de_voix(administratrice, collectivite):
    evaluation = creer_evaluation(administratrice, collectivite)
    scrutin = ouvrir(administratrice, evaluation.dossier)
    assert inscrits(scrutin) == len(evaluation.gens) - 1
    assert not evaluation.identite("journaliste").peut("scrutins.voter", scrutin)
    with pytest.raises(PermissionDenied):
        urne.participant_de(evaluation.identite("journaliste"), scrutin)
    journaliste = evaluation.gens["journaliste"]
    journaliste.roles = ["journaliste", "comite"]
    journaliste.save()
    assert evaluation.identite("journaliste").peut("scrutins.voter", scrutin)
    assert inscrits(scrutin) == len(evaluation.gens)


# --- voting --------------------------------------------------------------------------------------


def test_un_second_bulletin_secret_est_refuse_et_le_premier_reste(administratrice, membre, dossier):
    scrutin = ouvrir(administratrice, dossier)
    voter(scrutin, 1, 2, 3, 4, compte=membre)
    with pytest.raises(DejaVote):
        voter(scrutin, 4, 3, 2, 1, compte=membre)
    assert egaux(scrutin) == [((1, 2, 3, 4), 1)]


def test_un_bulletin_ouvert_se_change_tant_que_le_vote_est_ouvert(administratrice, membre, dossier):
    scrutin = ouvrir(administratrice, dossier, secret=False)
    assert voter(scrutin, 1, 2, 3, 4, compte=membre) is False
    assert voter(scrutin, 4, 3, 2, 1, compte=membre) is True
    assert egaux(scrutin) == [((4, 3, 2, 1), 1)]
    pas(administratrice, scrutin, "clore")
    with pytest.raises(Refus, match="terminé"):
        voter(scrutin, 1, 2, 3, 4, compte=membre)


def test_qui_ne_participe_pas_ne_vote_pas(administratrice, etrangere, membre, dossier):
    scrutin = ouvrir(administratrice, dossier)
    with pytest.raises(PermissionDenied):
        voter(scrutin, 1, 2, 3, 4, compte=etrangere)
    par_lien = ouvrir(administratrice, dossier, electorat=Electorat.LIEN)
    with pytest.raises(PermissionDenied):
        voter(par_lien, 1, 2, 3, 4, compte=membre)


@pytest.mark.parametrize("etapes", [(), ("ouvrir", "clore"), ("ouvrir", "clore", "depouiller"), ("annuler",)])
def test_hors_de_l_ouverture_aucun_bulletin_n_entre(administratrice, membre, dossier, etapes):
    scrutin = pas(administratrice, preparer(administratrice, dossier), *etapes)
    with pytest.raises(Refus, match=r"n’est pas ouvert|terminé"):
        voter(scrutin, 1, 2, 3, 4, compte=membre)
    assert Bulletin.objects.count() == 0


def test_passe_la_fin_annoncee_aucun_bulletin_n_entre(administratrice, membre, dossier):
    scrutin = ouvrir(administratrice, dossier, jusqu_au=timezone.now() + timedelta(hours=1))
    Scrutin.objects.filter(pk=scrutin.pk).update(jusqu_au=timezone.now() - timedelta(seconds=1))
    with pytest.raises(Refus, match="terminé"):
        voter(scrutin, 1, 2, 3, 4, compte=membre)


@pytest.mark.parametrize(
    ("champs", "valeurs", "message"),
    [
        ({"mode": Mode.CHOIX}, (1, 1, 0, 0), "ne correspond pas"),
        ({"mode": Mode.CHOIX}, (2, 0, 0, 0), "ne correspond pas"),
        ({"mode": Mode.CHOIX}, (1, 0, 0), "ne correspond pas"),
        ({"mode": Mode.APPROBATION, "nombre": 2}, (1, 1, 1, 0), "2 au plus"),
        ({"mode": Mode.POINTS, "nombre": 10}, (6, 5, 0, 0), "vous en avez 10"),
        ({"mode": Mode.POINTS, "nombre": 10}, (-1, 5, 0, 0), "ne correspond pas"),
        ({"mode": Mode.CLASSEMENT}, (1, 2, 3, 5), "ne correspond pas"),
        ({"mode": Mode.JUGEMENT}, (8, 1, 1, 1), "ne correspond pas"),
    ],
)
def test_l_urne_refuse_un_bulletin_qu_elle_ne_peut_pas_tenir(
    administratrice, membre, dossier, champs, valeurs, message
):
    scrutin = ouvrir(administratrice, dossier, **champs)
    with pytest.raises(ValidationError, match=message):
        voter(scrutin, *valeurs, compte=membre)
    assert Emargement.objects.count() == 0


def test_un_vote_ouvert_demande_le_nom_de_qui_vote_sans_compte(administratrice, dossier):
    scrutin = ouvrir(administratrice, dossier, electorat=Electorat.LIEN, secret=False)
    with pytest.raises(ValidationError, match="dites votre nom"):
        voter(scrutin, 1, 2, 3, 4)
    with pytest.raises(ValidationError, match="adresse de site"):
        voter(scrutin, 1, 2, 3, 4, nom="https://arnaque.example")
    voter(scrutin, 1, 2, 3, 4, nom="Jeanne")
    assert Emargement.objects.get().qui == "Jeanne"


# --- codes ---------------------------------------------------------------------------------------


@pytest.fixture
def par_codes(administratrice, dossier) -> tuple[Scrutin, list[str]]:
    scrutin = preparer(administratrice, dossier, electorat=Electorat.CODES)
    clairs = donner_des_codes(administratrice, scrutin)
    return pas(administratrice, scrutin, "ouvrir"), clairs


def test_un_code_vaut_un_bulletin_quelle_que_soit_sa_frappe(par_codes):
    scrutin, clairs = par_codes
    code = codes.trouver(scrutin, clairs[0].lower().replace("-", " "))
    urne.deposer(scrutin=scrutin, electeur=Electeur(code=code), valeurs=(1, 2, 3, 4))
    with pytest.raises(DejaVote):
        urne.deposer(scrutin=scrutin, electeur=Electeur(code=code), valeurs=(4, 3, 2, 1))
    assert egaux(scrutin) == [((1, 2, 3, 4), 1)]


def test_les_codes_ne_sont_nulle_part_en_clair(par_codes):
    _, clairs = par_codes
    gardes = " ".join(str(v) for ligne in CodeDeVote.objects.values_list() for v in ligne)
    assert len(clairs) == len(set(clairs)) == 3
    assert not any(lire_code(code) in gardes or code in gardes for code in clairs)


def test_un_code_d_un_autre_vote_n_ouvre_rien(administratrice, dossier, par_codes):
    _, clairs = par_codes
    autre = preparer(administratrice, dossier, electorat=Electorat.CODES, question="Autre chose ?")
    assert codes.trouver(autre, clairs[0]) is None


def test_un_code_fait_sous_une_ancienne_cle_vote_encore(par_codes, settings):
    scrutin, clairs = par_codes
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "une-cle-toute-neuve"
    assert codes.trouver(scrutin, clairs[0]) is not None


def test_un_lot_annule_ne_vote_plus_sauf_ce_qui_est_deja_dans_l_urne(administratrice, par_codes):
    scrutin, clairs = par_codes
    code = codes.trouver(scrutin, clairs[0])
    urne.deposer(scrutin=scrutin, electeur=Electeur(code=code), valeurs=(1, 2, 3, 4))
    perdu = codes.trouver(scrutin, clairs[1])
    lot = code.lot
    assert services.annuler_lot(identite=Identite(administratrice), scrutin=scrutin, lot=lot) == 2
    assert codes.trouver(scrutin, clairs[1]) is None
    with pytest.raises(Refus, match="annulé"):
        urne.deposer(scrutin=scrutin, electeur=Electeur(code=perdu), valeurs=(1, 2, 3, 4))
    assert pas(administratrice, scrutin, "clore").inscrits == 1


def test_le_formulaire_des_codes_renvoye_n_en_fait_pas_d_autres(administratrice, dossier):
    scrutin = preparer(administratrice, dossier, electorat=Electorat.CODES)
    lot = uuid4()
    faits = [
        services.faire_codes(identite=Identite(administratrice), scrutin=scrutin, nombre=2, lot=lot)
        for _ in range(2)
    ]
    assert [len(f) for f in faits] == [2, 0]
    assert scrutin.codes.count() == 2


# --- secrecy -------------------------------------------------------------------------------------


def test_la_base_refuse_de_signer_un_bulletin_secret(administratrice, membre, dossier):
    scrutin = ouvrir(administratrice, dossier)
    voter(scrutin, 1, 2, 3, 4, compte=membre)
    emargement, bulletin = Emargement.objects.get(), Bulletin.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Bulletin.objects.filter(pk=bulletin.pk).update(emargement=emargement)
    with pytest.raises(IntegrityError), transaction.atomic():
        Bulletin.objects.filter(pk=bulletin.pk).update(emargement=emargement, secret=False)
        connection.check_constraints()


def test_un_bulletin_secret_ne_porte_ni_personne_ni_moment_et_le_journal_se_tait(
    administratrice, membre, dossier
):
    scrutin = ouvrir(administratrice, dossier)
    avant = Ligne.objects.count()
    voter(scrutin, 1, 2, 3, 4, compte=membre)
    assert Ligne.objects.count() == avant
    assert {f.name for f in Bulletin._meta.fields} == {"id", "scrutin", "secret", "emargement", "valeurs"}
    assert Bulletin.objects.get().emargement is None
    assert not any(f.get_internal_type().startswith("Date") for f in Emargement._meta.fields)


def test_a_la_cloture_les_bulletins_secrets_sont_rebattus_sous_d_autres_numeros(administratrice, dossier):
    scrutin = ouvrir(administratrice, dossier, electorat=Electorat.LIEN)
    for _ in range(20):
        voter(scrutin, 1, 2, 3, 4)
        voter(scrutin, 4, 3, 2, 1)
    avant = set(scrutin.bulletins.values_list("pk", flat=True))
    comptes = egaux(scrutin)
    pas(administratrice, scrutin, "clore")
    assert egaux(scrutin) == comptes == [((1, 2, 3, 4), 20), ((4, 3, 2, 1), 20)]
    assert avant.isdisjoint(scrutin.bulletins.values_list("pk", flat=True))
    with connection.cursor() as curseur:
        curseur.execute("SELECT valeurs FROM scrutins_bulletin ORDER BY ctid")
        physique = [ligne[0][0] for ligne in curseur.fetchall()]
        curseur.execute("SELECT count(DISTINCT xmin::text) FROM scrutins_bulletin")
        assert curseur.fetchone() == (1,)
    assert physique != [1, 4] * 20


def test_effacer_son_compte_laisse_le_bulletin_ouvert_sans_nom(administratrice, membre, dossier):
    scrutin = ouvrir(administratrice, dossier, secret=False)
    voter(scrutin, 1, 2, 3, 4, compte=membre)
    supprimer_compte(compte=membre)
    scrutin = pas(administratrice, scrutin, "clore", "depouiller")
    emargement = Emargement.objects.select_related("participant__acteur__compte").get()
    assert "Bachir" not in emargement.qui
    assert depouiller(scrutin).bulletins == 1


def test_un_dossier_efface_emporte_ses_votes(administratrice, membre, dossier):
    voter(ouvrir(administratrice, dossier), 1, 2, 3, 4, compte=membre)
    voter(ouvrir(administratrice, dossier, secret=False), 1, 2, 3, 4, compte=membre)
    dossiers.effacer(dossier)
    assert (Scrutin.objects.count(), Bulletin.objects.count(), Emargement.objects.count()) == (0, 0, 0)


# --- counting ------------------------------------------------------------------------------------


def test_sans_bulletin_exprime_le_vote_ne_dit_rien(administratrice, dossier):
    scrutin = ouvrir(administratrice, dossier, electorat=Electorat.LIEN)
    voter(scrutin, 0, 0, 0, 0)
    resultat = depouiller(pas(administratrice, scrutin, "clore", "depouiller"))
    assert (resultat.bulletins, resultat.blancs, resultat.compte, resultat.palmares) == (1, 1, None, {})


@pytest.mark.parametrize(
    ("champs", "bulletins", "en_tete"),
    [
        ({"mode": Mode.CHOIX}, [(1, 0, 0, 0), (0, 1, 0, 0), (0, 1, 0, 0)], 1),
        ({"mode": Mode.APPROBATION}, [(1, 0, 1, 0), (0, 1, 1, 0)], 2),
        ({"mode": Mode.POINTS, "nombre": 5}, [(5, 0, 0, 0), (0, 2, 0, 3), (0, 1, 0, 4)], 3),
        ({"mode": Mode.JUGEMENT}, [(1, 6, 5, 4), (2, 6, 7, 4)], 1),
        ({"mode": Mode.CHOIX}, [(1, 0, 0, 0), (0, 0, 0, 1)], 3),
    ],
)
def test_chaque_facon_de_voter_se_depouille(administratrice, dossier, champs, bulletins, en_tete):
    scrutin = ouvrir(administratrice, dossier, electorat=Electorat.LIEN, **champs)
    departager(scrutin, "Knoxville", "Chattanooga", "Nashville", "Memphis")
    for valeurs in bulletins:
        voter(scrutin, *valeurs)
    resultat = depouiller(pas(administratrice, scrutin, "clore", "depouiller"))
    assert next(iter(resultat.palmares.values())).ordre[0] == en_tete


def test_annuler_demande_pourquoi_et_le_garde(administratrice, dossier):
    scrutin = ouvrir(administratrice, dossier)
    with pytest.raises(ValidationError):
        pas(administratrice, scrutin, "annuler", motif=" ")
    assert pas(administratrice, scrutin, "annuler").motif_annulation == "Erreur de question"


def test_the_ballots_of_a_secret_vote_that_is_cancelled_are_shuffled_too(administratrice, membre, dossier):
    scrutin = ouvrir(administratrice, dossier)
    voter(scrutin, 1, 2, 3, 4, compte=membre)
    voter(scrutin, 4, 3, 2, 1, compte=administratrice)
    avant = set(Bulletin.objects.values_list("pk", flat=True))
    pas(administratrice, scrutin, "annuler")
    assert avant.isdisjoint(Bulletin.objects.values_list("pk", flat=True))
    assert sorted(map(tuple, Bulletin.objects.values_list("valeurs", flat=True))) == [
        (1, 2, 3, 4),
        (4, 3, 2, 1),
    ]
