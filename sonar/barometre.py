"""The baromètre: its rollup, its daily snapshot, and what a reader gets of it.

Nothing here reads a sheet: the rollup moves with each one handed in or deleted, the snapshot reads
the rollup, pages and open data read the snapshot.
"""

import random
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import Q, Sum
from django.utils import timezone

from communs.web.cache_pages import perimer_pages
from sonar import calculs, confidentialite
from sonar.confidentialite import PROFIL, Ligne
from sonar.models import Comptage, Instantane, Periode

_alea = random.SystemRandom()

Case = tuple[date, str, str]  # month, question key or PROFIL, style or profile key


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
    """Take the snapshot of a day: publish the periods that have become complete. Once a day, or again."""
    Instantane.objects.get_or_create(jour=jour)
    instantane = Instantane.objects.select_for_update().get(jour=jour)
    derniere = Periode.objects.order_by("fin").last()
    depuis = confidentialite.mois_suivant(derniere.fin) if derniere else None
    par_mois = Comptage.objects.filter(mesure=PROFIL, mois__gte=depuis or date.min).order_by("mois")
    feuilles = dict(par_mois.values_list("mois").annotate(Sum("nombre")))
    en_attente = sum(feuilles.values())
    for debut, fin, nombre in confidentialite.decouper(feuilles, depuis=depuis, avant=jour.replace(day=1)):
        Periode.objects.create(
            debut=debut, fin=fin, feuilles=nombre, repartitions=_repartitions(debut, fin, nombre)
        )
        en_attente -= nombre
    instantane.en_attente = confidentialite.arrondir(en_attente)
    instantane.save()
    perimer_pages()


def _repartitions(debut: date, fin: date, feuilles: int) -> dict[str, Ligne]:
    """Every row of a period, protected."""
    comptes: dict[str, dict[str, int]] = {}
    lignes = Comptage.objects.filter(mois__range=(debut, fin)).order_by("mesure", "valeur")
    for mesure, valeur, nombre in lignes.values_list("mesure", "valeur").annotate(Sum("nombre")):
        comptes.setdefault(mesure, {})[valeur] = nombre
    return confidentialite.proteger_tout(comptes, feuilles, melanger=lambda n: _alea.sample(range(n), n))
