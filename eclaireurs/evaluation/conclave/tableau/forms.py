"""Everything that people type in the tableau, and what its script sends."""

from typing import Any

from django import forms

from communs.collectivites.forms import ChoixDeService
from communs.web.champs import dater_plausiblement
from eclaireurs.evaluation.conclave.tableau.models import DESCRIPTION_MAX, TITRE_MAX, Proposition
from eclaireurs.evaluation.conclave.tableau.saisies import LIBELLES, Saisie
from eclaireurs.evaluation.conclave.tableau.services import SANS_TITRE

TITRE_LONG = f"Un titre tient en {TITRE_MAX} signes\u00a0: gardez le reste pour la description."
DESCRIPTION_LONGUE = f"Une description tient en {DESCRIPTION_MAX} signes."


class ChampTitre(forms.CharField):
    """On one line, whatever was pasted."""

    def __init__(self, **kwargs: Any) -> None:
        erreurs = {"required": SANS_TITRE, "max_length": TITRE_LONG}
        super().__init__(label="Titre", max_length=TITRE_MAX, error_messages=erreurs, **kwargs)

    def to_python(self, value: Any) -> str:
        return " ".join((super().to_python(value) or "").split())


class EcrireForm(forms.Form):
    """Some fields of one line, each with the version that its writer had read (`base-<field>`).

    Only what was sent is read: the script sends one field, a plain form all of them.
    """

    demande = forms.UUIDField()

    def __init__(self, donnees: Any, proposition: Proposition) -> None:
        super().__init__(donnees)
        tous: dict[str, forms.Field] = {
            "titre": ChampTitre(),
            "description": forms.CharField(
                max_length=DESCRIPTION_MAX,
                required=False,
                error_messages={"max_length": DESCRIPTION_LONGUE},
            ),
            "service": ChoixDeService(proposition.tableau.dossier.collectivite),
            "debut_le": forms.DateField(required=False),
            "fin_le": forms.DateField(required=False),
        }
        self.envoyes = [nom for nom in proposition.champs if nom in donnees]
        for nom in self.envoyes:
            self.fields[nom] = tous[nom]
            self.fields[nom].label = LIBELLES[nom]
            self.fields[f"base-{nom}"] = forms.IntegerField(min_value=1)
        dater_plausiblement(self.fields.values())

    def clean_description(self) -> str:
        return self.cleaned_data["description"].replace("\r\n", "\n")

    def saisies(self) -> dict[str, Saisie]:
        donnees = self.cleaned_data
        return {nom: Saisie(donnees[nom], donnees[f"base-{nom}"]) for nom in self.envoyes}


class AjouterForm(forms.Form):
    """A line to add; `action` is empty for an action, the action's identifier for a task."""

    titre = ChampTitre()
    action = forms.UUIDField(required=False)
    demande = forms.UUIDField()


class GesteForm(forms.Form):
    """A button of a line."""

    geste = forms.ChoiceField(choices=[(nom, nom) for nom in ("monter", "descendre", "retirer", "retablir")])
    demande = forms.UUIDField()


class SuivreForm(forms.Form):
    """What a live screen says when it asks: the instant it knows, the line where its reader writes."""

    depuis = forms.IntegerField(min_value=0, max_value=2**31 - 1)
    ou = forms.UUIDField(required=False)
