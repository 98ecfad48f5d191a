import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("catalogue", "0001_recherche_en_francais"),
    ]

    operations = [
        migrations.CreateModel(
            name="Recommandable",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "type",
                    models.CharField(
                        choices=[("page", "Page"), ("portrait", "Portrait")],
                        max_length=20,
                        verbose_name="type",
                    ),
                ),
                ("cle", models.CharField(max_length=120, verbose_name="clé")),
                ("titre", models.CharField(max_length=200, verbose_name="titre")),
                ("resume", models.CharField(blank=True, max_length=600, verbose_name="résumé")),
                (
                    "adresse",
                    models.CharField(
                        max_length=300,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^/([^/\\\\\\s][^\\\\\\s]*)?$",
                                "Une adresse de la plateforme commence par une seule barre (« / »).",
                            )
                        ],
                        verbose_name="adresse",
                    ),
                ),
                (
                    "image",
                    models.CharField(
                        blank=True,
                        max_length=300,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^/([^/\\\\\\s][^\\\\\\s]*)?$",
                                "Une adresse de la plateforme commence par une seule barre (« / »).",
                            )
                        ],
                        verbose_name="image",
                    ),
                ),
                (
                    "mots_cles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=80),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="mots-clés",
                    ),
                ),
                (
                    "recherche",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.contrib.postgres.search.CombinedSearchVector(
                            django.contrib.postgres.search.CombinedSearchVector(
                                django.contrib.postgres.search.SearchVector(
                                    "titre", config="public.fr", weight="A"
                                ),
                                "||",
                                django.contrib.postgres.search.SearchVector(
                                    models.Func(
                                        "mots_cles",
                                        function="public.mots_en_texte",
                                        output_field=models.TextField(),
                                    ),
                                    config="public.fr",
                                    weight="B",
                                ),
                                django.contrib.postgres.search.SearchConfig("public.fr"),
                            ),
                            "||",
                            django.contrib.postgres.search.SearchVector(
                                "resume", config="public.fr", weight="C"
                            ),
                            django.contrib.postgres.search.SearchConfig("public.fr"),
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
                (
                    "approche",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(
                            django.db.models.functions.text.Concat(
                                "titre",
                                models.Value(" "),
                                models.Func(
                                    "mots_cles",
                                    function="public.mots_en_texte",
                                    output_field=models.TextField(),
                                ),
                                models.Value(" "),
                                "resume",
                                output_field=models.TextField(),
                            ),
                            function="public.sans_accents",
                        ),
                        output_field=models.TextField(),
                    ),
                ),
            ],
            options={
                "verbose_name": "recommandable",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["recherche"], name="recommandable_recherche"
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["approche"], name="recommandable_approche", opclasses=["gin_trgm_ops"]
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("type", "cle"), name="recommandable_unique"),
                    models.CheckConstraint(
                        condition=models.Q(("adresse__regex", "^/([^/\\\\\\s][^\\\\\\s]*)?$")),
                        name="recommandable_adresse_interieure",
                        violation_error_message="Une adresse de la plateforme commence par une seule barre (« / »).",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Recommandation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "origine_type",
                    models.CharField(
                        choices=[("style", "Style d’innovation"), ("page", "Page"), ("portrait", "Portrait")],
                        max_length=20,
                        verbose_name="depuis (type)",
                    ),
                ),
                ("origine_cle", models.CharField(max_length=120, verbose_name="depuis (clé)")),
                (
                    "cible_type",
                    models.CharField(
                        choices=[("page", "Page"), ("portrait", "Portrait")],
                        max_length=20,
                        verbose_name="vers (type)",
                    ),
                ),
                ("cible_cle", models.CharField(max_length=120, verbose_name="vers (clé)")),
                ("raison", models.CharField(max_length=300, verbose_name="raison")),
                (
                    "rang",
                    models.PositiveSmallIntegerField(
                        default=10, help_text="1 vient en premier.", verbose_name="rang"
                    ),
                ),
            ],
            options={
                "verbose_name": "recommandation",
                "ordering": ["origine_type", "origine_cle", "rang", "pk"],
                "indexes": [models.Index(fields=["cible_type", "cible_cle"], name="recommandation_cible")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("origine_type", "origine_cle", "cible_type", "cible_cle"),
                        name="recommandation_unique",
                        violation_error_message="Cette recommandation existe déjà.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("origine_cle", models.F("cible_cle")),
                            ("origine_type", models.F("cible_type")),
                            _negated=True,
                        ),
                        name="recommandation_vers_autre_chose",
                        violation_error_message="Une fiche ne se recommande pas elle-même.",
                    ),
                ],
            },
        ),
    ]
