import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import communs.collectivites.noms


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("dossiers", "0002_invitations_qui_expirent"),
    ]

    operations = [
        migrations.CreateModel(
            name="Seance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "titre",
                    models.CharField(
                        max_length=120, validators=[communs.collectivites.noms.valider], verbose_name="titre"
                    ),
                ),
                (
                    "etat",
                    models.CharField(
                        choices=[
                            ("preparation", "En préparation"),
                            ("ouverte", "Ouverte"),
                            ("close", "Close"),
                        ],
                        default="preparation",
                        max_length=12,
                        verbose_name="état",
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        blank=True, editable=False, max_length=8, null=True, unique=True, verbose_name="code"
                    ),
                ),
                ("entree_fermee", models.BooleanField(default=False, verbose_name="plus personne n’entre")),
                ("activite", models.CharField(blank=True, editable=False, max_length=30)),
                ("objet", models.UUIDField(blank=True, editable=False, null=True)),
                (
                    "moment",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("ouvert", "Ouvert aux réponses"),
                            ("ferme", "Fermé aux réponses"),
                            ("montre", "Résultats montrés"),
                        ],
                        editable=False,
                        max_length=10,
                    ),
                ),
                (
                    "cree_le",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="créée le"
                    ),
                ),
                (
                    "ouverte_le",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="ouverte le"),
                ),
                (
                    "expire_le",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="se ferme d’elle-même le"
                    ),
                ),
                (
                    "close_le",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="close le"),
                ),
                (
                    "purgee_le",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="prénoms effacés le"
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="seances",
                        to="dossiers.dossier",
                    ),
                ),
            ],
            options={
                "verbose_name": "séance",
                "ordering": ["-cree_le", "-pk"],
                "indexes": [
                    models.Index(
                        models.F("expire_le"), condition=models.Q(("etat", "ouverte")), name="seance_a_fermer"
                    ),
                    models.Index(
                        models.F("close_le"), condition=models.Q(("purgee_le", None)), name="seance_a_purger"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("etat__in", ["preparation", "ouverte", "close"])),
                        name="seance_etat_connu",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("etat", "ouverte"), _negated=True),
                            models.Q(
                                ("code__isnull", False),
                                ("expire_le__isnull", False),
                                ("ouverte_le__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="seance_ouverte_a_son_code",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("close_le__isnull", False), ("etat", "close")),
                            models.Q(models.Q(("etat", "close"), _negated=True), ("close_le", None)),
                            _connector="OR",
                        ),
                        name="seance_close_a_une_date",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("activite", ""), ("moment", ""), ("objet", None)),
                            models.Q(
                                models.Q(("activite", ""), _negated=True),
                                ("moment__in", ["ouvert", "ferme", "montre"]),
                                ("objet__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="seance_scene_entiere_ou_vide",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Participation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "prenom",
                    models.CharField(
                        blank=True,
                        max_length=40,
                        validators=[communs.collectivites.noms.valider],
                        verbose_name="prénom",
                    ),
                ),
                ("reprise", models.CharField(editable=False, max_length=8, verbose_name="code de reprise")),
                (
                    "rejoint_le",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="arrivée le"
                    ),
                ),
                (
                    "seance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="participations",
                        to="seances.seance",
                    ),
                ),
            ],
            options={
                "verbose_name": "participation à une séance",
                "verbose_name_plural": "participations à une séance",
                "ordering": ["rejoint_le", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("seance", "reprise"), name="participation_reprise_unique")
                ],
            },
        ),
    ]
