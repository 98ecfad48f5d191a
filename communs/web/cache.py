"""The Redis cache, optional: when Redis is away a page is slower, never broken."""

import logging
import time
from typing import Any, cast

from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.exceptions import RedisError

journal = logging.getLogger(__name__)


class _ClientDeScripts(RedisCacheClient):
    def evaluer(self, script: str, cle: str, *arguments: str | int) -> bytes:
        reponse: bytes = self.get_client(cle, write=True).eval(script, 1, cle, *arguments)
        return reponse


class _ClientPrudent(_ClientDeScripts):
    """Answers as an empty cache while Redis does not answer, and leaves it alone for a while."""

    REPIT = 5.0  # seconds; a page makes several calls and must not wait for each
    muet_jusqua = 0.0

    def _ou_vide(self, nom: str, vide: Any, *args: Any, **kwargs: Any) -> Any:
        if time.monotonic() < _ClientPrudent.muet_jusqua:
            return vide
        try:
            return getattr(super(), nom)(*args, **kwargs)
        except RedisError as erreur:
            _ClientPrudent.muet_jusqua = time.monotonic() + self.REPIT
            journal.warning("Cache indisponible (%s) : %s", nom, erreur)
            return vide

    def add(self, key: Any, value: Any, timeout: Any) -> bool:
        return self._ou_vide("add", True, key, value, timeout)

    def get(self, key: Any, default: Any) -> Any:
        return self._ou_vide("get", default, key, default)

    def set(self, key: Any, value: Any, timeout: Any) -> None:
        self._ou_vide("set", None, key, value, timeout)

    def touch(self, key: Any, timeout: Any) -> bool:
        return self._ou_vide("touch", False, key, timeout)

    def delete(self, key: Any) -> bool:
        return self._ou_vide("delete", False, key)

    def get_many(self, keys: Any) -> dict:
        return self._ou_vide("get_many", {}, keys)

    def has_key(self, key: Any) -> bool:
        return self._ou_vide("has_key", False, key)

    def incr(self, key: Any, delta: int) -> int:
        return self._ou_vide("incr", delta, key, delta)

    def set_many(self, data: Any, timeout: Any) -> None:
        self._ou_vide("set_many", None, data, timeout)

    def delete_many(self, keys: Any) -> None:
        self._ou_vide("delete_many", None, keys)

    def evaluer(self, script: str, cle: str, *arguments: str | int) -> bytes:
        return self._ou_vide("evaluer", b"", script, cle, *arguments)


class CacheRedisFacultatif(RedisCache):
    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = _ClientPrudent

    def evaluer(self, script: str, cle: str, *arguments: str | int) -> bytes:
        """What this Lua script answers about a key, in one question; empty without Redis."""
        return cast(_ClientPrudent, self._cache).evaluer(script, self.make_and_validate_key(cle), *arguments)


def ecouter_de_nouveau() -> None:
    """Ask Redis again at once, whatever it did before (for tests and after a repair)."""
    _ClientPrudent.muet_jusqua = 0.0
