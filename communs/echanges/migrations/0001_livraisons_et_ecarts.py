import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Livraison",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("corpus", models.CharField(max_length=60, verbose_name="corpus")),
                ("modele", models.CharField(max_length=100, verbose_name="modèle")),
                ("cle", models.JSONField(verbose_name="clé")),
                ("champs", models.JSONField(verbose_name="champs livrés")),
            ],
            options={
                "verbose_name": "livraison",
                "constraints": [
                    models.UniqueConstraint(fields=("corpus", "modele", "cle"), name="livraison_fiche_unique")
                ],
            },
        ),
        migrations.CreateModel(
            name="Ecart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("champ", models.CharField(blank=True, max_length=100, verbose_name="champ")),
                (
                    "genre",
                    models.CharField(
                        choices=[
                            ("conflit", "Modifié ici et dans la livraison"),
                            ("supprime", "Supprimé ici, modifié dans la livraison"),
                            ("retire", "Retiré de la livraison, modifié ou utilisé ici"),
                        ],
                        max_length=10,
                        verbose_name="écart",
                    ),
                ),
                ("livre_avant", models.JSONField(null=True, verbose_name="livré précédemment")),
                (
                    "cree_le",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="constaté le"
                    ),
                ),
                (
                    "livraison",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ecarts",
                        to="echanges.livraison",
                        verbose_name="fiche",
                    ),
                ),
            ],
            options={
                "verbose_name": "écart de contenu",
                "verbose_name_plural": "écarts de contenu",
                "ordering": ["-cree_le", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("livraison", "champ"), name="ecart_unique_par_champ"),
                    models.CheckConstraint(
                        condition=models.Q(("genre", "conflit"), ("champ", ""), _connector="XOR"),
                        name="ecart_champ_du_conflit",
                    ),
                ],
            },
        ),
    ]
