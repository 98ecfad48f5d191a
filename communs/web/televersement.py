"""Files in posts: none, but where a view says so. What comes elsewhere is refused by size, or skipped.

A view that takes a file bears `@recoit_un_fichier`; only signed-in people get through that door. One that
takes it from people without account bears `@recoit_un_fichier_avec(droit)`, which asks its own right first.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler
from django.http import HttpRequest

Vue = TypeVar("Vue", bound=Callable[..., Any])


def recoit_un_fichier(vue: Vue) -> Vue:
    """Let this view's posts bring files, up to `VIGIE_ENVOI_SIMPLE` bytes in all."""
    vue.recoit_un_fichier = True  # type: ignore[attr-defined]
    return vue


def recoit_un_fichier_avec(droit: Callable[..., bool]) -> Callable[[Vue], Vue]:
    """The same for whoever `droit` lets in: a signed right, that the address carries.

    Called with the arguments of the address before any byte is kept; it must ask nothing of the post.
    """

    def poser(vue: Vue) -> Vue:
        vue.droit_d_envoi = droit  # type: ignore[attr-defined]
        return vue

    return poser


def _porte_ouverte(request: HttpRequest | None) -> bool:
    atteinte = request and request.resolver_match
    if not request or not atteinte:
        return False
    if droit := getattr(atteinte.func, "droit_d_envoi", None):
        return droit(**atteinte.kwargs)
    return getattr(atteinte.func, "recoit_un_fichier", False) and request.user.is_authenticated


class SelonLaVue(TemporaryFileUploadHandler):
    """Writes to a temporary file for a view that takes one; elsewhere nothing is ever written."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, str],
        content_length: int,
        boundary: Any,
        encoding: str | None = None,
    ) -> None:
        """Django's own limit counts form fields only; this one counts the whole post."""
        self.ouverte = _porte_ouverte(self.request)
        limite = settings.VIGIE_ENVOI_SIMPLE if self.ouverte else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if content_length > limite:
            raise RequestDataTooBig

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        if not self.ouverte:
            raise SkipFile
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self.ouverte:
            super().receive_data_chunk(raw_data, start)

    def file_complete(self, file_size: int) -> Any:
        return super().file_complete(file_size) if self.ouverte else None
