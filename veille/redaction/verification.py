"""What is looked at before an issue comes out. Pure: it reads the rows of an issue obtained whole.

Errors forbid publication, warnings ask for a word. Each finding says where, and leads there.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.utils import timezone

from communs.fichiers.models import Fichier
from veille.abonnements.rendu import Modele
from veille.lecture.redites import sans_redites
from veille.notices.models import Notice
from veille.numeros.models import Numero
from veille.redaction.models import LienVu

# A longer summary makes a mail that nobody scrolls: its first paragraphs are enough there.
RESUME_COURRIEL_MAX = 1_500
# Bytes of HTML past which Gmail shows the beginning of a mail only.
COURRIEL_MAX = 102 * 1024
# An issue dated longer ago than this is put back from an archive: its events are past, and rightly so.
ARCHIVE = timedelta(days=92)


class Gravite(StrEnum):
    ERREUR = "erreur"
    AVERTISSEMENT = "avertissement"


@dataclass(frozen=True)
class Constat:
    """One finding: what (`quoi`, the end of a sentence), where (`ou`), the piece's uuid (None: the issue)."""

    gravite: Gravite
    quoi: str
    ou: str
    cible: UUID | None = None


@dataclass(frozen=True)
class Lien:
    """An address of the issue, and where it stands."""

    adresse: str
    ou: str
    cible: UUID


E, A = Gravite.ERREUR, Gravite.AVERTISSEMENT
LE_NUMERO = "le numéro"


def constats_de(numero: Numero) -> list[Constat]:
    """Everything found today in this issue: reads its rows, and what is known of its links."""
    entier, vus = _lire(numero)
    part = entier.envoyer and entier.publie_le is None
    return verifier(entier, vus, timezone.localdate(), Modele(entier).poids if part else 0)


def _lire(numero: Numero) -> tuple[Numero, dict[str, LienVu]]:
    entier = Numero.objects.entiers().get(pk=numero.pk)
    adresses = {lien.adresse for lien in liens_de(entier)}
    return entier, {vu.adresse: vu for vu in LienVu.objects.filter(adresse__in=adresses)}


def erreurs_de(numero: Numero) -> list[Constat]:
    return [c for c in verifier(*_lire(numero), timezone.localdate()) if c.gravite == E]


def avertissements_de(numero: Numero) -> list[Constat]:
    return [c for c in constats_de(numero) if c.gravite == A]


def verifier(numero: Numero, vus: Mapping[str, LienVu], jour: date, poids: int = 0) -> list[Constat]:
    """Errors first. `numero` comes from `entiers()`; `vus`: what visits found, by address.

    `poids`: bytes of the mail that will leave, 0 for none.
    """
    constats = [
        *_tete(numero),
        *_courriel(poids),
        *_notices(numero),
        *_doublons(numero),
        *_rubriques(numero),
        *_agenda(numero, jour),
        *_liens(numero, vus),
    ]
    return sorted(constats, key=lambda c: c.gravite != E)


def liens_de(numero: Numero) -> Iterator[Lien]:
    """Every address a reader may follow."""
    for piece, adresse in _adresses(numero):
        if adresse:
            yield Lien(adresse, f"« {piece} »", piece.uuid)


def _adresses(numero: Numero) -> Iterator[tuple[Any, str]]:
    for parution in numero.parutions.all():
        yield from ((parution, lien.adresse) for lien in parution.notice.liens.all())
    for rubrique in numero.rubriques.all():
        for encadre in rubrique.encadres.all():
            yield from ((decouverte, decouverte.adresse) for decouverte in encadre.decouvertes.all())
    for entree in numero.rendez_vous.all():
        yield from ((entree, adresse) for adresse in (entree.adresse, entree.inscription_adresse))
    yield from ((partenaire, partenaire.adresse) for partenaire in numero.partenaires.all())


def _tete(numero: Numero) -> Iterator[Constat]:
    if not numero.titre.strip():
        yield Constat(E, "le titre manque", LE_NUMERO)
    if not numero.date:
        yield Constat(A, "la date de parution manque", LE_NUMERO)
    if not numero.editorial.strip():
        yield Constat(A, "il n’y a pas d’éditorial", LE_NUMERO)
    if not numero.parutions.all():
        yield Constat(E, "il n’y a aucune notice", LE_NUMERO)
    for gravite, quoi in _d_une_image(
        "l’image de couverture", numero.couverture, numero.couverture_alternative
    ):
        yield Constat(gravite, quoi, LE_NUMERO)
    for partenaire in numero.partenaires.all():
        for gravite, quoi in _d_une_image("le logo", partenaire.logo, partenaire.alternative):
            yield Constat(gravite, quoi, f"« {partenaire} »", partenaire.uuid)


def _courriel(poids: int) -> Iterator[Constat]:
    if poids > COURRIEL_MAX:
        quoi = (
            f"le courriel pèse {poids // 1024} ko, et Gmail coupe ce qui dépasse 102 ko : la fin n’y sera "
            "lue que par un lien. Raccourcissez des résumés, ou faites deux numéros"
        )
        yield Constat(A, quoi, LE_NUMERO)


