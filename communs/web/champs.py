"""Form fields that several rooms use."""

from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.forms import SimpleArrayField
from django.forms import Textarea


class UneParLigne(SimpleArrayField):
    """A list of texts, one per line: the stock field cuts at commas, which sentences are full of."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs |= {"delimiter": "\n", "widget": Textarea(attrs={"rows": 6, "cols": 100})}
        super().__init__(*args, **kwargs)

    def clean(self, value: str) -> Sequence[str]:
        lignes = [ligne.strip() for ligne in (value or "").splitlines()]
        return super().clean("\n".join(ligne for ligne in lignes if ligne))


# For `formfield_overrides` of an admin whose models hold lists of texts.
LISTES_PAR_LIGNE: dict[Any, Any] = {ArrayField: {"form_class": UneParLigne}}
