"""A fête with its rooms, its slots and its sessions, as tests need it."""

from dataclasses import dataclass
from datetime import date, time
from typing import Any
from uuid import UUID, uuid4

from communs.collectivites.identite import Identite
from communs.collectivites.models import Collectivite, Compte
from communs.dossiers.models import Dossier
from communs.etats.models import Acteur
from communs.etats.tables import franchir
from eclaireurs.evaluation.fete import forum, services
from eclaireurs.evaluation.fete.models import Affichage, Atelier, Creneau, Decision, Fete, Salle
from eclaireurs.evaluation.fete.transitions import FETE
from eclaireurs.evaluation.suivi.models import Action

LE = date(2026, 12, 3)


def preparer(compte: Compte, collectivite: Collectivite, **champs: Any) -> Fete:
    """Two rooms (3 places and 1), two slots; nobody has been told yet."""
    identite = Identite(compte)
    fete = services.preparer(
        identite=identite,
        collectivite=collectivite,
        champs={"le": LE, "debut": time(9), "fin": time(17), "lieu": "Halle aux voiles", "mot": "", **champs},
        demande=uuid4(),
    )
    services.ajouter_salle(identite=identite, fete=fete, nom="Le Pont", places=3)
    services.ajouter_salle(identite=identite, fete=fete, nom="La Cale", places=1)
    services.ajouter_creneau(identite=identite, fete=fete, debut=time(10), fin=time(11))
    services.ajouter_creneau(identite=identite, fete=fete, debut=time(11), fin=time(12))
    return Fete.objects.get(pk=fete.pk)


def avancer(compte: Compte, fete: Fete, *gestes: str) -> Fete:
    for nom in gestes:
        franchir(FETE, identite=Identite(compte), objet=fete, nom=nom, motif="On avait oublié un atelier.")
    return Fete.objects.get(pk=fete.pk)


def ouvrir(compte: Compte, collectivite: Collectivite, **champs: Any) -> Fete:
    return avancer(compte, preparer(compte, collectivite, **champs), "annoncer", "ouvrir")


def salle(fete: Fete, nom: str = "Le Pont") -> Salle:
    return fete.salles.get(nom=nom)


def creneau(fete: Fete, heure: int = 10) -> Creneau:
    return fete.creneaux.get(debut=time(heure))


def proposer(compte: Compte, fete: Fete, titre: str = "Finir le bus des livres", **champs: Any) -> Atelier:
    vides = dict.fromkeys(("creneau", "salle", "action", "dossier"))
    voulus: dict[str, Any] = {"titre": titre, "intention": "", **vides}
    au_nom_de = champs.pop("au_nom_de", "")
    return forum.proposer(
        identite=Identite(compte), fete=fete, champs=voulus | champs, demande=uuid4(), au_nom_de=au_nom_de
    )


@dataclass(frozen=True)
class FeteDuDecor:
    """One thing of each kind that the addresses of a fête name."""

    fete: Fete
    salle: UUID
    creneau: UUID
    atelier: UUID
    inscription: UUID
    decision: UUID


def fete_du_decor(compte: Compte, collectivite: Collectivite, dossier: Dossier) -> FeteDuDecor:
    """The day: a session with somebody without account, a decision that waits, a dossier on the wall."""
    fete = ouvrir(compte, collectivite, mot="Venez comme vous êtes.")
    Affichage.objects.create(fete=fete, dossier=dossier)
    atelier = proposer(compte, fete, salle=salle(fete), creneau=creneau(fete), dossier=dossier)
    inscription = forum.inscrire(identite=Identite(compte), atelier=atelier, nom="Jeanne Cariou")
    action = Action.objects.filter(plan__dossier=dossier).order_by("pk")[0]
    decision = Decision.objects.create(
        fete=fete,
        atelier=atelier,
        dossier=dossier,
        action=action,
        code=action.code,
        titre=action.titre,
        genre="arreter",
        motif="Personne n’en veut plus.",
        auteur=Acteur.objects.de(compte),
    )
    return FeteDuDecor(
        fete=fete,
        salle=salle(fete, "La Cale").uuid,
        creneau=creneau(fete, 11).uuid,
        atelier=atelier.uuid,
        inscription=inscription.uuid,
        decision=decision.uuid,
    )
