"""What stands at an address that is no longer that of a bulletin or an issue."""

from veille.models import AncienneAdresse, Bulletin, Numero


def bulletin_d_avant(cle: str) -> Bulletin | None:
    """The bulletin that had this address and gave it up."""
    ancienne = AncienneAdresse.objects.select_related("bulletin").filter(chemin=cle).first()
    return ancienne.bulletin if ancienne else None


def numero_d_avant(bulletin: str, numero: str) -> Numero | None:
    """The issue that had this address: it was renamed, or its bulletin was, or one then the other."""
    ancienne = (
        AncienneAdresse.objects.select_related("numero__bulletin")
        .filter(chemin=f"{bulletin}/{numero}", numero__supprime_le=None)
        .first()
    )
    if ancienne is not None:
        return ancienne.numero
    present = bulletin_d_avant(bulletin)
    if present is None:
        return None
    meme_cle = Numero.objects.presents().select_related("bulletin").filter(bulletin=present, cle=numero)
    return meme_cle.first() or _sous_le_nom_present(present, numero)


def _sous_le_nom_present(bulletin: Bulletin, numero: str) -> Numero | None:
    """Renamed after its bulletin was: its old address bears the bulletin's present name."""
    ancienne = (
        AncienneAdresse.objects.select_related("numero__bulletin")
        .filter(chemin=f"{bulletin.cle}/{numero}", numero__supprime_le=None)
        .first()
    )
    return ancienne.numero if ancienne else None
