"""The checks of a path, told in calm French sentences: what holds, what does not, and why. Pure functions."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from communs.web.typographie import accorder
from nuancier.enums import Entre, Format, Mixite, Partie, Public
from nuancier.parcours import calculs
from nuancier.parcours.cadre import Cadre
from nuancier.parcours.calculs import Puce
from nuancier.parcours.mots import duree_en_jours, en_jours, liste, personnes

PAIRES_MONTREES = 3
MIXITES = {
    Mixite.PRIVILEGIEE: "Un groupe mêlé est préférable, sans être obligatoire",
    Mixite.DEMANDEE: "Un groupe mêlé est demandé",
    Mixite.REQUISE: "Un groupe mêlé est indispensable",
}
FORMATS = {
    Format.EN_LIGNE: "module en ligne,modules en ligne",
    Format.ATELIER: "atelier,ateliers",
    Format.VOYAGE: "voyage d’étude,voyages d’étude",
}


@dataclass(frozen=True)
class Constat:
    """One check: `genre` is succes, attention or info; `mot` says the same as its icon."""

    theme: str
    genre: str
    phrase: str
    details: tuple[str, ...] = ()

    @property
    def mot(self) -> str:
        return {"succes": "Convient", "attention": "À regarder", "info": "À savoir"}[self.genre]


def _entre_guillemets(puces: Iterable[Puce]) -> str:
    return liste(f"« {p.nom} »" for p in puces)


def constater(
    puces: Sequence[Puce],
    *,
    cadre: Cadre,
    jours: int | None,
    participants: int | None,
    familles: Sequence[str],
) -> list[Constat]:
    """Every check of the path, those that ask for a look first; `familles` are all those of the chart."""
    if not puces:
        return [Constat("Contenu", "attention", "Ce parcours n’a encore aucune pastille.")]
    constats = [
        *_duree(puces, jours),
        *_cadre(cadre, jours),
        *_groupe(puces, participants),
        *_publics(puces),
        *_lacunes(puces),
        *_doublons(puces),
        *_mixite(puces),
        *_formats(puces),
        *_familles(puces, familles),
    ]
    return sorted(constats, key=lambda c: c.genre != "attention")


def _duree(puces: Sequence[Puce], jours: int | None) -> Iterator[Constat]:
    total = calculs.duree_totale(puces)
    inconnues = calculs.sans_duree(puces)
    details = (f"Sans durée connue : {_entre_guillemets(inconnues)}.",) if inconnues else ()
    texte = f"Durée totale : {duree_en_jours(total)}"
    if jours is None:
        yield Constat("Durée", "info", f"{texte}. Aucun nombre de jours n’est prévu.", details)
        return
    prevus = en_jours(2 * jours)
    trop = calculs.depassement(total, jours)
    if trop.au_moins > 0:
        phrase = f"{texte} : {en_jours(trop.au_moins)} de plus que les {prevus} prévus"
        if jours == 1:
            phrase = f"{texte} : {en_jours(trop.au_moins)} de plus que le jour prévu"
        suite = "." if trop.au_moins == trop.au_plus else ", même au plus court."
        yield Constat("Durée", "attention", phrase + suite, details)
    elif trop.au_plus > 0:
        yield Constat(
            "Durée",
            "succes",
            f"{texte}. Cela tient en {prevus} si l’on prend les modules au plus court ; au plus long, il "
            f"manquerait {en_jours(trop.au_plus)}.",
            details,
        )
    else:
        reste = f" Il reste {en_jours(-trop.au_plus)}." if trop.au_plus < 0 else ""
        yield Constat("Durée", "succes", f"{texte}. Cela tient en {prevus}.{reste}", details)


def _cadre(cadre: Cadre, jours: int | None) -> Iterator[Constat]:
    if cadre.serrees:
        yield Constat(
            "Jours",
            "attention",
            f"Deux pastilles au même moment : {_entre_guillemets(cadre.serrees)} "
            f"{accorder(len(cadre.serrees), 'tombe,tombent')} sur une demi-journée déjà prise.",
        )
    if cadre.au_dela:
        yield Constat(
            "Jours", "attention", f"Au-delà du dernier jour possible : {_entre_guillemets(cadre.au_dela)}."
        )
    tardives = [j.numero for j in cadre.jours if not j.prevu and any(d.cases for d in j.demi_journees)]
    if tardives and jours is not None:
        yield Constat(
            "Jours", "attention", f"Des pastilles tombent après le jour {jours}, le dernier qui soit prévu."
        )


def _groupe(puces: Sequence[Puce], participants: int | None) -> Iterator[Constat]:
    groupe = calculs.groupe(puces)
    details = (
        (f"Ne disent pas de taille de groupe : {_entre_guillemets(groupe.muettes)}.",)
        if groupe.muettes
        else ()
    )
    if not groupe.possible:
        raisons = tuple(
            f"« {a.nom} » demande au moins {personnes(a.module.jauge_min)}, « {b.nom} » n’en prend pas plus "
            f"de {b.module.jauge_max}."
            for a, b in groupe.conflits[:PAIRES_MONTREES]
            if a.module and b.module
        )
        yield Constat("Groupe", "attention", "Aucun groupe ne convient à tous les modules.", raisons)
        return
    taille = _taille(groupe)
    if not taille:
        yield Constat("Groupe", "info", "Aucun module ne dit de taille de groupe.")
        return
    if participants is None:
        yield Constat("Groupe", "info", f"Un groupe {taille} convient à tous les modules.", details)
    elif participants < groupe.minimum or participants > (groupe.maximum or participants):
        fautifs = calculs.trop_pour(puces, participants) or calculs.trop_peu_pour(puces, participants)
        yield Constat(
            "Groupe",
            "attention",
            f"{personnes(participants).capitalize()} : c’est "
            f"{'trop' if participants > groupe.minimum else 'trop peu'} pour {_entre_guillemets(fautifs)}. "
            f"Un groupe {taille} conviendrait à tous les modules.",
            details,
        )
    else:
        yield Constat(
            "Groupe", "succes", f"{personnes(participants).capitalize()} : tous les modules l’acceptent.",
            (*_encadrement(puces, participants), *details),
        )  # fmt: skip


def _taille(groupe: calculs.Groupe) -> str:
    """« de 10 à 12 personnes », empty when nothing binds."""
    if groupe.maximum is None:
        return f"d’au moins {personnes(groupe.minimum)}" if groupe.minimum > 1 else ""
    if groupe.minimum == groupe.maximum:
        return f"de {personnes(groupe.minimum)} exactement"
    if groupe.minimum > 1:
        return f"de {groupe.minimum} à {personnes(groupe.maximum)}"
    return f"d’au plus {personnes(groupe.maximum)}"


def _encadrement(puces: Sequence[Puce], participants: int) -> Iterator[str]:
    """Trainers, and the sub-groups of each module that works in some."""
    nombre, au_moins = calculs.formateurs(puces)
    if nombre:
        yield (
            f"{'Au moins ' if au_moins else ''}{nombre} {accorder(nombre, 'formateur,formateurs')} à la fois."
        )
    for puce in puces:
        if (
            puce.module is None
            or not puce.module.sous_groupe_max
            or puce.module.sous_groupe_max >= participants
        ):
            continue
        tailles = calculs.sous_groupes(puce.module, participants)
        if tailles is None:
            yield (
                f"« {puce.nom} » : {participants} personnes ne se partagent pas en sous-groupes de "
                f"{puce.module.sous_groupe_min} à {puce.module.sous_groupe_max}."
            )
        else:
            effectifs = liste(str(t) for t in sorted(set(tailles))).replace(" et ", " ou ")
            yield f"« {puce.nom} » : {len(tailles)} sous-groupes de {effectifs}."


def _publics(puces: Sequence[Puce]) -> Iterator[Constat]:
    publics = calculs.publics(puces)
    if publics.tous:
        return
    if publics.conflits:
        raisons = tuple(
            f"« {a.nom} » et « {b.nom} » ne s’adressent pas aux mêmes." for a, b in publics.conflits
        )
        yield Constat(
            "Publics", "attention", "Personne n’est le public de tous les modules.", raisons[:PAIRES_MONTREES]
        )
    elif publics.communs:
        noms = liste(Public(p).label[0].lower() + Public(p).label[1:] for p in sorted(publics.communs))
        yield Constat(
            "Publics",
            "info",
            f"Public de tout le parcours : {noms}.",
            (f"À cause de {_entre_guillemets(publics.restreints)}.",),
        )
    else:
        yield Constat(
            "Publics",
            "attention",
            "Les publics des modules se recoupent deux à deux, mais pas tous ensemble.",
        )


def _lacunes(puces: Sequence[Puce]) -> Iterator[Constat]:
    retirees = [p for p in puces if p.retiree]
    if retirees:
        yield Constat(
            "Contenu",
            "attention",
            f"{accorder(len(retirees), 'Retirée du Nuancier,Retirées du Nuancier')} depuis : "
            f"{_entre_guillemets(retirees)}.",
        )
    sans_exemple = [p for p in puces if p.module is None and not p.fiche.modules]
    if sans_exemple:
        yield Constat(
            "Contenu",
            "attention",
            f"Le Nuancier n’a pas encore de module pour {_entre_guillemets(sans_exemple)}.",
        )
    a_choisir = [p for p in puces if p.module is None and p.fiche.modules]
    if a_choisir:
        yield Constat(
            "Contenu", "attention", f"Il reste à choisir un module pour {_entre_guillemets(a_choisir)}."
        )
    incompletes = [p for p in puces if p.module and any(la.partie == Partie.MODULE for la in p.fiche.lacunes)]
    if incompletes:
        yield Constat("Contenu", "info", f"Module à compléter : {_entre_guillemets(incompletes)}.")


def _doublons(puces: Sequence[Puce]) -> Iterator[Constat]:
    codes = calculs.repetees(puces)
    if codes:
        noms = {p.fiche.code: p for p in puces}
        yield Constat(
            "Répétitions",
            "attention",
            f"Plusieurs fois dans le parcours : {_entre_guillemets(noms[c] for c in codes)}.",
        )
    paires = calculs.ressemblances(puces)
    if paires:
        yield Constat(
            "Répétitions",
            "info",
            "Des teintes se ressemblent : prévoyez de ne pas dire deux fois la même chose.",
            tuple(
                f"« {a.nom} » et « {b.nom} » ont {part * 100:.0f} % de leurs mots en commun."
                for a, b, part in paires[:PAIRES_MONTREES]
            ),
        )


def _mixite(puces: Sequence[Puce]) -> Iterator[Constat]:
    demande = calculs.mixite(puces)
    if demande is not None:
        force, entre, fortes = demande
        avec = f", entre {liste(Entre(e).label for e in entre)}" if entre else ""
        qui = (f"C’est {_entre_guillemets(fortes)} qui le veut.",) if len(fortes) == 1 else ()
        yield Constat("Mixité", "info", f"{MIXITES[force]}{avec}.", qui)


def _formats(puces: Sequence[Puce]) -> Iterator[Constat]:
    comptes = calculs.formats(puces)
    if comptes:
        textes = [f"{comptes[f]} {accorder(comptes[f], FORMATS[f])}" for f in Format if f in comptes]
        yield Constat("Formats", "info", f"{liste(textes)}.")


def _familles(puces: Sequence[Puce], familles: Sequence[str]) -> Iterator[Constat]:
    touchees = {p.famille for p in puces}
    absentes = [f for f in familles if f not in touchees]
    if not absentes:
        yield Constat("Familles", "succes", "Le parcours touche à toutes les familles du Nuancier.")
    else:
        nombre = len(familles) - len(absentes)
        yield Constat(
            "Familles",
            "info",
            f"Le parcours touche à {nombre} {accorder(nombre, 'famille,familles')} sur {len(familles)}.",
            (f"Pas abordées : {liste(f'« {f} »' for f in absentes)}.",),
        )
