"""Answering a post that a script of ours sent for a form, so that nothing typed is lost."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect


def accuser(request: HttpRequest, url: str) -> HttpResponse:
    """It is kept: the browser goes on; the script that posted forgets its draft, and goes on by itself
    (following a redirection, it would use up the message before anybody reads it)."""
    if request.headers.get("X-Vigie-Depot"):
        return JsonResponse({"adresse": url})
    return redirect(url)
