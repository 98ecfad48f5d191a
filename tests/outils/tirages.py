"""What people do with a draw, through the services; and the draws of the decor."""

from dataclasses import dataclass
from uuid import uuid4

from communs.collectivites.identite import Identite
from communs.collectivites.models import Compte
from communs.dossiers.models import Dossier
from communs.etats.tables import franchir
from communs.tirages import ceremonie, liste, services
from communs.tirages.liste import Candidat
from communs.tirages.models import Tirage
from communs.tirages.transitions import TIRAGE

DES = "314251632415263514263514263514"


def preparer(compte: Compte, dossier: Dossier, **champs: object) -> Tirage:
    voulus = {"titre": "Les agents du conclave", **champs}
    return services.preparer(identite=Identite(compte), dossier=dossier, demande=uuid4(), champs=voulus)


def inscrire(compte: Compte, tirage: Tirage, *personnes: tuple[str, str, str]) -> liste.Rapport:
    """Each person as (name, service, « elu », « direction » or nothing)."""
    return liste.ajouter(
        identite=Identite(compte),
        tirage=tirage,
        candidats=[Candidat(f"nom:{nom.lower()}", nom, service, quoi) for nom, service, quoi in personnes],
    )


def peupler(compte: Compte, tirage: Tirage, nombre: int = 8) -> None:
    """Two services of this many people, and an élue."""
    inscrire(
        compte,
        tirage,
        *((f"Agente {rang} de la voirie", "Voirie", "") for rang in range(1, nombre + 1)),
        *((f"Agent {rang} des écoles", "Écoles", "") for rang in range(1, nombre + 1)),
        ("Madame la maire", "Voirie", "elu"),
    )


def inscrire_un_compte(compte: Compte, tirage: Tirage) -> None:
    """This person alone, known by her account."""
    elle = Candidat(compte.email, compte.nom_affiche, "Voirie", compte_id=compte.pk, membre=True)
    liste.ajouter(identite=Identite(compte), tirage=tirage, candidats=[elle])


def repartir(compte: Compte, tirage: Tirage, **places: tuple[int, int]) -> None:
    """`Voirie=(2, 1)`: two places and one stand-in."""
    frais = Tirage.objects.get(pk=tirage.pk)
    cles = {g.pk: places[g.nom] for g in frais.groupes.all() if g.nom in places}
    services.repartir(identite=Identite(compte), tirage=tirage, version=frais.version, places=cles)


def engager(compte: Compte, tirage: Tirage) -> Tirage:
    franchir(TIRAGE, identite=Identite(compte), objet=tirage, nom="engager", titre=tirage.titre)
    return Tirage.objects.select_related("dossier__collectivite").get(pk=tirage.pk)


def relever(compte: Compte, tirage: Tirage, texte: str = DES) -> Tirage:
    return ceremonie.relever(identite=Identite(compte), tirage=tirage, texte=texte)


@dataclass(frozen=True)
class TiragesDuDecor:
    prepare: Tirage
    engage: Tirage


def tirages_du_decor(compte: Compte, dossier: Dossier) -> TiragesDuDecor:
    """One being prepared, one committed: two people may roll its dice."""
    prepare, engage = preparer(compte, dossier), preparer(compte, dossier, titre="Un jury")
    peupler(compte, prepare)
    peupler(compte, engage)
    return TiragesDuDecor(prepare=prepare, engage=engager(compte, engage))
