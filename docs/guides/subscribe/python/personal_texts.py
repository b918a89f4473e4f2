"""Opens the personal texts of an event: AES-256-GCM, bound to its event and its place in the record."""

import base64
import json
import urllib.parse
import urllib.request

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MOST_IDS = 100
DESTROYED = "destroyed"


class UnknownKey(Exception):
    """The key is not there now: nothing was erased by that. Stop, and go on once it is back."""


class BrokenSeal(Exception):
    """The text was altered or moved, or this is not its key."""


def keys_over(url: str, token: str):
    """The keys that the holder of this token may have. Nothing is kept, so that what was erased stays erased."""

    def keys_of(ids: list[str]) -> dict:
        keys = {}
        for start in range(0, len(ids), MOST_IDS):
            query = urllib.parse.urlencode({"ids": ",".join(ids[start : start + MOST_IDS])})
            request = urllib.request.Request(f"{url}/api/v1/privacy/keys?{query}")
            request.add_unredirected_header("Authorization", f"Bearer {token}")
            with urllib.request.urlopen(request, timeout=10) as answer:
                items = json.load(answer)["items"]
            for item in items:
                keys[item["id"]] = DESTROYED if item.get("destroyed") else base64.b64decode(item["key"])
        return keys

    return keys_of


def opened(event_id: str, data: dict, keys_of) -> dict:
    """The data with their texts in clear; what was erased says so. Raises UnknownKey, BrokenSeal, urllib.error.HTTPError."""
    needed = set()
    walk_data(data, event_id, lambda sealed, bound: needed.add(sealed["k"]))
    keys = keys_of(sorted(needed)) if needed else {}
    return walk_data(data, event_id, lambda sealed, bound: clear_text(sealed, bound, keys))


def clear_text(sealed: dict, bound: str, keys: dict) -> str:
    key = keys.get(sealed["k"])
    if key is None:
        raise UnknownKey(f"the key {sealed['k']} of the text at {bound} is not there")
    if key == DESTROYED:
        # The key of a person has the person's id, the key of free text the name of a stream, which has a dot.
        return "texte effacé" if "." in sealed["k"] else "personne effacée"
    try:
        iv, encrypted = base64.b64decode(sealed["iv"]), base64.b64decode(sealed["ct"])
        return AESGCM(key).decrypt(iv, encrypted, bound.encode()).decode()
    except InvalidTag:
        raise BrokenSeal(f"the text at {bound} does not open under the key {sealed['k']}") from None


def walk_data(data: dict, event_id: str, open_text) -> dict:
    carried = data.get("event")
    if not isinstance(carried, dict) or "id" not in carried or "data" not in carried:
        return walk(data, f"{event_id}/data", open_text)
    # What is carried stands in it as it was stored: its texts are bound to its own id.
    return {**data, "event": {**carried, "data": walk_data(carried["data"], carried["id"], open_text)}}


def walk(value, bound: str, open_text):
    if isinstance(value, list):
        return [walk(item, f"{bound}/{index}", open_text) for index, item in enumerate(value)]
    if not isinstance(value, dict):
        return value
    if "$personal" in value:
        return open_text(value, bound)
    return {name: walk(inner, f"{bound}/{name}", open_text) for name, inner in value.items()}
