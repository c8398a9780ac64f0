"""Archives of X and Mastodon, as their documentation has them, and JSON that is like them."""

from __future__ import annotations

import json

import pytest

from searchkit.article import Article
from searchkit.corpus.readers.social_posts import account_of, posts_in, without_script
from tests.corpus.conftest import ReadFile
from tests.corpus.readers.conftest import ReadAs

TWEET = {
    "id": "971",
    "id_str": "971",
    "full_text": "Ebb &amp; flow at the quay: https://t.co/a1",
    "created_at": "Wed Mar 14 21:30:00 +0000 2018",
    "lang": "en",
    "entities": {"urls": [{"url": "https://t.co/a1", "expanded_url": "https://post.example/a"}]},
}
EBB = "Ebb & flow at the quay: https://post.example/a"


def script(name: str, *values: object) -> str:
    return f"window.YTD.{name}.part0 = {json.dumps(values)}"


@pytest.mark.parametrize("name", ["data/tweets.js", "tweet.js", "tweets-part1.js"])
def test_each_post_of_an_archive_of_x_is_an_article(read_file: ReadFile, name: str) -> None:
    (found,) = read_file(name, script("tweets", {"tweet": TWEET}))

    assert isinstance(found, Article)
    assert (found.key, found.title, found.text) == (f"{name}#971", EBB, EBB)
    assert (str(found.date), found.source, found.language) == (
        "2018-03-14T21:30:00Z",
        "Twitter",
        "en",
    )
    assert found.url == "https://twitter.com/i/web/status/971"


def test_long_posts_and_those_of_old_archives_are_read(read_file: ReadFile) -> None:
    note = {
        "noteTweetId": "972",
        "createdAt": "2023-03-14T21:30:00.000Z",
        "core": {"text": "A long one."},
    }
    old = {
        "id_str": "12",
        "text": "Low water.",
        "created_at": "2012-03-14 21:30:00 +0000",
        "user": {"name": "Ada Marsh", "screen_name": "ada"},
    }
    name = "data/js/tweets/2012_03.js"

    found = [
        *read_file("note-tweet.js", script("note_tweet", {"noteTweet": note})),
        *read_file(name, f"Grailbird.data.tweets_2012_03 = \n {json.dumps([old])}"),
    ]
    said = {(one.text, str(one.date), one.authors) for one in found if isinstance(one, Article)}

    assert said == {
        ("A long one.", "2023-03-14T21:30:00Z", ()),
        ("Low water.", "2012-03-14T21:30:00Z", ("Ada Marsh",)),
    }


def test_other_scripts_are_no_articles(read_file: ReadFile) -> None:
    assert read_file("data/account.js", script("account", {"account": {}})) == []


def activity(kind: str, value: object) -> dict[str, object]:
    actor = "https://quay.example/users/ada"
    return {"type": kind, "actor": actor, "published": "2022-11-05T12:00:00Z", "object": value}


NOTE = {
    "type": "Note",
    "id": "https://quay.example/users/ada/statuses/1",
    "url": "https://quay.example/@ada/1",
    "summary": "Tides",
    "content": "<p>Ebb &amp; flow.</p>",
    "contentMap": {"en": "<p>Ebb &amp; flow.</p>"},
    "attachment": [{"type": "Document", "name": "The quay at noon"}, {"name": None}],
}


def test_each_note_of_an_outbox_is_an_article_and_boosts_are_counted(read_file: ReadFile) -> None:
    outbox = {
        "@context": "https://www.w3.org/ns/activitystreams",
        "type": "OrderedCollection",
        "orderedItems": [
            activity("Create", NOTE),
            activity("Announce", "https://other.example/1"),
            activity("Create", {"type": "Note", "id": "https://quay.example/2", "content": ""}),
        ],
    }

    remark, found = read_file("outbox.json", json.dumps(outbox))

    assert remark == "outbox.json: ignored 2 posts and activities, which have no text"
    assert isinstance(found, Article)
    assert found.key == "outbox.json#https://quay.example/users/ada/statuses/1"
    assert (found.title, found.text) == ("Tides", "Ebb & flow.\n\nThe quay at noon")
    assert (found.source, found.authors) == ("quay.example", ("ada@quay.example",))
    assert (found.url, found.language) == ("https://quay.example/@ada/1", "en")
    assert str(found.date) == "2022-11-05T12:00:00Z"


@pytest.mark.parametrize(
    "value",
    [
        [],
        [{"text": "Ebb."}],
        [{"id_str": "1", "text": "Ebb."}, {"text": "Flow."}],
        {"type": "Collection", "orderedItems": []},
        {"orderedItems": [NOTE]},
        "window.YTD",
    ],
)
def test_other_json_is_no_archive(value: object) -> None:
    assert posts_in(value) is None


def test_only_a_script_of_an_archive_loses_its_beginning() -> None:
    assert without_script(" window.YTD.tweets.part12 = [1];\n") == "[1]"
    assert without_script("window.other = [1]") == "window.other = [1]"


@pytest.mark.parametrize(
    ("actor", "expected"),
    [
        ("https://quay.example/users/ada", "ada@quay.example"),
        ("https://quay.example/@ada/", "ada@quay.example"),
        ("https://quay.example", None),
        ("http://[quay", None),
        (None, None),
    ],
)
def test_an_account_has_the_name_that_people_write(actor: object, expected: str | None) -> None:
    assert account_of(actor) == expected


def test_what_wallabag_exports_has_names_that_are_known(read_as: ReadAs) -> None:
    entry = {
        "is_archived": 1,
        "is_starred": 0,
        "tags": ["sea"],
        "id": 7,
        "title": "Low",
        "url": "https://post.example/low",
        "content": "<p>Ebb.</p>",
        "created_at": "2021-01-01T00:00:00+00:00",
        "published_at": "2020-05-04T12:30:00+00:00",
        "published_by": ["Ada Marsh"],
        "mimetype": "text/html",
        "language": "en",
        "domain_name": "post.example",
    }

    failed = "wallabag can't retrieve contents for this article. Please <a href='x'>see</a>."
    others = [{**entry, "content": content} for content in ("", failed)]

    assert read_as("wallabag.json", [entry, *others]) == [
        ("#7", "Low", "2020-05-04T12:30:00Z", "post.example", ("Ada Marsh",), "Ebb."),
        "wallabag.json: record 2: has no text: nothing to read in content",
        "wallabag.json: record 3: has no text: Wallabag could not save that of the page",
    ]
