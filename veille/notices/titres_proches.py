"""Titles that are merely close, over the whole base: so many notices at a time, newest first.

Comparing every title with every other has no bound; comparing a few hundred with all, through the index of
trigrams, has one.
"""

from django.db import connection, transaction

from veille.notices.doublons import RESSEMBLANCE, Groupe, sans_distinguees
from veille.notices.models import Notice

EXAMINEES = 200
PROCHES_MAX = 3  # pairs of one notice

_PAIRES = """
WITH lues AS MATERIALIZED (
    SELECT id, annee, titre_normalise FROM veille_notice
    WHERE id = ANY(%(cles)s) AND btrim(titre_normalise) LIKE '%% %%')
SELECT p.id, l.id FROM lues l CROSS JOIN LATERAL (
    SELECT a.id FROM veille_notice a
    WHERE a.titre_normalise %% l.titre_normalise AND a.id < l.id AND a.supprime_le IS NULL
        -- The same title of the same year is a duplicate found already.
        AND NOT (btrim(a.titre_normalise) = btrim(l.titre_normalise) AND a.annee IS NOT DISTINCT FROM l.annee)
    ORDER BY similarity(a.titre_normalise, l.titre_normalise) DESC, a.id LIMIT %(proches)s) p
ORDER BY l.id DESC, p.id
"""


def chercher_les_titres_proches(avant: int | None = None) -> tuple[list[Groupe], int | None]:
    """The close titles of the EXAMINEES newest notices older than `avant`, and before which one to go on.

    Each pair is met once, from its newer notice. Titles of one word are left out: too many look alike.
    """
    recentes = Notice.objects.presentes().order_by("-pk")
    if avant is not None:
        recentes = recentes.filter(pk__lt=avant)
    cles = list(recentes.values_list("pk", flat=True)[: EXAMINEES + 1])
    suite = cles[EXAMINEES - 1] if len(cles) > EXAMINEES else None
    paires = _paires(cles[:EXAMINEES])
    notices = Notice.objects.avec_leurs_numeros().in_bulk({cle for paire in paires for cle in paire})
    groupes = [Groupe("titre proche", (notices[une], notices[autre])) for une, autre in paires]
    return sans_distinguees(groupes), suite


@transaction.atomic
def _paires(cles: list[int]) -> list[tuple[int, int]]:
    with connection.cursor() as curseur:
        # What « % » takes for close, until the end of the transaction: the index then leaves the rest out.
        curseur.execute("SELECT set_config('pg_trgm.similarity_threshold', %s, true)", [str(RESSEMBLANCE)])
        curseur.execute(_PAIRES, {"cles": cles, "proches": PROCHES_MAX})
        return curseur.fetchall()
