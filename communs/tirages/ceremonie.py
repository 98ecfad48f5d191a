"""The ceremony: two people read the same dice or the same public figure, and the draw is done."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from communs.collectivites.identite import Identite, autoriser
from communs.etats import journal
from communs.etats.models import Acteur
from communs.etats.services import verrouiller
from communs.etats.tables import franchir
from communs.tirages import registre
from communs.tirages.calculs import differences, lire_chiffre, lire_des
from communs.tirages.enums import Ceremonie, EtatTirage, GenreEcriture
from communs.tirages.models import Ecriture, Releve, Tirage
from communs.tirages.transitions import TIRAGE
from communs.web.erreurs import Refus

PAS_OUVERTE = "La graine ne se relève qu’entre l’engagement et le tirage. Rien n’a été enregistré."
TROP_TOT = "Le chiffre public n’est pas encore connu : revenez le {le}."


def lire(tirage: Tirage, texte: str) -> str:
    """What somebody typed, in its one writing; ValidationError in French."""
    try:
        if tirage.ceremonie == Ceremonie.DES:
            return lire_des(texte, tirage.nombre_de_des)
        return lire_chiffre(texte)
    except ValueError as faute:
        raise ValidationError(str(faute)) from None


@transaction.atomic
def relever(*, identite: Identite, tirage: Tirage, texte: str) -> Tirage:
    """Write down what this person reads; if another has read the same, the draw is done at once.

    Until then each may correct her own, and the ledger says so. ValidationError, Refus (409) once drawn.
    """
    autoriser(identite, "tirages.relever", tirage)
    dossier = tirage.dossier
    tirage = verrouiller(tirage)
    tirage.dossier = dossier
    if tirage.etat != EtatTirage.ENGAGE:
        raise Refus(409, PAS_OUVERTE)
    exiger_le_jour(tirage)
    valeur, moi = lire(tirage, texte), Acteur.objects.de(identite.personne)
    mien = tirage.releves.filter(acteur=moi).first()
    if mien is not None and mien.valeur == valeur:
        return tirage
    Releve.objects.update_or_create(
        tirage=tirage, acteur=moi, defaults={"valeur": valeur, "saisi_le": timezone.now()}
    )
    registre.inscrire(tirage, identite, Ecriture(genre=GenreEcriture.RELEVE))
    journal.consigner(identite=identite, verbe="tirages.relever", objet=tirage, titre=tirage.titre)
    autres = tirage.releves.exclude(acteur=moi).select_related("acteur").order_by("saisi_le", "pk")
    for autre in autres:
        if autre.valeur == valeur:
            donnees = {"graine": valeur, "premier": autre.acteur}
            franchir(
                TIRAGE, identite=identite, objet=tirage, nom="tirer", donnees=donnees, titre=tirage.titre
            )
            tirage.releves.all().delete()
            tirage.refresh_from_db()
            return tirage
    if autres:
        registre.inscrire(tirage, identite, Ecriture(genre=GenreEcriture.DIVERGENCE))
    return tirage


def exiger_le_jour(tirage: Tirage) -> None:
    """A public figure is read from its day on; ValidationError before."""
    if tirage.ceremonie != Ceremonie.CHIFFRE or tirage.chiffre_le is None:
        return
    if timezone.localdate(timezone=tirage.dossier.fuseau) < tirage.chiffre_le:
        raise ValidationError(TROP_TOT.format(le=f"{tirage.chiffre_le:%d/%m/%Y}"))


def divergence(tirage: Tirage, identite: Identite) -> list[int] | None:
    """The ranks at which my reading differs from the other's; None while there are not two.

    Never what the other has read: each reads for herself.
    """
    releves = list(tirage.releves.select_related("acteur").order_by("saisi_le", "pk"))
    miens = [r for r in releves if r.acteur.compte_id == identite.personne.pk]
    autres = [r for r in releves if r not in miens]
    if not miens or not autres:
        return None
    return differences(miens[0].valeur, autres[0].valeur) if tirage.ceremonie == Ceremonie.DES else []
