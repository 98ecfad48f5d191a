import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("fichiers", "0001_initiale")]

    operations = [
        migrations.CreateModel(
            name="Piece",
            fields=[
                ("id", models.BigAutoField(primary_key=True)),
                ("titre", models.CharField(max_length=50)),
                (
                    "fichier",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="piece",
                        to="fichiers.fichier",
                    ),
                ),
            ],
        ),
    ]
