"""Who is drawn from: the services that the recommendations concern, and how many people each sends."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Q

from communs.collectivites.calculs import cle_de_tri
from communs.collectivites.enums import HORS_TIRAGE
from communs.collectivites.identite import Identite, autoriser
from communs.collectivites.models import Service
from communs.etats import journal
from communs.etats.services import enregistrer, verrouiller
from communs.tirages import liste
from communs.tirages import services as tirages
from communs.tirages.acte import en_ligne
from communs.tirages.models import Tirage
from communs.web.erreurs import Refus
from eclaireurs.evaluation.conclave.enums import EtatConclave
from eclaireurs.evaluation.conclave.models import Conclave, Siege
from eclaireurs.evaluation.rapport.models import Preconisation

PLACES, SUPPLEANCES, PLACES_MAX = 2, 2, 50
PASSE = "Le tirage est préparé : les places se règlent maintenant sur sa page. Rien n’a été changé."


@dataclass(frozen=True)
class LigneDeService:
    """A service concerned: by what, who works there, what is asked of it."""

    service: Service
    preconisations: tuple[Preconisation, ...]
    membres: int
    hors: int  # élus and directors among them
    places: int
    suppleants: int

    @property
    def tirables(self) -> int:
        return self.membres - self.hors

    @property
    def manque(self) -> int:
        return max(0, self.places - self.tirables)


def services_concernes(conclave: Conclave) -> list[LigneDeService]:
    """By name; a constant number of queries."""
    preconisations = Preconisation.objects.filter(rapport__dossier=conclave.dossier_id).order_by("numero")
    par_service: dict[int, list[Preconisation]] = {}
    for preconisation in preconisations.prefetch_related("services"):
        for service in preconisation.services.all():
            par_service.setdefault(service.pk, []).append(preconisation)
    hors = Q(adhesions__fonction__in=sorted(HORS_TIRAGE))
    actives = Q(adhesions__compte__is_active=True)
    services = Service.objects.filter(pk__in=par_service).annotate(
        membres=Count("adhesions", filter=actives), hors=Count("adhesions", filter=actives & hors)
    )
    sieges = {siege.service_id: siege for siege in conclave.sieges.all()}
    return [
        LigneDeService(
            service=service,
            preconisations=tuple(par_service[service.pk]),
            membres=service.membres,
            hors=service.hors,
            places=sieges[service.pk].places if service.pk in sieges else PLACES,
            suppleants=sieges[service.pk].suppleants if service.pk in sieges else SUPPLEANCES,
        )
        for service in sorted(services, key=lambda s: cle_de_tri(s.nom))
    ]


@transaction.atomic
def repartir(
    *, identite: Identite, conclave: Conclave, version: int, places: Mapping[int, tuple[int, int]]
) -> None:
    """Say how many people and stand-ins each service sends, by its key. Conflit, Refus (409)."""
    autoriser(identite, "conclave.preparer", conclave)
    actuel = verrouiller(conclave, version=version)
    if actuel.etat != EtatConclave.PREPARATION:
        raise Refus(409, PASSE)
    if max((max(deux) for deux in places.values()), default=0) > PLACES_MAX:
        raise ValidationError(f"Pas plus de {PLACES_MAX} places par service.")
    connus = {ligne.service.pk for ligne in services_concernes(actuel)}
    actuel.sieges.all().delete()
    Siege.objects.bulk_create(
        Siege(conclave=actuel, service_id=cle, places=deux[0], suppleants=deux[1])
        for cle, deux in sorted(places.items())
        if cle in connus
    )
    enregistrer(actuel)
    journal.consigner(identite=identite, verbe="conclave.repartir", objet=conclave)


def preparer_le_tirage(identite: Identite, conclave: Conclave) -> Tirage:
    """The draw with its list and its places, on its own pages from now on; in the caller's transaction."""
    lignes = services_concernes(conclave)
    dossier = conclave.dossier
    tirage = tirages.preparer(
        identite=identite,
        dossier=dossier,
        demande=uuid4(),
        champs={"titre": "Conclave des préconisations"},
    )
    liste.ajouter(
        identite=identite,
        tirage=tirage,
        candidats=liste.des_membres(dossier, [ligne.service for ligne in lignes], sans_service=False),
        groupes=sorted({en_ligne(ligne.service.nom) for ligne in lignes}),
    )
    _poser_les_places(identite, tirage, lignes)
    return tirage


def _poser_les_places(identite: Identite, tirage: Tirage, lignes: Iterable[LigneDeService]) -> None:
    """Two services of one name are one group: their places add up."""
    voulues: dict[str, tuple[int, int]] = {}
    for ligne in lignes:
        nom = en_ligne(ligne.service.nom)
        places, suppleants = voulues.get(nom, (0, 0))
        voulues[nom] = places + ligne.places, suppleants + ligne.suppleants
    tirage.refresh_from_db(fields=["version"])
    tirages.repartir(
        identite=identite,
        tirage=tirage,
        version=tirage.version,
        places={groupe.pk: voulues[groupe.nom] for groupe in tirage.groupes.all() if groupe.nom in voulues},
    )
