"""Identifiers and addresses as people paste them, checked and written in one form.

Every function gives "" for an empty text and raises ValidationError, in French, for what does not hold.
"""

import re
from urllib.parse import unquote

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from stdnum import isbn as norme_isbn
from stdnum import issn as norme_issn
from stdnum.exceptions import InvalidChecksum, InvalidLength
from stdnum.exceptions import ValidationError as Faux

_AVANT_DOI = re.compile(r"^(?:(?:https?://)?(?:www\.)?(?:dx\.)?doi\.org/|doi\s*:?\s*|info:doi/)+", re.I)
_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/[!-~]+")
_adresse_web = URLValidator(schemes=["http", "https"])

DOI_FAUX = "Un DOI commence par « 10. », puis des chiffres, une barre et la suite : 10.3917/rfap.165.0005."
ADRESSE_FAUSSE = "Ce n’est pas l’adresse d’une page du web : elle commence par https:// ou http://."


def lire_doi(texte: str) -> str:
    """`https://doi.org/10.3917/RFAP.165.0005` is `10.3917/rfap.165.0005`: DOIs know no capital."""
    nu = unquote(texte.strip())
    nu = _AVANT_DOI.sub("", nu).strip().lower()
    if nu and not _DOI.fullmatch(nu):
        raise ValidationError(DOI_FAUX, code="doi")
    return nu


def lire_isbn(texte: str) -> str:
    """An ISBN of 10 or 13 digits, as one of 13 with its hyphens."""
    nu = re.sub(r"^isbn(?:-1[03])?\s*:?\s*", "", texte.strip(), flags=re.I)
    if not nu:
        return ""
    try:
        return str(norme_isbn.format(norme_isbn.validate(nu, convert=True)))
    except InvalidLength as faux:
        raise ValidationError("Un ISBN compte 10 ou 13 chiffres.", code="isbn") from faux
    except InvalidChecksum as faux:
        message = "La clé de contrôle de cet ISBN ne tombe pas juste : relisez ses chiffres."
        raise ValidationError(message, code="isbn") from faux
    except Faux as faux:
        raise ValidationError("Cet ISBN ne se lit pas : relisez ses chiffres.", code="isbn") from faux


def lire_issn(texte: str) -> str:
    """An ISSN, as `0378-5955`."""
    nu = re.sub(r"^issn\s*:?\s*", "", texte.strip(), flags=re.I)
    if not nu:
        return ""
    try:
        return str(norme_issn.format(norme_issn.validate(nu)))
    except InvalidLength as faux:
        raise ValidationError("Un ISSN compte 8 caractères.", code="issn") from faux
    except InvalidChecksum as faux:
        message = "La clé de contrôle de cet ISSN ne tombe pas juste : relisez ses chiffres."
        raise ValidationError(message, code="issn") from faux
    except Faux as faux:
        raise ValidationError("Cet ISSN ne se lit pas : relisez ses chiffres.", code="issn") from faux


def lire_adresse(texte: str) -> str:
    """The address of a page of the web, http or https; without a scheme, https."""
    nu = texte.strip()
    if nu and "://" not in nu and re.match(r"[\w-]+(\.[\w-]+)+(?:[/?#]|$)", nu):
        nu = f"https://{nu}"
    if nu:
        try:
            _adresse_web(nu)
        except ValidationError as faux:
            raise ValidationError(ADRESSE_FAUSSE, code="adresse") from faux
    return nu


def ecritures_d_isbn(texte: str) -> set[str]:
    """Every way in which rows may write this ISBN: 10 or 13 digits, with hyphens or without."""
    if not texte:
        return set()
    ecrits = {texte}
    try:
        treize = norme_isbn.validate(texte, convert=True)
        ecrits |= {treize, norme_isbn.format(treize)}
        dix = norme_isbn.to_isbn10(treize)
        ecrits |= {dix, norme_isbn.format(dix)}
    except Faux:  # one that does not hold, or of 13 digits only
        pass
    return ecrits
