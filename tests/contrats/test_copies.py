"""Where tests commit, each finds the database as it was: rows, sequences, schema."""

from collections.abc import Callable
from threading import Thread

import pytest
from django.db import connection

from tests.outils.bases import BASES

pytestmark = pytest.mark.django_db(transaction=True)

LIGNES = """
INSERT INTO django_session VALUES ('cle', 'contenu', now());
UPDATE veille_notice SET titre = titre || ' (bis)' WHERE id % 2 = 0;
DELETE FROM auth_group_permissions;
INSERT INTO etats_ligne OVERRIDING SYSTEM VALUE -- where nothing may be rewritten
    SELECT (jsonb_populate_record(l, '{"id": 987654321}')).* FROM etats_ligne l LIMIT 1;
SELECT nextval('collectivites_collectivite_id_seq')
"""
SCHEMA = {
    "empties": "TRUNCATE nuancier_famille CASCADE",
    "alters": "ALTER TABLE django_session ADD COLUMN note text DEFAULT 'x'",
    "creates": "CREATE TABLE neuve AS SELECT 1 AS un",
}


def executer(sql: str) -> list[tuple]:
    with connection.cursor() as curseur:
        curseur.execute(sql)
        return curseur.fetchall() if curseur.description else []


def empreinte() -> dict[str, list[tuple]]:
    """Every row of every table, their columns, the sequences."""
    colonnes = executer(
        "SELECT attrelid::regclass::text, attname FROM pg_attribute JOIN pg_class c ON c.oid = attrelid"
        " WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND attnum > 0 AND NOT attisdropped"
        " ORDER BY 1, attnum"
    )
    lignes = {
        table: executer(f"SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {table} t")
        for table, _ in colonnes
    }
    sequences = executer("SELECT seqrelid, pg_sequence_last_value(seqrelid) FROM pg_sequence ORDER BY 1")
    return lignes | {"colonnes": colonnes, "sequences": sequences}


def fait_puis_defait(ecrire: Callable[[], object], essai: pytest.FixtureRequest) -> None:
    avant = empreinte()
    ecrire()
    assert empreinte() != avant
    BASES.choisir(essai.node)  # as before each test
    assert empreinte() == avant


def test_rows_that_a_test_commits_are_not_there_for_the_next(decor, request):
    fait_puis_defait(lambda: executer(LIGNES), request)


def test_those_of_another_connection_neither(decor, request):
    def ecrire() -> None:
        executer(LIGNES)
        connection.close()

    def en_parallele() -> None:
        fil = Thread(target=ecrire)
        fil.start()
        fil.join()

    fait_puis_defait(en_parallele, request)


@pytest.mark.parametrize("geste", SCHEMA)
def test_a_schema_that_a_test_changes_is_as_it_was_for_the_next(decor, geste, request):
    fait_puis_defait(lambda: executer(SCHEMA[geste]), request)
