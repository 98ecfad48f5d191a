"""Every write of a Sonar séance: open one, hand in a sheet, type one from paper, forget somebody's."""

from collections.abc import Mapping, Sequence
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError
from django.db import transaction

from communs.collectivites.identite import PERSONNE, Identite, autoriser
from communs.collectivites.models import Collectivite
from communs.livrets import services as livrets
from communs.livrets.models import Livret
from communs.seances import services as salle
from communs.seances.models import PLACES_MAX, Participation, Seance
from communs.web.erreurs import Refus
from sonar import services as du_test
from sonar.models import Option
from sonar.seances import exercices, scene
from sonar.seances.enums import Exercice
from sonar.seances.models import Feuille, SeanceSonar

PORTRAIT = "sonar.portrait_de_groupe"  # key of the gabarit in livrets.py
PARTIE = "Vous avez quitté cette séance\u00a0: cette feuille n’est plus attendue."
CLOSE = "Cette séance n’est plus ouverte\u00a0: son compte est arrêté. Rien n’a été changé."
PAS_DE_TEST = "Cette séance ne fait pas le test de style."
TROP = f"Une séance compte au plus {PLACES_MAX} feuilles de papier."


@transaction.atomic
def ouvrir(
    *,
    identite: Identite,
    demande: UUID,
    titre: str,
    collectivite: Collectivite | None,
    cles: Sequence[Exercice],
) -> Seance:
    """A séance of one's own, in preparation; the same form sent twice makes one. Raises ValidationError."""
    seance = salle.preparer_la_sienne(identite=identite, titre=titre, demande=demande)
    choisis = {"collectivite": collectivite, "exercices": list(cles)}
    SeanceSonar.objects.get_or_create(seance=seance, defaults=choisis)
    return seance


# --- sheets --------------------------------------------------------------------------------------


def essai_de(participation: Participation) -> UUID:
    """The sheet of this person in this room: the same on her two devices, in the same order."""
    return uuid5(participation.uuid, "sonar.test")


@transaction.atomic
def remettre(*, participation: Participation, choix: Sequence[Option], identite: Identite) -> Feuille:
    """Hand in one's sheet: a result of one's own, counted in the group if the exercise is still open.

    Handed in later, the result is made all the same, and the group is left as it is. A second post, from
    here or another device, changes nothing. Raises Refus 410 for somebody who left.
    """
    comptee = _se_fait(participation.seance)
    # Two devices take turns; who leaves meanwhile waits, or is not here any more.
    if not Participation.objects.select_for_update().filter(pk=participation.pk).exists():
        raise Refus(410, PARTIE)
    deja = Feuille.objects.select_related("tentative").filter(participation=participation).first()
    if deja is not None:
        return deja
    tentative = du_test.remettre(essai=essai_de(participation), choix=choix, identite=identite)
    return Feuille.objects.create(
        seance=participation.seance,
        participation=participation,
        tentative=tentative,
        styles={option.question.cle: option.style for option in choix},
        comptee=comptee,
    )


def _se_fait(seance: Seance) -> bool:
    try:
        return exercices.se_fait(salle.tenir(seance), Exercice.TEST)
    except Refus:  # the séance is over
        return False


def oublier(participation: Participation) -> None:
    """Erase her sheet and her result; a result that is in the history of her account stays there.

    What the room has already seen stays counted, without link to anybody: a count that loses one between two
    readings would tell what she had answered.
    """
    list(Participation.objects.select_for_update().filter(pk=participation.pk))
    feuille = Feuille.objects.select_related("tentative").filter(participation=participation).first()
    if feuille is None:
        return
    tentative = feuille.tentative
    if feuille.comptee and scene.deja_montre(participation.seance, Exercice.TEST):
        Feuille.objects.filter(pk=feuille.pk).update(participation=None, tentative=None)
    else:
        feuille.delete()
    if tentative is not None and tentative.compte_id is None:
        du_test.effacer(tentative=tentative, identite=PERSONNE)


@transaction.atomic
def saisir(*, identite: Identite, seance: Seance, demande: UUID, styles: Mapping[str, str]) -> Feuille:
    """A sheet that came on paper, question → style; the same form sent twice makes one.

    It is no result: nobody has its address, and the baromètre does not count it. Raises ValidationError.
    """
    autoriser(identite, "seances.animer", seance)
    _tenir(seance)
    if not scene.a_l_exercice(seance, Exercice.TEST):
        raise ValidationError(PAS_DE_TEST)
    siennes = Feuille.objects.filter(seance=seance, papier=True)
    if (deja := Feuille.objects.filter(uuid=demande).first()) is not None:
        if deja.seance_id != seance.pk:
            raise ValidationError(salle.DEJA_SERVI)
        return deja
    if siennes.count() >= PLACES_MAX:
        raise ValidationError(TROP)
    return Feuille.objects.create(uuid=demande, seance=seance, styles=dict(styles), papier=True)


@transaction.atomic
def retirer(*, identite: Identite, seance: Seance, feuille: UUID) -> bool:
    """Take a typed sheet back; False if there was none. Raises ValidationError once the séance is over."""
    autoriser(identite, "seances.animer", seance)
    _tenir(seance)
    return Feuille.objects.filter(seance=seance, papier=True, uuid=feuille).delete()[0] > 0


def _tenir(seance: Seance) -> None:
    """Hold the séance open: who closes it counts all that was typed before."""
    try:
        salle.tenir(seance)
    except Refus as refus:
        raise ValidationError(CLOSE) from refus


def demander_le_portrait(*, seance: Seance, identite: Identite) -> Livret:
    """Ask for the *portrait du groupe*."""
    return livrets.demander(gabarit=PORTRAIT, objet=seance, identite=identite)
