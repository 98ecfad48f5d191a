"""The copy of a database where tests commit: put back as it was after each, row by row.

Copying a database costs a second; a test writes a few rows in a few tables. PostgreSQL counts what each
table was written (`pg_stat`, at the latest when a connection ends), and each row bears the number of the
transaction that wrote it: rows written since are deleted, those missing come back from the model.
"""

import io
import time
from collections import Counter
from typing import Any

import psycopg2

_PATIENCE = 5.0  # seconds for the last test's connections to end

# What is rolled back counts too. A schema that changes is written in PostgreSQL's own tables; what it
# learns for its plans (pg_statistic) is no change.
_ECRITURES = """
SELECT oid::regclass::text,
    pg_stat_get_tuples_inserted(oid) + pg_stat_get_tuples_updated(oid) + pg_stat_get_tuples_deleted(oid)
FROM pg_class WHERE relkind IN ('r', 'p', 'm') AND NOT relisshared AND relname !~ '^pg_statistic'
"""
_TABLES = """
SELECT oid::regclass::text FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
"""
_SEQUENCES = "SELECT seqrelid::regclass::text, pg_sequence_last_value(seqrelid), seqstart FROM pg_sequence"
_NUMERO = "SELECT pg_current_xact_id()::xid::text"
_AUTRES = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""


class Copie:
    """A fresh copy of the database `modele`; `acces`: how to reach it as a superuser."""

    def __init__(self, acces: dict[str, Any], modele: str) -> None:
        self._acces_du_modele = acces | {"dbname": modele}
        self._lignes: dict[str, Counter[str]] = {}  # of the model, by table, once asked for
        # As a replica: rows are put back without a trigger refusing, or doing it once more.
        self._connexion = psycopg2.connect(**acces, options="-c session_replication_role=replica")
        self._connexion.autocommit = True
        self._tables = {table for (table,) in self._lire(_TABLES)}
        self._sequences = {sequence: valeur for sequence, valeur, _ in self._lire(_SEQUENCES)}
        self._transaction = self._lire(_NUMERO)[0][0]
        self._ecritures = self._compter()

    def fermer(self) -> None:
        self._connexion.close()

    def remettre(self) -> bool:
        """Put everything back; False when that takes a new copy (a schema that changed, somebody inside)."""
        if not self._seule():
            return False
        ecrites = {table for table, nombre in self._compter().items() if nombre != self._ecritures[table]}
        if not ecrites <= self._tables:
            return False
        self._remettre_les_sequences()
        if ecrites:
            self._remettre_les_lignes(ecrites)
            self._ecritures = self._compter()
        return True

    def _seule(self) -> bool:
        """Wait until nobody else is connected: all is written then, and counted."""
        limite = time.monotonic() + _PATIENCE
        while self._lire(_AUTRES) != [(0,)]:
            if time.monotonic() > limite:
                return False
            time.sleep(0.002)
        return True

    def _compter(self) -> Counter[str]:
        """How many rows were ever written in each table."""
        return Counter(dict(self._lire(_ECRITURES)))

    def _remettre_les_sequences(self) -> None:
        for sequence, valeur, debut in self._lire(_SEQUENCES):
            voulue = self._sequences[sequence]
            if valeur != voulue:
                self._lire("SELECT setval(%s, %s, %s)", [sequence, voulue or debut, voulue is not None])

    def _remettre_les_lignes(self, tables: set[str]) -> None:
        self._connaitre(tables)
        with self._connexion, self._connexion.cursor() as curseur:
            curseur.execute(_NUMERO)
            depuis, self._transaction = self._transaction, curseur.fetchone()[0]
            for table in tables:
                # age() counts back from now: younger than the last time all was in place.
                curseur.execute(f"DELETE FROM {table} WHERE age(xmin) < age(%s::xid)", [depuis])
                if not self._lignes[table]:
                    continue
                restent = _lignes(curseur, table)
                assert restent <= self._lignes[table], f"{table} : la copie n’est pas celle de son modèle"
                absentes = "".join((self._lignes[table] - restent).elements())
                curseur.copy_expert(f"COPY {table} FROM STDIN", io.StringIO(absentes))
            curseur.execute("SELECT pg_stat_force_next_flush()")

    def _connaitre(self, tables: set[str]) -> None:
        """Read from the model, once, what these tables hold; nobody may stay connected to it."""
        inconnues = [table for table in tables if table not in self._lignes]
        if not inconnues:
            return
        modele = psycopg2.connect(**self._acces_du_modele)
        try:
            with modele.cursor() as curseur:
                self._lignes |= {table: _lignes(curseur, table) for table in inconnues}
        finally:
            modele.close()

    def _lire(self, demande: str, parametres: list[Any] | None = None) -> list[tuple]:
        with self._connexion.cursor() as curseur:
            curseur.execute(demande, parametres)
            return list(curseur.fetchall())


def _lignes(curseur: Any, table: str) -> Counter[str]:
    """The rows of a table as PostgreSQL copies them."""
    sortie = io.StringIO()
    curseur.copy_expert(f"COPY {table} TO STDOUT", sortie)
    sortie.seek(0)
    return Counter(sortie)
