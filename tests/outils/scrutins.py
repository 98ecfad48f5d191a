"""Votes as tests need them, made through the services that people use."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from communs.collectivites.identite import Identite
from communs.collectivites.models import Compte
from communs.dossiers.models import Dossier
from communs.etats.tables import franchir
from communs.scrutins import services, urne
from communs.scrutins.enums import Electorat, Mode
from communs.scrutins.models import CodeDeVote, Option, Scrutin
from communs.scrutins.transitions import SCRUTIN
from communs.scrutins.urne import Electeur

VILLES = ("Memphis", "Nashville", "Chattanooga", "Knoxville")


def preparer(compte: Compte, dossier: Dossier, options: Sequence[str] = VILLES, **champs: Any) -> Scrutin:
    """A draft and its options."""
    scrutin = services.preparer(
        identite=Identite(compte),
        dossier=dossier,
        demande=uuid4(),
        champs={"question": "Où mettre la capitale ?", "mode": Mode.CLASSEMENT, **champs},
    )
    services.ajouter_options(identite=Identite(compte), scrutin=scrutin, libelles=options)
    return scrutin


def pas(compte: Compte, scrutin: Scrutin, *noms: str, motif: str = "Erreur de question") -> Scrutin:
    """Take these steps one after the other."""
    for nom in noms:
        franchir(
            SCRUTIN,
            identite=Identite(compte),
            objet=scrutin,
            nom=nom,
            motif=motif if nom == "annuler" else "",
            donnees={"motif": motif},
            question=scrutin.question,
        )
    return Scrutin.objects.select_related("dossier__collectivite").get(pk=scrutin.pk)


def ouvrir(compte: Compte, dossier: Dossier, options: Sequence[str] = VILLES, **champs: Any) -> Scrutin:
    return pas(compte, preparer(compte, dossier, options, **champs), "ouvrir")


def voter(scrutin: Scrutin, *valeurs: int, compte: Compte | None = None, nom: str = "") -> bool:
    """A ballot of this person, or of one more visitor."""
    electeur = Electeur(visiteur=uuid4(), nom=nom)
    if compte is not None:
        electeur = Electeur(participant=urne.participant_de(Identite(compte), scrutin))
    return urne.deposer(scrutin=scrutin, electeur=electeur, valeurs=valeurs)


def donner_des_codes(compte: Compte, scrutin: Scrutin, nombre: int = 3) -> list[str]:
    return services.faire_codes(identite=Identite(compte), scrutin=scrutin, nombre=nombre, lot=uuid4())


def departager(scrutin: Scrutin, *libelles: str) -> None:
    """Fix the order that the opening drew."""
    for place, libelle in enumerate(libelles, start=1):
        Option.objects.filter(scrutin=scrutin, libelle=libelle).update(departage=place)


@dataclass(frozen=True)
class ScrutinsDuDecor:
    """One vote in each state that has a page of its own."""

    brouillon: Scrutin
    option: Option  # of the draft
    ouvert: Scrutin  # the participants', in which nobody has voted
    par_codes: Scrutin  # open
    code: CodeDeVote
    depouille: Scrutin


def scrutins_du_decor(compte: Compte, dossier: Dossier) -> ScrutinsDuDecor:
    brouillon = preparer(compte, dossier, question="Par où commencer ?", mode=Mode.APPROBATION)
    par_codes = preparer(compte, dossier, electorat=Electorat.CODES, mode=Mode.JUGEMENT)
    donner_des_codes(compte, par_codes)
    depouille = ouvrir(compte, dossier, electorat=Electorat.LIEN)
    for valeurs in [(1, 2, 3, 4), (4, 1, 2, 3), (4, 3, 1, 2), (4, 3, 2, 1), (0, 0, 0, 0)]:
        voter(depouille, *valeurs)
    return ScrutinsDuDecor(
        brouillon=brouillon,
        option=brouillon.options.get(rang=1),
        ouvert=ouvrir(compte, dossier, jusqu_au=timezone.now() + timedelta(days=30)),
        par_codes=pas(compte, par_codes, "ouvrir"),
        code=par_codes.codes.order_by("pk").first(),
        depouille=pas(compte, depouille, "clore", "depouiller"),
    )
