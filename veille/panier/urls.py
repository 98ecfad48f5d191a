from django.urls import path

from veille.panier import views, views_publiques

urlpatterns = [
    path("proposer/", views_publiques.proposer, name="proposer"),
    path("proposer/merci/", views_publiques.proposer_merci, name="proposer_merci"),
    path("sources.opml", views_publiques.sources_opml, name="sources_opml"),
    path("atelier/trouvailles/", views.trouvailles, name="trouvailles"),
    path("atelier/trouvailles/<uuid:uuid>/", views.trier, name="trier_trouvaille"),
    path("atelier/sources/", views.sources, name="sources"),
    path("atelier/sources/suivre/", views.suivre, name="suivre_source"),
    path("atelier/sources/<uuid:uuid>/", views.source, name="source"),
    path("atelier/sources/<uuid:uuid>/geste/", views.source_geste, name="source_geste"),
]
