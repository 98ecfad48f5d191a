"""Editing the prompts and the script of the séances."""

from django.contrib import admin

from sonar.admin import ContenuAdmin
from sonar.seances.models import Relance, TempsDuDeroule


@admin.register(Relance)
class RelanceAdmin(ContenuAdmin):
    list_display = ["situation", "style", "rang", "texte"]
    list_filter = ["situation"]
    readonly_fields = ["cle"]
    search_fields = ["texte"]


@admin.register(TempsDuDeroule)
class TempsDuDerouleAdmin(ContenuAdmin):
    list_display = ["temps", "rang", "titre", "minutes"]
    list_filter = ["temps"]
    readonly_fields = ["cle"]
    search_fields = ["titre", "dire", "faire"]
