"""Whoever answers for an échéance takes part in its dossier: a composite foreign key, since a
constraint of Django sees one table only."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("echeances", "0001_initiale"), ("dossiers", "0001_initiale")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE dossiers_participant "
            "ADD CONSTRAINT participant_dans_son_dossier UNIQUE (id, dossier_id)",
            "ALTER TABLE dossiers_participant DROP CONSTRAINT participant_dans_son_dossier",
        ),
        migrations.RunSQL(
            "ALTER TABLE echeances_echeance ADD CONSTRAINT echeance_responsable_du_meme_dossier "
            "FOREIGN KEY (responsable_id, dossier_id) "
            "REFERENCES dossiers_participant (id, dossier_id) DEFERRABLE INITIALLY DEFERRED",
            "ALTER TABLE echeances_echeance DROP CONSTRAINT echeance_responsable_du_meme_dossier",
        ),
    ]
