"""Recommendations are edited here; the catalogue itself is only looked at (domains write it)."""

from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest

from communs.catalogue.models import Recommandable, Recommandation
from communs.web.cache_pages import perimer_pages


@admin.register(Recommandable)
class RecommandableAdmin(admin.ModelAdmin):
    list_display = ("titre", "type", "cle", "adresse")
    list_filter = ("type",)
    search_fields = ("titre", "cle", "resume")
    ordering = ("type", "titre")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Recommandation)
class RecommandationAdmin(admin.ModelAdmin):
    list_display = ("origine", "cible", "raison", "rang", "montree")
    list_editable = ("rang",)
    list_filter = ("origine_type", "origine_cle", "cible_type")
    search_fields = ("origine_cle", "cible_cle", "raison")
    fieldsets = (
        ("D’où l’on vient", {"fields": ("origine_type", "origine_cle")}),
        (
            "Où l’on va",
            {
                "fields": ("cible_type", "cible_cle"),
                "description": "Les clés se lisent dans la liste des recommandables. "
                "Tant que la cible n’existe pas, la recommandation n’est pas montrée.",
            },
        ),
        ("Comment on le dit", {"fields": ("raison", "rang")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Recommandation]:
        cible = Recommandable.objects.filter(type=OuterRef("cible_type"), cle=OuterRef("cible_cle"))
        return super().get_queryset(request).annotate(cible_presente=Exists(cible))

    @admin.display(description="depuis", ordering="origine_cle")
    def origine(self, lien: Recommandation) -> str:
        return f"{lien.get_origine_type_display()} : {lien.origine_cle}"

    @admin.display(description="vers", ordering="cible_cle")
    def cible(self, lien: Recommandation) -> str:
        return f"{lien.get_cible_type_display()} : {lien.cible_cle}"

    @admin.display(description="montrée", boolean=True, ordering="cible_presente")
    def montree(self, lien: Any) -> bool:
        return lien.cible_presente

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        perimer_pages()

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        super().delete_model(request, obj)
        perimer_pages()

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Recommandation]) -> None:
        super().delete_queryset(request, queryset)
        perimer_pages()
