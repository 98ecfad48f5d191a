"""The baromètre: its rollup, its daily snapshot, and what a reader gets of it.

Nothing here reads a sheet: the rollup moves with each one handed in or deleted, the snapshot reads
the rollup, pages and open data read the snapshot.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from communs.web.cache_pages import perimer_pages
from sonar import calculs, confidentialite
from sonar.confidentialite import PROFIL
from sonar.models import Comptage, Instantane, Periode

_alea = random.SystemRandom()

Case = tuple[date, str, str]  # month, question key or PROFIL, style or profile key
Comptes = defaultdict[str, Counter[str]]  # question key or PROFIL → style or profile key → sheets


def _mois(instant: datetime) -> date:
    """The month of a sheet, by the clock of mainland France."""
    return timezone.localdate(instant).replace(day=1)


def cases(*, remise_le: datetime, styles: Mapping[str, str]) -> Counter[Case]:
    """The counters of one sheet; `styles`: question key → style."""
    profil = calculs.cle_de_profil(calculs.dominants(calculs.compter(styles.values())))
    mois = _mois(remise_le)
    return Counter((mois, mesure, str(valeur)) for mesure, valeur in [*styles.items(), (PROFIL, profil)])


def ajouter(nombres: Counter[Case]) -> None:
    """Count sheets, in the transaction that stores them."""
    lignes = ", ".join(["(%s, %s, %s, %s)"] * len(nombres))
    with connection.cursor() as curseur:
        curseur.execute(
            f"INSERT INTO sonar_comptage (mois, mesure, valeur, nombre) VALUES {lignes} "  # noqa: S608
            "ON CONFLICT (mois, mesure, valeur) "
            "DO UPDATE SET nombre = sonar_comptage.nombre + EXCLUDED.nombre",
            [parametre for case in sorted(nombres) for parametre in (*case, nombres[case])],
        )


def retirer(nombres: Counter[Case]) -> None:
    """Take sheets out of the count, in the transaction that deletes them."""
    ou = Q()
    for mois, mesure, valeur in nombres:
        ou |= Q(mois=mois, mesure=mesure, valeur=valeur)
    # Locked first, in the same order as `ajouter`: an UPDATE alone locks in any order.
    verrouilles = Comptage.objects.filter(ou).order_by("mois", "mesure", "valeur").select_for_update()
    comptages = list(verrouilles)
    for comptage in comptages:
        comptage.nombre -= nombres[comptage.mois, comptage.mesure, comptage.valeur]
    Comptage.objects.bulk_update(comptages, ["nombre"])


@transaction.atomic
def publier(*, jour: date) -> None:
    """Take the snapshot of a day: publish the months that have become complete. Once a day, or again."""
    # Locked: two snapshots at the same time would publish the same months.
    instantane, _ = Instantane.objects.select_for_update().get_or_create(jour=jour)
    derniere = Periode.objects.order_by("fin").last()
    depuis = confidentialite.mois_suivant(derniere.fin) if derniere else None
    par_mois = _en_attente(depuis)
    feuilles = {mois: comptes[PROFIL].total() for mois, comptes in par_mois.items()}
    reste = sum(feuilles.values())
    for debut, fin in confidentialite.decouper(feuilles, depuis=depuis, avant=jour.replace(day=1)):
        comptes = _additionner(par_mois[mois] for mois in par_mois if debut <= mois <= fin)
        nombre = comptes[PROFIL].total()
        Periode.objects.create(
            debut=debut,
            fin=fin,
            feuilles=nombre,
            repartitions=confidentialite.proteger_tout(comptes, melanger=_melanger),
            demonstration=settings.VIGIE_DEMO,
        )
        reste -= nombre
    instantane.en_attente = confidentialite.arrondir(reste)
    instantane.save()
    perimer_pages()


def _melanger(nombre: int) -> list[int]:
    return _alea.sample(range(nombre), nombre)


def _en_attente(depuis: date | None) -> dict[date, Comptes]:
    """The rollup of the months not yet published, in one query: no sheet is half in it."""
    par_mois: dict[date, Comptes] = {}
    lignes = Comptage.objects.filter(mois__gte=depuis or date.min).order_by("mois", "mesure", "valeur")
    for mois, mesure, valeur, nombre in lignes.values_list("mois", "mesure", "valeur", "nombre"):
        par_mois.setdefault(mois, defaultdict(Counter))[mesure][valeur] = nombre
    return par_mois


def _additionner(mois: Iterable[Comptes]) -> Comptes:
    somme: Comptes = defaultdict(Counter)
    for comptes in mois:
        for mesure, nombres in comptes.items():
            somme[mesure].update(nombres)
    return somme
