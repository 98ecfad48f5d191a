"""What votes know of a person: that she took part; and, of open votes, her ballot."""

from collections.abc import Iterator

from communs.collectivites.models import Compte
from communs.scrutins.models import Bulletin, Emargement
from communs.web.rgpd import Domaine, Ligne, Sort, Trace, declarer

DUREE = "Autant que le dossier."


def _participations(compte: Compte) -> Iterator[Ligne]:
    siens = Emargement.objects.filter(participant__compte=compte).select_related("scrutin__dossier")
    for e in siens.order_by("pk").iterator():
        secret = "secret" if e.scrutin.secret else "ouvert"
        yield {"dossier": e.scrutin.dossier.titre, "question": e.scrutin.question, "vote": secret}


def _bulletins(compte: Compte) -> Iterator[Ligne]:
    """Open ballots only: of secret ones, nobody knows which is hers."""
    siens = Bulletin.objects.filter(emargement__participant__compte=compte).select_related("scrutin")
    for b in siens.prefetch_related("scrutin__options").order_by("emargement_id"):
        options = sorted(b.scrutin.options.all(), key=lambda option: option.rang)
        yield {
            "question": b.scrutin.question,
            "mode": b.scrutin.get_mode_display(),
            "bulletin": {o.libelle: valeur for o, valeur in zip(options, b.valeurs, strict=True)},
        }


declarer(
    Domaine(
        cle="votes",
        nom="Votes",
        resume="Les votes auxquels vous avez pris part, et vos bulletins quand le vote était ouvert.",
        traces=(
            Trace(
                modele="scrutins.Emargement",
                nom="Votre participation à un vote",
                sort=Sort.ANONYME,
                pourquoi="Le nombre de votants ne change pas après coup.",
                duree=DUREE,
            ),
            Trace(
                modele="scrutins.Bulletin",
                nom="Votre bulletin, quand le vote est ouvert",
                sort=Sort.ANONYME,
                pourquoi="Le résultat doit pouvoir être recompté : votre nom s’en va, le bulletin reste. "
                "Un bulletin secret ne porte aucun nom.",
                duree=DUREE,
            ),
        ),
        exporter=lambda compte: (
            ("participations", _participations(compte)),
            ("bulletins", _bulletins(compte)),
        ),
    )
)
