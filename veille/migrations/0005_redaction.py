import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


def nommer_les_partenaires(apps, schema_editor):
    """One identifier each: a default is computed once for all rows."""
    modele = apps.get_model("veille", "Partenaire")
    for partenaire in modele.objects.filter(uuid=None):
        partenaire.uuid = uuid.uuid4()
        partenaire.save(update_fields=["uuid"])


class Migration(migrations.Migration):
    dependencies = [
        ("etats", "0002_inalterable"),
        ("veille", "0004_references"),
    ]

    operations = [
        migrations.AddField(
            model_name="numero",
            name="programme_par",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="etats.acteur",
            ),
        ),
        migrations.AddField(
            model_name="partenaire",
            name="uuid",
            field=models.UUIDField(default=uuid.uuid4, editable=False, null=True),
        ),
        migrations.RunPython(nommer_les_partenaires, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="partenaire",
            name="uuid",
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
        migrations.AddField(
            model_name="partenaire",
            name="version",
            field=models.PositiveIntegerField(default=1, editable=False, verbose_name="version"),
        ),
        migrations.CreateModel(
            name="LienVu",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("adresse", models.CharField(max_length=1000, unique=True, verbose_name="adresse")),
                (
                    "demande_le",
                    models.DateTimeField(blank=True, null=True, verbose_name="visite demandée le"),
                ),
                (
                    "reclame_le",
                    models.DateTimeField(blank=True, null=True, verbose_name="visite commencée le"),
                ),
                ("vu_le", models.DateTimeField(blank=True, null=True, verbose_name="vu le")),
                ("en_panne", models.BooleanField(default=False, verbose_name="en panne")),
                ("constat", models.CharField(blank=True, max_length=300, verbose_name="constat")),
            ],
            options={
                "verbose_name": "lien vérifié",
                "verbose_name_plural": "liens vérifiés",
                "indexes": [
                    models.Index(
                        models.F("demande_le"),
                        condition=models.Q(("demande_le__isnull", False)),
                        name="lien_a_voir",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Remarque",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("cible", models.UUIDField(blank=True, editable=False, null=True, verbose_name="pièce")),
                ("texte", models.TextField(max_length=2000, verbose_name="remarque")),
                (
                    "cree_le",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="écrite le"
                    ),
                ),
                (
                    "resolue_le",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="réglée le"),
                ),
                (
                    "auteur",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="etats.acteur",
                    ),
                ),
                (
                    "numero",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="remarques",
                        to="veille.numero",
                    ),
                ),
            ],
            options={
                "verbose_name": "remarque",
                "ordering": ["numero", "cree_le", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Retrait",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("nature", models.CharField(max_length=20, verbose_name="nature")),
                ("libelle", models.CharField(max_length=500, verbose_name="titre")),
                ("contenu", models.JSONField(verbose_name="contenu")),
                (
                    "cree_le",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="retirée le"
                    ),
                ),
                (
                    "numero",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="retraits",
                        to="veille.numero",
                    ),
                ),
            ],
            options={
                "verbose_name": "pièce retirée",
                "verbose_name_plural": "pièces retirées",
                "ordering": ["numero", "-cree_le", "-pk"],
            },
        ),
    ]
