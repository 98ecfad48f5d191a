from collections.abc import Iterator
from typing import Any

from communs.courrier.models import Courriel
from communs.courrier.querysets import DUREE_CONSERVATION
from communs.web.rgpd import Domaine, Ligne, Sort, Trace, declarer

# A mail with a key was written on behalf of somebody, whom its subject names.
AU_NOM_D_AUTRUI = "Message envoyé au nom d’une autre personne"


def _recus(compte: Any) -> Iterator[Ligne]:
    """Mails to the person's addresses; never their bodies, where links open doors and others are named."""
    adresses = {compte.email, *compte.emailaddress_set.values_list("email", flat=True)}
    siens = Courriel.objects.filter(destinataire__in=adresses).defer("texte", "html", "entetes")
    for courriel in siens.order_by("pk").iterator(chunk_size=500):
        yield {
            "destinataire": courriel.destinataire,
            "sujet": AU_NOM_D_AUTRUI if courriel.cle else courriel.sujet,
            "etat": courriel.get_etat_display(),
            "cree_le": courriel.cree_le,
            "envoye_le": courriel.envoye_le,
        }


declarer(
    Domaine(
        cle="courriels",
        nom="Courriels",
        resume="Les courriels que Vigie vous a adressés : sujet, date, état de l’envoi.",
        traces=(
            Trace(
                modele="courrier.Courriel",
                nom="Courriels que Vigie vous a envoyés",
                sort=Sort.ANONYME,
                pourquoi="Votre adresse et le texte sont effacés ; la date et l’état de l’envoi restent pour "
                "compter les envois et comprendre une panne.",
                duree=f"{DUREE_CONSERVATION.days} jours après l’envoi",
            ),
            Trace(
                modele="",
                nom="Texte des courriels reçus",
                absence="Vous l’avez dans votre messagerie. Il contient des liens à usage unique, et parfois "
                "le nom d’autres personnes.",
            ),
        ),
        exporter=lambda compte: [("courriels", _recus(compte))],
    )
)
