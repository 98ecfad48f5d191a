"""What a person sends about a tool: how it went, and the consent to show it."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet

from communs.collectivites.models import Collectivite
from eclaireurs.enums import Etat
from eclaireurs.models import Retour

CHAMPS = ("collectivite", "essai", "avec", "duree", "suites")
# Four short answers, in the order in which one tells them.
AIDES = {
    "essai": "Le sujet, ce que vous avez fait pour de vrai, ce que vous avez laissé de côté.",
    "avec": "Des fonctions plutôt que des noms : « deux agents d’accueil, une élue, un habitant ».",
    "duree": "« Une demi-journée », « trois mois »…",
    "suites": "Ce qui a marché, ce qui a coincé, ce que vous referiez autrement.",
}


class RetourForm(forms.ModelForm):
    """A report of use, in the name of one of the person's collectivités."""

    collectivite = forms.ModelChoiceField(
        label="Collectivité", queryset=Collectivite.objects.none(), empty_label=None
    )
    consentement = forms.BooleanField(
        label="J’accepte que ce retour soit publié sur la page de l’outil, avec le nom de ma collectivité",
        help_text="Votre nom n’y figure pas. Vous pourrez retirer ce retour à tout moment.",
        error_messages={"required": "Sans votre accord, nous ne pouvons pas recevoir ce retour."},
    )

    class Meta:
        model = Retour
        fields = list(CHAMPS)
        help_texts = AIDES
        widgets = {"essai": forms.Textarea(attrs={"rows": 5}), "suites": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args: Any, collectivites: QuerySet[Collectivite], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["collectivite"]).queryset = collectivites


class ModerationForm(forms.ModelForm):
    """The verdict of the person who has read a report: shown, or not and why."""

    etat = forms.ChoiceField(
        label="Décision",
        choices=[(Etat.PUBLIE, "Publier"), (Etat.REFUSE, "Ne pas publier")],
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Retour
        fields = ["etat", "motif"]
        help_texts = {"motif": "Obligatoire pour ne pas publier : l’auteur le lira."}
