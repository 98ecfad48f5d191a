"""Opening at a planned hour."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0002_invitations_qui_expirent"),
        ("scrutins", "0002_secret_tenu_par_la_base"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="scrutin",
            name="scrutin_mode_electorat_etat_connus",
        ),
        migrations.RemoveConstraint(
            model_name="scrutin",
            name="scrutin_ouvert_est_date",
        ),
        migrations.AddField(
            model_name="scrutin",
            name="ouvre_le",
            field=models.DateTimeField(blank=True, null=True, verbose_name="ouverture prévue"),
        ),
        migrations.AlterField(
            model_name="scrutin",
            name="etat",
            field=models.CharField(
                choices=[
                    ("brouillon", "En préparation"),
                    ("programme", "Programmé"),
                    ("ouvert", "Ouvert"),
                    ("clos", "Clos, à dépouiller"),
                    ("depouille", "Dépouillé"),
                    ("annule", "Annulé"),
                ],
                default="brouillon",
                editable=False,
                max_length=10,
                verbose_name="état",
            ),
        ),
        migrations.AddIndex(
            model_name="scrutin",
            index=models.Index(
                models.F("ouvre_le"), condition=models.Q(("etat", "programme")), name="scrutin_a_ouvrir"
            ),
        ),
        migrations.AddIndex(
            model_name="scrutin",
            index=models.Index(
                models.F("jusqu_au"), condition=models.Q(("etat", "ouvert")), name="scrutin_a_clore"
            ),
        ),
        migrations.AddConstraint(
            model_name="scrutin",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("mode__in", ["choix", "approbation", "points", "classement", "jugement"]),
                    ("electorat__in", ["participants", "codes", "lien"]),
                    ("etat__in", ["brouillon", "programme", "ouvert", "clos", "depouille", "annule"]),
                ),
                name="scrutin_mode_electorat_etat_connus",
            ),
        ),
        migrations.AddConstraint(
            model_name="scrutin",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("etat__in", ["brouillon", "programme"]), ("ouvert_le", None)),
                    ("etat", "annule"),
                    models.Q(("etat__in", ["ouvert", "clos", "depouille"]), ("ouvert_le__isnull", False)),
                    _connector="OR",
                ),
                name="scrutin_ouvert_est_date",
            ),
        ),
        migrations.AddConstraint(
            model_name="scrutin",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("etat", "programme"), _negated=True),
                    ("ouvre_le__isnull", False),
                    _connector="OR",
                ),
                name="scrutin_programme_a_son_heure",
            ),
        ),
        migrations.AddConstraint(
            model_name="scrutin",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ouvre_le", None),
                    ("jusqu_au", None),
                    ("jusqu_au__gt", models.F("ouvre_le")),
                    _connector="OR",
                ),
                name="scrutin_finit_apres_son_ouverture",
                violation_error_message="La fin vient après l’ouverture.",
            ),
        ),
    ]
