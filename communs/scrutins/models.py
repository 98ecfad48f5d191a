"""A vote of a dossier: what is asked, who may answer, who has, and ballots that a secret vote ties to nobody.

Consultative, whatever it decides of: docs/scrutins.md.
"""

import secrets
from uuid import UUID, uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone

from communs.collectivites import noms
from communs.dossiers.models import Dossier, Participant
from communs.etats.models import Versionne
from communs.scrutins.enums import Electorat, EtatScrutin, Mode
from communs.scrutins.querysets import CodeQuerySet, OptionQuerySet, ScrutinQuerySet

# More could not be ranked with care.
OPTIONS_MAX = 30
POINTS_MAX = 100


def nouveau_jeton() -> str:
    """The secret part of the public address: 132 random bits, short enough for a readable QR code."""
    return secrets.token_urlsafe(17)


class Scrutin(Versionne):
    """One question put to the vote. `secret` and all that a ballot depends on are fixed once it is open."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="scrutins")
    question = models.CharField("question", max_length=200)
    explication = models.TextField("explication", max_length=4000, blank=True)
    mode = models.CharField("comment on vote", max_length=12, choices=Mode, default=Mode.CHOIX)
    nombre = models.PositiveSmallIntegerField("nombre", null=True, blank=True)
    secret = models.BooleanField("vote secret", default=True)
    electorat = models.CharField("qui vote", max_length=12, choices=Electorat, default=Electorat.PARTICIPANTS)
    ouvre_le = models.DateTimeField("ouverture prévue", null=True, blank=True)
    jusqu_au = models.DateTimeField("jusqu’au", null=True, blank=True)
    etat = models.CharField(
        "état", max_length=10, choices=EtatScrutin, default=EtatScrutin.BROUILLON, editable=False
    )
    jeton = models.CharField(max_length=40, unique=True, default=nouveau_jeton, editable=False)
    cree_le = models.DateTimeField("préparé le", default=timezone.now, editable=False)
    ouvert_le = models.DateTimeField("ouvert le", null=True, editable=False)
    clos_le = models.DateTimeField("clos le", null=True, editable=False)
    depouille_le = models.DateTimeField("dépouillé le", null=True, editable=False)
    # How many could have voted, counted when the vote closes; unknown when whoever has the link may.
    inscrits = models.PositiveIntegerField("inscrits", null=True, editable=False)
    motif_annulation = models.TextField("annulé parce que", max_length=2000, blank=True, editable=False)

    objects = ScrutinQuerySet.as_manager()

    class Meta:
        verbose_name = "scrutin"
        indexes = [
            models.Index("dossier", F("cree_le").desc(), name="scrutin_du_dossier"),
            models.Index("ouvre_le", name="scrutin_a_ouvrir", condition=Q(etat=EtatScrutin.PROGRAMME)),
            models.Index("jusqu_au", name="scrutin_a_clore", condition=Q(etat=EtatScrutin.OUVERT)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(mode__in=Mode.values)
                & Q(electorat__in=Electorat.values)
                & Q(etat__in=EtatScrutin.values),
                name="scrutin_mode_electorat_etat_connus",
            ),
            models.CheckConstraint(
                condition=~Q(mode=Mode.POINTS) | Q(nombre__range=(1, POINTS_MAX)),
                name="scrutin_points_a_repartir",
                violation_error_message=f"Dites combien de points chacun répartit, de 1 à {POINTS_MAX}.",
            ),
            models.CheckConstraint(
                condition=Q(nombre=None) | Q(nombre__gte=1, mode__in=[Mode.POINTS, Mode.APPROBATION]),
                name="scrutin_nombre_a_sa_place",
            ),
            models.CheckConstraint(
                condition=Q(etat__in=[EtatScrutin.BROUILLON, EtatScrutin.PROGRAMME], ouvert_le=None)
                | Q(etat=EtatScrutin.ANNULE)
                | Q(etat__in=[EtatScrutin.OUVERT, EtatScrutin.CLOS, EtatScrutin.DEPOUILLE])
                & Q(ouvert_le__isnull=False),
                name="scrutin_ouvert_est_date",
            ),
            models.CheckConstraint(
                condition=~Q(etat=EtatScrutin.PROGRAMME) | Q(ouvre_le__isnull=False),
                name="scrutin_programme_a_son_heure",
            ),
            models.CheckConstraint(
                condition=Q(ouvre_le=None) | Q(jusqu_au=None) | Q(jusqu_au__gt=F("ouvre_le")),
                name="scrutin_finit_apres_son_ouverture",
                violation_error_message="La fin vient après l’ouverture.",
            ),
            models.CheckConstraint(
                condition=~Q(etat__in=[EtatScrutin.CLOS, EtatScrutin.DEPOUILLE]) | Q(clos_le__isnull=False),
                name="scrutin_clos_est_date",
            ),
            models.CheckConstraint(
                condition=Q(etat=EtatScrutin.DEPOUILLE, depouille_le__isnull=False)
                | ~Q(etat=EtatScrutin.DEPOUILLE) & Q(depouille_le=None),
                name="scrutin_depouille_est_date",
            ),
            models.CheckConstraint(
                condition=Q(etat=EtatScrutin.ANNULE) & ~Q(motif_annulation="")
                | ~Q(etat=EtatScrutin.ANNULE) & Q(motif_annulation=""),
                name="scrutin_annule_dit_pourquoi",
            ),
        ]

    def __str__(self) -> str:
        return self.question

    def get_absolute_url(self) -> str:
        return self.dossier.adresse("scrutins:scrutin", self.uuid)

    @property
    def portee(self) -> UUID:
        return self.dossier.uuid

    @property
    def recoit(self) -> bool:
        """Whether a ballot is accepted now."""
        return self.etat == EtatScrutin.OUVERT and (self.jusqu_au is None or self.jusqu_au > timezone.now())


class Option(models.Model):
    """What can be voted for. `departage`: its place in the order that breaks ties, drawn at the opening."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    scrutin = models.ForeignKey(Scrutin, models.CASCADE, related_name="options")
    rang = models.PositiveSmallIntegerField("rang", editable=False)
    libelle = models.CharField("option", max_length=150)
    description = models.TextField("précision", max_length=1000, blank=True)
    departage = models.PositiveSmallIntegerField(null=True, editable=False)

    objects = OptionQuerySet.as_manager()

    class Meta:
        verbose_name = "option"
        constraints = [
            models.UniqueConstraint(
                fields=["scrutin", "rang"], name="option_rang_unique", deferrable=models.Deferrable.DEFERRED
            ),
            models.UniqueConstraint(
                "scrutin",
                Lower("libelle"),
                name="option_libelle_unique",
                violation_error_message="Une autre option porte déjà ces mots.",
            ),
        ]

    def __str__(self) -> str:
        return self.libelle

    @property
    def portee(self) -> UUID:
        return self.scrutin.portee


