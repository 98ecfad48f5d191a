"""What the page shows beside the results: the filters with their counts, what is at work, what to loosen."""

from collections.abc import Callable, Iterable

from communs.catalogue import presentation
from communs.catalogue.presentation import Choix, Groupe, Retrait, identifiant
from nuancier.recherche.facettes import FACETTES, PUBLIC
from nuancier.recherche.filtres import FAMILLES, MOTS_CLES, NOUS
from nuancier.recherche.trouver import Resultats

TROP_DE_MOTS = "Les mots-clés se proposent dès que la recherche trouve mille teintes ou moins."
AUCUN_MOT = "Aucun mot-clé dans ces résultats."
_NOUS = Groupe(NOUS, "Taille du groupe", gabarit="nuancier/recherche/_nous.html")


def groupes(resultats: Resultats) -> list[Groupe]:
    """Every filter with its values, each counted under the other filters."""
    comptes, choisis = resultats.comptes, resultats.demande.filtres.choisis
    familles = ((str(f.numero), f.nom, comptes.de_famille(f.numero)) for f in resultats.familles)
    listes = [Groupe(FAMILLES, "Famille", _choix(FAMILLES, familles, choisis))]
    for f in FACETTES:
        if f is PUBLIC:
            listes.append(_NOUS)
        valeurs = ((valeur.cle, valeur.nom, comptes.avec(valeur.bit)) for valeur in f.valeurs)
        listes.append(Groupe(f.cle, f.nom, _choix(f.cle, valeurs, choisis)))
    return [*listes, _mots_cles(resultats)]


def _mots_cles(resultats: Resultats) -> Groupe:
    choisis = resultats.demande.filtres.choisis
    comptes = dict(resultats.mots_cles or ())
    absents = [mot for mot in choisis.get(MOTS_CLES, ()) if mot not in comptes]
    lignes = [*((mot, mot, 0) for mot in absents), *((mot, mot, n) for mot, n in comptes.items())]
    choix = _choix(MOTS_CLES, lignes, choisis)
    aide = TROP_DE_MOTS if resultats.mots_cles is None else AUCUN_MOT
    return Groupe(MOTS_CLES, "Champ lexical", choix, aide=aide)


def _choix(
    facette: str, lignes: Iterable[tuple[str, str, int]], choisis: dict[str, tuple[str, ...]]
) -> tuple[Choix, ...]:
    coches = choisis.get(facette, ())
    return tuple(
        Choix(
            identifiant(facette, cle),
            cle,
            nom,
            nombre,
            coche=cle in coches,
            couleur=f"famille-{cle}" if facette == FAMILLES else "",
        )
        for cle, nom, nombre in lignes
    )


def actifs(resultats: Resultats) -> list[Retrait]:
    """The values at work, each with the address of the search without it."""
    return presentation.actifs(resultats.demande, _nommer(resultats))


def retraits(resultats: Resultats) -> list[Retrait]:
    """When the filters leave nothing: the filters without which something is found, the most first."""
    rangs = enumerate(resultats.demande.filtres.choisis)
    sans = {cle: resultats.comptes.sans(rang) for rang, cle in rangs}
    return presentation.retraits(resultats.demande, _nommer(resultats), sans)


def pistes(resultats: Resultats) -> list[Retrait]:
    """When no teinte holds all the words: what looks like them, and each of them alone."""
    return presentation.pistes(resultats.demande, resultats.proches)


def _nommer(resultats: Resultats) -> Callable[[str, str], str]:
    noms = {f.cle: {v.cle: v.nom for v in f.valeurs} for f in FACETTES}
    noms[FAMILLES] = {str(f.numero): f.nom for f in resultats.familles}

    def nommer(cle: str, valeur: str) -> str:
        return f"nous sommes {valeur}" if cle == NOUS else noms.get(cle, {}).get(valeur, valeur)

    return nommer
