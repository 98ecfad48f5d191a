"""Editing the content, and reading reports before they are shown; both go through the services."""

from datetime import datetime
from typing import Any, cast

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest

from communs.collectivites.admin import EnLecture
from communs.collectivites.identite import Identite
from communs.collectivites.models import Compte
from communs.web.cache_pages import perimer_pages
from communs.web.champs import LISTES_PAR_LIGNE
from eclaireurs import services
from eclaireurs.enums import Etat
from eclaireurs.forms import ModerationForm
from eclaireurs.models import Acteur, Engagement, Episode, Essai, Fiche, Retour, Scene


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


@admin.register(Episode)
class EpisodeAdmin(ContenuAdmin):
    list_display = ["numero", "nom", "accroche"]
    readonly_fields = ["cle", "numero"]


@admin.register(Acteur)
class ActeurAdmin(ContenuAdmin):
    list_display = ["nom", "episode", "rang"]
    list_filter = ["episode"]
    readonly_fields = ["episode", "cle"]


class EngagementEnLigne(admin.StackedInline):
    model = Engagement
    formfield_overrides = LISTES_PAR_LIGNE
    fields = ["voix", "formule", "intitule", "points"]
    readonly_fields = ["voix"]
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(Scene)
class SceneAdmin(ContenuAdmin):
    list_display = ["numero", "titre", "episode", "moment"]
    list_filter = ["episode"]
    readonly_fields = ["episode", "cle", "numero"]
    inlines = [EngagementEnLigne]


@admin.register(Fiche)
class FicheAdmin(ContenuAdmin):
    list_display = ["outil", "episode", "kit_duree"]
    list_filter = ["episode"]
    readonly_fields = ["episode", "outil"]


@admin.register(Retour)
class RetourAdmin(admin.ModelAdmin):
    """Moderation: a report is read here, then published or refused with its reason, never rewritten."""

    list_display = ["outil", "collectivite", "etat", "consenti_le"]
    list_filter = ["etat", "outil"]
    search_fields = ["collectivite__nom", "essai", "suites"]
    form = ModerationForm
    readonly_fields = ["outil", "collectivite", "essai", "avec", "duree", "suites", "consenti_le", "relu_le"]
    fields = [*readonly_fields, "etat", "motif"]
    actions = ["publier"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Retour]:
        """Without what was taken back: that is no longer to be read."""
        return Retour.objects.en_vue()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Retour, form: Any, change: bool) -> None:
        """The verdict, through the services; the words stay those of the author."""
        identite = Identite(cast(Compte, request.user))
        if obj.etat == Etat.PUBLIE:
            services.publier(retour=obj, identite=identite)
        else:
            services.refuser(retour=obj, motif=obj.motif, identite=identite)

    def delete_model(self, request: HttpRequest, obj: Retour) -> None:
        super().delete_model(request, obj)
        perimer_pages()

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Retour]) -> None:
        super().delete_queryset(request, queryset)
        perimer_pages()

    @admin.action(description="Publier les retours choisis", permissions=["change"])
    def publier(self, request: HttpRequest, queryset: QuerySet[Retour]) -> None:
        for retour in queryset:
            services.publier(retour=retour, identite=Identite(cast(Compte, request.user)))
        messages.success(request, "Publié : les pages des outils sont à jour.")


@admin.register(Essai)
class EssaiAdmin(EnLecture, admin.ModelAdmin):
    """What lives now; nobody but its visitor looks inside. Erased by itself, at its hour."""

    list_display = ["collectivite", "cree_le", "pris_le", "dernier_geste_le", "gestes", "fin"]
    list_select_related = ["collectivite"]
    ordering = ["-pk"]
    fields = ["collectivite", "cree_le", "pris_le", "dernier_geste_le", "gestes", "fin"]

    @admin.display(description="effacé le", ordering="collectivite__essai_jusqu_au")
    def fin(self, essai: Essai) -> datetime | None:
        return essai.collectivite.essai_jusqu_au

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
