"""What a person does with a dossier, through the services."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from communs.collectivites.identite import Identite
from communs.collectivites.models import Collectivite, Compte
from communs.dossiers import invitations, services
from communs.dossiers.enums import Visibilite
from communs.dossiers.models import Commentaire, Dossier, LaissezPasser, Participant
from tests.outils.essai import RoleEssai

TITRE = "Évaluer la cantine à un euro"


def ouvrir_un_dossier(compte: Compte, collectivite: Collectivite, titre: str = TITRE) -> Dossier:
    return services.ouvrir(
        identite=Identite(compte),
        collectivite=collectivite,
        genre_cle="essai",
        titre=titre,
        resume="",
        demande=uuid4(),
    )


def faire_venir(
    par: Compte,
    dossier: Dossier,
    email: str,
    *roles: str,
    nom: str = "Invité",
    organisation: str = "",
) -> Participant:
    return invitations.inviter(
        identite=Identite(par),
        dossier=dossier,
        email=email,
        nom=nom,
        organisation=organisation,
        roles=roles or [RoleEssai.EQUIPIER],
    )


def montrer(dossier: Dossier, visibilite: Visibilite) -> None:
    Dossier.objects.filter(pk=dossier.pk).update(visibilite=visibilite)


def donner_un_lien(par: Compte, dossier: Dossier, jours: int = 30) -> LaissezPasser:
    return services.creer_lien(
        identite=Identite(par),
        dossier=dossier,
        libelle="Comité",
        expire_le=timezone.now() + timedelta(days=jours),
    )


def commenter(par: Compte, dossier: Dossier, texte: str = "Et les allergies ?") -> Commentaire:
    return services.commenter(
        identite=Identite(par), dossier=dossier, objet=dossier, texte=texte, demande=uuid4()
    )
