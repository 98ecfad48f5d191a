"""From a bulletin's text to a draft issue. All or nothing, once."""

import hashlib
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from communs.collectivites.identite import Identite, autoriser
from communs.etats import journal
from communs.etats.models import Acteur
from communs.web.erreurs import Refus
from veille.enums import EN_TRAVAUX
from veille.imports import doublons
from veille.imports.cles import cle_libre
from veille.imports.enums import Niveau, Sort
from veille.imports.fichier import decoder
from veille.imports.lecture import lire
from veille.imports.models import ImportDeNumero
from veille.imports.rapport import NumeroLu
from veille.imports.verification import verifier
from veille.models import Bulletin, Notice, Numero
from veille.notices.fiches import FicheNotice
from veille.notices.services import creer as creer_notice
from veille.numeros.adresses import cles_gardees
from veille.numeros.fiches import FicheNumero
from veille.numeros.fiches import creer as creer_numero

ATTENTE = timedelta(days=7)  # that a file waits for its confirmation
MEMOIRE = timedelta(days=30)  # that the text of a confirmed file is kept
REFUSE = "Ce fichier a des erreurs\u00a0: rien n’a été importé."
MONTREES = 300  # lines of one sort that the report shows; all are counted


def apercevoir(*, identite: Identite, bulletin: Bulletin, nom: str, octets: bytes) -> ImportDeNumero:
    """Read the file and keep what was understood of it; no issue is written."""
    autoriser(identite, "veille.documenter")
    lu, texte = NumeroLu(), ""
    try:
        texte, avis = decoder(octets)
    except ValidationError as refus:
        lu.dire(0, Niveau.ERREUR, refus.messages[0])
    else:
        lu = lire(texte)
        verifier(lu)
        if avis:
            lu.dire(0, Niveau.DOUTE, avis)
    connues: dict[int, Notice] = {}
    if lu.fiche is not None:
        connues = doublons.chercher(_notices(lu.fiche))
        _dire_l_adresse(lu, bulletin)
    return ImportDeNumero.objects.create(
        bulletin=bulletin,
        fichier=(nom or "texte collé")[-120:],
        empreinte=hashlib.sha256(octets).hexdigest(),
        texte=texte,
        rapport=lu.en_rapport(texte.split("\n")) | {"resume": _resumer(lu.fiche)},
        connues={str(rang): notice.pk for rang, notice in connues.items()},
        auteur=Acteur.objects.de(identite.personne),
    )


def _notices(fiche: FicheNumero) -> list[FicheNotice]:
    return [*fiche.une, *(notice for rubrique in fiche.rubriques for notice in rubrique.notices)]


def _resumer(fiche: FicheNumero | None) -> dict[str, Any]:
    """What the report shows of the issue."""
    if fiche is None:
        return {}
    choses = [len(e.decouvertes) for r in fiche.rubriques for e in r.encadres]
    return {
        "titre": fiche.titre,
        "une": len(fiche.une),
        "rubriques": [[r.titre, len(r.notices)] for r in fiche.rubriques],
        "notices": len(_notices(fiche)),
        "encadres": len(choses),
        "decouvertes": sum(choses),
        "agenda": len(fiche.agenda),
        "titres": [n.titre for n in _notices(fiche)],
    }


def _cles_prises(bulletin: Bulletin) -> set[str]:
    prises = set(Numero.objects.presents().filter(bulletin=bulletin).values_list("cle", flat=True))
    return prises | cles_gardees(bulletin)


def _dire_l_adresse(lu: NumeroLu, bulletin: Bulletin) -> None:
    if lu.fiche is not None and lu.fiche.cle in _cles_prises(bulletin):
        phrase = (
            f"Ce bulletin a déjà un numéro à l’adresse «\u00a0{lu.fiche.cle}\u00a0»\u00a0: est-ce le "
            "même\u00a0? Le brouillon en prendrait une autre."
        )
        lu.dire(0, Niveau.DOUTE, phrase)


