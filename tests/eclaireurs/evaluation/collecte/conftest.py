"""An evaluation with its people: Alice evaluates, Bachir sits on the committee, Jean comes from elsewhere."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from communs.collectivites.identite import Identite
from communs.collectivites.models import Compte
from communs.dossiers import services as dossiers
from communs.dossiers.models import Dossier
from communs.fichiers import preparation
from communs.materiaux import services as materiaux
from communs.materiaux.models import Materiau
from tests.fichiers import fabrique


@pytest.fixture
def affaire(administratrice: Compte, collectivite) -> Dossier:
    return dossiers.ouvrir(
        identite=Identite(administratrice),
        collectivite=collectivite,
        genre_cle="evaluation",
        titre="La médiathèque hors les murs",
        resume="",
        demande=uuid4(),
    )


@pytest.fixture
def indice(administratrice: Compte, affaire: Dossier) -> Callable[..., Materiau]:
    """`indice("On vient pour la dame", consentement="donne")`: a testimony in the dossier."""

    def _indice(texte: str, par: Compte | None = None, **champs) -> Materiau:
        return materiaux.deposer(
            identite=Identite(par or administratrice),
            dossier=affaire,
            demande=uuid4(),
            champs={"genre": "temoignage", "texte": texte} | champs,
        )

    return _indice


@pytest.fixture
def photo(medias, administratrice: Compte, affaire: Dossier) -> Callable[..., Materiau]:
    """`photo("La file", consentement="donne")`: a photo whose preparation is over."""

    def _photo(titre: str, par: Compte | None = None, **champs) -> Materiau:
        materiau = materiaux.deposer(
            identite=Identite(par or administratrice),
            dossier=affaire,
            demande=uuid4(),
            depot=SimpleUploadedFile("photo.jpg", fabrique.jpeg()),
            champs={"genre": "photo", "titre": titre, "texte": "On attend."} | champs,
        )
        preparation.traiter(materiau.fichier_id)
        return Materiau.objects.select_related("fichier").get(pk=materiau.pk)

    return _photo
