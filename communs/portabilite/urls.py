from django.urls import path

from communs.portabilite import views

app_name = "portabilite"

urlpatterns = [
    path("", views.emporter, name="emporter"),
]
