"""The databases of a test process: what hundreds of tests need is made once, not before each of them.

Three states, each made from the one before: migrated and empty, with the shipped content, with the decor.
A test that is rolled back runs in the database of its state. A test that commits gets a copy of that
database, made by PostgreSQL (`CREATE DATABASE … TEMPLATE`); the next one finds it as it was (`copies.py`).
"""

import pickle
from enum import StrEnum
from http.cookies import SimpleCookie

import pytest
from celery import current_app
from django.core.management import call_command
from django.db import OperationalError, connection
from django.test import Client, TransactionTestCase
from psycopg2.errors import ObjectInUse
from pytest_django import DjangoDbBlocker

from tests.contrats.exemples import Decor
from tests.outils.copies import Copie
from tests.outils.decor import dresser


class Etat(StrEnum):
    """What a database holds before a test begins."""

    VIDE = "vide"
    CONTENU = "contenu"
    DECOR = "decor"


AVANT = {Etat.CONTENU: Etat.VIDE, Etat.DECOR: Etat.CONTENU}
QUI_VALIDENT = {"transactional_db", "live_server"}


class Bases:
    """The databases of this process; `choisir` before each test, `decor` during it."""

    def __init__(self) -> None:
        self._blocage: DjangoDbBlocker | None = None
        self._origine = ""  # the one that Django made, and destroys
        self._pretes: set[Etat] = set()
        self._copies: dict[Etat, Copie] = {}
        self._decor = b""
        self._voulue = (Etat.VIDE, False)
        self.etat: Etat | None = None  # of the database where tests run now
        self.jetable = False

    def choisir(self, item: pytest.Item) -> None:
        """Move to the database that this test asks for by its fixtures, if it uses the database at all."""
        demandees = set(getattr(item, "fixturenames", ()))
        marque = item.get_closest_marker("django_db")
        if marque is None and not demandees & (QUI_VALIDENT | {"db"}):
            return
        etat = next((e for e in (Etat.DECOR, Etat.CONTENU) if e in demandees), Etat.VIDE)
        jetable = bool(demandees & QUI_VALIDENT) or bool(marque and marque.kwargs.get("transaction"))
        self._voulue = (etat, jetable)
        if self._blocage and (jetable or self._voulue != (self.etat, self.jetable)):
            self._aller()

    def ouvrir(self, blocage: DjangoDbBlocker) -> None:
        """The empty database is there: move to what the first test, already chosen, asks for."""
        self._blocage, self._origine = blocage, connection.settings_dict["NAME"]
        self._pretes = {Etat.VIDE}
        self._aller()

    def fermer(self) -> None:
        """Leave Django its own database, without ours."""
        assert self._blocage
        with self._blocage.unblock():
            self._passer_a(self._origine)
            for etat, copie in self._copies.items():
                copie.fermer()
                self._supprimer(self._essai(etat))
            for etat in AVANT:
                self._supprimer(self._nom(etat))
        self._copies = {}
        self._blocage = None

    def decor(self) -> tuple[Decor, SimpleCookie]:
        """The decor as it was when it was made, new objects each time, and its visitor's cookies."""
        assert self.etat is Etat.DECOR, "« decor » se demande dans la signature du test ou de sa fixture"
        return pickle.loads(self._decor)

    def _essai(self, etat: Etat) -> str:
        return f"{self._origine}_essai_{etat}"

    def _nom(self, etat: Etat) -> str:
        return self._origine if etat is Etat.VIDE else f"{self._origine}_{etat}"

    def _aller(self) -> None:
        assert self._blocage
        etat, jetable = self._voulue
        self.etat = None  # until it is there
        with self._blocage.unblock():
            self._preparer(etat)
            connection.close()
            if jetable:
                self._donner_une_copie(etat)
            self._passer_a(self._essai(etat) if jetable else self._nom(etat))
        self.etat, self.jetable = etat, jetable

    def _preparer(self, etat: Etat) -> None:
        if etat in self._pretes:
            return
        self._preparer(AVANT[etat])
        self._copier(self._nom(AVANT[etat]), self._nom(etat))
        self._passer_a(self._nom(etat))
        if etat is Etat.CONTENU:
            call_command("charger_contenu", verbosity=0)
        else:
            visiteur = Client()
            self._decor = pickle.dumps((dresser(visiteur), visiteur.cookies))
            current_app.control.purge()  # what it asked of the worker is for no test
        self._pretes.add(etat)

    def _donner_une_copie(self, etat: Etat) -> None:
        if ancienne := self._copies.get(etat):
            if ancienne.remettre():
                return
            ancienne.fermer()
            del self._copies[etat]
        modele, nom = self._nom(etat), self._essai(etat)
        self._copier(modele, nom)
        # The throw-away server's own administrator (config/embarque/postgres.py).
        acces = connection.get_connection_params() | {"user": "postgres", "dbname": nom}
        self._copies[etat] = Copie(acces, modele)

    def _passer_a(self, nom: str) -> None:
        """The settings are shared: the live server and new threads follow."""
        connection.close()
        connection.settings_dict["NAME"] = nom

    def _copier(self, modele: str, nom: str) -> None:
        connection.close()  # nobody may look at a model that is copied
        self._supprimer(nom)
        with connection._nodb_cursor() as curseur:
            curseur.execute(f'CREATE DATABASE "{nom}" TEMPLATE "{modele}" STRATEGY file_copy')

    def _supprimer(self, nom: str) -> None:
        """PostgreSQL waits five seconds for a request that ends; a killed worker's connection is cut."""
        with connection._nodb_cursor() as curseur:
            try:
                curseur.execute(f'DROP DATABASE IF EXISTS "{nom}"')
            except OperationalError as erreur:
                if not isinstance(erreur.__cause__, ObjectInUse):
                    raise
                curseur.execute(f'DROP DATABASE "{nom}" WITH (FORCE)')


BASES = Bases()


def _rien_a_vider(cas: TransactionTestCase) -> None:
    assert BASES.jetable, "ce test valide ses écritures dans une base que d’autres reliront"


# Django would empty every table after a test that commits.
TransactionTestCase._fixture_teardown = _rien_a_vider