@transaction.atomic
def importer(*, identite: Identite, importation: ImportDeNumero, reprises: set[int]) -> tuple[Numero, bool]:
    """Make the draft, and whether it is new. `reprises`: ranks of the notices to take from the base.

    Confirmed twice, or sent twice while its draft is being written, a file gives one issue. Refus (409) for
    a file with errors, (410) for one whose text is gone; ValidationError for what the models refuse.
    """
    autoriser(identite, "veille.documenter")
    Bulletin.objects.select_for_update().get(pk=importation.bulletin_id)
    actuel = ImportDeNumero.objects.select_for_update().get(pk=importation.pk)
    deja = _deja_fait(actuel)
    if deja is not None:
        return deja, False
    if actuel.refuse:
        raise Refus(409, REFUSE)
    fiche = lire(actuel.texte).fiche if actuel.texte else None
    if fiche is None:
        raise Refus(410, "Le texte de ce fichier n’est plus gardé\u00a0: envoyez-le de nouveau.")
    fiche = replace(fiche, cle=cle_libre(fiche.cle, _cles_prises(actuel.bulletin)))
    numero = creer_numero(actuel.bulletin, fiche, connues=_ecrire(identite, actuel, fiche, reprises))
    actuel.numero, actuel.confirme_le = numero, timezone.now()
    actuel.save(update_fields=["numero", "confirme_le"])
    journal.consigner(identite=identite, verbe="veille.importer_numero", objet=numero, fichier=actuel.fichier)
    return numero, True


def _deja_fait(actuel: ImportDeNumero) -> Numero | None:
    """The issue that this file gave already, here or sent another time."""
    if actuel.numero is not None and actuel.numero.supprime_le is None:
        return actuel.numero
    jumeau = ImportDeNumero.objects.filter(
        bulletin=actuel.bulletin_id,
        empreinte=actuel.empreinte,
        numero__supprime_le=None,
        numero__etat__in=EN_TRAVAUX,
    ).first()
    return jumeau.numero if jumeau is not None else None


def _ecrire(
    identite: Identite, actuel: ImportDeNumero, fiche: FicheNumero, reprises: set[int]
) -> dict[FicheNotice, Notice]:
    """Every notice of the issue: taken from the base, or created. One that left the base is created."""
    voulues = {rang: pk for rang, pk in actuel.connues.items() if int(rang) in reprises}
    presentes = Notice.objects.presentes().in_bulk(list(voulues.values()))
    return {
        lue: presentes.get(voulues.get(str(rang), 0)) or creer_notice(identite=identite, fiche=lue)
        for rang, lue in enumerate(_notices(fiche))
    }


def lignes_par_sort(importation: ImportDeNumero) -> list[dict[str, Any]]:
    """What became of each line, sort by sort: the doubtful first, blank ones only counted."""
    textes = importation.texte.split("\n") if importation.texte else []
    par_sort: dict[str, list[dict[str, Any]]] = {}
    for debut, fin, sort, motif in importation.rapport["suites"]:
        dites = par_sort.setdefault(sort, [])
        for no in range(debut, min(fin, debut + MONTREES) + 1):
            if len(dites) < MONTREES:
                texte = textes[no - 1].strip() if no <= len(textes) else ""
                dites.append({"ligne": no, "motif": motif, "texte": texte[:200]})
    ordre = [
        Sort.INCOMPRIS,
        Sort.IGNORE,
        *(s for s in Sort if s not in (Sort.INCOMPRIS, Sort.IGNORE, Sort.VIDE)),
    ]
    comptes = importation.rapport["sorts"]
    return [
        {"sort": sort.value, "nombre": comptes[sort.value], "lignes": par_sort[sort.value]}
        for sort in ordre
        if sort.value in par_sort
    ]


def purger() -> None:
    """Forget the files that nobody confirmed, and the texts of those that were, in time."""
    maintenant = timezone.now()
    ImportDeNumero.objects.filter(confirme_le=None, cree_le__lt=maintenant - ATTENTE).delete()
    anciens = ImportDeNumero.objects.filter(confirme_le__lt=maintenant - MEMOIRE)
    anciens.exclude(texte="").update(texte="")


journal.inscrire(
    {"veille.importer_numero": "a créé le brouillon par l’import du fichier «\u00a0{fichier}\u00a0»"}
)
