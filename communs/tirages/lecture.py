"""What pages and the printed record show of a draw: who came out, where each group stands, the ledger."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from communs.collectivites.calculs import cle_de_tri
from communs.collectivites.models import Adhesion
from communs.tirages import registre
from communs.tirages.calculs import Place, Situation
from communs.tirages.enums import GenreEcriture, MotifRefus
from communs.tirages.models import Inscrit, Tirage
from communs.web.typographie import accorder

MUETTES = frozenset({GenreEcriture.TITULAIRE, GenreEcriture.SUPPLEANT})
PHRASES = {
    GenreEcriture.ENGAGEMENT: "a engagé le tirage : la liste, les places et la règle ne changent plus",
    GenreEcriture.RELEVE: "a relevé la graine",
    GenreEcriture.DIVERGENCE: "a relevé autre chose que la première personne",
    GenreEcriture.GRAINE: "a confirmé la graine : {sortis}",
    GenreEcriture.ACCORD: "a noté l’accord {de_qui}",
    GenreEcriture.REFUS: "a noté le désistement {de_qui} ({motif})",
    GenreEcriture.REMPLACEMENT: "a appelé {qui} à la place {du_remplace}",
    GenreEcriture.EPUISEMENT: "ne trouve plus personne à appeler à la place {de_qui}",
    GenreEcriture.REPRISE: "a annulé le désistement {de_qui}, noté par erreur{retour}",
    GenreEcriture.ABANDON: "a abandonné le tirage",
}


@dataclass(frozen=True)
class Sorti:
    """Somebody who came out, and what became of her."""

    inscrit: Inscrit
    place: Place
    remplace: Inscrit | None
    accord: bool
    partie: bool  # no longer a member, though she was on the list as one
    motif: str

    @property
    def numero(self) -> int:
        return self.place.numero

    @property
    def rang(self) -> str:
        return f"{'Titulaire' if self.place.titulaire else 'Suppléance'} {self.place.rang}"


@dataclass(frozen=True)
class Resultat:
    """One group after the draw."""

    groupe: str
    en_place: list[Sorti]
    reserve: list[Sorti]
    desistes: list[Sorti]
    prevues: int

    @property
    def vacantes(self) -> int:
        return max(0, self.prevues - len(self.en_place))


def resultats(tirage: Tirage) -> list[Resultat]:
    """Every group, in a constant number of queries."""
    places, sortis = registre.places(tirage), registre.tires(tirage)
    situations = registre.situations(tirage)
    par_numero = {p.numero: p for p in places}
    partis = _partis(tirage, sortis)

    def sorti(numero: int, situation: Situation) -> Sorti:
        motif = situation.partis.get(numero, "")
        remplace = situation.remplace.get(numero)
        return Sorti(
            inscrit=sortis[numero],
            place=par_numero[numero],
            remplace=sortis[remplace] if remplace is not None else None,
            accord=numero in situation.accords,
            partie=numero in partis,
            motif=str(MotifRefus(motif).label) if motif else "",
        )

    return [
        Resultat(
            groupe=groupe.nom,
            en_place=[sorti(n, situation) for n in situation.en_place],
            reserve=[sorti(n, situation) for n in situation.reserve],
            desistes=[sorti(n, situation) for n in situation.partis],
            prevues=groupe.places,
        )
        for groupe in sorted(tirage.groupes.filter(places__gt=0), key=lambda g: cle_de_tri(g.nom))
        if (situation := situations.get(groupe.nom, Situation()))
    ]


def _partis(tirage: Tirage, sortis: dict[int, Inscrit]) -> set[int]:
    siennes = Adhesion.objects.filter(collectivite=tirage.dossier.collectivite_id, compte=OuterRef("compte"))
    membres = tirage.inscrits.filter(pk__in=[i.pk for i in sortis.values()], membre=True)
    return {i.numero for i in membres.exclude(Exists(siennes)) if i.numero is not None}


@dataclass(frozen=True)
class Entree:
    """A line of the ledger in French; `qui` is empty where names are not shown."""

    le: datetime
    qui: str
    phrase: str


def raconter(tirage: Tirage, *, nommer: bool) -> Iterator[Entree]:
    """The ledger, oldest first; people drawn are numbers where `nommer` is false, and so is who wrote."""
    lignes = list(tirage.ecritures.select_related("acteur__compte", "inscrit", "remplace").order_by("rang"))
    titulaires = sum(ligne.genre == GenreEcriture.TITULAIRE for ligne in lignes)
    suppleants = sum(ligne.genre == GenreEcriture.SUPPLEANT for ligne in lignes)
    sortis = (
        f"{titulaires} {accorder(titulaires, 'personne tirée,personnes tirées')}, {suppleants} en suppléance"
    )
    for ligne in lignes:
        if ligne.genre in MUETTES:
            continue
        rendue = _nommer(ligne.remplace, nommer, ("", "le "))
        phrase = PHRASES[GenreEcriture(ligne.genre)].format(
            qui=_nommer(ligne.inscrit, nommer, ("", "le ")),
            de_qui=_nommer(ligne.inscrit, nommer, ("de ", "du ")),
            du_remplace=_nommer(ligne.remplace, nommer, ("de ", "du ")),
            motif=ligne.get_motif_display().lower(),
            sortis=sortis,
            retour=f" : {rendue} retourne en suppléance" if rendue else "",
        )
        qui = ligne.acteur.nom_affiche if nommer and ligne.acteur is not None else ""
        yield Entree(ligne.cree_le, qui, phrase)


def _nommer(inscrit: Inscrit | None, nommer: bool, devant: tuple[str, str]) -> str:
    """A name or a number, with what French puts before each."""
    if inscrit is None:
        return ""
    if nommer and inscrit.nom:
        return f"{devant[0]}{inscrit.nom}"
    return f"{devant[1]}numéro {inscrit.numero}"
