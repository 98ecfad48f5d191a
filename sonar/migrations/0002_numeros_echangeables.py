import django.core.validators
import django.db.models.constraints
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("sonar", "0001_initiale"),
    ]

    operations = [
        migrations.AlterField(
            model_name="question",
            name="numero",
            field=models.PositiveSmallIntegerField(
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(6),
                ],
                verbose_name="numéro",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.UniqueConstraint(
                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                fields=("numero",),
                name="question_numero_unique",
                violation_error_message="Une autre question porte déjà ce numéro.",
            ),
        ),
    ]
