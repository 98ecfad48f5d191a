"""Who is on which line now: in Redis only, expiring by itself. Without Redis nobody is seen, and nothing
else changes: the clock of the tableau is a column of a row that is read anyway.

One hash a table, a field a person, read in one question whatever their number; Redis keeps the time.
"""

import json
from typing import NamedTuple, cast
from uuid import UUID

from django.core.cache import cache

from communs.web.cache import CacheRedisFacultatif
from eclaireurs.evaluation.conclave.portes import Convive

PRESENCE = 12  # seconds after which somebody who no longer asks has left

# ARGV: how many seconds a presence lasts, then who and what is said of her, if somebody is to be noted.
_SCRIPT = """
local maintenant = tonumber(redis.call('TIME')[1])
if ARGV[2] then
  redis.call('HSET', KEYS[1], ARGV[2], string.format('%d %s', maintenant + ARGV[1], ARGV[3]))
  redis.call('EXPIRE', KEYS[1], ARGV[1])
end
local presents, vus = {}, redis.call('HGETALL', KEYS[1])
for rang = 1, #vus, 2 do
  local fin, qui = string.match(vus[rang + 1], '^(%d+) (.*)$')
  if tonumber(fin) > maintenant then
    presents[#presents + 1] = qui
  else
    redis.call('HDEL', KEYS[1], vus[rang])
  end
end
return '[' .. table.concat(presents, ',') .. ']'
"""


class Present(NamedTuple):
    """Somebody who has the tableau open; `ligne` is where she writes, "" when nowhere."""

    cle: str
    nom: str
    ligne: str


def _demander(pk: int, *qui: str) -> list[Present]:
    lus = cast(CacheRedisFacultatif, cache).evaluer(_SCRIPT, f"tableau:{pk}:presents", PRESENCE, *qui)
    presents = (Present(*present) for present in json.loads(lus or b"[]"))
    return sorted(presents, key=lambda p: (p.nom, p.cle))


def signaler(pk: int, convive: Convive, ligne: UUID | None) -> list[Present]:
    """She is here, on this line: who is here now, by name."""
    cle = str(convive.cle)
    return _demander(pk, cle, json.dumps([cle, convive.nom, str(ligne or "")]))


def presents(pk: int) -> list[Present]:
    """Who is here now, by name."""
    return _demander(pk)
