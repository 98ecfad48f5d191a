"""What the evaluation's tools know of a person beyond her part in the dossier."""

from collections.abc import Iterator
from functools import partial

from django.db import transaction
from django.db.models import Q, QuerySet

from communs.collectivites.effacement import adresses_de
from communs.collectivites.emails import verifiees_de
from communs.collectivites.models import Compte
from communs.dossiers.models import Participant
from communs.livrets import services as livrets
from communs.web.rgpd import Domaine, Ligne, Sort, Trace, declarer
from eclaireurs.evaluation.collecte.models import Apport
from eclaireurs.evaluation.conclave.livrets import CONVOCATION, CONVOCATIONS, FEUILLE
from eclaireurs.evaluation.conclave.models import Convocation, nouveau_jeton
from eclaireurs.evaluation.conclave.tableau.models import Trait
from eclaireurs.evaluation.desirable.impressions import imprimer, tout_oublier
from eclaireurs.evaluation.desirable.models import Desirable
from eclaireurs.evaluation.enquete.contributions import Contribution
from eclaireurs.evaluation.fete.enums import BILAN, PROGRAMME
from eclaireurs.evaluation.fete.models import Atelier, Decision, Fete, Inscription
from eclaireurs.evaluation.inscrits import importer
from eclaireurs.evaluation.presse.models import Article


def _apports(compte: Compte) -> Iterator[Ligne]:
    siens = Apport.objects.filter(auteur__compte=compte).select_related("collecte__dossier")
    for apport in siens.order_by("pk").iterator():
        yield {
            "dossier": apport.collecte.dossier.titre,
            "nature": apport.get_genre_display(),
            "texte": apport.texte,
            "cree_le": apport.cree_le,
        }


def _articles(compte: Compte) -> Iterator[Ligne]:
    siens = Article.objects.filter(auteur__compte=compte).select_related("plan__dossier", "fichier")
    for article in siens.order_by("pk").iterator():
        yield {
            "dossier": article.plan.dossier.titre,
            "media": article.media,
            "titre": article.titre,
            "texte": article.texte,
            "fichier": article.fichier.nom if article.fichier is not None else "",
            "verse_le": article.verse_le,
        }


def _contributions(compte: Compte) -> Iterator[Ligne]:
    """Those sent with an address that she has proved to be hers."""
    siennes = verifiees_de(compte).values_list("email", flat=True)
    laissees = Contribution.objects.filter(courriel__in=[*siennes, compte.email])
    for c in laissees.select_related("enquete__dossier").order_by("pk").iterator():
        yield {
            "enquete": str(c.enquete),
            "numero": c.numero,
            "texte": c.texte,
            "nom": c.nom,
            "etat": c.get_etat_display(),
            "recue_le": c.recue_le,
        }


def _oublier_les_contributions(compte: Compte) -> None:
    for adresse in adresses_de(compte):
        Contribution.objects.filter(courriel__iexact=adresse).update(courriel="", nom="")


def _siennes(compte: Compte) -> QuerySet[Convocation]:
    """By her account, and by the addresses that she has verified."""
    adresses = verifiees_de(compte).values_list("email", flat=True)
    return Convocation.objects.filter(
        Q(compte=compte) | Q(email__in=[adresse.lower() for adresse in adresses])
    )


def _convocations(compte: Compte) -> Iterator[Ligne]:
    for convocation in _siennes(compte).select_related("conclave__dossier").order_by("pk").iterator():
        yield {
            "dossier": convocation.conclave.dossier.titre,
            "nom": convocation.nom,
            "service": convocation.service,
            "origine": convocation.get_origine_display(),
            "reponse": convocation.get_reponse_display(),
            "motif": convocation.motif,
            "convoquee_le": convocation.convoquee_le,
            "repondu_le": convocation.repondu_le,
        }


def _oublier_les_convocations(compte: Compte) -> None:
    """The place remains, nameless: its secret address opens nothing any more, papers that named her go."""
    for convocation in _siennes(compte).select_related("conclave"):
        livrets.oublier(gabarits=(CONVOCATION,), reference=convocation.jeton)
        livrets.oublier(gabarits=(CONVOCATIONS, FEUILLE), reference=str(convocation.conclave.uuid))
        champs = {"compte": None, "nom": "", "email": "", "motif": "", "jeton": nouveau_jeton()}
        Convocation.objects.filter(pk=convocation.pk).update(**champs)


def _traits(compte: Compte) -> Iterator[Ligne]:
    """By her keys: the table itself names nobody."""
    participations = Participant.objects.filter(compte=compte).values("uuid")
    siens = Trait.objects.filter(Q(cle__in=_siennes(compte).values("uuid")) | Q(cle__in=participations))
    for trait in siens.select_related("tableau__dossier", "proposition").order_by("pk").iterator():
        yield {
            "dossier": trait.tableau.dossier.titre,
            "geste": trait.get_geste_display(),
            "ligne": trait.proposition.titre,
            "avant": trait.avant,
            "apres": trait.apres,
            "cree_le": trait.cree_le,
        }


def _effacer(compte: Compte) -> None:
    _oublier_les_contributions(compte)
    _oublier_les_convocations(compte)
    _oublier_les_imprimes(compte)


def _oublier_les_imprimes(compte: Compte) -> None:
    """Booklets already printed bear her name: those of fêtes where she held a session, those of published
    reports that she signed, which are printed again without it."""
    for fete in Fete.objects.filter(ateliers__porteur__compte=compte).distinct().order_by("pk"):
        livrets.oublier(gabarits=(PROGRAMME, BILAN), reference=str(fete.uuid))
    signes = Desirable.objects.filter(dossier__plan__articles__auteur__compte=compte).distinct()
    for rapport in signes.select_related("dossier").order_by("pk"):
        tout_oublier(rapport)
        transaction.on_commit(partial(imprimer, rapport.pk), robust=True)


