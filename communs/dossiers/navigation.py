"""The tabs of a dossier: its tools in the order of the scenario, then two doors.

Behind « Avec le groupe » are the rooms of every dossier (`genres.Page`), behind « Vie du dossier » its own
affairs: on one of those pages a second row shows its neighbours.
"""

from dataclasses import dataclass

from communs.aide import guide
from communs.collectivites.identite import Identite
from communs.dossiers.genres import AIDE, genre, pages
from communs.dossiers.models import Dossier

# Name, address, rule, other addresses under the same tab.
VIE = (
    ("Participants", "dossiers:participants", "dossiers.voir_les_personnes", ()),
    ("Commentaires", "dossiers:commentaires", "dossiers.voir_les_personnes", ()),
    ("Journal", "dossiers:journal", "dossiers.voir_les_personnes", ()),
    ("Réglages", "dossiers:reglages", "dossiers.organiser", ("dossiers:liens",)),
    ("Emporter", "dossiers:archive", "dossiers.archiver", ()),
    ("Copier", "dossiers:copier", "dossiers.copier", ()),
)


@dataclass(frozen=True)
class Onglet:
    """A tab; `courant` is its aria-current: « page », « true » on a page below it, or nothing."""

    nom: str
    adresse: str
    courant: str = ""


@dataclass(frozen=True)
class Navigation:
    """Both rows, and the guide's page for here; `porte` names the second, empty outside of the two doors."""

    onglets: list[Onglet]
    porte: str = ""
    voisins: list[Onglet] | None = None
    aide: Onglet | None = None


def naviguer(identite: Identite, dossier: Dossier, chemin: str) -> Navigation:
    """The tabs that this person has in this dossier, seen from the page at `chemin`."""
    accueil = dossier.get_absolute_url()
    aides = [AIDE]
    onglets = [Onglet("Où on en est", accueil, "page" if chemin == accueil else "")]
    for outil in genre(dossier.genre).outils:
        if (adresse := dossier.adresse(outil.adresse)) != accueil:
            autres = [dossier.adresse(lieu) for lieu in outil.lieux]
            onglets.append(_onglet(chemin, outil.nom, adresse, *autres))
            aides += [outil.aide] if onglets[-1].courant else []
    ouvertes = [page for page in pages() if identite.peut(page.regle, dossier)]
    pieces = [_onglet(chemin, page.nom, dossier.adresse(page.adresse)) for page in ouvertes]
    aides += [page.aide for page, onglet in zip(ouvertes, pieces, strict=True) if onglet.courant]
    vie = [
        _onglet(chemin, nom, dossier.adresse(adresse), *(dossier.adresse(autre) for autre in autres))
        for nom, adresse, regle, autres in VIE
        if identite.peut(regle, dossier)
    ]
    porte, voisins = "", None
    for nom, adresse, dedans in (
        ("Avec le groupe", dossier.adresse("dossiers:groupe"), pieces),
        ("Vie du dossier", vie[0].adresse if vie else "", vie),
    ):
        if not dedans:
            continue
        ouverte = chemin == adresse or any(onglet.courant for onglet in dedans)
        if ouverte:
            porte, voisins = nom, dedans
        # The page itself is the neighbour, where the door has no page of its own.
        seule = ouverte and chemin == adresse and adresse not in {onglet.adresse for onglet in dedans}
        onglets.append(Onglet(nom, adresse, "page" if seule else "true" if ouverte else ""))
    return Navigation(onglets, porte, voisins, _aide(aides[-1]))


def _onglet(chemin: str, nom: str, adresse: str, *autres: str) -> Onglet:
    if chemin == adresse:
        return Onglet(nom, adresse, "page")
    return Onglet(nom, adresse, "true" if chemin.startswith((adresse, *autres)) else "")


def _aide(lien: str) -> Onglet:
    """The way to a page of the guide, under its title."""
    return Onglet(guide.titre(lien.partition("#")[0]), guide.adresse(lien))
