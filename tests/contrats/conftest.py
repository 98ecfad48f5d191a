from datetime import timedelta

import pytest
from django.utils import timezone

from communs.collectivites.invitations import jeton_de
from communs.collectivites.models import Collectivite, Compte, Invitation, Service
from sonar.essais import nouvel_essai
from sonar.models import Tentative
from tests.contrats.exemples import Decor


@pytest.fixture
def decor(
    administratrice: Compte, membre: Compte, etrangere: Compte, collectivite: Collectivite, remettre
) -> Decor:
    invitation = Invitation.objects.create(
        collectivite=collectivite,
        email="nouvelle@port-lumiere.example",
        expire_le=timezone.now() + timedelta(days=14),
    )
    tentative: Tentative = remettre("uuuhsc")
    return Decor(
        administratrice=administratrice,
        membre=membre,
        etrangere=etrangere,
        collectivite=collectivite,
        service=Service.objects.create(collectivite=collectivite, nom="Direction de la culture"),
        adhesion=collectivite.adhesions.get(compte=membre),
        invitation=invitation,
        jeton_invitation=jeton_de(invitation),
        jeton_feuille=nouvel_essai(),
        tentative=tentative,
    )
