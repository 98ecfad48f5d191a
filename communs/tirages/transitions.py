"""How a draw goes on, and the sentences of its journal."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from communs.collectivites.identite import Identite
from communs.etats import journal, tables
from communs.etats.models import Acteur
from communs.etats.tables import MOTIF_PUBLIC, Table, Transition
from communs.tirages import acte, registre
from communs.tirages.calculs import tirer
from communs.tirages.enums import EtatTirage, GenreEcriture
from communs.tirages.models import Ecriture, Tirage
from communs.tirages.preparation import problemes

# The order says nothing of names: within a group, that of the seals, each over 128 random bits.
NUMEROTER = """
UPDATE tirages_inscrit i SET numero = o.numero FROM (
    SELECT id, row_number() OVER (ORDER BY groupe COLLATE "C", sceau COLLATE "C") AS numero
    FROM tirages_inscrit WHERE tirage_id = %s
) o WHERE o.id = i.id
"""


def _obstacle(tirage: Tirage) -> str:
    trouves = problemes(tirage)
    return trouves[0].texte if trouves else ""


def _engager(tirage: Tirage, identite: Identite, donnees: Mapping[str, Any]) -> tuple[str, ...]:
    """Number the list, fingerprint the whole text, write the ledger's first line."""
    with connection.cursor() as curseur:
        curseur.execute(NUMEROTER, [tirage.pk])
    tirage.engage_le = timezone.now()
    tirage.engage_par = Acteur.objects.de(identite.personne)
    tirage.empreinte = acte.empreinte(registre.lignes_engagees(tirage))
    registre.inscrire(tirage, identite, Ecriture(genre=GenreEcriture.ENGAGEMENT))
    return "engage_le", "engage_par", "empreinte"


def _tirer(tirage: Tirage, identite: Identite, donnees: Mapping[str, Any]) -> tuple[str, ...]:
    """Both have read the same: the seed is known, and who comes out with it."""
    premier: Acteur | None = donnees.get("premier")
    if premier is None or not donnees.get("graine"):
        raise ValidationError("La graine se relève à deux, sur la page de la cérémonie.")
    tirage.graine, tirage.tire_le = donnees["graine"], timezone.now()
    tirage.releve_par, tirage.confirme_par = premier, Acteur.objects.de(identite.personne)
    places = tirer(
        tirage.graine,
        tirage.empreinte,
        registre.engagement(tirage).quotas,
        tirage.inscrits.tirables().inscriptions(),
    )
    numeros = dict(tirage.inscrits.filter(numero__in=[p.numero for p in places]).values_list("numero", "pk"))
    registre.inscrire(
        tirage,
        identite,
        Ecriture(genre=GenreEcriture.GRAINE),
        *(
            Ecriture(
                genre=GenreEcriture.TITULAIRE if p.titulaire else GenreEcriture.SUPPLEANT,
                inscrit_id=numeros[p.numero],
                ordre=p.rang,
                hachage=p.hachage,
            )
            for p in places
        ),
    )
    return "graine", "tire_le", "releve_par", "confirme_par"


def _abandonner(tirage: Tirage, identite: Identite, donnees: Mapping[str, Any]) -> tuple[str, ...]:
    tirage.abandonne_le, tirage.motif_abandon = timezone.now(), donnees["motif"]
    registre.inscrire(tirage, identite, Ecriture(genre=GenreEcriture.ABANDON))
    return "abandonne_le", "motif_abandon"


TIRAGE = tables.inscrire(
    Table(
        cle="tirages.tirage",
        modele=Tirage,
        transitions=(
            Transition(
                nom="engager",
                libelle="Engager le tirage",
                de=frozenset({EtatTirage.PREPARATION}),
                vers=EtatTirage.ENGAGE,
                regle="tirages.organiser",
                phrase="a engagé le tirage « {titre} »",
                obstacle=_obstacle,
                effet=_engager,
            ),
            Transition(
                nom="tirer",
                libelle="Tirer au sort",
                de=frozenset({EtatTirage.ENGAGE}),
                vers=EtatTirage.TIRE,
                regle="tirages.relever",
                phrase="a confirmé la graine du tirage « {titre} »",
                effet=_tirer,
            ),
            Transition(
                nom="abandonner",
                libelle="Abandonner ce tirage",
                de=frozenset({EtatTirage.ENGAGE}),
                vers=EtatTirage.ABANDONNE,
                regle="tirages.organiser",
                phrase="a abandonné le tirage « {titre} »",
                motif_requis=True,
                lecteurs=MOTIF_PUBLIC,
                effet=_abandonner,
            ),
        ),
    )
)

journal.inscrire(
    {
        "tirages.preparer": "a préparé le tirage « {titre} »",
        "tirages.regler": "a changé les réglages du tirage « {titre} »",
        "tirages.composer": "a complété la liste du tirage « {titre} »",
        "tirages.vider": "a vidé la liste du tirage « {titre} »",
        "tirages.exclure": "a changé les exclusions du tirage « {titre} »",
        "tirages.repartir": "a réparti les places du tirage « {titre} »",
        "tirages.supprimer": "a supprimé la préparation du tirage « {titre} »",
        "tirages.relever": "a relevé la graine du tirage « {titre} »",
        "tirages.accord": "a noté un accord au tirage « {titre} »",
        "tirages.reprise": "a annulé un désistement au tirage « {titre} »",
        "tirages.refus": "a noté un désistement au tirage « {titre} »",
    }
)
