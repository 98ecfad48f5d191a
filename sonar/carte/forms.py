"""What people tick, and what they look for."""

from collections.abc import Iterable

from django import forms

from sonar.carte.enums import Certitude, Zone
from sonar.carte.models import Concept

INCONNUE = (
    "Une des ressources cochées n’est plus sur la carte. Rien n’a été enregistré\u00a0: vérifiez vos choix."
)
AUCUNE = "Cochez au moins une ressource\u00a0: un mélange vide ne dit rien."


class UsagesForm(forms.Form):
    """Boxes by zone. One that has left the map meanwhile is refused; the others stay ticked."""

    def __init__(
        self, concepts: Iterable[Concept], *args: object, exige: bool = True, **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.concepts = list(concepts)
        self.fields["concepts"] = forms.MultipleChoiceField(
            label="Ce que vous utilisez",
            choices=[(concept.cle, concept.nom) for concept in self.concepts],
            required=exige,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": AUCUNE, "invalid_choice": INCONNUE, "invalid_list": INCONNUE},
        )

    def zones(self) -> list[tuple[Zone, list[tuple[Concept, bool]]]]:
        """Each zone with its resources, by name, and whether each is ticked."""
        cochees = set(self["concepts"].value() or ())
        return [
            (zone, siens)
            for zone in Zone
            if (siens := [(c, c.cle in cochees) for c in _par_nom(self.concepts) if c.zone == zone])
        ]

    def choix(self) -> list[str]:
        """Keys, each once, in the order of the map; once valid."""
        cochees = set(self.cleaned_data["concepts"])
        return [concept.cle for concept in self.concepts if concept.cle in cochees]


def _par_nom(concepts: Iterable[Concept]) -> list[Concept]:
    return sorted(concepts, key=lambda concept: concept.nom.casefold())


class ChercherForm(forms.Form):
    """The filters of the map, in its address."""

    q = forms.CharField(label="Chercher", required=False, max_length=80)
    zone = forms.ChoiceField(label="Zone", required=False, choices=[("", "Toute la carte"), *Zone.choices])
    certitude = forms.ChoiceField(
        label="Lecture", required=False, choices=[("", "Toutes"), *Certitude.choices]
    )
