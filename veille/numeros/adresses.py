"""Changes of address of bulletins and issues: the old one goes on leading to them."""

from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from communs.catalogue.services import retirer
from communs.collectivites.identite import Identite, autoriser
from communs.etats import journal
from communs.etats.services import enregistrer, verrouiller
from communs.web.cache_pages import perimer_pages
from veille.enums import EtatNumero
from veille.models import AncienneAdresse, Bulletin, Notice, Numero
from veille.publications import faire_connaitre

C = TypeVar("C", Bulletin, Numero)

PRISE = {
    Bulletin: "Un autre bulletin a déjà cette adresse.",
    Numero: "Un autre numéro de ce bulletin a déjà cette adresse.",
}

journal.inscrire({"veille.renommer": "a changé l’adresse"})


def verifier_adresse(chemin: str, sauf: Bulletin | Numero | None = None) -> None:
    """ValidationError when this address ("bulletin" or "bulletin/numero") still leads to something else.

    `sauf` may take back one of its own.
    """
    ancienne = AncienneAdresse.objects.select_related("bulletin", "numero__bulletin").filter(chemin=chemin)
    for trouvee in ancienne:
        mene_a = trouvee.bulletin or trouvee.numero
        if mene_a != sauf:
            raise ValidationError(
                {
                    "cle": f"Cette adresse a servi à «\u00a0{mene_a}\u00a0» et y mène encore\u00a0: "
                    "choisissez-en une autre."
                }
            )


def cles_gardees(bulletin: Bulletin) -> set[str]:
    """The addresses that issues of this bulletin have left, and that still lead to them."""
    prefixe = f"{bulletin.cle}/"
    gardees = AncienneAdresse.objects.filter(chemin__startswith=prefixe).values_list("chemin", flat=True)
    return {chemin.removeprefix(prefixe) for chemin in gardees}


@transaction.atomic
def renommer(*, identite: Identite, objet: C, cle: str, version: int) -> C:
    """Give a bulletin or an issue another address; the one it leaves, if the public knew it, leads there.

    Raises Conflit when somebody wrote since `version`, ValidationError (field `cle`) for an address that is
    not one, is reserved, taken, or leads to something else.
    """
    autoriser(identite, "veille.documenter")
    actuel: C = verrouiller(objet)
    if actuel.cle == cle:
        return actuel
    verrouiller(objet, version=version)
    avant, connue = _chemin(actuel), _connue(actuel)
    if connue and isinstance(actuel, Numero):
        retirer(type="numero", cle=avant)
    elif isinstance(actuel, Bulletin):
        _oublier_au_catalogue(actuel)
    actuel.cle = cle
    _verifier(actuel)
    AncienneAdresse.objects.filter(chemin=_chemin(actuel)).delete()
    if connue:
        AncienneAdresse.objects.update_or_create(
            chemin=avant,
            defaults={
                "bulletin": actuel if isinstance(actuel, Bulletin) else None,
                "numero": actuel if isinstance(actuel, Numero) else None,
            },
        )
    _enregistrer(actuel)
    journal.consigner(
        identite=identite,
        verbe="veille.renommer",
        objet=actuel,
        avant={"cle": avant},
        apres={"cle": _chemin(actuel)},
    )
    publies = _publies(actuel)
    if isinstance(actuel, Bulletin):  # harvesters learn the new name of the set
        Notice.objects.filter(parutions__numero__in=publies).update(modifie_le=timezone.now())
    faire_connaitre(publies)
    perimer_pages()
    return actuel


def _chemin(objet: Bulletin | Numero) -> str:
    return objet.cle if isinstance(objet, Bulletin) else f"{objet.bulletin.cle}/{objet.cle}"


def _connue(objet: Bulletin | Numero) -> bool:
    """Whether readers may have kept its address."""
    if isinstance(objet, Numero):
        return objet.publie_le is not None
    return objet.numeros.filter(publie_le__isnull=False).exists()


def _publies(objet: Bulletin | Numero) -> list[Numero]:
    if isinstance(objet, Numero):
        return [objet] if objet.etat == EtatNumero.PUBLIE else []
    return list(Numero.objects.publies().filter(bulletin=objet))


def _oublier_au_catalogue(bulletin: Bulletin) -> None:
    """Its issues are known there by their path; they come back under the new one."""
    for numero in _publies(bulletin):
        retirer(type="numero", cle=f"{bulletin.cle}/{numero.cle}")


def _verifier(objet: Bulletin | Numero) -> None:
    """As a form would, in the words of a reader."""
    champ = objet._meta.get_field("cle")
    try:
        champ.clean(objet.cle, objet)
    except ValidationError as erreur:
        raise ValidationError({"cle": erreur.messages}) from erreur
    if isinstance(objet, Numero):
        memes = Numero.objects.presents().filter(bulletin=objet.bulletin_id, cle=objet.cle)
        prise = memes.exclude(pk=objet.pk).exists()
    else:
        prise = Bulletin.objects.filter(cle=objet.cle).exclude(pk=objet.pk).exists()
    if prise:
        raise ValidationError({"cle": PRISE[type(objet)]})
    verifier_adresse(_chemin(objet), objet)


def _enregistrer(objet: Bulletin | Numero) -> None:
    """The table has the last word when two people take the same address at once."""
    champs = ["cle"]
    if isinstance(objet, Numero):
        objet.modifie_le = timezone.now()
        champs.append("modifie_le")
    try:
        with transaction.atomic():
            enregistrer(objet, *champs)
    except IntegrityError as erreur:
        raise ValidationError({"cle": PRISE[type(objet)]}) from erreur
