"""The veille's models, by theme, for Django to find."""

from veille.abonnements.models import Abonne, Envoi, Remise  # noqa: F401
from veille.imports.models import ImportDeNumero  # noqa: F401  (comes after the issues it gives)
from veille.notices.models import Classement, Contribution, Lien, Moment, Notice, Theme  # noqa: F401
from veille.notices.models_fusion import Distinction, Fusion  # noqa: F401
from veille.numeros.models import AncienneAdresse, Bulletin, Numero  # noqa: F401
from veille.numeros.pieces import (  # noqa: F401
    Decouverte,
    Encadre,
    Erratum,
    Partenaire,
    Parution,
    RendezVous,
    Rubrique,
)
from veille.panier.models import Source, Trouvaille  # noqa: F401
from veille.recherche.models import Mot, Rapprochement, Repere  # noqa: F401
from veille.redaction.models import LienVu, Remarque, Retrait  # noqa: F401
from veille.references.models import ImportReferences  # noqa: F401
