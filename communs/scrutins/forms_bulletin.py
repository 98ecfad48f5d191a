"""A ballot as it is filled in, whatever the vote: one field per option, or one for all."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from communs.scrutins.calculs.bulletins import deplacer, ordonner
from communs.scrutins.enums import Mention, Mode
from communs.scrutins.models import Option, Scrutin
from communs.scrutins.urne import MALFORME

PREFIXE = "option-"
SANS_MENTION = ("0", "Sans mention")
RIEN = "Ce bulletin est vide : remplissez-le, ou choisissez « Voter blanc »."


class CodeForm(forms.Form):
    code = forms.CharField(
        label="Votre code de vote",
        help_text="Dix signes, imprimés sur votre carte. Tirets et majuscules ne comptent pas.",
        max_length=20,
        widget=forms.TextInput(
            {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class BulletinForm(forms.Form):
    """`valeurs` is the ballot, one whole number per option in their order. `blanc` leaves all at zero.

    `visiteur` names the form of who votes by the address: sent twice, it votes once.
    """

    visiteur = forms.UUIDField(widget=forms.HiddenInput, required=False)
    code = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)
    nom = forms.CharField(
        label="Votre nom",
        max_length=120,
        required=False,
        help_text="Ce vote est ouvert : votre nom sera lu avec votre bulletin.",
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        scrutin: Scrutin,
        options: Sequence[Option],
        valeurs: Sequence[int] | None = None,
        sans_compte: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        self.scrutin, self.options, self.mode = scrutin, options, Mode(scrutin.mode)
        self.nommes = [f"{PREFIXE}{option.uuid}" for option in options]
        self.blanc = bool(data) and "blanc" in (data or {})
        if scrutin.secret or not sans_compte:
            del self.fields["nom"]
        for nom, champ in self._champs():
            self.fields[nom] = champ
        if valeurs is not None:
            self._remplir(valeurs)

    def _champs(self) -> Iterator[tuple[str, forms.Field]]:
        choix = [(str(option.uuid), option.libelle) for option in self.options]
        if self.mode == Mode.CHOIX:
            yield (
                "choix",
                forms.ChoiceField(
                    label="Votre choix", choices=choix, required=False, widget=forms.RadioSelect
                ),
            )
        elif self.mode == Mode.APPROBATION:
            yield (
                "choix",
                forms.MultipleChoiceField(
                    label="Vous approuvez", choices=choix, required=False, widget=forms.CheckboxSelectMultiple
                ),
            )
        else:
            for nom, option in zip(self.nommes, self.options, strict=True):
                yield nom, self._champ(option)

    def _champ(self, option: Option) -> forms.Field:
        if self.mode == Mode.JUGEMENT:
            mentions = [(str(v), t) for v, t in reversed(Mention.choices)]
            return forms.TypedChoiceField(
                label=option.libelle,
                choices=[*mentions, SANS_MENTION],
                coerce=int,
                empty_value="0",
                required=False,
                initial="0",
                widget=forms.RadioSelect,
            )
        maximum = len(self.options) if self.mode == Mode.CLASSEMENT else self.scrutin.nombre
        return forms.IntegerField(
            label=option.libelle,
            min_value=0 if self.mode == Mode.POINTS else 1,
            max_value=maximum,
            required=False,
            widget=forms.NumberInput({"inputmode": "numeric"}),
        )

    def _remplir(self, valeurs: Sequence[int]) -> None:
        """Show a ballot already cast, to be changed."""
        cochees = [str(o.uuid) for o, valeur in zip(self.options, valeurs, strict=True) if valeur]
        if self.mode == Mode.CHOIX:
            self.initial["choix"] = cochees[0] if cochees else None
        elif self.mode == Mode.APPROBATION:
            self.initial["choix"] = cochees
        else:
            self.initial = {
                **self.initial,
                **{nom: v or None for nom, v in zip(self.nommes, valeurs, strict=True)},
            }

    def clean(self) -> dict[str, Any]:
        saisie = super().clean() or self.cleaned_data
        if {nom for nom in self.data if nom.startswith(PREFIXE)} - set(self.fields):
            raise ValidationError(MALFORME)
        if not self.errors and not self.blanc and not any(self._lire(saisie)):
            raise ValidationError(RIEN)
        return saisie

    @property
    def valeurs(self) -> tuple[int, ...]:
        """The ballot. Of a valid form only."""
        return (0,) * len(self.options) if self.blanc else self._lire(self.cleaned_data)

    def _lire(self, saisie: dict[str, Any]) -> tuple[int, ...]:
        if "choix" in self.fields:
            choisies = saisie.get("choix") or []
            choisies = [choisies] if isinstance(choisies, str) else choisies
            return tuple(int(str(option.uuid) in choisies) for option in self.options)
        return tuple(int(saisie.get(nom) or 0) for nom in self.nommes)

    @property
    def champ_nom(self) -> forms.BoundField | None:
        return self["nom"] if "nom" in self.fields else None

    def lignes_dans_l_ordre(self) -> list[dict[str, Any]]:
        """Each option with its field, in the ballot's order."""
        return [{"option": o, "champ": self[nom]} for o, nom in zip(self.options, self.nommes, strict=True)]

    # --- ranking: the buttons, without script -----------------------------------------------------

    @property
    def rangs(self) -> tuple[int, ...]:
        """The ranks as typed so far; what is not a rank counts as none."""
        lus = [self[nom].value() for nom in self.nommes]
        return tuple(int(v) if str(v or "").isdecimal() and len(str(v)) < 4 else 0 for v in lus)

    def apres(self, geste: str) -> tuple[int, ...] | None:
        """The ranks after the pressed button (« monter:3 »); None for a button that does not exist."""
        verbe, _, option = geste.partition(":")
        if verbe not in {"monter", "descendre", "classer", "oter"} or not option.isdecimal():
            return None
        if len(option) > 3 or int(option) >= len(self.options):
            return None
        return deplacer(self.rangs, int(option), verbe)

    def lignes(self) -> list[dict[str, Any]]:
        """What the page of a ranking shows, ranked options first."""
        rangs = self.rangs
        classees = sum(1 for rang in rangs if rang)
        return [
            {
                "place": place,
                "numero": i,
                "option": self.options[i],
                "champ": self[self.nommes[i]],
                "rang": rangs[i],
                "premiere": place == 0,
                "derniere": place == classees - 1,
            }
            for place, i in enumerate(ordonner(rangs))
        ]
