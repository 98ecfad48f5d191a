"""After the draw: agreements, refusals, and the stand-in who takes the place, all in the ledger.

`identite` is None when no organiser notes the answer: the person gave it herself, to a tool that has
recognised her (a convocation's secret link), or the platform applies the rule that keeps her out.
"""

from django.core.exceptions import ValidationError
from django.db import transaction

from communs.collectivites.identite import Identite, autoriser
from communs.etats import journal
from communs.etats.services import verrouiller
from communs.tirages import registre
from communs.tirages.calculs import Suite, SuiteImpossible, apres_un_refus, situation_de
from communs.tirages.enums import EtatTirage, GenreEcriture
from communs.tirages.models import Ecriture, Inscrit, Tirage
from communs.web.erreurs import Refus

PAS_TIRE = "Ce tirage n’a pas eu lieu : il n’y a encore personne à remplacer."


def _verrouiller(tirage: Tirage) -> Tirage:
    dossier = tirage.dossier
    actuel = verrouiller(tirage)
    actuel.dossier = dossier
    if actuel.etat != EtatTirage.TIRE:
        raise Refus(409, PAS_TIRE)
    return actuel


@transaction.atomic
def refuser(*, identite: Identite | None, tirage: Tirage, inscrit: Inscrit, motif: str) -> Inscrit | None:
    """Note that somebody drawn gives up; the next stand-in of her group takes her place and is returned.

    None when nobody is left, or when she was herself a stand-in. ValidationError if she was not drawn;
    noted twice, it is done once.
    """
    if identite is not None:
        autoriser(identite, "tirages.organiser", tirage)
    tirage = _verrouiller(tirage)
    numero = inscrit.numero or 0
    try:
        situation = situation_de(registre.situations(tirage), numero)
        if numero in situation.partis:
            return None
        suite = apres_un_refus(situation, Suite("refus", numero, motif=motif))
    except SuiteImpossible as faute:
        raise ValidationError(str(faute)) from None
    annules = _annules(tirage, inscrit)
    ecritures = [Ecriture(genre=GenreEcriture.REFUS, inscrit=inscrit, motif=motif, ordre=annules)]
    suivant = None
    if suite is not None and suite.genre == GenreEcriture.REMPLACEMENT:
        suivant = tirage.inscrits.get(numero=suite.numero)
        ecritures.append(Ecriture(genre=GenreEcriture.REMPLACEMENT, inscrit=suivant, remplace=inscrit))
    elif suite is not None:
        ecritures.append(Ecriture(genre=GenreEcriture.EPUISEMENT, inscrit=inscrit))
    registre.inscrire(tirage, identite, *ecritures)
    journal.consigner(identite=identite, verbe="tirages.refus", objet=tirage, titre=tirage.titre)
    return suivant


def _annules(tirage: Tirage, inscrit: Inscrit) -> int | None:
    """How many of her refusals were undone; None for none."""
    return tirage.ecritures.filter(genre=GenreEcriture.REPRISE, inscrit=inscrit).count() or None


@transaction.atomic
def reprendre(*, identite: Identite, tirage: Tirage, inscrit: Inscrit) -> Inscrit | None:
    """Undo a refusal that was noted by mistake; who goes back to the stand-ins is returned, if anybody.

    A line more in the ledger, nothing erased. ValidationError if she has not given up, or if who was called
    in her stead has agreed.
    """
    autoriser(identite, "tirages.organiser", tirage)
    tirage = _verrouiller(tirage)
    cours, numero, annules = registre.cours(tirage), inscrit.numero or 0, _annules(tirage, inscrit)
    try:
        if annules and numero not in situation_de(cours.situations, numero).partis:
            return None  # noted twice
        suite = cours.reprendre(numero)
    except SuiteImpossible as faute:
        raise ValidationError(str(faute)) from None
    rendue = tirage.inscrits.get(numero=suite.remplace) if suite.remplace is not None else None
    reprise = Ecriture(genre=GenreEcriture.REPRISE, inscrit=inscrit, remplace=rendue, ordre=annules)
    registre.inscrire(tirage, identite, reprise)
    journal.consigner(identite=identite, verbe="tirages.reprise", objet=tirage, titre=tirage.titre)
    return rendue


@transaction.atomic
def accepter(*, identite: Identite | None, tirage: Tirage, inscrit: Inscrit) -> None:
    """Note that somebody who holds a place agrees; ValidationError for anybody else. Twice is once."""
    if identite is not None:
        autoriser(identite, "tirages.organiser", tirage)
    tirage = _verrouiller(tirage)
    numero = inscrit.numero or 0
    try:
        situation = situation_de(registre.situations(tirage), numero)
    except SuiteImpossible as faute:
        raise ValidationError(str(faute)) from None
    if numero in situation.accords:
        return
    if numero not in situation.en_place:
        raise ValidationError(f"{inscrit.nom_affiche} ne tient pas de place pour l’instant.")
    registre.inscrire(tirage, identite, Ecriture(genre=GenreEcriture.ACCORD, inscrit=inscrit))
    journal.consigner(identite=identite, verbe="tirages.accord", objet=tirage, titre=tirage.titre)
