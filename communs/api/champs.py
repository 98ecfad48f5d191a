"""Fields of our own."""

from django.conf import settings
from rest_framework import serializers


class AdresseField(serializers.URLField):
    """A path of the platform, written as a whole address: a program has no page to start from."""

    def to_representation(self, value: str) -> str:
        return f"{settings.VIGIE_ADRESSE}{value}"
