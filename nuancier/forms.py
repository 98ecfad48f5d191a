"""Parsing of what the pages of the chart receive."""

import re
from functools import reduce
from operator import or_
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q

from nuancier.models import Module

AU_PLUS = 4
_REFERENCE = re.compile(r"([1-9]\d?\.[1-9]\d{0,2})-([a-z0-9_-]{1,60})")


class ModulesField(forms.Field):
    """Modules by their public references, `4.1-aller-voir`: those of the chart, in the order asked."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> list[Module]:
        """Raises ValidationError for more than four, or for a reference that the chart does not show."""
        demandes = [*dict.fromkeys(value or ())]
        if len(demandes) > AU_PLUS:
            raise ValidationError("Quatre modules au plus se comparent à la fois\u00a0: décochez-en.")
        lues = [_REFERENCE.fullmatch(demande) for demande in demandes]
        filtres = [Q(teinte__code=lue[1], cle=lue[2]) for lue in lues if lue]
        trouves = Module.objects.en_vue().filter(reduce(or_, filtres)) if filtres else ()
        connus = {module.reference: module for module in trouves}
        if len(connus) < len(demandes):
            raise ValidationError(
                "Un module demandé n’existe pas dans le nuancier, ou n’y est plus. Choisissez dans la liste."
            )
        return [connus[demande] for demande in demandes]


class ComparaisonForm(forms.Form):
    module = ModulesField(required=False)
