from django.urls import path, register_converter

from nuancier.recherche import api


class Code:
    """The number printed on a teinte: « 4.1 »."""

    regex = r"[1-9][0-9]?\.[1-9][0-9]{0,2}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Code, "code_de_teinte")

urlpatterns = [
    path("familles/", api.Familles.as_view(), name="familles"),
    path("teintes/", api.Teintes.as_view(), name="teintes"),
    path("teintes/<code_de_teinte:code>/", api.UneTeinte.as_view(), name="teinte"),
    path("modules/", api.Modules.as_view(), name="modules"),
    path("modules/<code_de_teinte:code>/<slug:cle>/", api.UnModule.as_view(), name="module"),
    path("ressources/", api.Ressources.as_view(), name="ressources"),
    path("ressources/<slug:cle>/", api.UneRessource.as_view(), name="ressource"),
]
