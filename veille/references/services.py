"""From a file to notices: what it would bring is shown first, then all of it is written, or nothing."""

from collections.abc import Collection
from dataclasses import asdict, dataclass, replace
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from communs.collectivites.identite import Identite, autoriser
from communs.echanges import apercus
from communs.echanges.textes import sans_accents
from communs.etats import journal
from communs.etats.models import Acteur
from veille.notices.fiches import FicheNotice, depuis_dict, en_dict
from veille.notices.models import Theme
from veille.notices.services import creer
from veille.references.doublons import doublons, repetees
from veille.references.formats import LECTEURS, format_de
from veille.references.formats.commun import Lecture, decoder
from veille.references.models import ImportReferences

PORTEE = "veille.references"
NOTICES_MAX = 500  # what one confirmation writes in one transaction
REMARQUES_MAX = 300

journal.inscrire({"veille.importer_references": "a importé {nombre} notices du fichier {fichier}"})


@dataclass(frozen=True)
class Proposee:
    """A reference of the file; `doublon` is the notice it looks like, `repete` its line above in the file."""

    ligne: int
    fiche: dict[str, Any]
    doublon: int | None
    doublon_titre: str
    repete: int | None

    @property
    def nouvelle(self) -> bool:
        return self.doublon is None and self.repete is None


@dataclass(frozen=True)
class Apercu:
    """What a file would bring; `remarques` say what is odd, by line."""

    fichier: str
    format: str
    proposees: tuple[Proposee, ...]
    remarques: tuple[dict[str, Any], ...]
    nombre_remarques: int

    @property
    def nouvelles(self) -> int:
        return sum(p.nouvelle for p in self.proposees)

    @property
    def perdues(self) -> int:
        return sum(r["perdue"] for r in self.remarques)


def apercevoir(*, identite: Identite, nom: str, octets: bytes) -> Apercu:
    """Read the file and say all about it; nothing is written. ValidationError for no file of ours."""
    autoriser(identite, "veille.documenter")
    format_ = format_de(decoder(octets), nom)
    lecture: Lecture = LECTEURS[format_](octets)
    if len(lecture.fiches) > NOTICES_MAX:
        raise ValidationError(f"{len(lecture.fiches)} références : {NOTICES_MAX} au plus à la fois.")
    fiches = _ranger(lecture.fiches)
    lignes = lecture.lignes
    proposees = tuple(
        Proposee(
            ligne,
            en_dict(fiche),
            deja.pk if deja else None,
            str(deja or ""),
            lignes[avant] if avant is not None else None,
        )
        for ligne, fiche, deja, avant in zip(lignes, fiches, doublons(fiches), repetees(fiches), strict=True)
    )
    remarques = sorted(lecture.remarques, key=lambda r: (r.ligne, not r.perdue))
    return Apercu(
        nom[-120:], format_, proposees, tuple(asdict(r) for r in remarques[:REMARQUES_MAX]), len(remarques)
    )


def _ranger(fiches: list[FicheNotice]) -> list[FicheNotice]:
    """Keywords that the vocabulary knows become themes; themes that it does not know become keywords."""
    connus: dict[str, str] = {}
    for theme in Theme.objects.all():
        for mot in (*theme.synonymes, theme.nom, theme.cle):
            connus[sans_accents(mot)] = theme.cle
    cles = set(connus.values())
    rangees = []
    for f in fiches:
        themes = [t for t in f.themes if t in cles]
        themes += [connus[sans_accents(m)] for m in f.mots_cles if sans_accents(m) in connus]
        mots = [m for m in f.mots_cles if sans_accents(m) not in connus]
        mots += [t for t in f.themes if t not in cles]
        rangees.append(replace(f, themes=tuple(dict.fromkeys(themes)), mots_cles=tuple(dict.fromkeys(mots))))
    return rangees


def garder(*, identite: Identite, apercu: Apercu) -> UUID:
    """Keep what was shown, for this person only."""
    return apercus.garder(PORTEE, identite, asdict(apercu))


def retrouver(*, identite: Identite, jeton: UUID) -> Apercu | None:
    """What was shown under this name; None once it is gone."""
    valeurs = apercus.retrouver(PORTEE, identite, jeton)
    if valeurs is None:
        return None
    valeurs["proposees"] = tuple(Proposee(**p) for p in valeurs["proposees"])
    return Apercu(**valeurs | {"remarques": tuple(valeurs["remarques"])})


@transaction.atomic
def importer(
    *, identite: Identite, jeton: UUID, apercu: Apercu, choisies: Collection[int]
) -> tuple[ImportReferences, bool]:
    """Make a notice of each reference chosen, by its rank; and whether that is new.

    The same preview confirmed twice makes nothing the second time. ValidationError, with the line of the
    reference, for what the models refuse: nothing is then written.
    """
    autoriser(identite, "veille.documenter")
    auteur = Acteur.objects.de(identite.personne)
    fait, nouveau = ImportReferences.objects.get_or_create(
        uuid=jeton, defaults={"fichier": apercu.fichier, "auteur": auteur}
    )
    if not nouveau:
        return fait, False
    notices = []
    for rang, proposee in enumerate(apercu.proposees):
        if rang not in choisies:
            continue
        try:
            notices.append(creer(identite=identite, fiche=depuis_dict(proposee.fiche)))
        except ValidationError as refus:
            raise ValidationError(f"Ligne {proposee.ligne} : {refus.messages[0]}") from None
    fait.notices.set(notices)
    journal.consigner(
        identite=identite,
        verbe="veille.importer_references",
        objet=fait,
        nombre=len(notices),
        fichier=apercu.fichier,
    )
    return fait, True
