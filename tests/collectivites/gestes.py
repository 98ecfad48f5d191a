"""What a person does with an account, through the pages."""

import re
from datetime import timedelta

from django.test import Client
from django.urls import reverse

from communs.collectivites import invitations
from communs.collectivites.enums import Role
from communs.collectivites.identite import Identite
from communs.collectivites.models import Collectivite, Compte, Invitation
from communs.courrier.models import Courriel
from tests.conftest import MOT_DE_PASSE

NOUVELLE = INVITEE = "denise@port-lumiere.example"


def inscrire(client: Client, **champs: str):
    return client.post(
        reverse("account_signup"),
        {"email": NOUVELLE, "prenom": "Denise", "nom": "Abily", "password1": MOT_DE_PASSE, **champs},
    )


def connecter(client: Client, email: str, mot_de_passe: str = MOT_DE_PASSE, **champs: str):
    return client.post(reverse("account_login"), {"login": email, "password": mot_de_passe, **champs})


def lien(courriel: Courriel, debut: str) -> str:
    """The path of the link written in this mail."""
    return re.search(rf"http://[^/]+({debut}\S+)", courriel.texte)[1]


def est_connecte(client: Client) -> bool:
    return client.get(reverse("compte_profil")).status_code == 200


def inviter_par_le_service(compte: Compte, collectivite: Collectivite, email: str = INVITEE) -> Invitation:
    bilan = invitations.inviter(
        identite=Identite(compte), collectivite=collectivite, adresses=[email], role=Role.MEMBRE, service=None
    )
    return bilan.envoyees[0]


def page(invitation: Invitation) -> str:
    return reverse("collectivites:invitation", args=[invitations.jeton_de(invitation)])


def geste(nom: str, invitation: Invitation) -> str:
    return reverse(f"collectivites:{nom}_invitation", args=["port-lumiere", invitation.uuid])


def vieillir(invitation: Invitation, jours: int) -> None:
    Invitation.objects.filter(pk=invitation.pk).update(
        cree_le=invitation.cree_le - timedelta(days=jours),
        expire_le=invitation.expire_le - timedelta(days=jours),
    )
