"""What the page of a path shows, made from the rows that `ParcoursQuerySet.entiers` fetched."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from communs.collectivites.identite import Identite
from nuancier.fiches import lire
from nuancier.models import Conseil, Famille
from nuancier.parcours import calculs
from nuancier.parcours.cadre import Cadre, repartir
from nuancier.parcours.calculs import Puce
from nuancier.parcours.constats import Constat, constater
from nuancier.parcours.models import Geste, Parcours, Pastille
from nuancier.parcours.mots import duree_en_jours, liste


@dataclass(frozen=True)
class Volet:
    """One piece of advice and its lines; `conseil` is None for one's own."""

    titre: str
    texte: str
    gestes: tuple[Geste, ...]


@dataclass(frozen=True)
class Rangee:
    """One chip with what its line says."""

    pastille: Pastille
    puce: Puce
    duree: str


@dataclass(frozen=True)
class Lecture:
    """Everything shown of a path."""

    rangees: tuple[Rangee, ...]
    cadre: Cadre
    constats: tuple[Constat, ...]
    competences: tuple[tuple[str, str], ...]
    duree: str


def puce_de(pastille: Pastille) -> Puce:
    """The chip as the checks read it; no query where the path was fetched whole."""
    fiche = lire(pastille.teinte)
    module = pastille.module
    connu = next((m for m in fiche.modules if module is not None and m.cle == module.cle), None)
    return Puce(
        fiche=fiche,
        famille=pastille.teinte.famille.nom,
        module=connu,
        demi_journees=pastille.demi_journees,
        jour=pastille.jour,
        moment=pastille.moment,
        retiree=pastille.teinte.retiree_le is not None,
        cle=str(pastille.uuid),
    )


def lire_parcours(parcours: Parcours) -> Lecture:
    """Chips, days, checks and skills of a path fetched whole (one more query: the families)."""
    pastilles = list(parcours.pastilles.all())
    puces = [puce_de(p) for p in pastilles]
    cadre = repartir(puces, parcours.jours)
    familles = list(Famille.objects.order_by("numero").values_list("nom", flat=True))
    return Lecture(
        rangees=tuple(
            Rangee(pastille, puce, _duree(puce)) for pastille, puce in zip(pastilles, puces, strict=True)
        ),
        cadre=cadre,
        constats=tuple(
            constater(
                puces,
                cadre=cadre,
                jours=parcours.jours,
                participants=parcours.participants,
                familles=familles,
            )
        ),
        competences=tuple((texte, liste(codes)) for texte, codes in calculs.competences(puces).items()),
        duree=duree_en_jours(calculs.duree_totale(puces)),
    )


def _duree(puce: Puce) -> str:
    connue = calculs.duree(puce)
    return duree_en_jours(connue) if connue is not None else "durée à préciser"


def volets(gestes: Sequence[Geste]) -> list[Volet]:
    """The checklist by piece of advice, one's own lines last (one query: the advice)."""
    conseils = {c.cle: c for c in Conseil.objects.all()}
    rangs = {cle: c.rang for cle, c in conseils.items()}
    tries = sorted(
        gestes, key=lambda g: (g.conseil == "", rangs.get(g.conseil, 999), g.conseil, g.rang, g.pk)
    )
    resultat = []
    for cle, siens in groupby(tries, key=lambda g: g.conseil):
        conseil = conseils.get(cle)
        titre = conseil.titre if conseil else ("Conseil retiré du Nuancier" if cle else "Vos gestes")
        resultat.append(Volet(titre, conseil.texte if conseil else "", tuple(siens)))
    return resultat


def signature(parcours: Parcours, identite: Identite) -> str:
    """Who wrote it, as this reader may know her: an e-mail address is for colleagues alone."""
    auteur = parcours.auteur
    lieu = parcours.collectivite.nom if parcours.collectivite is not None else ""
    if auteur is None:
        return lieu or "quelqu’un qui n’a plus de compte"
    nom = f"{auteur.prenom} {auteur.nom}".strip()
    if not nom and identite.compte is not None and auteur.pk == identite.compte.pk:
        nom = auteur.email
    return ", ".join(t for t in (nom, lieu) if t) or "une personne qui n’a pas donné son nom"
