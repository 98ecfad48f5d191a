import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("collectivites", "0005_fonction"),
    ]

    operations = [
        migrations.AddField(
            model_name="collectivite",
            name="essai_jusqu_au",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="essai jusqu’au"),
        ),
        migrations.AddField(
            model_name="compte",
            name="essai",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="comptes_d_essai",
                to="collectivites.collectivite",
                verbose_name="essai",
            ),
        ),
    ]
