"""The pieces of a teinte, listed for whoever changes it or proposes for it. Pure functions."""

from dataclasses import dataclass

from nuancier.enums import BIBLIOGRAPHIES, LISTES, Manque, Partie
from nuancier.fiches import FicheTeinte
from nuancier.vie.pieces import MANQUES, PRESENTATION, nommer


@dataclass(frozen=True)
class Objet:
    """One module or record of a piece."""

    cible: str
    titre: str


@dataclass(frozen=True)
class Piece:
    """One line of the list: `objets` for modules and records, `resume` for the others.

    `manque` says how the chart asks for help on it.
    """

    partie: str
    nom: str
    resume: str = ""
    objets: tuple[Objet, ...] = ()
    plusieurs: bool = False
    manque: str = ""


def sommaire(fiche: FicheTeinte) -> tuple[Piece, ...]:
    """Every piece, in the order of a teinte's page."""
    manques = {la.partie: str(Manque(la.genre).label) for la in fiche.lacunes}
    if Partie.FORMATEURS in manques:
        manques.setdefault(Partie.MODULE, manques[Partie.FORMATEURS])
    modules = tuple(Objet(m.cle, m.titre or "Module sans titre") for m in fiche.modules)
    return (
        Piece(PRESENTATION, nommer(PRESENTATION), resume=fiche.titre),
        *(
            Piece(p, nommer(p), resume=" · ".join(getattr(fiche, p)), manque=manques.get(p, ""))
            for p in LISTES
        ),
        Piece(Partie.MODULE, "Modules", objets=modules, plusieurs=True,
              manque=manques.get(Partie.MODULE, "")),
        *(
            Piece(
                p, nommer(p), plusieurs=True, manque=manques.get(p, ""),
                objets=tuple(Objet(c.ressource.cle, c.ressource.titre) for c in getattr(fiche, p)),
            )
            for p in BIBLIOGRAPHIES
        ),
        Piece(MANQUES, nommer(MANQUES), resume=", ".join(nommer(la.partie) for la in fiche.lacunes)),
    )  # fmt: skip
