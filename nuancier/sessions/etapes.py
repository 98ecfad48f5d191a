"""What a participant's page asks of her now, before and after the days."""

from dataclasses import dataclass

from nuancier.sessions.enums import EtatStagiaire
from nuancier.sessions.models_stagiaires import Bilan, Stagiaire


@dataclass(frozen=True)
class Etape:
    """One thing to do; the first that is not done is the one to do now."""

    titre: str
    phrase: str
    adresse: str
    faite: bool


def etapes(stagiaire: Stagiaire, bilan: Bilan | None, *, suivi_ouvert: bool) -> list[Etape]:
    """In the order of the session's life; none for a session that is cancelled."""
    session = stagiaire.session
    if session.annulee or stagiaire.etat == EtatStagiaire.ATTENTE:
        return []
    if stagiaire.etat == EtatStagiaire.INVITE:
        return (
            [_etape(stagiaire, "Confirmer ma venue", "Une minute, sans compte.", "participer_moi", False)]
            if session.ouverte
            else []
        )
    if not session.passee:
        faite = bool(stagiaire.attentes or stagiaire.competences)
        phrase = "Les personnes qui animent préparent la session avec ce que vous en dites."
        return [_etape(stagiaire, "Dire ce que j’en attends", phrase, "participer_attentes", faite)]
    bilan = bilan or Bilan()
    reste = (
        ("Donner mon avis", "Quatre notes, quelques mots.", "avis", bilan.satisfaction_le is not None),
        ("Ce que je ferai lundi", "Un geste, petit, à votre portée.", "lundi", bool(bilan.lundi)),
        (
            "Écrire ma lecture critique",
            "Ce qui a marché, ce qui manque, sur quelle situation.",
            "critique",
            bilan.critique_le is not None,
        ),
    )
    liste = [_etape(stagiaire, titre, dit, f"participer_{nom}", faite) for titre, dit, nom, faite in reste]
    if suivi_ouvert:
        phrase = "Qu’est devenu ce que vous vouliez faire « lundi » ?"
        liste.insert(
            0, _etape(stagiaire, "Trois mois après", phrase, "participer_suivi", bilan.suivi_le is not None)
        )
    return liste


def _etape(stagiaire: Stagiaire, titre: str, phrase: str, nom: str, faite: bool) -> Etape:
    return Etape(titre, phrase, stagiaire.adresse(nom), faite)