def _inscriptions(compte: Compte) -> Iterator[Ligne]:
    siennes = Inscription.objects.filter(compte=compte).select_related("atelier__fete__collectivite")
    for inscription in siennes.order_by("pk").iterator():
        fete = inscription.atelier.fete
        yield {
            "collectivite": fete.collectivite.nom,
            "fete": str(fete),
            "atelier": inscription.atelier.titre,
            "inscrit_le": inscription.cree_le,
        }


def _ateliers(compte: Compte) -> Iterator[Ligne]:
    siens = Atelier.objects.filter(porteur__compte=compte).select_related("fete__collectivite")
    for atelier in siens.order_by("pk").iterator():
        yield {
            "collectivite": atelier.fete.collectivite.nom,
            "fete": str(atelier.fete),
            "titre": atelier.titre,
            "intention": atelier.intention,
            "compte_rendu": atelier.compte_rendu,
        }


def _decisions(compte: Compte) -> Iterator[Ligne]:
    siennes = Decision.objects.filter(auteur__compte=compte).select_related("fete")
    for decision in siennes.order_by("pk").iterator():
        yield {
            "fete": str(decision.fete),
            "decision": str(decision),
            "motif": decision.motif,
            "etat": decision.get_etat_display(),
            "notee_le": decision.cree_le,
        }


declarer(
    Domaine(
        cle="evaluation",
        nom="Éclaireurs : l’évaluation engagée",
        resume="Ce que vous avez versé au débat d’un comité, vos contributions de journaliste, celles que "
        "vous avez envoyées à une enquête en laissant votre adresse, et vos convocations à un conclave. Ce "
        "que vous écrivez dans un tableau de suivi appartient au dossier ; votre part y est.",
        traces=(
            Trace(
                modele="evaluation.Apport",
                nom="Vos apports au débat d’un comité",
                sort=Sort.ANONYME,
                pourquoi="La suite qui leur a été donnée garde son sens. Retirez d’abord ceux qui n’en ont "
                "pas.",
                duree="Autant que le dossier.",
            ),
            Trace(
                modele="evaluation.Article",
                nom="Vos contributions de journaliste",
                sort=Sort.ANONYME,
                pourquoi="Le comité les a lues parmi ses pièces. Retirez-les d’abord si vous préférez, tant "
                "qu’elles ne sont pas figées. Dans un rapport publié, votre signature disparaît avec vos "
                "données.",
                duree="Autant que le dossier.",
            ),
            Trace(
                modele="evaluation.Contribution",
                nom="Vos contributions à une enquête, si vous y avez laissé votre adresse",
                sort=Sort.ANONYME,
                pourquoi="Elles nourrissent l’évaluation. L’adresse qui vous a été donnée à l’envoi permet "
                "de les retirer tout à fait, à tout moment.",
                duree="Autant que le dossier ; votre adresse, 90 jours après la fin de l’enquête.",
            ),
            Trace(
                modele="",
                nom="Le nom d’un relais de l’enquête, tel que l’évaluateur l’a écrit",
                sort=Sort.GARDE,
                absence="Il n’est relié ni à votre compte ni à votre adresse.",
                pourquoi="Il dit par où les contributions sont venues, et qui a recopié les feuilles. "
                "Demandez son effacement à la personne qui mène l’enquête.",
                duree="Autant que le dossier.",
            ),
            Trace(
                modele="evaluation.Convocation",
                nom="Vos convocations à un conclave, et vos réponses",
                sort=Sort.ANONYME,
                pourquoi="Le conclave garde le nombre de ses places : il reste un service et une réponse, "
                "sans nom, sans adresse et sans motif.",
                duree="Autant que le dossier.",
            ),
            Trace(
                modele="evaluation.Trait",
                nom="Ce que vous avez écrit au tableau martyr d’un conclave",
                sort=Sort.ANONYME,
                pourquoi="Ces propositions sont celles de toute la salle. Le tableau ne retient qu’une clé : "
                "votre nom est celui de votre convocation ou de votre participation, et s’efface avec elle.",
                duree="Autant que le dossier.",
            ),
            Trace(
                modele="evaluation.GesteAnnulable",
                nom="Votre dernier geste, le temps de pouvoir l’annuler",
                absence="C’est une copie du tableau de suivi, gardée un jour pour le bouton « Annuler ».",
            ),
            Trace(
                modele="evaluation.Inscription",
                nom="Les ateliers de la fête de l’évaluation où vous venez",
            ),
            Trace(
                modele="evaluation.Atelier",
                nom="Les ateliers que vous avez proposés à une fête de l’évaluation",
                sort=Sort.ANONYME,
                pourquoi="D’autres y sont venus, et leur compte rendu est celui de tous.",
                duree="Autant que la fête.",
            ),
            Trace(
                modele="evaluation.Decision",
                nom="Les décisions que vous avez notées ou tranchées à une fête de l’évaluation",
                sort=Sort.ANONYME,
                pourquoi="Le tableau de suivi et le bilan de l’année s’y réfèrent.",
                duree="Autant que la fête.",
            ),
        ),
        exporter=lambda compte: [
            ("apports", _apports(compte)),
            ("articles", _articles(compte)),
            ("contributions", _contributions(compte)),
            ("convocations", _convocations(compte)),
            ("tableau_martyr", _traits(compte)),
            ("inscriptions_a_la_fete", _inscriptions(compte)),
            ("ateliers_de_la_fete", _ateliers(compte)),
            ("decisions_de_la_fete", _decisions(compte)),
        ],
        effacer=_effacer,
    )
)

importer("rgpd")  # tools that declare a domain of their own