def _d_une_image(nom: str, image: Fichier | None, alternative: str) -> Iterator[tuple[Gravite, str]]:
    if image is None:
        return
    if not alternative.strip():
        yield E, f"{nom} n’a pas de texte alternatif"
    if image.en_route:
        yield A, f"{nom} est encore en préparation"
    elif not image.pret:
        yield E, f"la plateforme n’a pas pu lire {nom} : déposez un autre fichier"


def _notices(numero: Numero) -> Iterator[Constat]:
    for parution in numero.parutions.all():
        for gravite, quoi in _d_une_notice(parution.notice):
            yield Constat(gravite, quoi, f"« {parution.notice} »", parution.uuid)


def _d_une_notice(notice: Notice) -> Iterator[tuple[Gravite, str]]:
    if notice.fusionnee_dans_id is not None:
        yield E, "cette notice a été fusionnée dans une autre : retirez-la, puis prenez l’autre"
    elif notice.supprime_le is not None:
        yield E, "cette notice a été supprimée de la base"
    elif notice.retiree_le is not None:
        yield E, "cette notice a été retirée du public"
    if not notice.titre.strip():
        yield E, "le titre manque"
    if not _source(notice):
        yield E, "la source manque : ni revue, ni éditeur, ni collection, ni auteur"
    if len(notice.resume) > RESUME_COURRIEL_MAX:
        yield A, f"le résumé est long pour un courriel ({len(notice.resume)} signes)"
    if any(not lien.adresse for lien in notice.liens.all()):
        yield A, "un lien n’a pas d’adresse"


def _source(notice: Notice) -> bool:
    nommees = (notice.publication, notice.editeur, notice.collection)
    return any(nom.strip() for nom in nommees) or bool(notice.contributions.all())


def _doublons(numero: Numero) -> Iterator[Constat]:
    connues: dict[tuple[object, ...], Notice] = {}
    for parution in numero.parutions.all():
        notice = parution.notice
        for cle in _empreintes(notice):
            premiere = connues.setdefault(cle, notice)
            if premiere.pk != notice.pk:
                yield Constat(A, "ressemble à une autre notice du numéro", f"« {notice} »", parution.uuid)
                break


def _empreintes(notice: Notice) -> Iterator[tuple[object, ...]]:
    if notice.doi:
        yield ("doi", notice.doi.lower())
    if notice.isbn and notice.genre != "chapitre":
        yield ("isbn", notice.isbn)
    if notice.titre_normalise:
        yield ("titre", notice.titre_normalise, notice.annee)


def _rubriques(numero: Numero) -> Iterator[Constat]:
    garnies = {parution.rubrique_id for parution in numero.parutions.all()}
    for rubrique in numero.rubriques.all():
        encadres = rubrique.encadres.all()
        if rubrique.pk not in garnies and not any(e.decouvertes.all() for e in encadres):
            yield Constat(E, "cette rubrique est vide", f"« {rubrique} »", rubrique.uuid)
        for encadre in encadres:
            if not encadre.decouvertes.all():
                yield Constat(E, "cet encadré est vide", f"« {encadre} », dans « {rubrique} »", encadre.uuid)


def _agenda(numero: Numero, jour: date) -> Iterator[Constat]:
    montrees = sans_redites(numero.rendez_vous.all())
    for entree in numero.rendez_vous.all():
        if entree not in montrees:
            yield Constat(
                A,
                "cette date est déjà à l’agenda : elle n’y sera dite qu’une fois",
                f"« {entree} »",
                entree.uuid,
            )
    parue = numero.parue
    if parue is not None and parue.dernier_jour < jour - ARCHIVE:
        return
    for entree in numero.rendez_vous.all():
        dernier = entree.fin or entree.debut
        if dernier is not None and dernier < jour and entree.annule_le is None:
            yield Constat(A, "cette date de l’agenda est passée", f"« {entree} »", entree.uuid)


def _liens(numero: Numero, vus: Mapping[str, LienVu]) -> Iterator[Constat]:
    jamais = 0
    for lien in liens_de(numero):
        vu = vus.get(lien.adresse)
        if vu is None or vu.vu_le is None:
            jamais += 1
        elif vu.en_panne:
            yield Constat(
                A,
                f"le lien {_court(lien.adresse)} ne répond pas. {vu.constat.rstrip('.')}",
                lien.ou,
                lien.cible,
            )
    if jamais:
        combien = "un lien n’a" if jamais == 1 else f"{jamais} liens n’ont"
        yield Constat(A, f"{combien} jamais été vérifié{'s' if jamais > 1 else ''}", LE_NUMERO)


def _court(adresse: str) -> str:
    return adresse if len(adresse) <= 80 else f"{adresse[:79]}…"


def compter(constats: Iterable[Constat]) -> tuple[int, int]:
    """How many errors, how many warnings."""
    tous = list(constats)
    erreurs = sum(c.gravite == E for c in tous)
    return erreurs, len(tous) - erreurs
