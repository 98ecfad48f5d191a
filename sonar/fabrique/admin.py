"""Editing the workshop's content: words, places on the cycle, doubts."""

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest

from sonar.admin import ContenuAdmin
from sonar.fabrique.catalogue import inscrire_au_catalogue
from sonar.fabrique.models import EtapeDuCycle, Pratique, QuestionDuCycle, TexteDeFabrique


class FabriqueAdmin(ContenuAdmin):
    readonly_fields = ["cle"]
    list_display = ["__str__", "numero", "certitude"]

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: list, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        inscrire_au_catalogue()


@admin.register(QuestionDuCycle)
class QuestionDuCycleAdmin(FabriqueAdmin):
    list_display = ["intitule", "numero", "etape", "certitude"]
    list_filter = ["etape", "certitude"]


@admin.register(TexteDeFabrique)
class TexteDeFabriqueAdmin(FabriqueAdmin):
    list_display = ["titre", "numero"]


admin.site.register([EtapeDuCycle, Pratique], FabriqueAdmin)
