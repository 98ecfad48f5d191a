from django.urls import path

from veille.recherche import api

urlpatterns = [
    path("notices/", api.Notices.as_view(), name="notices"),
    path("notices/<int:id>/", api.UneNotice.as_view(), name="notice"),
    path("themes/", api.Themes.as_view(), name="themes"),
    path("bulletins/", api.Bulletins.as_view(), name="bulletins"),
    path("numeros/", api.Numeros.as_view(), name="numeros"),
    path("numeros/<slug:bulletin>/<slug:numero>/", api.UnNumero.as_view(), name="numero"),
]
