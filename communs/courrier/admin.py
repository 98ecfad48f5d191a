from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest

from communs.courrier import services
from communs.courrier.models import Courriel


@admin.register(Courriel)
class CourrielAdmin(admin.ModelAdmin):
    """Read only, and without bodies: a waiting one may hold somebody's password link."""

    list_display = ["sujet", "destinataire", "etat", "essais", "cree_le", "envoye_le", "erreur"]
    list_filter = ["etat"]
    search_fields = ["destinataire", "sujet"]
    date_hierarchy = "cree_le"
    ordering = ["-cree_le"]
    actions = ["renvoyer"]
    exclude = ["texte", "html", "entetes"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    @admin.action(description="Renvoyer les courriels choisis", permissions=["view"])
    def renvoyer(self, request: HttpRequest, queryset: QuerySet[Courriel]) -> None:
        for courriel in queryset:
            try:
                services.renvoyer(courriel)
            except ValidationError as erreur:
                messages.error(request, f"« {courriel.sujet} » : {erreur.messages[0]}")
            else:
                messages.success(request, f"« {courriel.sujet} » va repartir.")
