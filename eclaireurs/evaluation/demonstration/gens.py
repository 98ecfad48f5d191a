"""The people of the demonstration: one account per role, and the services they work in.

The same people live in each trial (`eclaireurs.essais`), under addresses that lead nowhere.
"""

from allauth.account.models import EmailAddress

from communs.collectivites.enums import Role
from communs.collectivites.management.commands.charger_demo import MOT_DE_PASSE
from communs.collectivites.models import Adhesion, Collectivite, Compte, Service

# role: e-mail, first name, name, service, organisation when it is another than the collectivité
GENS = {
    "evaluateur": ("maelle@port-lumiere.example", "Maëlle", "Tanguy", "Transformation et innovation", ""),
    "applicateur": ("yanis@port-lumiere.example", "Yanis", "Morvan", "Direction générale des services", ""),
    "comite": ("helene@port-lumiere.example", "Hélène", "Quéré", "", "Conseil d’agglomération"),
    "agent": ("joel@port-lumiere.example", "Joël", "Abgrall", "Lecture publique", ""),
    "journaliste": ("ines@gazette-du-port.example", "Inès", "Cadiou", "", "La Gazette du port"),
}
DIRECTION = "Direction générale des services"
CHEZ_ELLE = "port-lumiere"  # the demonstration's own collectivité
NULLE_PART = "essai.invalid"  # reserved (RFC 2606): no server answers for it


def service(collectivite: Collectivite, nom: str) -> Service:
    """The service of this name, under the general direction if it has to be made."""
    deja = collectivite.services.filter(nom=nom).order_by("pk").first()
    parent = collectivite.services.filter(nom=DIRECTION).first()
    return deja or Service.objects.create(collectivite=collectivite, nom=nom, parent=parent)


def adresse(collectivite: Collectivite, role: str) -> str:
    """The address of this role; elsewhere than at home, one that nobody can have."""
    email = GENS[role][0]
    if collectivite.identifiant == CHEZ_ELLE:
        return email
    return f"{email.partition('@')[0]}.{collectivite.identifiant}@{NULLE_PART}"


def compte(collectivite: Collectivite, role: str) -> Compte:
    """The account of this role, a member of the collectivité unless it comes from elsewhere.

    An account that exists already is left as its owner has made it.
    """
    _, prenom, nom, nom_du_service, _ = GENS[role]
    email = adresse(collectivite, role)
    if deja := Compte.objects.filter(email=email).first():
        return deja
    if collectivite.identifiant == CHEZ_ELLE:
        nouveau = Compte.objects.create_user(email, MOT_DE_PASSE, prenom=prenom, nom=nom)
        EmailAddress.objects.create(user=nouveau, email=email, verified=True, primary=True)
    else:  # nobody signs in: a visitor is given the session
        nouveau = Compte.objects.create_user(email, None, prenom=prenom, nom=nom, essai=collectivite)
    if role != "journaliste":
        Adhesion.objects.create(
            compte=nouveau,
            collectivite=collectivite,
            role=Role.MEMBRE,
            service=service(collectivite, nom_du_service) if nom_du_service else None,
        )
    return nouveau
