"""For staff: who is registered. People's own gestures (roles, invitations) stay on their pages."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.decorators import secure_admin_login
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse

from communs.collectivites import second_facteur, services
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


class Effacable:
    """Rows erased by their service alone, which keeps the rules and erases all that goes with them."""

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_effacer_permission(self, request: HttpRequest) -> bool:
        return super().has_delete_permission(request)  # type: ignore[misc]


def _demander_confirmation(
    modele: admin.ModelAdmin, request: HttpRequest, objets: QuerySet, *, action: str, question: str
) -> TemplateResponse | None:
    """A page that names what will go, until its button is pressed; None once it has been."""
    if "confirme" in request.POST:
        return None
    contexte = modele.admin_site.each_context(request) | {
        "title": question,
        "objets": objets,
        "action": action,
        "opts": modele.model._meta,
    }
    return TemplateResponse(request, "admin/confirmer.html", contexte)


class AdhesionsEnLigne(EnLecture, admin.TabularInline):
    model = Adhesion
    fields = ["compte", "collectivite", "role", "service", "depuis_le"]
    readonly_fields = ["depuis_le"]
    extra = 0
    can_delete = False


class CompteForm(forms.ModelForm):
    def clean_is_active(self) -> bool:
        actif = self.cleaned_data["is_active"]
        if self.instance.is_active and not actif:
            services.exiger_fermable(self.instance)
        return actif


@admin.register(Compte)
class CompteAdmin(Effacable, admin.ModelAdmin):
    """People sign up by themselves; staff may close or erase an account, or open the admin to somebody."""

    form = CompteForm
    actions = ["effacer", "retirer_le_second_facteur"]

    list_display = ["email", "prenom", "nom", "is_active", "is_staff", "cree_le", "last_login"]
    list_filter = ["is_active", "is_staff"]
    search_fields = ["email", "prenom", "nom"]
    ordering = ["email"]
    fields = [
        *("email", "prenom", "nom", "is_active", "is_staff", "is_superuser"),
        *("groups", "cree_le", "last_login"),
    ]
    filter_horizontal = ["groups"]
    readonly_fields = ["email", "cree_le", "last_login"]
    inlines = [AdhesionsEnLigne]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Compte]:
        """The invented people of trials are nobody."""
        return super().get_queryset(request).filter(essai=None)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.action(description="Retirer le second facteur (téléphone et codes perdus)", permissions=["change"])
    def retirer_le_second_facteur(
        self, request: HttpRequest, comptes: QuerySet[Compte]
    ) -> HttpResponseBase | None:
        comptes, action = comptes.order_by("email"), "retirer_le_second_facteur"
        question = "Retirer le second facteur de ces comptes ?"
        if page := _demander_confirmation(self, request, comptes, action=action, question=question):
            return page
        nombre = sum(second_facteur.retirer(compte) for compte in comptes.order_by("pk"))
        self.message_user(request, f"Second facteur retiré : {nombre} compte(s), prévenus par courriel.")
        return None

    @admin.action(
        description="Effacer tout de suite, avec les collectivités d’un seul membre", permissions=["effacer"]
    )
    def effacer(self, request: HttpRequest, queryset: QuerySet[Compte]) -> HttpResponseBase | None:
        queryset = queryset.order_by("email")
        question = "Effacer ces comptes pour toujours ?"
        if page := _demander_confirmation(self, request, queryset, action="effacer", question=question):
            return page
        for compte in queryset:
            email = compte.email
            try:
                services.supprimer_compte(compte=compte)
            except ValidationError as erreur:
                messages.error(request, f"{email} : {erreur.messages[0]}")
            else:
                messages.success(request, f"Le compte de {email} est effacé.")
        return None


@admin.register(Collectivite)
class CollectiviteAdmin(Effacable, admin.ModelAdmin):
    actions = ["effacer"]
    list_display = ["nom", "type", "siren", "identifiant", "cree_le"]
    list_filter = ["type"]
    search_fields = ["nom", "siren", "identifiant"]
    ordering = ["nom"]
    readonly_fields = ["cree_le"]
    inlines = [AdhesionsEnLigne]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Collectivite]:
        """Trials have a list of their own."""
        return super().get_queryset(request).filter(essai_jusqu_au=None)

    @admin.action(
        description="Supprimer, avec les services, adhésions et invitations", permissions=["effacer"]
    )
    def effacer(self, request: HttpRequest, queryset: QuerySet[Collectivite]) -> HttpResponseBase | None:
        queryset = queryset.order_by("nom")
        question = "Supprimer ces collectivités pour toujours ?"
        if page := _demander_confirmation(self, request, queryset, action="effacer", question=question):
            return page
        for collectivite in queryset:
            nom = collectivite.nom
            services.supprimer_collectivite(collectivite=collectivite)
            messages.success(request, f"La collectivité « {nom} » est supprimée.")
        return None


@admin.register(Service)
class ServiceAdmin(EnLecture, admin.ModelAdmin):
    list_display = ["nom", "collectivite", "parent"]
    list_select_related = ["collectivite", "parent"]
    search_fields = ["nom", "collectivite__nom"]
    ordering = ["collectivite__nom", "nom"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Service]:
        return super().get_queryset(request).filter(collectivite__essai_jusqu_au=None)


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
