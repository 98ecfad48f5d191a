"""Editing the trajectory's content; pages and catalogue follow. Positions are people's: not here."""

from django.contrib import admin
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest

from sonar.trajectoire.catalogue import inscrire_au_catalogue
from sonar.trajectoire.models import EtapeTrajectoire, Indicateur, PassageTrajectoire, Principe, Rattachement


class ContenuAdmin(admin.ModelAdmin):
    """The content is shipped by `charger_contenu`: editors correct it."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: list, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        inscrire_au_catalogue()


class IndicateurEnLigne(admin.TabularInline):
    """An indicator is added or retired; never deleted, for positions refer to it."""

    model = Indicateur
    fields = ["rang", "cle", "texte", "retire"]
    extra = 0
    can_delete = False


class RattachementEnLigne(admin.TabularInline):
    model = Rattachement
    extra = 0
    max_num = 1


@admin.register(EtapeTrajectoire)
class EtapeTrajectoireAdmin(ContenuAdmin):
    list_display = ["rang", "nom", "devise"]
    list_display_links = ["nom"]
    readonly_fields = ["cle", "rang"]
    inlines = [RattachementEnLigne, IndicateurEnLigne]


@admin.register(PassageTrajectoire)
class PassageAdmin(ContenuAdmin):
    list_display = ["rang", "nom"]
    list_display_links = ["nom"]
    readonly_fields = ["cle", "rang"]


@admin.register(Principe)
class PrincipeAdmin(ContenuAdmin):
    list_display = ["rang", "titre", "texte"]
    list_display_links = ["titre"]
    readonly_fields = ["cle"]
