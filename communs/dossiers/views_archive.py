"""Taking a dossier away whole."""

from uuid import UUID

from django.http import FileResponse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from communs.collectivites.middleware import Requete
from communs.dossiers.acces import obtenir_dossier
from communs.dossiers.archive import assembler
from communs.web.debit import limiter


@require_safe
def archive(request: Requete, identifiant: str, uuid: UUID) -> FileResponse:
    dossier = obtenir_dossier(request, identifiant, uuid, "dossiers.archiver")
    limiter(request, "dossiers_archive", str(request.user.pk))
    fichier, _ = assembler(request.identite, dossier)
    nom = slugify(dossier.titre)[:80] or "dossier"
    return FileResponse(fichier, as_attachment=True, filename=f"{nom}.zip", content_type="application/zip")
