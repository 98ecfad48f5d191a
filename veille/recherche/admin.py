"""Themes are tied to other rooms here; recommendations follow at once."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from veille.models import Rapprochement
from veille.recherche.rapprochements import recommander


@admin.register(Rapprochement)
class RapprochementAdmin(admin.ModelAdmin):
    list_display = ("theme", "origine_type", "origine_cle")
    list_filter = ("theme", "origine_type")
    search_fields = ("origine_cle",)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        recommander()

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        super().delete_model(request, obj)
        recommander()

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Rapprochement]) -> None:
        super().delete_queryset(request, queryset)
        recommander()
