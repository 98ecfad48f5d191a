from django.db import migrations, models

FORMATS = [
    ("pdf", "PDF"),
    ("zip", "ZIP"),
    ("odt", "OpenDocument (ODT)"),
    ("docx", "Word (DOCX)"),
    ("xlsx", "Excel (XLSX)"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("livrets", "0002_archives"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="livret", name="livret_format_connu"),
        migrations.AlterField(
            model_name="livret",
            name="format",
            field=models.CharField(choices=FORMATS, default="pdf", max_length=5, verbose_name="format"),
        ),
        migrations.AlterField(
            model_name="livret",
            name="reference",
            field=models.CharField(max_length=500, verbose_name="référence de l’objet"),
        ),
        migrations.AddConstraint(
            model_name="livret",
            constraint=models.CheckConstraint(
                condition=models.Q(("format__in", [cle for cle, _ in FORMATS])), name="livret_format_connu"
            ),
        ),
    ]
