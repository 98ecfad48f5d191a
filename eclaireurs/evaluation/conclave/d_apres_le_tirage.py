"""Following the draw: who holds a place is convoked, who lost it is told, the rule applies as it stands.

The draw's ledger is the one truth about places; a convocation is what was said to a person, and by her.
"""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q
from django.utils import timezone

from communs.collectivites.emails import verifiees_sous
from communs.collectivites.identite import Identite
from communs.collectivites.models import Compte
from communs.dossiers.models import Dossier
from communs.etats.services import enregistrer, verrouiller
from communs.tirages import lecture, suites
from communs.tirages.enums import MotifRefus
from communs.tirages.lecture import Resultat, Sorti
from communs.tirages.models import Inscrit, Tirage
from communs.web.erreurs import Refus
from eclaireurs.evaluation.conclave import courriels
from eclaireurs.evaluation.conclave.enums import DEHORS, Origine, Reponse
from eclaireurs.evaluation.conclave.models import Conclave, Convocation
from eclaireurs.evaluation.conclave.regle import Regle

PAS_OUVERT = "Les réponses ne sont pas ouvertes : le conclave n’a pas encore convoqué, ou il a commencé."


@dataclass
class Bilan:
    """What was done to keep up with the draw."""

    convoquees: list[Convocation] = field(default_factory=list)
    ecartees: int = 0
    rendues: int = 0


def verrouiller_le_conclave(conclave: Conclave) -> Conclave:
    """The row, locked and fresh, with its dossier already fetched."""
    dossier = conclave.dossier
    actuel = verrouiller(conclave)
    actuel.dossier = dossier
    return actuel


def tirage_de(conclave: Conclave) -> Tirage:
    if conclave.tirage is None:
        raise Refus(409, PAS_OUVERT)
    conclave.tirage.dossier = conclave.dossier
    return conclave.tirage


def completer(conclave: Conclave, identite: Identite | None) -> Bilan:
    """Convoke whoever holds a place and was not told; before that, apply the rule as it stands today.

    The conclave is locked by the caller. Whoever has become an élue or a director since the draw gives
    her place to the stand-in, in the ledger; whoever has left, too, if she was not convoked yet. A
    refusal that was undone in the draw is undone here.
    """
    bilan, tirage = Bilan(), tirage_de(conclave)
    while (sortante := _a_remplacer(conclave, tirage)) is not None:
        inscrit, motif = sortante
        suites.refuser(identite=identite, tirage=tirage, inscrit=inscrit, motif=motif)
        _ecarter(conclave.convocations.filter(inscrit=inscrit))
        bilan.ecartees += 1
    bilan.ecartees += _ecarter_les_invitees(conclave)
    connues = set(conclave.convocations.values_list("inscrit", flat=True))
    for resultat in lecture.resultats(tirage):
        for sorti in resultat.en_place:
            if sorti.inscrit.pk not in connues:
                bilan.convoquees.append(_convoquer(conclave, sorti, resultat.groupe))
        bilan.convoquees += _rappeler(conclave, resultat)
        bilan.rendues += _rendre(conclave, resultat)
        partis = [sorti.inscrit.pk for sorti in resultat.desistes]
        restees = conclave.convocations.filter(inscrit__in=partis).exclude(reponse__in=DEHORS)
        restees.update(reponse=Reponse.REFUSEE, repondu_le=timezone.now())
    return bilan


def _a_remplacer(conclave: Conclave, tirage: Tirage) -> tuple[Inscrit, MotifRefus] | None:
    """The first person in place whom the rule keeps out, or who left before she was convoked.

    The ledger is public: « empêchée » is all that it says of the rule.
    """
    regle = Regle(conclave.dossier)
    convoquees = set(conclave.convocations.values_list("inscrit", flat=True))
    for resultat in lecture.resultats(tirage):
        for sorti in resultat.en_place:
            inscrit = sorti.inscrit
            if regle.fonction(inscrit.compte_id, inscrit.reference):
                return inscrit, MotifRefus.EMPECHEE
            if inscrit.pk not in convoquees and (sorti.partie or not inscrit.nom):
                return inscrit, MotifRefus.PARTIE
    return None


