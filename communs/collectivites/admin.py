"""For staff: who is registered. People's own gestures (roles, invitations) stay on their pages."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.decorators import secure_admin_login
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from communs.collectivites import second_facteur
from communs.collectivites.models import (
    Adhesion,
    Collectivite,
    Compte,
    CompteRelie,
    Demande,
    Invitation,
    Service,
)

# One door to sign in: verified address, rate limits, our pages.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
# Secrets and addresses of people's sessions are theirs: the admin does not show them.
admin.site.unregister([Authenticator, UserSession])


def _exiger_le_second_facteur(admin_view: Callable) -> Callable:
    """Every page of the admin, whatever registers it, opens only once a second factor has been used."""

    def envelopper(vue: Callable, cacheable: bool = False) -> Callable:
        ouverte = admin_view(vue, cacheable)

        @wraps(ouverte)
        def gardee(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if admin.site.has_permission(request) and not second_facteur.a_servi(request):
                return second_facteur.mener(request)
            return ouverte(request, *args, **kwargs)

        return gardee

    return envelopper


admin.site.admin_view = _exiger_le_second_facteur(admin.site.admin_view)  # type: ignore[method-assign]
admin.site.site_header = admin.site.site_title = "Vigie, administration"
admin.site.index_title = "Contenus et réglages"


class EnLecture:
    """Rows that the admin shows and never changes."""

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


class AdhesionsEnLigne(EnLecture, admin.TabularInline):
    model = Adhesion
    fields = ["compte", "collectivite", "role", "service", "depuis_le"]
    readonly_fields = ["depuis_le"]
    extra = 0
    can_delete = False


@admin.register(Compte)
class CompteAdmin(admin.ModelAdmin):
    """People sign up by themselves; staff may close an account or open the admin to somebody."""

    list_display = ["email", "prenom", "nom", "is_active", "is_staff", "cree_le", "last_login"]
    list_filter = ["is_active", "is_staff"]
    search_fields = ["email", "prenom", "nom"]
    ordering = ["email"]
    fields = ["email", "prenom", "nom", "is_active", "is_staff", "is_superuser", "cree_le", "last_login"]
    readonly_fields = ["email", "cree_le", "last_login"]
    inlines = [AdhesionsEnLigne]
    actions = ["retirer_le_second_facteur"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.action(description="Retirer le second facteur (téléphone et codes perdus)", permissions=["change"])
    def retirer_le_second_facteur(self, request: HttpRequest, comptes: QuerySet[Compte]) -> None:
        nombre = sum(second_facteur.retirer(compte) for compte in comptes.order_by("pk"))
        self.message_user(request, f"Second facteur retiré : {nombre} compte(s), prévenus par courriel.")


@admin.register(Collectivite)
class CollectiviteAdmin(admin.ModelAdmin):
    list_display = ["nom", "type", "siren", "identifiant", "cree_le"]
    list_filter = ["type"]
    search_fields = ["nom", "siren", "identifiant"]
    ordering = ["nom"]
    readonly_fields = ["cree_le"]
    inlines = [AdhesionsEnLigne]


@admin.register(Service)
class ServiceAdmin(EnLecture, admin.ModelAdmin):
    list_display = ["nom", "collectivite", "parent"]
    list_select_related = ["collectivite", "parent"]
    search_fields = ["nom", "collectivite__nom"]
    ordering = ["collectivite__nom", "nom"]


@admin.register(Invitation)
class InvitationAdmin(EnLecture, admin.ModelAdmin):
    list_display = ["email", "collectivite", "role", "cree_le", "expire_le", "acceptee_le", "annulee_le"]
    list_select_related = ["collectivite"]
    list_filter = ["role"]
    search_fields = ["email", "collectivite__nom"]
    ordering = ["-cree_le"]
    exclude = ["uuid"]


@admin.register(CompteRelie)
class CompteRelieAdmin(EnLecture, admin.ModelAdmin):
    """Staff may undo a link made by mistake, never make one."""

    list_display = ["compte", "emetteur", "siren", "relie_le"]
    list_select_related = ["compte"]
    search_fields = ["compte__email"]
    ordering = ["-relie_le"]


@admin.register(Demande)
class DemandeAdmin(EnLecture, admin.ModelAdmin):
    list_display = ["compte", "collectivite", "cree_le"]
    list_select_related = ["compte", "collectivite"]
    search_fields = ["compte__email", "collectivite__nom"]
    ordering = ["-cree_le"]
    exclude = ["uuid"]
