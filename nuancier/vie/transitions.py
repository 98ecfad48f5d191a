"""The life of a proposal as a table, and what the journal says of the chart.

Dates and authors of a decision are set here; writing the teinte itself is `propositions.accepter`.
"""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from communs.collectivites.identite import Identite
from communs.etats import journal
from communs.etats.models import Acteur
from communs.etats.tables import Table, Transition, inscrire
from nuancier.vie.enums import OUVERTS, Etat
from nuancier.vie.models import Echange, Proposition

OUVERTE = frozenset(OUVERTS)


def _dire(proposition: Proposition, identite: Identite, donnees: Mapping[str, Any]) -> None:
    """A question, or its answer."""
    auteur = Acteur.objects.de(identite.personne)
    Echange.objects.create(proposition=proposition, auteur=auteur, texte=donnees["texte"])


def _decider(proposition: Proposition, identite: Identite, donnees: Mapping[str, Any]) -> tuple[str, ...]:
    proposition.decidee_le = timezone.now()
    proposition.decidee_par = Acteur.objects.de(identite.personne)
    for nom, valeur in donnees.items():
        setattr(proposition, nom, valeur)
    return ("decidee_le", "decidee_par", *donnees)


PROPOSITIONS = inscrire(
    Table(
        cle="nuancier.proposition",
        modele=Proposition,
        transitions=(
            Transition(
                nom="questionner",
                libelle="Poser une question",
                de=frozenset({Etat.PROPOSEE, Etat.REPONDUE}),
                vers=Etat.QUESTION,
                regle="nuancier.editer",
                phrase="a posé une question sur la proposition",
                effet=_dire,
            ),
            Transition(
                nom="repondre",
                libelle="Répondre",
                de=frozenset({Etat.QUESTION}),
                vers=Etat.REPONDUE,
                regle="nuancier.suivre_proposition",
                phrase="a répondu à la question de l’équipe",
                effet=_dire,
            ),
            Transition(
                nom="accepter",
                libelle="Accepter",
                de=OUVERTE,
                vers=Etat.ACCEPTEE,
                regle="nuancier.editer",
                phrase="a accepté la proposition",
                effet=_decider,
            ),
            Transition(
                nom="decliner",
                libelle="Décliner",
                de=OUVERTE,
                vers=Etat.DECLINEE,
                regle="nuancier.editer",
                phrase="a décliné la proposition",
                motif_requis=True,
                effet=_decider,
            ),
            Transition(
                nom="retirer",
                libelle="Retirer ma proposition",
                de=OUVERTE,
                vers=Etat.RETIREE,
                regle="nuancier.suivre_proposition",
                phrase="a retiré sa proposition",
                effet=_decider,
            ),
        ),
    )
)

journal.inscrire(
    {
        "nuancier.publier": "a publié la version {numero} de la teinte",
        "nuancier.ajouter": "a ajouté la teinte {code}",
        "nuancier.retirer_teinte": "a retiré la teinte du Nuancier",
        "nuancier.remettre_teinte": "a remis la teinte dans le Nuancier",
        "nuancier.proposer": "a fait une proposition",
        "nuancier.masquer_commentaire": "a masqué un commentaire",
        "nuancier.remontrer_commentaire": "a remontré un commentaire",
    }
)
