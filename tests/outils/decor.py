"""One of everything that an address may hold, and the three people who look at it."""

from datetime import timedelta
from uuid import uuid4

from django.contrib.auth.models import Group
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from communs.collectivites.enums import Role, TypeCollectivite
from communs.collectivites.identite import Identite
from communs.collectivites.invitations import jeton_de
from communs.collectivites.models import Adhesion, Collectivite, Compte, Demande, Invitation, Service
from communs.dossiers import invitations
from communs.dossiers.enums import Visibilite
from eclaireurs.models import Retour
from nuancier.apps import EDITEURS
from sonar.essais import lire_essai, nouvel_essai
from sonar.models import Melange, Tentative
from sonar.services import demander_carnet
from tests.contrats.exemples import Decor
from tests.outils.dossiers import commenter, donner_un_lien, faire_venir, montrer, ouvrir_un_dossier
from tests.outils.echeances import confier
from tests.outils.evaluations import evaluation_du_decor
from tests.outils.fabriques import fabrique_du_decor
from tests.outils.fetes import fete_du_decor
from tests.outils.feuilles import remplir
from tests.outils.parcours import parcours_du_decor
from tests.outils.scrutins import scrutins_du_decor
from tests.outils.seances import seance_du_decor
from tests.outils.sessions import session_du_decor
from tests.outils.sonar_seances import sonar_du_decor
from tests.outils.tirages import tirages_du_decor
from tests.outils.trajectoires import trajectoire_du_decor
from tests.outils.veille_abonnements import abonnements_du_decor
from tests.outils.veille_imports import importer_un_texte
from tests.outils.veille_notices import notices_du_decor
from tests.outils.veille_redaction import redaction_du_decor
from tests.outils.veille_references import importer as importer_des_references
from tests.outils.vie import vie_du_decor

MOT_DE_PASSE = "phare-de-nuit-2026"


def creer_compte(email: str, **champs: object) -> Compte:
    """An account whose e-mail is verified."""
    compte = Compte.objects.create_user(email, MOT_DE_PASSE, **champs)
    compte.emailaddress_set.create(email=compte.email, verified=True, primary=True)
    return compte


def creer_administratrice() -> Compte:
    return creer_compte("alice@port-lumiere.example", prenom="Alice", nom="Kerguelen")


def creer_membre() -> Compte:
    return creer_compte("bachir@port-lumiere.example", prenom="Bachir", nom="Le Goff")


def creer_etrangere() -> Compte:
    return creer_compte("chloe@kermadec.example", prenom="Chloé", nom="Ferrand")


def creer_collectivite(administratrice: Compte, membre: Compte) -> Collectivite:
    """Alice administers it, Bachir belongs to it, Chloé has nothing to do with it."""
    collectivite = Collectivite.objects.create(
        nom="Port-Lumière Agglomération",
        identifiant="port-lumiere",
        type=TypeCollectivite.INTERCOMMUNALITE,
        siren="200046977",
    )
    Adhesion.objects.create(compte=administratrice, collectivite=collectivite, role=Role.ADMINISTRATEUR)
    Adhesion.objects.create(compte=membre, collectivite=collectivite)
    return collectivite


def remettre_une_feuille(client: Client, styles: str) -> Tentative:
    """Hand in a sheet of these styles through its page; the shipped content must be there."""
    jeton = nouvel_essai()
    response: HttpResponse = client.post(reverse("sonar:feuille", args=[jeton]), remplir(jeton, styles))
    assert response.status_code == 302, response.content.decode()
    return Tentative.objects.get(essai=lire_essai(jeton))


def dresser(visiteur: Client) -> Decor:
    """The whole decor, on the shipped content; the sheet is handed in from this visitor's browser."""
    administratrice, membre, etrangere = creer_administratrice(), creer_membre(), creer_etrangere()
    collectivite = creer_collectivite(administratrice, membre)
    invitation = Invitation.objects.create(
        collectivite=collectivite,
        email="nouvelle@port-lumiere.example",
        expire_le=timezone.now() + timedelta(days=14),
    )
    tentative = remettre_une_feuille(visiteur, "uuuhsc")
    dossier = ouvrir_un_dossier(administratrice, collectivite)
    faire_venir(administratrice, dossier, membre.email)
    invite = faire_venir(administratrice, dossier, "jean@ailleurs.example", nom="Jean Cariou")
    montrer(dossier, Visibilite.LIEN)
    partenaire = Collectivite.objects.create(
        nom="Syndicat des eaux", identifiant="syndicat", type=TypeCollectivite.SYNDICAT, siren="200000008"
    )
    dossier.partenaires.add(partenaire)
    administratrice.groups.add(Group.objects.get(name=EDITEURS))
    evaluation = evaluation_du_decor(administratrice, collectivite)
    return Decor(
        administratrice=administratrice,
        membre=membre,
        etrangere=etrangere,
        collectivite=collectivite,
        service=Service.objects.create(collectivite=collectivite, nom="Direction du patrimoine"),
        adhesion=collectivite.adhesions.get(compte=membre),
        invitation=invitation,
        demande=Demande.objects.create(
            compte=creer_compte("erwan@port-lumiere.example", prenom="Erwan"), collectivite=collectivite
        ),
        jeton_invitation=jeton_de(invitation),
        jeton_feuille=nouvel_essai(),
        tentative=tentative,
        melange=Melange.objects.create(essai=uuid4(), concepts=["jugaad", "scrum"]),
        livret=demander_carnet(tentative=tentative, identite=Identite()),
        dossier=dossier,
        invite=invite,
        jeton_invite=invitations.jeton_de(invite),
        commentaire=commenter(membre, dossier),
        lien=donner_un_lien(administratrice, dossier),
        partenaire=partenaire,
        vie=vie_du_decor(administratrice),
        formation=session_du_decor(administratrice, collectivite),
        evaluation=evaluation,
        fete=fete_du_decor(administratrice, collectivite, evaluation.dossier),
        veille_notices=notices_du_decor(administratrice),
        veille_references=importer_des_references(administratrice),
        veille_redaction=redaction_du_decor(administratrice),
        veille_abonnements=abonnements_du_decor(),
        parcours=parcours_du_decor(administratrice, collectivite),
        veille_imports=importer_un_texte(administratrice),
        scrutins=scrutins_du_decor(administratrice, dossier),
        tirages=tirages_du_decor(administratrice, dossier),
        seances=seance_du_decor(administratrice, dossier),
        sonar_seances=sonar_du_decor(administratrice),
        fabrique=fabrique_du_decor(administratrice, collectivite),
        echeances=confier(dossier.participants.get(compte=administratrice)),
        trajectoire=trajectoire_du_decor(administratrice, membre, collectivite),
        retour=Retour.objects.create(
            outil="evaluation-suivi",
            collectivite=collectivite,
            auteur=membre,
            essai="Trois recommandations d’un rapport qui dormait.",
            avec="Un applicateur, trois agents",
            duree="Trois mois",
            suites="Deux actions sur trois sont faites.",
        ),
    )
