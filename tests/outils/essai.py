"""A kind of dossier for tests, with one tool whose page is the dossier's journal, and a table of states."""

from collections.abc import Iterator

from django.db.models import TextChoices

from communs.collectivites.identite import Identite
from communs.dossiers import genres
from communs.dossiers.enums import Visibilite
from communs.dossiers.genres import Attente, Etape, Genre, Outil
from communs.dossiers.models import Dossier
from communs.dossiers.permissions import roles_dans
from communs.etats import tables
from communs.etats.tables import Table, Transition


class RoleEssai(TextChoices):
    PILOTE = "essai_pilote", "Pilote"
    EQUIPIER = "essai_equipier", "Équipière ou équipier"


def _etape(dossier: Dossier) -> Etape:
    return Etape(etat="À préparer", commence=False, fini=False, suite="Rédiger le cadre", a_qui="aux pilotes")


def _attentes(identite: Identite, dossiers: list[Dossier]) -> Iterator[tuple[Dossier, Attente]]:
    for dossier in dossiers:
        if RoleEssai.PILOTE in roles_dans(identite, dossier):
            yield dossier, Attente("Rédiger le cadre", dossier.get_absolute_url())


def _copier(identite: Identite, de: Dossier, vers: Dossier) -> None:
    Dossier.objects.filter(pk=vers.pk).update(resume=f"Cadre repris de {de.titre}")


def _archiver(identite: Identite, dossier: Dossier) -> Iterator[tuple[str, bytes]]:
    yield "cadre.txt", dossier.titre.encode()
    yield "../../etc/passwd", b"hostile"
    yield "/absolu\\et:bizarre\x00?.txt", b"hostile"
    yield "cadre.txt", b"homonyme"


ESSAI = genres.inscrire(
    Genre(
        cle="essai",
        nom="Essai",
        article="un essai",
        episode="evaluation",
        roles=RoleEssai,
        pilotes=frozenset({RoleEssai.PILOTE}),
        fondateur=(RoleEssai.PILOTE,),
        outils=(
            Outil(
                cle="cadre",
                nom="Cadre de l’essai",
                question="De quoi parle-t-on ?",
                adresse="dossiers:dossier",
                etape=_etape,
                attentes=_attentes,
                copier=_copier,
                archiver=_archiver,
            ),
        ),
    )
)


def _sans_resume(dossier: Dossier) -> str:
    return "" if dossier.resume else "Écrivez d’abord le résumé."


def _dater(dossier: Dossier, identite: Identite, donnees) -> tuple[str, ...]:
    dossier.resume = donnees.get("resume", dossier.resume)
    return ("resume",)


TABLE = tables.inscrire(
    Table(
        cle="essai.lecture",
        modele=Dossier,
        champ="visibilite",
        transitions=(
            Transition(
                nom="publier",
                libelle="Publier",
                de=frozenset({Visibilite.PRIVE}),
                vers=Visibilite.PUBLIC,
                regle="dossiers.organiser",
                phrase="a publié l’essai",
                obstacle=_sans_resume,
                effet=_dater,
            ),
            Transition(
                nom="cacher",
                libelle="Cacher",
                de=frozenset({Visibilite.PUBLIC}),
                vers=Visibilite.PRIVE,
                regle="dossiers.organiser",
                phrase="a caché l’essai ({motif})",
                motif_requis=True,
            ),
        ),
    )
)
