"""The demonstration's survey: published, carried by two relays, half read."""

from datetime import datetime, time
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from communs.etats.models import Acteur
from communs.materiaux.models import Materiau
from eclaireurs.evaluation.demonstration.recit import Recit
from eclaireurs.evaluation.enquete import moderation, reception, services
from eclaireurs.evaluation.enquete.contributions import Contribution
from eclaireurs.evaluation.enquete.enums import Voie
from eclaireurs.evaluation.enquete.models import Enquete, Relais
from eclaireurs.evaluation.enquete.transitions import ENQUETE

PUBLICATION, FERMETURE = -117, 30
CHOIX = ("texte", "nom", "accord", "courriel")


def enqueter(recit: Recit) -> None:
    """What the public is told and shown, who relays it, what came back and what became of it."""
    quoi = recit.contenu["enquete"]
    with recit.le(PUBLICATION):
        enquete = _publier(recit, quoi)
        relais = [Relais.objects.create(enquete=enquete, **qui) for qui in quoi["relais"]]
    for dite in quoi["contributions"]:
        contribution = _recevoir(recit, enquete, relais, dite)
        if "geste" in dite:
            with recit.le(dite["jours"] + 2, 16):
                moderation.decider(
                    identite=recit.identite("evaluateur"),
                    contribution=contribution,
                    geste=dite["geste"],
                    motif=dite.get("motif", ""),
                    version=contribution.version,
                )


def _publier(recit: Recit, quoi: dict[str, Any]) -> Enquete:
    qui = recit.identite("evaluateur")
    enquete = Enquete.objects.get(dossier=recit.dossier)
    fin = datetime.combine(recit.jour(FERMETURE), time(20), tzinfo=ZoneInfo(recit.collectivite.fuseau))
    champs = {nom: quoi[nom] for nom in ("titre", "introduction", "suites")} | {"ferme_le": fin}
    enquete = services.regler(identite=qui, enquete=enquete, version=enquete.version, champs=champs)
    montrables = list(Materiau.objects.filter(dossier=recit.dossier).montrables().order_by("pk"))
    services.choisir(identite=qui, enquete=enquete, materiaux=montrables, publie=True)
    recit.franchir(ENQUETE, enquete, "publier", "evaluateur")
    return Enquete.objects.get(pk=enquete.pk)


def _recevoir(recit: Recit, enquete: Enquete, relais: list[Relais], dite: dict[str, Any]) -> Contribution:
    champs = {nom: dite[nom] for nom in CHOIX if nom in dite}
    if "theme" in dite:
        champs["theme"] = recit.dossier.collecte.themes.get(numero=dite["theme"])
    papier = dite.get("papier", False)
    with recit.le(dite["jours"], 18):
        return reception.recevoir(
            enquete=enquete,
            demande=uuid4(),
            champs=champs,
            relais=relais[dite["relais"] - 1] if "relais" in dite else None,
            voie=Voie.PAPIER if papier else Voie.EN_LIGNE,
            saisie_par=Acteur.objects.de(recit.comptes["agent"]) if papier else None,
        )
