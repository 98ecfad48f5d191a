"""What changed between two photographs of the plan, in plain French."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from eclaireurs.evaluation.suivi.enums import EtatAction, EtatTache

Rangee = Mapping[str, str]
LIBELLES = {
    "titre": "Intitulé",
    "description": "Description",
    "etat": "État",
    "rang": "Rang du comité",
    "service": "Service",
    "responsable": "Responsable",
    "debut_le": "Début prévu",
    "fin_le": "Fin prévue",
    "code": "Numéro",
}
ETATS: dict[str, str] = {**dict(EtatTache.choices), **dict(EtatAction.choices)}


@dataclass(frozen=True)
class Changement:
    """One field, before and after, as one reads it."""

    libelle: str
    avant: str
    apres: str


@dataclass(frozen=True)
class Ecart:
    """One action or task that came, went or changed."""

    genre: str  # ajoutee, retiree, changee
    code: str
    titre: str
    changements: list[Changement] = field(default_factory=list)


def lisible(champ: str, valeur: str, noms: Mapping[str, str]) -> str:
    """A value as a reader reads it; `noms` gives people's names by identifier."""
    if not valeur:
        return "(rien)"
    if champ == "etat":
        return ETATS.get(valeur, valeur)
    if champ == "responsable":
        return noms.get(valeur, "une personne qui n’est plus là")
    if champ in ("debut_le", "fin_le"):
        return f"{date.fromisoformat(valeur):%d/%m/%Y}"
    return valeur


def changements(avant: Rangee, apres: Rangee, noms: Mapping[str, str]) -> list[Changement]:
    """The fields that differ, in the order in which one reads a line."""
    return [
        Changement(libelle, lisible(c, avant.get(c, ""), noms), lisible(c, apres.get(c, ""), noms))
        for c, libelle in LIBELLES.items()
        if avant.get(c, "") != apres.get(c, "")
    ]


def comparer(avant: Sequence[Rangee], apres: Sequence[Rangee], noms: Mapping[str, str]) -> list[Ecart]:
    """What came, went and changed, in the order of the later plan, then what went."""
    anciennes = {rangee["uuid"]: rangee for rangee in avant}
    restantes = {rangee["uuid"] for rangee in apres}
    ecarts = []
    for rangee in apres:
        ancienne = anciennes.get(rangee["uuid"])
        if ancienne is None:
            ecarts.append(Ecart("ajoutee", rangee["code"], rangee["titre"]))
        elif differents := changements(ancienne, rangee, noms):
            ecarts.append(Ecart("changee", rangee["code"], rangee["titre"], differents))
    retirees = (r for r in avant if r["uuid"] not in restantes)
    return [*ecarts, *(Ecart("retiree", r["code"], r["titre"]) for r in retirees)]
