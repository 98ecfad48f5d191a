"""From a file to drafts, and from a draft to the chart. All or nothing, one writer at a time."""

import hashlib
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from communs.collectivites.identite import Identite, autoriser
from communs.echanges import apercus
from communs.etats import journal
from communs.etats.models import Acteur
from communs.web.erreurs import Refus
from nuancier.fiches import FicheRessource, FicheTeinte, depuis_dict, en_dict, lire_ressource
from nuancier.imports.enums import EtatBrouillon
from nuancier.imports.fichier import lire_fichier
from nuancier.imports.lignes import plier
from nuancier.imports.models import Brouillon, Import
from nuancier.imports.notices import reprendre_les_noms, unir
from nuancier.imports.rapport import Niveau
from nuancier.models import Famille, Ressource, Teinte
from nuancier.vie.versions import ajouter, publier, un_seul_ecrivain

PORTEE = "nuancier.import"
DEJA_ECARTE = "Ce brouillon a été écarté entre-temps. Reprenez-le d’abord, puis publiez-le."
DEJA_PUBLIE = "Ce brouillon est déjà publié\u00a0: l’historique de la teinte permet d’y revenir."


@dataclass(frozen=True)
class Apercu:
    """What a file would bring: its report, and the drafts when nothing forbids them."""

    fichier: str
    empreinte: str
    rapport: dict[str, Any]
    fiches: list[dict[str, Any]]

    @property
    def refuse(self) -> bool:
        return bool(self.rapport["comptes"][Niveau.ERREUR])


def apercevoir(*, identite: Identite, nom: str, octets: bytes) -> Apercu:
    """Read the file and say everything about it; nothing is written."""
    autoriser(identite, "nuancier.editer")
    lu, lignes = lire_fichier(octets)
    if lu.imprime:
        lu.fiches = unir(lu.fiches, _notices_du_nuancier())
    connues = set(Famille.objects.values_list("numero", flat=True))
    for fiche in lu.fiches:
        numero = fiche.code.split(".")[0]
        if int(numero) not in connues:
            phrase = f"Teinte {fiche.code}\u00a0: le Nuancier n’a pas de famille {numero}. Créez-la d’abord."
            lu.dire(lu.debuts.get(fiche.code, 0), Niveau.ERREUR, phrase)
    rapport = lu.en_rapport(lignes)
    empreinte = hashlib.sha256(octets).hexdigest()
    fiches = [] if lu.erreurs else [en_dict(fiche) for fiche in lu.fiches]
    return Apercu(nom[-120:], empreinte, rapport, fiches)


def _notices_du_nuancier() -> list[FicheRessource]:
    """Two queries."""
    return [lire_ressource(r) for r in Ressource.objects.prefetch_related("liens").order_by("pk")]


def garder(*, identite: Identite, apercu: Apercu) -> UUID:
    """Keep what was shown, for this person only."""
    return apercus.garder(PORTEE, identite, vars(apercu))


def retrouver(*, identite: Identite, jeton: UUID) -> Apercu | None:
    """What was shown under this name; None once it is gone."""
    valeurs = apercus.retrouver(PORTEE, identite, jeton)
    return None if valeurs is None else Apercu(**valeurs)


@transaction.atomic
def importer(*, identite: Identite, jeton: UUID, apercu: Apercu) -> tuple[Import, bool]:
    """Make the drafts, and whether they are new.

    The same preview confirmed twice, or the same file while its drafts still wait, makes nothing new.
    Raises Refus (409) for a file with errors.
    """
    autoriser(identite, "nuancier.editer")
    if apercu.refuse:
        raise Refus(409, "Ce fichier a des erreurs\u00a0: rien n’a été importé.")
    un_seul_ecrivain()
    deja = (
        Import.objects.filter(uuid=jeton).first()
        or Import.objects.filter(
            empreinte=apercu.empreinte, brouillons__etat=EtatBrouillon.EN_ATTENTE
        ).first()
    )
    if deja is not None:
        return deja, False
    fait = Import.objects.create(
        uuid=jeton,
        fichier=apercu.fichier,
        empreinte=apercu.empreinte,
        auteur=Acteur.objects.de(identite.personne),
        rapport=apercu.rapport,
    )
    Brouillon.objects.bulk_create(
        Brouillon(importation=fait, rang=rang, code=contenu["code"], contenu=contenu)
        for rang, contenu in enumerate(apercu.fiches, 1)
    )
    return fait, True


def teinte_de(brouillon: Brouillon) -> Teinte | None:
    """The teinte that this draft would change; none: it would be new."""
    return Teinte.objects.filter(code=brouillon.code).first()


