"""The demonstration's votes: one counted, one open in which some have voted, one whose opening is planned."""

from datetime import datetime, time
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from communs.scrutins import services, urne
from communs.scrutins.enums import Electorat
from communs.scrutins.models import Scrutin
from communs.scrutins.transitions import SCRUTIN
from communs.scrutins.urne import Electeur
from eclaireurs.evaluation.demonstration.recit import Recit

CODES = 20
PAS = ("ouvrir", "clore", "depouiller")


def voter(recit: Recit) -> None:
    """Each vote as far as its story goes."""
    for quoi in recit.contenu["scrutins"]:
        prepare, *suite = quoi["jours"]
        with recit.le(prepare):
            scrutin = _preparer(recit, quoi)
            if "ouverture" in quoi:
                _franchir(recit, scrutin, "programmer")
        for rang, (pas, jour) in enumerate(zip(PAS, suite, strict=False)):
            with recit.le(jour, 15 + rang):
                _franchir(recit, scrutin, pas)
                if pas == "ouvrir":
                    _remplir(recit, scrutin, quoi["bulletins"])


def _preparer(recit: Recit, quoi: dict[str, Any]) -> Scrutin:
    qui = recit.identite("evaluateur")
    champs = {nom: quoi[nom] for nom in ("question", "explication", "mode", "electorat")}
    champs |= {"ouvre_le": _a_midi(recit, quoi.get("ouverture")), "jusqu_au": _a_midi(recit, quoi.get("fin"))}
    scrutin = services.preparer(identite=qui, dossier=recit.dossier, demande=uuid4(), champs=champs)
    services.ajouter_options(identite=qui, scrutin=scrutin, libelles=quoi["options"])
    if scrutin.electorat == Electorat.CODES:
        services.faire_codes(identite=qui, scrutin=scrutin, nombre=CODES, lot=uuid4())
    return scrutin


def _a_midi(recit: Recit, jours: int | None) -> datetime | None:
    zone = ZoneInfo(recit.collectivite.fuseau)
    return None if jours is None else datetime.combine(recit.jour(jours), time(12), tzinfo=zone)


def _franchir(recit: Recit, scrutin: Scrutin, nom: str) -> None:
    recit.franchir(SCRUTIN, scrutin, nom, "evaluateur", question=scrutin.question)


def _remplir(recit: Recit, scrutin: Scrutin, bulletins: list[Any]) -> None:
    """Each ballot as many times as said, by so many codes; or by the participant of this role."""
    codes = iter(scrutin.codes.order_by("pk"))
    for qui, valeurs in bulletins:
        if isinstance(qui, str):
            electeurs = [Electeur(participant=recit.gens[qui])]
        else:
            electeurs = [Electeur(code=next(codes)) for _ in range(qui)]
        for electeur in electeurs:
            urne.deposer(scrutin=scrutin, electeur=electeur, valeurs=valeurs)
