"""The index of the search, kept in line with the teintes: `indexer` after each write, no other hand."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from django.db import connection, transaction

from communs.catalogue.calculs import vocabulaire
from nuancier.models import Teinte
from nuancier.querysets import TeinteQuerySet
from nuancier.recherche import calculs, facettes
from nuancier.recherche.models import Mot, Repere, RepereModule

PAR_LOT = 500
CHAMPS = ("famille", "rang", "textes", "lexique")


@transaction.atomic
def indexer(teintes: TeinteQuerySet) -> int:
    """Bring the index in line with these teintes; return how many rows were written or removed.

    A teinte that was taken out of the chart leaves the index.
    """
    cles = sorted(set(teintes.values_list("pk", flat=True)))
    return sum(_indexer(cles[debut : debut + PAR_LOT]) for debut in range(0, len(cles), PAR_LOT))


@transaction.atomic
def reindexer() -> int:
    """Make the whole index again, the count of words included; return how many teintes had changed."""
    changes = indexer(Teinte.objects.all())
    voulus: Counter[str] = Counter()
    for textes in Repere.objects.values_list("textes", flat=True).iterator():
        voulus.update(_mots(textes))
    voulus.subtract(dict(Mot.objects.values_list("mot", "nombre")))
    _compter_les_mots(voulus)
    return changes


def _indexer(cles: Sequence[int]) -> int:
    """One batch. The rows are locked before the teintes are read: of two writers the second sees both."""
    connus = {r.pk: r for r in Repere.objects.filter(pk__in=cles).select_for_update().order_by("pk")}
    lus = list(Teinte.objects.en_vue().entieres().filter(pk__in=cles))
    neufs = [repere for repere in map(_repere, lus) if not _identiques(repere, connus.get(repere.pk))]
    perdus = connus.keys() - {teinte.pk for teinte in lus}
    difference: Counter[str] = Counter()
    for cle in {repere.pk for repere in neufs} & connus.keys() | perdus:
        difference.subtract(_mots(connus[cle].textes))
    for repere in neufs:
        difference.update(_mots(repere.textes))
    Repere.objects.filter(pk__in=perdus).delete()
    Repere.objects.bulk_create(neufs, update_conflicts=True, unique_fields=["teinte"], update_fields=CHAMPS)
    changes = _indexer_les_modules(lus)
    _compter_les_mots(difference)
    return len(neufs) + len(perdus) + changes


def _repere(teinte: Teinte) -> Repere:
    return Repere(
        teinte=teinte,
        famille=teinte.famille.numero,
        rang=teinte.famille.numero * 1000 + teinte.numero,
        textes=calculs.textes(teinte),
        lexique=calculs.lexique(teinte),
    )


def _identiques(un: Repere, autre: Repere | None) -> bool:
    return autre is not None and all(getattr(un, champ) == getattr(autre, champ) for champ in CHAMPS)


def _indexer_les_modules(teintes: Iterable[Teinte]) -> int:
    """What the modules answer to the filters; a module that was deleted has taken its row with it."""
    voulus = {
        module.pk: (teinte.pk, facettes.masque(module), facettes.places(module))
        for teinte in teintes
        for module in teinte.modules.all()
    }
    connus = RepereModule.objects.filter(pk__in=voulus).values_list("pk", "repere", "masque", "places")
    sus = {cle: tuple(reste) for cle, *reste in connus}
    neufs = [
        RepereModule(module_id=cle, repere_id=repere, masque=masque, places=places)
        for cle, (repere, masque, places) in sorted(voulus.items())
        if sus.get(cle) != (repere, masque, places)
    ]
    RepereModule.objects.bulk_create(
        neufs,
        update_conflicts=True,
        unique_fields=["module"],
        update_fields=["repere", "masque", "places"],
    )
    return len(neufs)


def _mots(textes: Mapping[str, Sequence[str]]) -> frozenset[str]:
    return vocabulaire(texte for lignes in textes.values() for texte in lignes)


def _compter_les_mots(difference: Mapping[str, int]) -> None:
    """Add to, or take from, the number of teintes that hold each word; always in one order: no deadlock."""
    gagnes = {mot: nombre for mot, nombre in sorted(difference.items()) if nombre > 0}
    perdus = {mot: -nombre for mot, nombre in sorted(difference.items()) if nombre < 0}
    with connection.cursor() as curseur:
        if gagnes:
            curseur.execute(
                "INSERT INTO nuancier_mot (mot, nombre) SELECT * FROM unnest(%s::text[], %s::int[]) "
                "ON CONFLICT (mot) DO UPDATE SET nombre = nuancier_mot.nombre + EXCLUDED.nombre",
                [list(gagnes), list(gagnes.values())],
            )
        if perdus:
            list(Mot.objects.filter(mot__in=perdus).order_by("mot").select_for_update())
            curseur.execute(
                "UPDATE nuancier_mot SET nombre = nuancier_mot.nombre - perdus.nombre "
                "FROM unnest(%s::text[], %s::int[]) AS perdus (mot, nombre) "
                "WHERE nuancier_mot.mot = perdus.mot",
                [list(perdus), list(perdus.values())],
            )
            Mot.objects.filter(mot__in=perdus, nombre=0).delete()
