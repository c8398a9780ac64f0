"""Archives of X and Mastodon -> records with the names that fields of articles have.

Written from what is documented: X gives its data as scripts, each a list of objects around
one post; a Mastodon archive has an outbox of ActivityStreams, in which each activity is around a
note. What an activity merely names by its address, such as the post of somebody else that was
boosted, has no text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from searchkit.corpus.facts.sources import source_of_url
from searchkit.corpus.markup.html import html_to_text, unescaped
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_LOOKED_AT = 100  # objects of a list, to see whether all are posts
_SCRIPT = re.compile(r"\s*(?:window\.YTD\.[\w.]{1,60}|Grailbird\.data\.\w{1,60})\s*=\s*")
_NOTES = frozenset(("Note", "Article", "Question", "Page"))
_ACTIVITIES = frozenset(("Create", "Update", "Announce", "Add", "Like", "Delete"))
_SHOWN_BY = "Twitter"


class Posts(NamedTuple):
    """The posts of an archive.

    Attributes:
        records: One for each that has a text.
        ignored: How many have none.
    """

    records: list[object]
    ignored: int


def without_script(text: str) -> str:
    """Return the JSON of a script of an archive of X; any other text as it is.

    >>> without_script("window.YTD.tweets.part0 = [1]")
    '[1]'
    """
    script = _SCRIPT.match(text)
    return text[script.end() :].rstrip().removesuffix(";") if script else text


def posts_in(value: object) -> Posts | None:
    """Return the posts of an archive of X or Mastodon; None: it is none."""
    if isinstance(value, dict):
        items = value.get("orderedItems")
        is_outbox = value.get("type") in ("OrderedCollection", "OrderedCollectionPage")
        if is_outbox and isinstance(items, list):
            return _posts(map(_of_activity, items))
    elif isinstance(value, list) and value:
        head = value[:_LOOKED_AT]
        if all(isinstance(each, dict) and _tweet_in(each) for each in head):
            return _posts(_of_tweet(_tweet_in(each)) for each in value)
    return None


def _posts(records: Iterable[dict[str, object] | None]) -> Posts:
    found: list[object] = []
    ignored = 0
    for record in records:
        if record is not None and record["text"]:
            found.append(record)
        else:
            ignored += 1
    return Posts(found, ignored)


def _tweet_in(value: object) -> Mapping[str, Any] | None:
    """Return the post that an object of an archive of X is or is around, or None."""
    if not isinstance(value, dict):
        return None
    for name in ("tweet", "noteTweet"):
        if isinstance(inner := value.get(name), dict):
            return inner
    return value if "id_str" in value and {"text", "full_text"}.intersection(value) else None


def _of_tweet(tweet: Mapping[str, Any] | None) -> dict[str, object] | None:
    """Return a post of X as a record."""
    if tweet is None:
        return None
    core = _object(tweet.get("core"))
    text = tweet.get("full_text") or tweet.get("text") or core.get("text")
    number = tweet.get("id_str") or tweet.get("noteTweetId")
    user = _object(tweet.get("user"))
    entities = _object(tweet.get("entities"))
    for link in (*_objects(entities.get("urls")), *_objects(entities.get("media"))):
        short, whole = link.get("url"), link.get("expanded_url")
        if isinstance(text, str) and isinstance(short, str) and isinstance(whole, str) and short:
            text = text.replace(short, whole)
    return {
        "id": number,
        "text": unescaped(text).strip() if isinstance(text, str) else None,
        "date": tweet.get("created_at") or tweet.get("createdAt"),
        "url": f"https://twitter.com/i/web/status/{number}" if str(number).isdecimal() else None,
        "author": user.get("name"),
        "source": _SHOWN_BY,
        "language": tweet.get("lang") if tweet.get("lang") != "und" else None,
    }


def _of_activity(activity: object) -> dict[str, object] | None:
    """Return the note of an activity of an outbox as a record."""
    if not isinstance(activity, dict) or activity.get("type") not in _ACTIVITIES:
        return None
    note = activity.get("object")
    if not isinstance(note, dict) or note.get("type") not in _NOTES:
        return None
    content = note.get("content")
    parts = [html_to_text(content)] if isinstance(content, str) else []
    if isinstance(warning := note.get("summary"), str):
        parts.insert(0, html_to_text(warning))
    names = [each.get("name") for each in _objects(note.get("attachment"))]
    parts += [name for name in names if isinstance(name, str)]  # what a picture shows
    address = note.get("url") or note.get("id")
    languages = list(_object(note.get("contentMap")))
    return {
        "id": note.get("id") or activity.get("id"),
        "title": note.get("name"),
        "text": "\n\n".join(part.strip() for part in parts if part.strip()),
        "date": note.get("published") or activity.get("published"),
        "url": address,
        "author": account_of(note.get("attributedTo") or activity.get("actor")),
        "source": source_of_url(address) if isinstance(address, str) else None,
        "language": languages[0] if len(languages) == 1 else None,
    }


def account_of(actor: object) -> str | None:
    """Return the account that the address of an actor is of.

    >>> account_of("https://quay.example/users/ada")
    'ada@quay.example'
    """
    if not isinstance(actor, str):
        return None
    try:
        address = urlsplit(actor)
    except ValueError:
        return None
    name = address.path.rstrip("/").rpartition("/")[2].lstrip("@")
    return f"{name}@{address.hostname}" if name and address.hostname else None


def _object(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _objects(value: object) -> Iterator[Mapping[str, Any]]:
    yield from (each for each in value if isinstance(each, dict)) if isinstance(value, list) else ()
