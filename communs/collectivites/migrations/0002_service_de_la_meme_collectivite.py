"""A service named by a row belongs to the same collectivité as that row: Django has no constraint
over two tables, PostgreSQL's composite foreign keys do it."""

from django.db import migrations

REFERENCES = (
    ("collectivites_service", "parent_id", "service_parent_meme_collectivite"),
    ("collectivites_adhesion", "service_id", "adhesion_service_meme_collectivite"),
    ("collectivites_invitation", "service_id", "invitation_service_meme_collectivite"),
)


def reference(table: str, colonne: str, nom: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {nom} "
        f"FOREIGN KEY ({colonne}, collectivite_id) "
        "REFERENCES collectivites_service (id, collectivite_id) DEFERRABLE INITIALLY DEFERRED",
        f"ALTER TABLE {table} DROP CONSTRAINT {nom}",
    )


class Migration(migrations.Migration):
    dependencies = [("collectivites", "0001_initiale")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE collectivites_service "
            "ADD CONSTRAINT service_dans_sa_collectivite UNIQUE (id, collectivite_id)",
            "ALTER TABLE collectivites_service DROP CONSTRAINT service_dans_sa_collectivite",
        ),
        *[reference(*definition) for definition in REFERENCES],
    ]
