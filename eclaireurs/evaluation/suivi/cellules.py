"""What one cell of an imported file says; Faute (a French sentence) when it says nothing sensible."""

import difflib
import re
from collections.abc import Mapping
from typing import Any

from communs.collectivites.models import Service
from communs.dossiers.models import Participant
from communs.echanges.tableurs import FORMULE
from communs.echanges.textes import normaliser, sans_accents
from eclaireurs.evaluation.suivi import echange
from eclaireurs.evaluation.suivi.models import Plan

COLONNES = {sans_accents(nom): nom for nom in echange.COLONNES}
ALIAS = {"avancement": "avancement (%)", "titre": "intitule", "debut prevu": "debut", "fin prevue": "fin"}
CODE = re.compile(r"[1-9]\d{0,3}(\.[1-9]\d{0,3}){0,2}")
ADRESSE = re.compile(r"<([^<>\s]+@[^<>\s]+)>\s*$")


class Faute(Exception):
    """What is wrong with a line, in a French sentence."""


class Annuaire:
    """The services and the people that a file may name, found without case or accents: two queries."""

    def __init__(self, plan: Plan) -> None:
        self.services: dict[str, list[Service]] = {}
        for service in plan.dossier.collectivite.services.order_by("nom", "pk"):
            self.services.setdefault(sans_accents(service.nom), []).append(service)
        self.gens = list(plan.dossier.participants.presents().avec_noms().select_related("compte"))

    def service(self, texte: str) -> Service | None:
        if not texte:
            return None
        trouves = self.services.get(sans_accents(texte), [])
        if len(trouves) == 1:
            return trouves[0]
        if trouves:
            raise Faute(f"Plusieurs services s’appellent « {texte} » : choisissez-le dans le tableau.")
        noms = {cle: services[0].nom for cle, services in self.services.items()}
        raise Faute(f"Le service « {texte[:60]} » n’existe pas dans votre collectivité{proche(texte, noms)}")

    def personne(self, texte: str) -> Participant | None:
        if not texte:
            return None
        entre = ADRESSE.search(texte)
        adresse = (entre[1] if entre else texte).casefold()
        par_adresse = [p for p in self.gens if p.adresse_electronique.casefold() == adresse]
        trouvees = par_adresse or (
            [] if entre else [p for p in self.gens if sans_accents(p.nom_affiche) == sans_accents(texte)]
        )
        if len(trouvees) == 1:
            return trouvees[0]
        if trouvees:
            raise Faute(f"Plusieurs personnes du dossier s’appellent « {texte} » : donnez son adresse.")
        noms = {sans_accents(p.nom_affiche): p.nom_affiche for p in self.gens}
        nom = ADRESSE.sub("", texte).strip() or texte
        raise Faute(f"« {texte[:60]} » ne participe pas à ce dossier{proche(nom, noms)}")


def colonne(nom: str) -> str:
    plie = sans_accents(nom)
    return ALIAS.get(plie, plie)


def refuser_les_formules(cellules: Mapping[str, Any]) -> None:
    for nom, cellule in cellules.items():
        if cellule is FORMULE and nom in COLONNES:
            raise Faute(f"La colonne « {COLONNES[nom]} » contient une formule : collez-y sa valeur.")


def code(cellule: Any) -> str:
    dit = texte(cellule)
    if not dit:
        raise Faute("Le code manque : 3.2 pour une action de la préconisation 3, 3.2.1 pour une tâche.")
    entier = isinstance(cellule, int) and not isinstance(cellule, bool)
    if (isinstance(cellule, str) or entier) and CODE.fullmatch(dit):
        return dit
    raise Faute(
        f"« {dit[:30]} » n’est pas un code. Si votre tableur l’a pris pour un nombre ou une date, mettez "
        "la colonne au format texte et écrivez-le de nouveau."
    )


def texte(cellule: Any) -> str:
    if cellule is None or cellule is FORMULE:
        return ""
    if isinstance(cellule, float) and cellule.is_integer():
        cellule = int(cellule)
    return normaliser(str(cellule))


def dire(valeur: Any) -> str:
    if valeur in (None, ""):
        return "(rien)"
    if isinstance(valeur, Participant):
        return valeur.nom_affiche
    if isinstance(valeur, Service):
        return valeur.nom
    return valeur.strftime("%d/%m/%Y") if hasattr(valeur, "strftime") else str(valeur)


def proche(texte: str, noms: Mapping[str, str]) -> str:
    """The end of a sentence: the nearest name, if one is near."""
    proches = difflib.get_close_matches(sans_accents(texte), noms, n=1, cutoff=0.6)
    return f". Vouliez-vous dire « {noms[proches[0]]} » ?" if proches else "."