class CodeDeVote(models.Model):
    """The right to vote once, held by whoever was given the paper: only a fingerprint of it is kept."""

    scrutin = models.ForeignKey(Scrutin, models.CASCADE, related_name="codes")
    lot = models.UUIDField(editable=False)  # the form that made them, shown once together
    empreinte = models.CharField(max_length=64, editable=False)
    annule_le = models.DateTimeField(null=True, editable=False)

    objects = CodeQuerySet.as_manager()

    class Meta:
        verbose_name = "code de vote"
        verbose_name_plural = "codes de vote"
        constraints = [models.UniqueConstraint(fields=["scrutin", "empreinte"], name="code_de_vote_unique")]

    def __str__(self) -> str:
        return f"code de {self.scrutin}"


class Emargement(models.Model):
    """Who has voted: a participant, a code, or a browser (`visiteur`, the form's number). Never when."""

    scrutin = models.ForeignKey(Scrutin, models.CASCADE, related_name="emargements")
    participant = models.ForeignKey(Participant, models.CASCADE, null=True, related_name="emargements")
    code = models.OneToOneField(CodeDeVote, models.CASCADE, null=True, related_name="emargement")
    visiteur = models.UUIDField(null=True, editable=False)
    # The name given with an open ballot by who votes without an account.
    nom = models.CharField("nom", max_length=120, blank=True, validators=[noms.valider])

    class Meta:
        verbose_name = "émargement"
        constraints = [
            models.UniqueConstraint(fields=["scrutin", "participant"], name="emargement_participant_unique"),
            models.UniqueConstraint(fields=["scrutin", "visiteur"], name="emargement_visiteur_unique"),
            models.CheckConstraint(
                condition=Q(participant__isnull=False, code=None, visiteur=None)
                | Q(participant=None, code__isnull=False, visiteur=None)
                | Q(participant=None, code=None, visiteur__isnull=False),
                name="emargement_d_une_seule_sorte",
            ),
        ]

    def __str__(self) -> str:
        return f"émargement de {self.scrutin}"

    @property
    def qui(self) -> str:
        """The name shown beside an open ballot; no query where the participant's acteur was fetched."""
        return self.participant.nom_affiche if self.participant is not None else self.nom


class Bulletin(models.Model):
    """One ballot: a whole number per option, in their order; all zero when blank. No time, no author.

    `emargement` is of open votes alone: the database refuses it on a secret one (`secret` is tied to the
    vote's own by a composite foreign key, migration 0002).
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    scrutin = models.ForeignKey(Scrutin, models.CASCADE, related_name="bulletins")
    secret = models.BooleanField(editable=False)
    emargement = models.OneToOneField(Emargement, models.CASCADE, null=True, related_name="bulletin")
    valeurs = ArrayField(models.PositiveSmallIntegerField())

    class Meta:
        verbose_name = "bulletin"
        constraints = [
            models.CheckConstraint(
                condition=Q(secret=True, emargement=None) | Q(secret=False, emargement__isnull=False),
                name="bulletin_secret_sans_auteur",
            )
        ]

    def __str__(self) -> str:
        return f"bulletin de {self.scrutin}"
