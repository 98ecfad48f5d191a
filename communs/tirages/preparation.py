"""Before the commitment: what forbids it, and what the organiser should know before promising."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from communs.collectivites.calculs import cle_de_tri
from communs.collectivites.enums import HORS_TIRAGE
from communs.collectivites.models import Adhesion
from communs.tirages.enums import Ceremonie, Exclusion
from communs.tirages.models import Inscrit, Tirage
from communs.web.typographie import accorder

NOMMEES = 10  # people named in one warning


@dataclass(frozen=True)
class Avis:
    """A sentence, and the page on which to act (its address name, empty for none)."""

    texte: str
    ou: str = ""
    details: tuple[str, ...] = ()


@dataclass(frozen=True)
class LigneDeBilan:
    """A group before the draw: who is there, who can be drawn, what is to be drawn."""

    nom: str
    total: int
    tirables: int
    exclus: tuple[tuple[str, int], ...]
    places: int
    suppleants: int

    @property
    def manque(self) -> int:
        return max(0, self.places - self.tirables)


def bilan(tirage: Tirage) -> list[LigneDeBilan]:
    """Every group with its numbers; two queries whatever the size of the list."""
    comptes = tirage.inscrits.bilan()
    lignes = []
    for groupe in sorted(tirage.groupes.all(), key=lambda g: cle_de_tri(g.nom)):
        compte = comptes.get(groupe.nom, {})
        exclus = tuple((str(e.label), compte[e.value]) for e in Exclusion if e.value in compte)
        lignes.append(
            LigneDeBilan(
                groupe.nom,
                compte.get("total", 0),
                compte.get("tirables", 0),
                exclus,
                groupe.places,
                groupe.suppleants,
            )
        )
    return lignes


def _manques(lignes: Iterable[LigneDeBilan]) -> list[Avis]:
    """The services that have fewer people to draw than places."""
    manques = []
    for ligne in lignes:
        if not ligne.manque:
            continue
        if not ligne.total:
            dit = "ce service est vide"
        elif not ligne.tirables:
            dit = "tout le monde y est exclu"
        else:
            formes = "personne peut y être tirée,personnes peuvent y être tirées"
            dit = f"{ligne.tirables} {accorder(ligne.tirables, formes)}"
        combien = f"{ligne.places} {accorder(ligne.places, 'place,places')}"
        manques.append(Avis(f"« {ligne.nom} » : {combien} à tirer, mais {dit}.", "places"))
    return manques


def problemes(tirage: Tirage, lignes: Iterable[LigneDeBilan] | None = None) -> list[Avis]:
    """What forbids the commitment, in French; an empty list when nothing does."""
    if tirage.listes.en_route().exists():
        return [Avis("Une liste est en train d’être lue : attendez qu’elle le soit.", "composer")]
    lignes = list(bilan(tirage) if lignes is None else lignes)
    trouves = []
    if not any(ligne.total for ligne in lignes):
        return [
            Avis("La liste est vide : inscrivez d’abord les personnes parmi lesquelles tirer.", "composer")
        ]
    if not any(ligne.places for ligne in lignes):
        trouves.append(Avis("Aucune place n’est à tirer : répartissez les places.", "places"))
    trouves += _manques(lignes)
    concernes = a_exclure(tirage)
    if concernes:
        texte = (
            f"{len(concernes)} {accorder(len(concernes), 'personne est,personnes sont')} d’après la "
            "collectivité élues ou de direction, et peuvent encore être tirées : appliquez la règle."
        )
        trouves.append(Avis(texte, "personnes", _noms(concernes)))
    if tirage.ceremonie == Ceremonie.CHIFFRE and tirage.chiffre_le is not None:
        aujourd_hui = timezone.localdate(timezone=tirage.dossier.fuseau)
        if tirage.chiffre_le <= aujourd_hui:
            trouves.append(
                Avis(
                    "Le chiffre public doit être connu après aujourd’hui : choisissez-en un à venir.",
                    "reglages",
                )
            )
    return trouves


def avertissements(tirage: Tirage, lignes: Iterable[LigneDeBilan]) -> list[Avis]:
    """What does not forbid the commitment, and should be known before it."""
    avis = []
    for ligne in lignes:
        reste = ligne.tirables - ligne.places
        if ligne.places and not ligne.manque and reste < ligne.suppleants:
            combien = (
                f"{max(reste, 0)} {accorder(reste, 'suppléance,suppléances')} au lieu de {ligne.suppleants}"
            )
            avis.append(Avis(f"« {ligne.nom} » : il n’y aura que {combien}, faute de monde.", "places"))
        if ligne.tirables and not ligne.places:
            avis.append(
                Avis(f"« {ligne.nom} » : personne n’y sera tiré, aucune place n’y est prévue.", "places")
            )
    inscrits = tirage.inscrits.all()
    ailleurs = list(inscrits.exclude(aussi="").order_by("nom")[: NOMMEES + 1])
    if ailleurs:
        details = tuple(
            f"{i.nom} : dans « {i.groupe} », aussi dans « {i.aussi} »" for i in ailleurs[:NOMMEES]
        )
        nombre = inscrits.exclude(aussi="").count()
        texte = (
            f"{nombre} {accorder(nombre, 'personne figurait,personnes figuraient')} dans plusieurs "
            f"services : {accorder(nombre, 'comptée,comptées')} une seule fois, dans le premier."
        )
        avis.append(Avis(texte, "personnes", details))
    if partis := _partis(tirage):
        texte = (
            f"{len(partis)} {accorder(len(partis), 'personne a,personnes ont')} quitté la collectivité "
            "depuis que la liste est faite : videz-la et refaites-la, ou excluez ces personnes."
        )
        avis.append(Avis(texte, "personnes", _noms(partis)))
    if sans := _sans_fonction(tirage):
        texte = (
            f"{sans} {accorder(sans, 'personne,personnes')} au tirage sans fonction dite dans "
            f"la collectivité (agent, direction ou élu) : Vigie {accorder(sans, 'la,les')} compte "
            "comme agents. Vérifiez, et excluez qui doit l’être."
        )
        avis.append(Avis(texte, "personnes"))
    return avis


def hors_tirage(tirage: Tirage) -> dict[str, str]:
    """Those who are never drawn, by the address of their account: élus and directors, as declared."""
    collectivites = [tirage.dossier.collectivite_id, *tirage.dossier.partenaires.values_list("pk", flat=True)]
    declares = Adhesion.objects.filter(collectivite__in=collectivites, fonction__in=sorted(HORS_TIRAGE))
    return dict(declares.values_list("compte__email", "fonction"))


def a_exclure(tirage: Tirage) -> list[Inscrit]:
    """People of the list whom the rule excludes and who are not excluded yet."""
    declares = hors_tirage(tirage)
    if not declares:
        return []
    concernes = Q(reference__in=declares) | Q(compte__email__in=declares)
    return list(tirage.inscrits.tirables().filter(concernes).select_related("compte").order_by("nom"))


def _partis(tirage: Tirage) -> list[Inscrit]:
    """Members of the list who are members no more (participants without membership are not counted)."""
    return list(
        tirage.inscrits.tirables()
        .filter(compte__isnull=False, membre=True)
        .exclude(Exists(_adhesions(tirage).filter(compte=OuterRef("compte"))))
        .order_by("nom")
    )


def _sans_fonction(tirage: Tirage) -> int:
    """How many of those who can be drawn are members of whom the collectivité does not say what they are."""
    muettes = _adhesions(tirage).filter(compte=OuterRef("compte"), fonction="")
    return tirage.inscrits.tirables().filter(Exists(muettes)).count()


def _adhesions(tirage: Tirage) -> QuerySet[Adhesion]:
    return Adhesion.objects.filter(collectivite=tirage.dossier.collectivite_id)


def _noms(inscrits: list[Inscrit]) -> tuple[str, ...]:
    reste = len(inscrits) - NOMMEES
    noms = tuple(i.nom_affiche for i in inscrits[:NOMMEES])
    return (*noms, f"… et {reste} {accorder(reste, 'autre,autres')}") if reste > 0 else noms
