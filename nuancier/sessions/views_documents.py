"""The papers of a session, asked for by its trainers."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from communs.collectivites.middleware import Requete
from communs.web.debit import limiter
from nuancier.sessions.documents import Document, demander
from nuancier.sessions.views import obtenir


@require_POST
def demander_un_document(request: Requete, uuid: UUID, document: str) -> HttpResponse:
    session = obtenir(request, uuid)
    if document not in Document.values:
        raise Http404
    limiter(request, "livrets_demander")
    return redirect(demander(identite=request.identite, session=session, document=Document(document)))
