"""Editing the test's content; a change goes through the services, so that pages and catalogue follow."""

from django.contrib import admin
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest

from communs.web.champs import LISTES_PAR_LIGNE
from sonar import services
from sonar.models import Option, Profil, Question


class ContenuAdmin(admin.ModelAdmin):
    """The content is shipped by `charger_contenu`: editors correct it, they neither add nor remove."""

    formfield_overrides = LISTES_PAR_LIGNE

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: list, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        services.inscrire_au_catalogue()


class OptionEnLigne(admin.TabularInline):
    model = Option
    fields = ["style", "texte"]
    readonly_fields = ["style"]
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(Question)
class QuestionAdmin(ContenuAdmin):
    list_display = ["numero", "titre", "intitule"]
    readonly_fields = ["cle", "numero"]
    inlines = [OptionEnLigne]


@admin.register(Profil)
class ProfilAdmin(ContenuAdmin):
    list_display = ["nom", "titre", "accroche"]
    readonly_fields = ["cle"]
    search_fields = ["nom", "titre", "portrait"]


# Those of the rooms, of the same application: Django looks for them here.
from sonar.carte import admin as _carte  # noqa: E402, F401
from sonar.fabrique import admin as _fabrique  # noqa: E402, F401
from sonar.seances import admin as _seances  # noqa: E402, F401
from sonar.trajectoire import admin as _trajectoire  # noqa: E402, F401
