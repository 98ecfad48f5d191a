"""A fiche de fabrique with its people and what they wrote, as tests need it. The shipped content is there."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from communs.collectivites.identite import Identite
from communs.collectivites.models import Collectivite, Compte
from communs.dossiers.models import Dossier, Participant
from communs.dossiers.services import ouvrir
from communs.etats.models import Acteur
from sonar.fabrique import services
from sonar.fabrique.fiches import EntreeDeBord, ReponseDeFabrique, UsageDePratique
from sonar.fabrique.models import Pratique


@dataclass(frozen=True)
class FabriqueDuDecor:
    """One thing of each kind that the addresses of a fiche name."""

    dossier: Dossier
    usage: UUID
    entree: UUID


def ouvrir_une_fiche(compte: Compte, collectivite: Collectivite, titre: str = "Le vélo à l’école") -> Dossier:
    return ouvrir(
        identite=Identite(compte),
        collectivite=collectivite,
        genre_cle="fabrique",
        titre=titre,
        resume="",
        demande=uuid4(),
    )


def faire_participer(dossier: Dossier, compte: Compte, role: str) -> Participant:
    return Participant.objects.create(
        dossier=dossier, compte=compte, acteur=Acteur.objects.de(compte), roles=[role]
    )


def repondre(
    compte: Compte,
    dossier: Dossier,
    cle: str = "qui-alerte",
    texte: str = "Une directrice d’école.",
    *,
    motif: str = "",
    version: int = 1,
) -> ReponseDeFabrique:
    return services.repondre(
        identite=Identite(compte),
        dossier=dossier,
        question_cle=cle,
        numero=services.courant(dossier).numero,
        version=version,
        champs={"texte": texte, "sans_objet": bool(motif), "motif": motif},
    )


def noter(
    compte: Compte, dossier: Dossier, cle: str = "observations", quand: str = "En mars"
) -> UsageDePratique:
    return services.noter_pratique(
        identite=Identite(compte),
        dossier=dossier,
        pratique=Pratique.objects.get(cle=cle),
        demande=uuid4(),
        champs={"quand": quand, "avec_qui": "deux agents", "changement": "On a vu les trottoirs."},
    )


def consigner(
    compte: Compte, dossier: Dossier, texte: str = "Comptage à la grille.", le: date = date(2026, 3, 12)
) -> EntreeDeBord:
    return services.consigner(
        identite=Identite(compte),
        dossier=dossier,
        demande=uuid4(),
        champs={"le": le, "texte": texte, "etape": "analyse", "pratique_cle": "", "pratique_nom": ""},
    )


def fabrique_du_decor(compte: Compte, collectivite: Collectivite) -> FabriqueDuDecor:
    dossier = ouvrir_une_fiche(compte, collectivite)
    repondre(compte, dossier)
    return FabriqueDuDecor(
        dossier=dossier, usage=noter(compte, dossier).uuid, entree=consigner(compte, dossier).uuid
    )
