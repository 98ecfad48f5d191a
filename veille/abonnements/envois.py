"""Sending an issue to its subscribers: decide, hold back, go on. `expedition` does the sending itself."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Count, OuterRef, Subquery, Value
from django.utils import timezone

from communs.courrier import services as courrier
from communs.web import file_d_attente
from veille.abonnements.enums import A_FAIRE, EtatEnvoi, EtatRemise
from veille.abonnements.models import Abonne, Envoi, Remise
from veille.abonnements.rendu import composer
from veille.enums import EtatNumero
from veille.models import Numero

DEPUBLIE = "Ce numéro n’est plus publié : son envoi ne reprend pas."


@transaction.atomic
def preparer_envoi(numero: Numero) -> Envoi:
    """One copy for each subscriber concerned, in the caller's transaction; then a worker sends them.

    Once and for all: an issue published again, or by two people at once, has the envoi it already had.
    """
    envoi, nouveau = Envoi.objects.get_or_create(numero=numero)
    if not nouveau:
        return envoi
    _pardonner(numero)
    envoi.total = _inscrire(envoi)
    if not envoi.total:
        envoi.etat, envoi.termine_le = EtatEnvoi.TERMINE, timezone.now()
    envoi.save()
    transaction.on_commit(lambda: prevenir(envoi.pk), robust=True)
    return envoi


def _inscrire(envoi: Envoi) -> int:
    """INSERT … SELECT: a hundred thousand rows never pass through Python."""
    choisis = (
        Abonne.objects.concernes_par(envoi.numero)
        .order_by("pk")
        .values_list(Value(envoi.pk), "pk", Value(EtatRemise.A_ENVOYER.value), Value(0), Value(""))
    )
    lignes, parametres = choisis.query.sql_with_params()
    with connection.cursor() as curseur:
        curseur.execute(
            f"INSERT INTO {Remise._meta.db_table} (envoi_id, abonne_id, etat, essais, erreur) {lignes} "
            "ON CONFLICT DO NOTHING",
            parametres,
        )
        return curseur.rowcount


def _pardonner(numero: Numero) -> None:
    """Refusals count in a row: who accepted the last issue starts afresh."""
    derniere = Remise.objects.filter(abonne=OuterRef("pk")).order_by("-pk").values("etat")[:1]
    Abonne.objects.filter(bulletins=numero.bulletin_id, rebuts__gt=0).annotate(
        derniere=Subquery(derniere)
    ).filter(derniere=EtatRemise.ENVOYE).update(rebuts=0)


def prevenir(pk: int) -> None:
    """Tell the queue that an envoi waits, once for each worker that may send it."""
    for _ in range(settings.VIGIE_ENVOIS_PARALLELES):
        file_d_attente.prevenir("veille.abonnements.tasks.envoyer", pk)


@transaction.atomic
def suspendre(envoi: Envoi) -> None:
    """No other batch leaves. ValidationError when nothing is under way."""
    envoi = Envoi.objects.select_for_update().get(pk=envoi.pk)
    if envoi.etat != EtatEnvoi.EN_COURS:
        raise ValidationError("Cet envoi n’est pas en cours.")
    envoi.etat = EtatEnvoi.EN_PAUSE
    envoi.save(update_fields=["etat"])


@transaction.atomic
def reprendre(envoi: Envoi) -> None:
    """Go on where it stopped. ValidationError unless it is paused and its issue published."""
    envoi = Envoi.objects.select_for_update(of=("self",)).select_related("numero").get(pk=envoi.pk)
    if envoi.etat != EtatEnvoi.EN_PAUSE:
        raise ValidationError("Cet envoi n’est pas en pause.")
    _relancer(envoi)


@transaction.atomic
def renvoyer_les_incertains(envoi: Envoi) -> int:
    """Send again, by hand, what may not have left; return how many. ValidationError when there is none."""
    envoi = Envoi.objects.select_for_update(of=("self",)).select_related("numero").get(pk=envoi.pk)
    incertaines = Remise.objects.filter(envoi=envoi, etat=EtatRemise.INCERTAIN, abonne__isnull=False)
    nombre = incertaines.update(
        etat=EtatRemise.A_ENVOYER, erreur="", fini_le=None, prochain_essai_le=None, essais=0
    )
    if not nombre:
        raise ValidationError("Aucun envoi incertain n’est à refaire.")
    _relancer(envoi)
    return nombre


def _relancer(envoi: Envoi) -> None:
    if envoi.numero.etat != EtatNumero.PUBLIE:
        raise ValidationError(DEPUBLIE)
    envoi.etat, envoi.termine_le = EtatEnvoi.EN_COURS, None
    envoi.reprise_le, envoi.echecs, envoi.erreur = timezone.now(), 0, ""
    envoi.save()
    transaction.on_commit(lambda: prevenir(envoi.pk), robust=True)


def comptes(envoi: Envoi) -> dict[str, int]:
    """How many copies are in each state; `fait` are those that no worker has to look at again."""
    par_etat = dict(Remise.objects.filter(envoi=envoi).values_list("etat").annotate(Count("pk")).order_by())
    tous: dict[str, int] = {etat.value: par_etat.get(etat.value, 0) for etat in EtatRemise}
    return tous | {"fait": sum(n for etat, n in tous.items() if etat not in A_FAIRE)}


def essayer(numero: Numero, email: str) -> None:
    """Send this issue, as it is now, to oneself, through the outbox: nobody else receives anything."""
    message = composer(numero, Abonne(email=email))
    courrier.poster(
        destinataire=email,
        sujet=f"[Essai] {message.subject}"[:250],
        texte=str(message.body),
        html=str(message.alternatives[0][0]),
    )
