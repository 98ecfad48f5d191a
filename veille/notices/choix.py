"""The choices of a merge, field by field."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from veille.notices.fiches import FicheNotice, en_dict
from veille.notices.histoire import CHAMPS, en_texte, libelle, noms_des_themes
from veille.notices.models import Notice

UNE, AUTRE, LES_DEUX = "une", "autre", "deux"
_REUNIES = ("liens", "moments", "themes", "territoires", "mots_cles")


@dataclass(frozen=True)
class LigneAChoisir:
    """One field on which two notices differ; `choix`: which one speaks, as things stand."""

    nom: str
    libelle: str
    une: str
    autre: str
    reunissable: bool
    choix: str


def proposer_la_gardee(une: Notice, autre: Notice) -> Notice:
    """The one that the public reads, then the older: its address is the better known."""
    return min((une, autre), key=lambda n: (not n.en_vue, n.publiee_le is None, n.pk))


def lignes_a_choisir(
    une: FicheNotice, autre: FicheNotice, post: Mapping[str, Any] | None = None
) -> list[LigneAChoisir]:
    """The fields that differ. What one alone says is proposed; lists are proposed together."""
    themes, ici, la = noms_des_themes(), en_dict(une), en_dict(autre)
    lignes = []
    for nom in CHAMPS:
        if ici[nom] == la[nom]:
            continue
        reunissable = nom in _REUNIES and bool(ici[nom]) and bool(la[nom])
        defaut = LES_DEUX if reunissable else UNE if ici[nom] else AUTRE
        permis = (UNE, AUTRE, LES_DEUX) if reunissable else (UNE, AUTRE)
        demande = (post or {}).get(f"champ-{nom}", defaut)
        lignes.append(
            LigneAChoisir(
                nom,
                libelle(nom),
                en_texte(nom, ici[nom], themes),
                en_texte(nom, la[nom], themes),
                reunissable,
                demande if demande in permis else defaut,
            )
        )
    return lignes


def reunir(une: FicheNotice, autre: FicheNotice, choix: Mapping[str, str]) -> FicheNotice:
    """One fiche of two: by field, which speaks; where nothing is said, the first. `reste` is of both."""
    champs: dict[str, Any] = {}
    for nom, dit in choix.items():
        ici, la = getattr(une, nom), getattr(autre, nom)
        champs[nom] = {UNE: ici, AUTRE: la}.get(dit)
        if dit == LES_DEUX:
            champs[nom] = (*ici, *(v for v in la if v not in ici))
    return replace(une, **champs, reste={**autre.reste, **une.reste})
