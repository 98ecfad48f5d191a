"""What every endpoint has in common."""

from typing import Any

from django.http import HttpResponse
from rest_framework.request import Request
from rest_framework.views import APIView

from communs.web.debit import limiter


class VueApi(APIView):
    """An anonymous endpoint, counted per address of the reader.

    `publique`: the same answer for everybody, which may be kept and asked for again (`ETag`).
    """

    http_method_names = ["get", "head", "post"]
    publique = False

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        limiter(request._request, "api")

    def finalize_response(
        self, request: Request, response: HttpResponse, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        finale = super().finalize_response(request, response, *args, **kwargs)
        if self.publique and finale.status_code == 200:
            finale["Cache-Control"] = "no-cache"  # kept, but asked for again each time, as our pages
        return finale
