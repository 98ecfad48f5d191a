"""A ballot is as secret as its vote, and a secret one bears no signature: a composite foreign key, since a
constraint of Django sees one table only. So a vote that has ballots can't change either."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("scrutins", "0001_initiale")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE scrutins_scrutin ADD CONSTRAINT scrutin_et_son_secret UNIQUE (id, secret)",
            "ALTER TABLE scrutins_scrutin DROP CONSTRAINT scrutin_et_son_secret",
        ),
        migrations.RunSQL(
            "ALTER TABLE scrutins_bulletin ADD CONSTRAINT bulletin_secret_comme_son_scrutin "
            "FOREIGN KEY (scrutin_id, secret) REFERENCES scrutins_scrutin (id, secret) "
            "DEFERRABLE INITIALLY DEFERRED",
            "ALTER TABLE scrutins_bulletin DROP CONSTRAINT bulletin_secret_comme_son_scrutin",
        ),
    ]