def remarques_de(brouillon: Brouillon) -> list[dict[str, Any]]:
    """What the report says of this teinte, without its name, in the order of the file."""
    debut = f"Teinte {brouillon.code}\u00a0: "
    remarques = brouillon.importation.rapport["remarques"]
    siennes = [
        remarque | {"message": remarque["message"].removeprefix(debut)}
        for niveau in (Niveau.INCOMPRIS, Niveau.DOUTE)
        for remarque in remarques[niveau]
        if remarque["message"].startswith(debut)
    ]
    return sorted(siennes, key=lambda remarque: remarque["ligne"])


def fiche_de(brouillon: Brouillon, presente: FicheTeinte | None, **mots: str) -> FicheTeinte:
    """The draft as it would be published: `mots` are what the editor typed, and what the source lacks
    (a summary, a short title) stays as the chart has it."""
    fiche: FicheTeinte = depuis_dict(brouillon.contenu)
    if presente is not None and not fiche.resume:
        mots = {"resume": presente.resume, "titre_court": presente.titre_court} | mots
        if plier(fiche.titre) == plier(presente.titre):  # a printed title has neither accents nor case
            mots["titre"] = presente.titre
        fiche = reprendre_les_noms(fiche, presente)
    return replace(fiche, **mots)  # type: ignore[arg-type]


@transaction.atomic
def publier_brouillon(
    *, identite: Identite, brouillon: Brouillon, fiche: FicheTeinte, version_lue: int | None, motif: str
) -> Brouillon:
    """Put the draft into the chart, with a version. Published twice, it is published once.

    Raises Refus (409) when discarded meanwhile, Conflit when the teinte changed since `version_lue`,
    ValidationError for what the models refuse.
    """
    autoriser(identite, "nuancier.editer")
    un_seul_ecrivain()
    actuel = Brouillon.objects.select_for_update().get(pk=brouillon.pk)
    if actuel.etat == EtatBrouillon.PUBLIE:
        return actuel
    if actuel.etat == EtatBrouillon.ECARTE:
        raise Refus(409, DEJA_ECARTE)
    teinte = teinte_de(actuel)
    if teinte is not None:
        publier(identite=identite, teinte=teinte, fiche=fiche, version_lue=version_lue or 0, motif=motif)
    else:
        numero = actuel.code.split(".")[0]
        famille = Famille.objects.filter(numero=numero).first()
        if famille is None:
            raise Refus(409, f"Le Nuancier n’a plus de famille {numero}\u00a0: créez-la, puis publiez.")
        ajouter(
            identite=identite, famille=famille, fiche=fiche, motif=motif, proposition=None, code=actuel.code
        )
    return _decider(identite, actuel, EtatBrouillon.PUBLIE, "nuancier.publier_brouillon")


@transaction.atomic
def ecarter(*, identite: Identite, brouillon: Brouillon) -> Brouillon:
    """Put a draft aside; harmless a second time. Refus (409) once published."""
    return _basculer(identite, brouillon, EtatBrouillon.ECARTE, "nuancier.ecarter_brouillon")


@transaction.atomic
def reprendre(*, identite: Identite, brouillon: Brouillon) -> Brouillon:
    """Undo `ecarter`; harmless a second time."""
    return _basculer(identite, brouillon, EtatBrouillon.EN_ATTENTE, "nuancier.reprendre_brouillon")


def _basculer(identite: Identite, brouillon: Brouillon, etat: EtatBrouillon, verbe: str) -> Brouillon:
    autoriser(identite, "nuancier.editer")
    actuel = Brouillon.objects.select_for_update().get(pk=brouillon.pk)
    if actuel.etat == EtatBrouillon.PUBLIE:
        raise Refus(409, DEJA_PUBLIE)
    return actuel if actuel.etat == etat else _decider(identite, actuel, etat, verbe)


def _decider(identite: Identite, brouillon: Brouillon, etat: EtatBrouillon, verbe: str) -> Brouillon:
    brouillon.etat = etat
    attend = etat == EtatBrouillon.EN_ATTENTE
    brouillon.decide_par = None if attend else Acteur.objects.de(identite.personne)
    brouillon.decide_le = None if attend else timezone.now()
    brouillon.save(update_fields=["etat", "decide_par", "decide_le"])
    journal.consigner(identite=identite, verbe=verbe, objet=brouillon, code=brouillon.code)
    return brouillon


journal.inscrire(
    {
        "nuancier.publier_brouillon": "a publié le brouillon importé de la teinte {code}",
        "nuancier.ecarter_brouillon": "a écarté le brouillon importé de la teinte {code}",
        "nuancier.reprendre_brouillon": "a repris le brouillon importé de la teinte {code}",
    }
)
