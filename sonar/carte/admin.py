"""Editing the map: words, places, doubts. A resource is taken out by its date, not deleted: mixes hold it."""

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest

from sonar.admin import ContenuAdmin
from sonar.carte.catalogue import inscrire_au_catalogue
from sonar.carte.models import Concept, Pole, QuestionDeCarte


class CarteAdmin(ContenuAdmin):
    def save_related(self, request: HttpRequest, form: ModelForm, formsets: list, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        inscrire_au_catalogue()


@admin.register(Concept)
class ConceptAdmin(CarteAdmin):
    list_display = ["nom", "numero", "x", "y", "place_confirmee", "certitude", "source", "retire_le"]
    list_filter = ["certitude", "source", "place_confirmee"]
    search_fields = ["nom", "definition"]
    readonly_fields = ["cle", "numero"]


@admin.register(Pole)
class PoleAdmin(CarteAdmin):
    list_display = ["nom", "devise"]
    readonly_fields = ["cle"]


@admin.register(QuestionDeCarte)
class QuestionDeCarteAdmin(CarteAdmin):
    list_display = ["texte", "numero", "x", "y", "certitude"]
    readonly_fields = ["numero"]
