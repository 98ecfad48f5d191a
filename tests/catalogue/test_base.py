"""What the database holds for the search: schema-qualified, dumped and restored whole."""

import os
import subprocess
from collections.abc import Iterator

import psycopg2
import pytest
from django.db import connection

from communs.catalogue.models import Recommandable
from communs.catalogue.services import inscrire
from config.embarque.postgres import outils

RECHERCHE = (
    "SELECT cle FROM catalogue_recommandable"
    " WHERE recherche @@ plainto_tsquery('public.fr', 'evaluations') OR approche %>> 'evaluassion'"
)


def lancer(programme: str, *arguments: str) -> None:
    parametres = connection.get_connection_params()
    noms = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD"}
    acces = {noms[nom]: str(parametres[nom]) for nom in noms if parametres.get(nom)}
    subprocess.run(
        [outils() / programme, *arguments], check=True, env={**os.environ, **acces}, capture_output=True
    )


@pytest.fixture
def copie() -> Iterator[str]:
    """The name of an empty database beside the one of the tests."""
    nom = f"{connection.settings_dict['NAME']}_copie"
    lancer("dropdb", "--if-exists", nom)
    lancer("createdb", "--template=template0", nom)
    yield nom
    lancer("dropdb", "--force", nom)


@pytest.mark.lent
@pytest.mark.django_db(transaction=True)
def test_a_dump_restores_with_its_search(copie, tmp_path):
    inscrire(type="page", cle="evaluer", titre="Évaluation", adresse="/e/", mots_cles=["preuve"])
    archive = str(tmp_path / "vigie.dump")
    lancer("pg_dump", "--format=custom", f"--file={archive}", connection.settings_dict["NAME"])
    lancer(
        "pg_restore", "--exit-on-error", "--single-transaction", "--no-owner", f"--dbname={copie}", archive
    )
    base = psycopg2.connect(**{**connection.get_connection_params(), "dbname": copie, "cursor_factory": None})
    try:
        with base, base.cursor() as curseur:
            curseur.execute(RECHERCHE)
            assert curseur.fetchall() == [("evaluer",)]
            curseur.execute("UPDATE catalogue_recommandable SET titre = 'Autre chose'")
            curseur.execute(RECHERCHE)
            assert curseur.fetchall() == []
    finally:
        base.close()


@pytest.mark.django_db
def test_functions_name_every_schema_they_use():
    """A restore runs with an empty search path: an unqualified name would break it."""
    with connection.cursor() as curseur:
        curseur.execute("SET LOCAL search_path = pg_catalog")
        curseur.execute("SELECT public.sans_accents('ÉLÈVE à Œuvrer'), public.mots_en_texte('{mer,nuit}')")
        assert curseur.fetchone() == ("eleve a oeuvrer", "mer nuit")
        curseur.execute("SELECT to_tsvector('public.fr', 'Les évaluations')::text")
        assert "evalu" in curseur.fetchone()[0]
        curseur.execute("SELECT provolatile FROM pg_proc WHERE proname IN ('sans_accents', 'mots_en_texte')")
        assert curseur.fetchall() == [("i",), ("i",)]


@pytest.mark.django_db
def test_search_uses_its_indexes():
    """With a sequential scan forbidden, both kinds of search have an index to go through."""
    exacte = Recommandable.objects.exactement(["phare"])
    approchee = Recommandable.objects.approximativement(["fare", "nuit"])
    with connection.cursor() as curseur:
        curseur.execute("SET LOCAL enable_seqscan = off")
    assert "recommandable_recherche" in exacte.explain()
    plan = approchee.explain()
    assert "recommandable_recherche" in plan
    assert "recommandable_approche" in plan
