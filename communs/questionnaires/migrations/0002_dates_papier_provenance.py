import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("etats", "0002_inalterable"),
        ("fichiers", "0001_initiale"),
        ("questionnaires", "0001_questionnaires"),
    ]

    operations = [
        migrations.AddField(
            model_name="questionnaire",
            name="ouvre_le",
            field=models.DateTimeField(blank=True, null=True, verbose_name="s’ouvre le"),
        ),
        migrations.AddField(
            model_name="repondant",
            name="voie",
            field=models.CharField(
                choices=[("en_ligne", "En ligne"), ("papier", "Sur papier")],
                default="en_ligne",
                editable=False,
                max_length=10,
                verbose_name="voie",
            ),
        ),
        migrations.AddField(
            model_name="repondant",
            name="saisi_par",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="etats.acteur",
                verbose_name="saisie par",
            ),
        ),
        migrations.CreateModel(
            name="Provenance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("cle", models.UUIDField(verbose_name="porte")),
                (
                    "voie",
                    models.CharField(
                        choices=[("en_ligne", "En ligne"), ("papier", "Sur papier")],
                        max_length=10,
                        verbose_name="voie",
                    ),
                ),
                ("nombre", models.PositiveIntegerField(default=0, verbose_name="réponses")),
                (
                    "questionnaire",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="provenances",
                        to="questionnaires.questionnaire",
                    ),
                ),
            ],
            options={"verbose_name": "provenance"},
        ),
        migrations.AlterField(
            model_name="question",
            name="genre",
            field=models.CharField(
                choices=[
                    ("choix", "Un choix"),
                    ("multiple", "Plusieurs choix"),
                    ("echelle", "Une échelle"),
                    ("texte", "Un texte"),
                    ("fichier", "Un fichier"),
                ],
                default="choix",
                max_length=10,
                verbose_name="sorte de réponse",
            ),
        ),
        migrations.AddField(
            model_name="reponse",
            name="fichier",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="reponse_de_questionnaire",
                to="fichiers.fichier",
                verbose_name="fichier",
            ),
        ),
        migrations.RemoveConstraint(model_name="question", name="question_genre_connu"),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(("genre__in", ["choix", "multiple", "echelle", "texte", "fichier"])),
                name="question_genre_connu",
            ),
        ),
        migrations.RemoveConstraint(model_name="reponse", name="reponse_dit_quelque_chose"),
        migrations.AddConstraint(
            model_name="reponse",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("choix__len__gt", 0), ("fichier", None), ("texte", "")),
                    models.Q(("choix__len", 0), ("fichier", None), models.Q(("texte", ""), _negated=True)),
                    models.Q(("choix__len", 0), ("fichier__isnull", False), ("texte", "")),
                    _connector="OR",
                ),
                name="reponse_dit_quelque_chose",
            ),
        ),
        migrations.AddConstraint(
            model_name="questionnaire",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ouvre_le", None),
                    ("ferme_le", None),
                    ("ouvre_le__lt", models.F("ferme_le")),
                    _connector="OR",
                ),
                name="questionnaire_s_ouvre_avant_de_se_fermer",
                violation_error_message="Un questionnaire s’ouvre avant de se fermer.",
            ),
        ),
        migrations.AddConstraint(
            model_name="repondant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("saisi_par", None), ("voie", "en_ligne")),
                    models.Q(("participation", None), ("saisi_par__isnull", False), ("voie", "papier")),
                    _connector="OR",
                ),
                name="repondant_sur_papier_a_qui_le_saisit",
            ),
        ),
        migrations.AddConstraint(
            model_name="provenance",
            constraint=models.UniqueConstraint(
                fields=("questionnaire", "cle", "voie"), name="provenance_une_par_porte_et_voie"
            ),
        ),
        migrations.AddConstraint(
            model_name="provenance",
            constraint=models.CheckConstraint(
                condition=models.Q(("voie__in", ["en_ligne", "papier"])), name="provenance_voie_connue"
            ),
        ),
    ]
