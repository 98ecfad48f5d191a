"""The index of the search, kept in line with the notices: `indexer` after each write, no other hand."""

from django.db import connection, transaction

from veille.models import Notice
from veille.notices.querysets import NoticeQuerySet
from veille.recherche.models import Mot, Repere

PAR_LOT = 20_000

# Everything in the database: a hundred thousand notices never come through Python.
_LUES = """
SELECT n.id, n.genre, n.langue, n.annee,
       -- « 2018-23 » is an autumn, which begins in September.
       CASE WHEN substr(n.date, 6, 2) > '12'
            THEN left(n.date, 5) || (ARRAY['03', '06', '09', '12'])[substr(n.date, 6, 2)::int - 20]
            ELSE n.date END AS quand,
       public.sans_accents(n.titre) AS titre,
       coalesce(sujets.cles, '{}') AS themes,
       ARRAY(SELECT DISTINCT e FROM unnest(ARRAY[n.publication, n.editeur]) AS e WHERE e <> '') AS editeurs,
       coalesce(places.bulletins, '{}') AS bulletins,
       coalesce(places.numeros, '{}') AS numeros,
       -- The parser would take « <script> » for markup, and what follows for a program to leave aside.
       translate(concat_ws(' ', n.titre, n.sous_titre), '<>', '  ') AS tete,
       concat_ws(' ', gens.noms, n.publication, n.collection, n.editeur) AS source,
       translate(concat_ws(' ', sujets.noms, array_to_string(n.mots_cles, ' '),
                           array_to_string(n.territoires, ' '), n.resume), '<>', '  ') AS reste
FROM veille_notice n
LEFT JOIN LATERAL (
    SELECT string_agg(concat_ws(' ', c.prenom, c.nom), ' ' ORDER BY c.rang) AS noms
    FROM veille_contribution c WHERE c.notice_id = n.id) gens ON true
LEFT JOIN LATERAL (
    SELECT array_agg(t.cle ORDER BY t.cle) AS cles,
           string_agg(concat_ws(' ', t.nom, array_to_string(t.synonymes, ' ')), ' ' ORDER BY t.cle) AS noms
    FROM veille_classement k JOIN veille_theme t ON t.id = k.theme_id WHERE k.notice_id = n.id) sujets ON true
LEFT JOIN LATERAL (
    SELECT array_agg(u.id ORDER BY u.id) AS numeros,
           array_agg(DISTINCT u.bulletin_id ORDER BY u.bulletin_id) AS bulletins
    FROM veille_parution p JOIN veille_numero u ON u.id = p.numero_id
    WHERE p.notice_id = n.id AND u.etat = 'publie' AND u.supprime_le IS NULL) places ON true
WHERE n.id = ANY(%s) AND n.publiee_le IS NOT NULL AND n.retiree_le IS NULL AND n.supprime_le IS NULL
"""
_COLONNES = "genre, langue, annee, quand, titre, themes, editeurs, bulletins, numeros, tete, recherche"
_INDEXER = f"""
WITH lues AS MATERIALIZED ({_LUES}),
pesees AS (
    SELECT id, genre, langue, annee, quand, titre, themes, editeurs, bulletins, numeros,
           to_tsvector('public.fr', tete) AS tete,
           setweight(to_tsvector('public.fr', tete), 'A') || setweight(to_tsvector('public.fr', source), 'B')
               || setweight(to_tsvector('public.fr', reste), 'C') AS recherche
    FROM lues),
ecrites AS (
    INSERT INTO veille_repere AS r (notice_id, {_COLONNES}) SELECT * FROM pesees ORDER BY id
    ON CONFLICT (notice_id) DO UPDATE SET ({_COLONNES}) = ROW(
        EXCLUDED.{_COLONNES.replace(", ", ", EXCLUDED.")})
    WHERE ROW(r.{_COLONNES.replace(", ", ", r.")})
        IS DISTINCT FROM ROW(EXCLUDED.{_COLONNES.replace(", ", ", EXCLUDED.")})
    RETURNING 1),
dits AS (
    INSERT INTO veille_mot (mot)
    SELECT DISTINCT mot
    FROM lues, public.sans_accents(concat_ws(' ', tete, source, reste)) AS texte,
         regexp_split_to_table(texte, '[^[:alnum:]]+') AS mot
    WHERE length(mot) BETWEEN 3 AND 80 AND mot !~ '^[0-9]'
    ORDER BY mot ON CONFLICT DO NOTHING)
SELECT count(*) FROM ecrites
"""  # noqa: S608


@transaction.atomic
def indexer(notices: NoticeQuerySet) -> int:
    """Bring the index in line with these notices; return how many rows were written or removed.

    A notice that the public does not read any more leaves the index.
    """
    cles = sorted(set(notices.order_by().values_list("pk", flat=True)))
    return sum(_indexer(cles[debut : debut + PAR_LOT]) for debut in range(0, len(cles), PAR_LOT))


@transaction.atomic
def reindexer() -> int:
    """Make the whole index again, the list of words included; return how many notices had changed."""
    Mot.objects.all().delete()
    return indexer(Notice.objects.all())


def _indexer(cles: list[int]) -> int:
    """One batch. Its notices are locked, in order: of two writers the second reads what the first wrote."""
    list(Notice.objects.select_for_update(of=("self",)).filter(pk__in=cles).order_by("pk").values_list("pk"))
    perdus, _ = Repere.objects.filter(pk__in=cles).exclude(notice__in=Notice.objects.en_vue()).delete()
    with connection.cursor() as curseur:
        curseur.execute(_INDEXER, [cles])
        return perdus + curseur.fetchone()[0]