def _rappeler(conclave: Conclave, resultat: Resultat) -> list[Convocation]:
    """Those whose refusal was undone in the draw: they hold their place again, and are asked again."""
    en_place = [sorti.inscrit.pk for sorti in resultat.en_place]
    rappelees = list(conclave.convocations.filter(inscrit__in=en_place, reponse=Reponse.REFUSEE))
    for convocation in rappelees:
        convocation.conclave = conclave
        convocation.reponse, convocation.repondu_le, convocation.motif = Reponse.ATTENDUE, None, ""
        enregistrer(convocation, "reponse", "repondu_le", "motif")
        courriels.convoquer(convocation, envoi=convocation.version)
    return rappelees


def _rendre(conclave: Conclave, resultat: Resultat) -> int:
    """Those who had been called and are stand-ins again: told so, they may be convoked another time."""
    reserve = [sorti.inscrit.pk for sorti in resultat.reserve]
    rendues = list(conclave.convocations.filter(inscrit__in=reserve).exclude(reponse__in=DEHORS))
    for convocation in rendues:
        convocation.conclave = conclave
        courriels.rendre(convocation)
        convocation.delete()
    return len(rendues)


def _ecarter(convocations: object) -> int:
    champs = {"reponse": Reponse.ECARTEE, "repondu_le": timezone.now(), "motif": ""}
    return convocations.update(**champs)  # type: ignore[attr-defined]


def _ecarter_les_invitees(conclave: Conclave) -> int:
    regle = Regle(conclave.dossier)
    invitees = conclave.convocations.filter(inscrit=None).exclude(reponse=Reponse.ECARTEE)
    hors = [c.pk for c in invitees if regle.fonction(c.compte_id, c.email)]
    return _ecarter(conclave.convocations.filter(pk__in=hors))


def _convoquer(conclave: Conclave, sorti: Sorti, groupe: str) -> Convocation:
    """Convoke somebody who holds a place; whoever was already invited by hand keeps her convocation."""
    inscrit, email = sorti.inscrit, _adresse(sorti.inscrit.reference)
    compte = inscrit.compte or compte_de(conclave.dossier, email)
    origine = Origine.REMPLACEMENT if sorti.remplace is not None else Origine.TIRAGE
    deja = conclave.convocations.filter(la_meme(compte, email)).first()
    if deja is not None and deja.inscrit_id is None and deja.reponse not in DEHORS:
        deja.inscrit, deja.origine, deja.service = inscrit, origine, groupe
        enregistrer(deja, "inscrit", "origine", "service")
        return deja
    convocation = Convocation.objects.create(
        conclave=conclave,
        inscrit=inscrit,
        origine=origine,
        compte=compte if deja is None else None,
        email=email if deja is None and compte is None else "",
        nom=inscrit.nom,
        service=groupe,
    )
    courriels.convoquer(convocation)
    return convocation


def la_meme(compte: Compte | None, email: str) -> Q:
    siennes = Q(pk__in=[])
    if compte is not None:
        siennes |= Q(compte=compte) | Q(email__iexact=compte.email)
    return siennes | Q(email__iexact=email) if email else siennes


def _adresse(reference: str) -> str:
    """The address that a list gave as identifier, if it is one."""
    try:
        validate_email(reference)
    except ValidationError:
        return ""
    return reference


def compte_de(dossier: Dossier, email: str) -> Compte | None:
    """The account that has verified this address; a trial learns of nobody."""
    if dossier.collectivite.est_un_essai:
        return None
    verifiees = verifiees_sous(email).filter(user__is_active=True)
    trouvee = verifiees.select_related("user").first() if email else None
    return trouvee.user if trouvee is not None else None
