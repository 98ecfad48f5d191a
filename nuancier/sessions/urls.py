from django.urls import path

from nuancier.sessions import (
    views,
    views_documents,
    views_inscriptions,
    views_livrable,
    views_rejoindre,
    views_stagiaire,
)

S = "sessions/<uuid:uuid>/"
P = "sessions/participer/<str:jeton>/"

urlpatterns = [
    path("rejoindre/", views_rejoindre.rejoindre, name="rejoindre"),
    path("sessions/", views.mes_sessions, name="mes_sessions"),
    path("sessions/nouvelle/<uuid:uuid>/", views.nouvelle, name="nouvelle_session"),
    path(S, views.session, name="session"),
    path(f"{S}regler/", views.regler, name="regler_session"),
    path(f"{S}geste/", views.geste, name="geste_session"),
    path(f"{S}code/", views.renouveler_le_code, name="renouveler_code"),
    path(f"{S}jours/", views.ajouter_un_jour, name="ajouter_jour"),
    path(f"{S}jours/<uuid:cle>/retirer/", views.retirer_un_jour, name="retirer_jour"),
    path(f"{S}formateurs/", views.ajouter_un_formateur, name="ajouter_formateur"),
    path(f"{S}formateurs/<uuid:cle>/retirer/", views.retirer_un_formateur, name="retirer_formateur"),
    path(f"{S}documents/<str:document>/", views_documents.demander_un_document, name="document_session"),
    path(f"{S}inscriptions/", views_inscriptions.liste, name="inscriptions"),
    path(f"{S}inscriptions/convoquer/", views_inscriptions.convoquer, name="convoquer"),
    path(f"{S}inscriptions/<uuid:cle>/retirer/", views_inscriptions.retirer, name="retirer_stagiaire"),
    path(f"{S}inscriptions/<uuid:cle>/lien/", views_inscriptions.renouveler, name="renouveler_lien"),
    path(f"{S}presences/", views_inscriptions.presences, name="presences"),
    path(f"{S}paroles/", views_livrable.paroles, name="paroles"),
    path(f"{S}situations/", views_livrable.situations, name="situations"),
    path(f"{S}situations/<uuid:cle>/", views_livrable.situation, name="situation"),
    path(
        f"{S}situations/<uuid:cle>/supprimer/",
        views_livrable.supprimer_situation,
        name="supprimer_situation",
    ),
    path(f"{S}situations/<uuid:cle>/photos/<uuid:image>/", views_livrable.photo, name="photo_situation"),
    path(
        f"{S}situations/<uuid:cle>/photos/<uuid:image>/retirer/",
        views_livrable.retirer_photo,
        name="retirer_photo",
    ),
    path(f"{S}livret/", views_livrable.composer_le_livret, name="livrable"),
    path(f"{S}livret/ordre/", views_livrable.ordonner, name="ordonner_livrable"),
    path(f"{S}livret/<uuid:cle>/deplacer/", views_livrable.deplacer, name="deplacer_morceau"),
    path(f"{S}livret/apercu/", views_livrable.apercu, name="apercu_livrable"),
    path(f"{S}livret/partager/", views_livrable.partager, name="partager_livrable"),
    path(P, views_stagiaire.participer, name="participer"),
    path(f"{P}moi/", views_stagiaire.moi, name="participer_moi"),
    path(f"{P}attentes/", views_stagiaire.attentes, name="participer_attentes"),
    path(f"{P}avis/", views_stagiaire.avis, name="participer_avis"),
    path(f"{P}lundi/", views_stagiaire.lundi, name="participer_lundi"),
    path(f"{P}critique/", views_stagiaire.critique, name="participer_critique"),
    path(f"{P}suivi/", views_stagiaire.suivi, name="participer_suivi"),
    path(f"{P}agenda.ics", views_stagiaire.agenda, name="participer_agenda"),
    path(f"{P}documents/<str:piece>/", views_stagiaire.document, name="participer_document"),
    path(f"{P}livret/", views_stagiaire.livret, name="participer_livret"),
    path(f"{P}photos/<uuid:image>/", views_stagiaire.photo, name="participer_photo"),
    path(f"{P}effacer/", views_stagiaire.effacer, name="participer_effacer"),
]
