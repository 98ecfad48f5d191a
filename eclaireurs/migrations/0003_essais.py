import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("collectivites", "0006_essais"),
        ("eclaireurs", "0002_retour_retire"),
    ]

    operations = [
        migrations.CreateModel(
            name="Essai",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("portes", models.JSONField(verbose_name="portes")),
                ("personnes", models.JSONField(verbose_name="personnes")),
                (
                    "cree_le",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="préparé le"
                    ),
                ),
                ("pris_le", models.DateTimeField(blank=True, null=True, verbose_name="pris le")),
                (
                    "dernier_geste_le",
                    models.DateTimeField(blank=True, null=True, verbose_name="dernier geste le"),
                ),
                ("gestes", models.PositiveIntegerField(default=0, verbose_name="gestes")),
                (
                    "collectivite",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="essai_pret",
                        to="collectivites.collectivite",
                    ),
                ),
            ],
            options={
                "verbose_name": "essai",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("pris_le__isnull", False),
                            models.Q(("dernier_geste_le", None), ("gestes", 0)),
                            _connector="OR",
                        ),
                        name="essai_gestes_de_qui_l_a_pris",
                    )
                ],
            },
        ),
    ]
