"""An issue in the making, with one of everything its addresses name."""

from dataclasses import dataclass
from uuid import uuid4

from communs.collectivites.identite import Identite
from communs.collectivites.models import Compte
from tests.outils.veille import creer_numero, nommer_documentaliste
from veille.models import Bulletin, Numero, Parution, RendezVous
from veille.redaction import composition, remarques
from veille.redaction.models import Remarque, Retrait
from veille.redaction.pieces import AGENDA


@dataclass(frozen=True)
class RedactionDuDecor:
    """The administrator's, who is a documentaliste; nobody else has anything to do with it."""

    bulletin: Bulletin
    numero: Numero
    parution: Parution
    rendez_vous: RendezVous
    remarque: Remarque
    retrait: Retrait


def redaction_du_decor(redactrice: Compte) -> RedactionDuDecor:
    identite: Identite = nommer_documentaliste(redactrice)
    numero = creer_numero()
    remarque = remarques.remarquer(
        identite=identite, numero=numero, cible=None, texte="Un titre plus court ?", demande=uuid4()
    )
    dernier = numero.rendez_vous.get(cle="appel")
    retrait = composition.retirer(identite=identite, numero=numero, nature=AGENDA, cle=dernier.uuid)
    assert retrait is not None
    return RedactionDuDecor(
        bulletin=numero.bulletin,
        numero=numero,
        parution=numero.parutions.exclude(rubrique=None).get(),
        rendez_vous=numero.rendez_vous.get(),
        remarque=remarque,
        retrait=retrait,
    )
