"""The ledger of a draw: one door to write it, and what it says of where each group stands."""

from collections.abc import Iterator

from communs.collectivites.identite import Identite
from communs.etats.models import Acteur
from communs.tirages import acte
from communs.tirages.calculs import Cours, Place, Quota, Situation, Suite
from communs.tirages.enums import SUITES, GenreEcriture
from communs.tirages.models import Ecriture, Inscrit, Tirage

SORTIS = (GenreEcriture.TITULAIRE, GenreEcriture.SUPPLEANT)


def inscrire(tirage: Tirage, identite: Identite | None, *ecritures: Ecriture) -> None:
    """Add these lines after the last one; the draw's row is locked by the caller."""
    dernier = Ecriture.objects.filter(tirage=tirage).order_by("-rang").values_list("rang", flat=True).first()
    acteur = Acteur.objects.de(identite.personne) if identite is not None else None
    for rang, ecriture in enumerate(ecritures, start=(dernier or 0) + 1):
        ecriture.tirage, ecriture.acteur, ecriture.rang = tirage, acteur, rang
    Ecriture.objects.bulk_create(ecritures)


def engagement(tirage: Tirage) -> acte.Engagement:
    """All that the draw promises, as the committed text says it."""
    ceremonie: tuple[str, ...]
    if tirage.ceremonie == "des":
        ceremonie = ("des", str(tirage.nombre_de_des))
    else:
        ceremonie = ("chiffre", f"{tirage.chiffre_le:%Y-%m-%d}", tirage.chiffre)
    quotas = sorted(tirage.groupes.values_list("nom", "places", "suppleants"))
    return acte.Engagement(str(tirage.uuid), tirage.titre, ceremonie, tuple(Quota(*q) for q in quotas))


def lignes_engagees(tirage: Tirage) -> Iterator[str]:
    """The committed text; two queries."""
    return acte.lignes(engagement(tirage), tirage.inscrits.inscriptions())


def places(tirage: Tirage) -> list[Place]:
    """Who came out, in the order of the draw."""
    lignes = tirage.ecritures.filter(genre__in=SORTIS).order_by("rang")
    return [
        Place(groupe, genre == GenreEcriture.TITULAIRE, ordre or 0, numero or 0, hachage)
        for groupe, genre, ordre, numero, hachage in lignes.values_list(
            "inscrit__groupe", "genre", "ordre", "inscrit__numero", "hachage"
        )
    ]


def suites(tirage: Tirage) -> list[Suite]:
    """What happened since, in order."""
    lignes = tirage.ecritures.filter(genre__in=sorted(SUITES)).order_by("rang")
    champs = lignes.values_list("genre", "inscrit__numero", "remplace__numero", "motif")
    return [Suite(genre, numero or 0, remplace, motif) for genre, numero, remplace, motif in champs]


def cours(tirage: Tirage) -> Cours:
    """The ledger followed to its end."""
    suivi = Cours(places(tirage))
    for suite in suites(tirage):
        suivi.suivre(suite)
    return suivi


def situations(tirage: Tirage) -> dict[str, Situation]:
    """Where each group stands now."""
    return cours(tirage).situations


def proces_verbal(tirage: Tirage) -> Iterator[str]:
    """The whole record: the commitment, then what followed if the seed is known."""
    yield from lignes_engagees(tirage)
    if tirage.graine:
        yield from acte.lignes_du_resultat(tirage.empreinte, tirage.graine, places(tirage), suites(tirage))


def tires(tirage: Tirage) -> dict[int, Inscrit]:
    """Everybody who came out, by number."""
    sortis = tirage.ecritures.filter(genre__in=SORTIS).values("inscrit")
    return {i.numero: i for i in tirage.inscrits.filter(pk__in=sortis) if i.numero is not None}
