"""What lives around a teinte, for tests: proposals, comments."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.utils import timezone

from communs.collectivites.identite import Identite
from communs.collectivites.models import Compte
from communs.etats.models import Acteur
from nuancier.fiches import FicheTeinte, en_dict
from nuancier.imports.rapport import ImportLu
from nuancier.models import Brouillon, Commentaire, Import, Proposition, Teinte, Verification
from nuancier.vie import commentaires, propositions
from nuancier.vie.versions import tenir_a_jour
from tests.outils.teintes import FICHE, creer_teinte

LICENCE = "CC BY-NC-SA"


def proposer(compte: Compte, teinte: Teinte, partie: str = "finalites", valeurs: Any = None, **champs: Any):
    """A proposal, to change the purposes of the teinte unless said otherwise."""
    valeurs = ["Repartir des usages", "Sortir des bureaux"] if valeurs is None else valeurs
    voulu = {"raison": "Plus court.", "licence": LICENCE, "demande": uuid4()} | champs
    return propositions.proposer(
        identite=Identite(compte), teinte=teinte, partie=partie, valeurs=valeurs, **voulu
    )


def commenter(
    compte: Compte, teinte: Teinte, texte: str = "Essayé en mars : il faut deux jours.", **champs: Any
):
    return commentaires.commenter(
        identite=Identite(compte), teinte=teinte, texte=texte, licence=LICENCE, demande=uuid4(), **champs
    )


def importer_un_brouillon(compte: Compte, contenu: FicheTeinte = FICHE) -> Brouillon:
    """A draft that came in a file of its own, with an empty report."""
    importation = Import.objects.create(
        fichier="phare.md",
        empreinte=uuid4().hex * 2,
        auteur=Acteur.objects.de(compte),
        rapport=ImportLu(fiches=[contenu]).en_rapport([]),
    )
    return Brouillon.objects.create(
        importation=importation, rang=1, code=contenu.code, contenu=en_dict(contenu)
    )


@dataclass(frozen=True)
class VieDuDecor:
    """A teinte with one of everything; all of it the administrator's, who edits the chart too."""

    teinte: Teinte
    proposition: Proposition
    commentaire: Commentaire
    verification: Verification
    brouillon: Brouillon


def vie_du_decor(compte: Compte) -> VieDuDecor:
    """In family 4, on teinte 4.1."""
    teinte = creer_teinte()
    tenir_a_jour()
    return VieDuDecor(
        teinte=teinte,
        proposition=proposer(compte, teinte),
        commentaire=commenter(compte, teinte),
        verification=Verification.objects.create(
            adresse="https://phare.example/manuel",
            mort_le=timezone.now(),
            dernier_constat="Introuvable (404).",
        ),
        brouillon=importer_un_brouillon(compte),
    )
