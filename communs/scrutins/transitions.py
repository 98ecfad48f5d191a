"""A vote is prepared, open, closed, counted; or cancelled, saying why."""

import secrets
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from communs.collectivites.identite import Identite
from communs.dossiers.genres import genre
from communs.dossiers.models import Participant
from communs.etats import journal, tables
from communs.etats.tables import MOTIF_PUBLIC, Table, Transition
from communs.scrutins.enums import AVANT, Electorat, EtatScrutin, Mode
from communs.scrutins.models import Option, Scrutin
from communs.scrutins.urne import brasser

Donnees = Mapping[str, Any]
COMPARENT = frozenset({Mode.CHOIX, Mode.CLASSEMENT})  # one option alone leaves nothing to say


def inscrits(scrutin: Scrutin) -> int | None:
    """How many people may vote; None when whoever has the address may."""
    if scrutin.electorat == Electorat.LIEN:
        return None
    if scrutin.electorat == Electorat.CODES:
        return scrutin.codes.valables().count()
    presents = Participant.objects.presents().filter(dossier=scrutin.dossier_id, compte__is_active=True)
    observateurs = sorted(genre(scrutin.dossier.genre).observateurs)
    return presents.exclude(roles__contained_by=observateurs).count()


def pas_pret(scrutin: Scrutin) -> str:
    """What still forbids the opening, in French; empty when nothing does."""
    options = scrutin.options.count()
    if options == 0:
        return "Écrivez d’abord les options."
    if options == 1 and scrutin.mode in COMPARENT:
        return "Il faut au moins deux options pour choisir ou classer."
    if scrutin.jusqu_au is not None and scrutin.jusqu_au <= timezone.now():
        return "La fin annoncée est déjà passée : changez-la."
    if inscrits(scrutin) == 0:
        if scrutin.electorat == Electorat.CODES:
            return "Personne ne pourrait voter : faites d’abord des codes."
        return "Personne ne pourrait voter : aucun participant n’a de compte ouvert."
    return ""


def _pas_programmable(scrutin: Scrutin) -> str:
    if scrutin.ouvre_le is None:
        return "Dites d’abord, dans les règles, quand le vote s’ouvrira."
    if scrutin.ouvre_le <= timezone.now():
        return "L’ouverture prévue est déjà passée : changez-la, ou ouvrez le vote maintenant."
    return pas_pret(scrutin)


def ouverture(scrutin: Scrutin) -> tuple[str, ...]:
    """Draw, before anybody has voted, the order that will break ties; voters read it on their ballot.

    Returns the fields set. An hour to come is forgotten: the vote is open now.
    """
    options = list(scrutin.options.dans_l_ordre())
    secrets.SystemRandom().shuffle(options)
    for place, option in enumerate(options, start=1):
        option.departage = place
    Option.objects.bulk_update(options, ["departage"])
    scrutin.ouvert_le = timezone.now()
    if scrutin.ouvre_le is not None and scrutin.ouvre_le > scrutin.ouvert_le:
        scrutin.ouvre_le = None
    return ("ouvert_le", "ouvre_le")


def cloture(scrutin: Scrutin) -> tuple[str, ...]:
    """Shuffle secret ballots, count who could vote; returns the fields set."""
    if scrutin.secret:
        brasser(scrutin)
    scrutin.clos_le, scrutin.inscrits = timezone.now(), inscrits(scrutin)
    return ("clos_le", "inscrits")


def _ouvrir(scrutin: Scrutin, identite: Identite, donnees: Donnees) -> tuple[str, ...]:
    return ouverture(scrutin)


def _clore(scrutin: Scrutin, identite: Identite, donnees: Donnees) -> tuple[str, ...]:
    return cloture(scrutin)


def _depouiller(scrutin: Scrutin, identite: Identite, donnees: Donnees) -> tuple[str, ...]:
    scrutin.depouille_le = timezone.now()
    return ("depouille_le",)


def _annuler(scrutin: Scrutin, identite: Identite, donnees: Donnees) -> tuple[str, ...]:
    """Nobody will count these ballots; they are no less secret."""
    if scrutin.secret:
        brasser(scrutin)
    scrutin.motif_annulation = donnees["motif"]
    return ("motif_annulation",)


SCRUTIN = tables.inscrire(
    Table(
        cle="scrutins",
        modele=Scrutin,
        transitions=(
            Transition(
                nom="programmer",
                libelle="Programmer l’ouverture",
                de=frozenset({EtatScrutin.BROUILLON}),
                vers=EtatScrutin.PROGRAMME,
                regle="scrutins.organiser",
                phrase="a programmé l’ouverture du vote « {question} »",
                obstacle=_pas_programmable,
            ),
            Transition(
                nom="deprogrammer",
                libelle="Revenir à la préparation",
                de=frozenset({EtatScrutin.PROGRAMME}),
                vers=EtatScrutin.BROUILLON,
                regle="scrutins.organiser",
                phrase="a remis en préparation le vote « {question} »",
            ),
            Transition(
                nom="ouvrir",
                libelle="Ouvrir le vote",
                de=AVANT,
                vers=EtatScrutin.OUVERT,
                regle="scrutins.organiser",
                phrase="a ouvert le vote « {question} »",
                obstacle=pas_pret,
                effet=_ouvrir,
            ),
            Transition(
                nom="clore",
                libelle="Clore le vote",
                de=frozenset({EtatScrutin.OUVERT}),
                vers=EtatScrutin.CLOS,
                regle="scrutins.organiser",
                phrase="a clos le vote « {question} »",
                effet=_clore,
            ),
            Transition(
                nom="depouiller",
                libelle="Dépouiller",
                de=frozenset({EtatScrutin.CLOS}),
                vers=EtatScrutin.DEPOUILLE,
                regle="scrutins.organiser",
                phrase="a dépouillé le vote « {question} »",
                effet=_depouiller,
            ),
            Transition(
                nom="annuler",
                libelle="Annuler ce vote",
                de=AVANT | {EtatScrutin.OUVERT, EtatScrutin.CLOS},
                vers=EtatScrutin.ANNULE,
                regle="scrutins.organiser",
                phrase="a annulé le vote « {question} » : {motif}",
                motif_requis=True,
                lecteurs=MOTIF_PUBLIC,
                effet=_annuler,
            ),
        ),
    )
)

journal.inscrire(
    {
        "scrutins.preparer": "a préparé le vote « {question} »",
        "scrutins.modifier": "a modifié le vote « {question} » avant son ouverture",
        "scrutins.changer_les_heures": "a changé les heures du vote « {question} »",
        "scrutins.ouvrir_a_l_heure": "a ouvert le vote « {question} » à l’heure prévue",
        "scrutins.clore_a_l_heure": "a clos le vote « {question} » à l’heure prévue",
        "scrutins.faire_codes": "a fait {nombre} codes de vote",
        "scrutins.annuler_codes": "a annulé {nombre} codes de vote qui n’avaient pas servi",
    }
)
