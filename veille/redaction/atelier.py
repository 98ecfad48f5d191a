"""The links of the desk, under the names shown to documentalistes."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Entree:
    """`adresse`: the name of an address without argument; `resume`: what one does there."""

    nom: str
    adresse: str
    resume: str


ENTREES = (
    Entree("Base documentaire", "veille:atelier_notices", "Toutes les notices, parues ou non."),
    Entree("Doublons", "veille:atelier_doublons", "Ce qui semble décrit deux fois."),
    Entree("Thèmes", "veille:atelier_themes", "Le vocabulaire qui classe les notices."),
    Entree("Panier de veille", "veille:trouvailles", "Ce que les sources et les lecteurs apportent."),
    Entree("Importer des références", "veille:importer_references", "Un fichier RIS, BibTeX ou CSL-JSON."),
    Entree("Importer un numéro", "veille:importer_numero", "Un bulletin entier, écrit en Markdown."),
    Entree("Envois", "veille:envois", "Les courriels partis, en route, refusés."),
    Entree("Abonnés", "veille:abonnes", "Combien reçoivent chaque bulletin."),
)
