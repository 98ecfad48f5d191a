"""What the tests of feeds and harvests share: the schemas, and notices published in number."""

from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from lxml import etree

from veille.models import Notice

SCHEMAS = Path(__file__).parents[1] / "veille" / "flux" / "schemas"
DEBUT = datetime(2019, 1, 1, 8, tzinfo=UTC)


@cache
def _schema(nom: str) -> etree.XMLSchema | etree.RelaxNG:
    lu = etree.parse(SCHEMAS / nom)
    return etree.RelaxNG(lu) if nom.endswith(".rng") else etree.XMLSchema(lu)


def valide(contenu: bytes, schema: str) -> etree._Element:
    """The root of this document, whose structure is that of the schema."""
    racine = etree.fromstring(contenu)
    _schema(schema).assertValid(racine)
    return racine


def publier_en_nombre(combien: int) -> list[Notice]:
    """Notices published and changed one second after the other, from `DEBUT` on."""
    instants = [DEBUT + timedelta(seconds=n) for n in range(combien)]
    return Notice.objects.bulk_create(
        Notice(titre=f"Notice {n}", publiee_le=le, modifie_le=le) for n, le in enumerate(instants)
    )
