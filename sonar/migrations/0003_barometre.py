"""The baromètre's tables, filled from the sheets that are already there."""

from django.db import migrations, models

# One pass over the sheets; afterwards nobody counts them any more. Profiles as in `calculs`.
REMPLIR = """
WITH feuille AS (
    SELECT t.id,
           (date_trunc('month', t.remise_le AT TIME ZONE 'Europe/Paris'))::date AS mois
    FROM sonar_tentative t
), points AS (
    SELECT r.tentative_id, r.style, count(*) AS n,
           max(count(*)) OVER (PARTITION BY r.tentative_id) AS haut
    FROM sonar_reponse r GROUP BY r.tentative_id, r.style
), profil AS (
    SELECT tentative_id,
           string_agg(style, '+' ORDER BY array_position(
               ARRAY['culture_interne', 'usages', 'hybridation', 'solution'], style::text)) AS cle
    FROM points WHERE n = haut GROUP BY tentative_id
)
INSERT INTO sonar_comptage (mois, mesure, valeur, nombre)
SELECT mois, mesure, valeur, count(*) FROM (
    SELECT f.mois, q.cle AS mesure, r.style AS valeur
    FROM feuille f
    JOIN sonar_reponse r ON r.tentative_id = f.id
    JOIN sonar_question q ON q.id = r.question_id
    UNION ALL
    SELECT f.mois, 'profil', p.cle FROM feuille f JOIN profil p ON p.tentative_id = f.id
) cases GROUP BY mois, mesure, valeur
"""


class Migration(migrations.Migration):
    dependencies = [("sonar", "0002_numeros_echangeables")]

    operations = [
        migrations.CreateModel(
            name="Instantane",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("jour", models.DateField(unique=True, verbose_name="jour")),
                (
                    "en_attente",
                    models.PositiveIntegerField(default=0, verbose_name="feuilles en attente, arrondies"),
                ),
            ],
            options={
                "verbose_name": "instantané",
                "verbose_name_plural": "instantanés",
                "ordering": ["-jour"],
            },
        ),
        migrations.CreateModel(
            name="Comptage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("mois", models.DateField(verbose_name="premier jour du mois")),
                (
                    "mesure",
                    models.CharField(
                        db_collation="C", max_length=60, verbose_name="clé de la question, ou « profil »"
                    ),
                ),
                (
                    "valeur",
                    models.CharField(db_collation="C", max_length=60, verbose_name="style, ou clé du profil"),
                ),
                ("nombre", models.PositiveIntegerField(verbose_name="nombre de feuilles")),
            ],
            options={
                "verbose_name": "comptage",
                "constraints": [
                    models.UniqueConstraint(fields=("mois", "mesure", "valeur"), name="comptage_unique")
                ],
            },
        ),
        migrations.CreateModel(
            name="Periode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("debut", models.DateField(unique=True, verbose_name="premier mois")),
                ("fin", models.DateField(unique=True, verbose_name="dernier mois")),
                ("feuilles", models.PositiveIntegerField(verbose_name="nombre de feuilles")),
                (
                    "repartitions",
                    models.JSONField(
                        help_text="Un nombre absent est couvert par le secret.", verbose_name="répartitions"
                    ),
                ),
                (
                    "demonstration",
                    models.BooleanField(default=False, editable=False, verbose_name="démonstration"),
                ),
            ],
            options={
                "verbose_name": "période publiée",
                "verbose_name_plural": "périodes publiées",
                "ordering": ["debut"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("debut__lte", models.F("fin"))), name="periode_debut_avant_fin"
                    )
                ],
            },
        ),
        migrations.RunSQL(REMPLIR, migrations.RunSQL.noop),
    ]
