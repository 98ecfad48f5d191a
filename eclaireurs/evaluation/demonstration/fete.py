"""The demonstration's fête: announced, half filled, the private dossier put on its wall by its pilot."""

from collections.abc import Mapping
from datetime import date, time, timedelta
from typing import Any
from uuid import uuid4

from communs.collectivites.identite import Identite
from communs.collectivites.models import Collectivite
from communs.dossiers.enums import OUVERTES_AUX_MEMBRES
from communs.dossiers.models import Dossier
from communs.etats.tables import franchir
from eclaireurs.evaluation.demonstration import gens
from eclaireurs.evaluation.fete import forum, services
from eclaireurs.evaluation.fete.models import Atelier, Fete
from eclaireurs.evaluation.fete.transitions import FETE
from eclaireurs.evaluation.suivi.models import Action

Contenu = Mapping[str, Any]


def feter(collectivite: Collectivite, dossier: Dossier, contenu: Contenu, aujourdhui: date) -> Fete:
    """Prepare, announce and fill the fête, through the services that people use."""
    pilote = _identite(collectivite, "applicateur")
    fete = services.preparer(
        identite=pilote,
        collectivite=collectivite,
        champs={
            "le": aujourdhui + timedelta(days=contenu["jours"]),
            "debut": time.fromisoformat(contenu["debut"]),
            "fin": time.fromisoformat(contenu["fin"]),
            "lieu": contenu["lieu"],
            "mot": contenu["mot"],
        },
        demande=uuid4(),
    )
    for nom, places in contenu["salles"]:
        services.ajouter_salle(identite=pilote, fete=fete, nom=nom, places=places)
    for debut, fin in contenu["creneaux"]:
        heures = {"debut": time.fromisoformat(debut), "fin": time.fromisoformat(fin)}
        services.ajouter_creneau(identite=pilote, fete=fete, **heures)
    if dossier.visibilite not in OUVERTES_AUX_MEMBRES:
        services.afficher(identite=pilote, fete=fete, dossier=dossier, au_mur=True)
    franchir(FETE, identite=pilote, objet=fete, nom="annoncer")
    actions = {
        a.code: a for a in Action.objects.filter(plan__dossier=dossier).select_related("preconisation")
    }
    for ligne in contenu["ateliers"]:
        _proposer(collectivite, fete, dossier, actions, ligne)
    for titre, noms in contenu["papier"]:
        atelier = Atelier.objects.get(fete=fete, titre=titre)
        for nom in noms:
            forum.inscrire(identite=pilote, atelier=atelier, nom=nom)
    return fete


def _identite(collectivite: Collectivite, role: str) -> Identite:
    return Identite(gens.compte(collectivite, role))


def _proposer(
    collectivite: Collectivite, fete: Fete, dossier: Dossier, actions: dict[str, Action], ligne: list[Any]
) -> None:
    role, titre, intention, code, heure, salle, viennent = ligne
    atelier = forum.proposer(
        identite=_identite(collectivite, role),
        fete=fete,
        champs={
            "titre": titre,
            "intention": intention,
            "action": actions[code] if code else None,
            "dossier": dossier,
            "creneau": fete.creneaux.get(debut=time.fromisoformat(heure)) if heure else None,
            "salle": fete.salles.get(nom=salle) if salle else None,
        },
        demande=uuid4(),
    )
    for qui in (role, *viennent):
        forum.rejoindre(identite=_identite(collectivite, qui), atelier=atelier)
