"""The names under which exports, feeds and front matter hold what an article has.

Names are compared in lower case without ``-``, ``_``, ``:``, ``.`` and spaces, as
:func:`plain_name` makes them. A name within a nested object follows that of
the object: `sourcename` is ``{"source": {"name": …}}``. The order of a list is the
order in which names are tried. The comment behind a line says which exports have its names.

What says when an article was saved, fetched or changed (`created_at`, `updated`,
`date_download`, `crawled`) is not among the dates, since that is not when it was published.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

_SIGNS: Final = str.maketrans("", "", "_-:. ")


@lru_cache(maxsize=4096)
def plain_name(name: str) -> str:
    """Return the form of a field's name that is compared.

    >>> plain_name("Date-Published"), plain_name("dc:creator")
    ('datepublished', 'dccreator')
    """
    return name.lower().translate(_SIGNS)


TITLE_NAMES: Final = (
    *("title", "headline", "heading"),  # most
    *("webtitle", "headlinetext"),  # The Guardian; A Million News Headlines
    *("headlines", "resolvedtitle", "giventitle"),  # Arc; Pocket
    *("dctitle", "ogtitle", "articletitle", "newstitle", "posttitle", "pagetitle"),
    "subject",  # mail and newsgroups
)
TEXT_NAMES: Final = (
    *("text", "textcontent", "contenttext", "plaintext"),  # most; Readability; JSON Feed; Ghost
    *("body", "bodytext", "maintext"),  # most; The Guardian; news-please
    *("content", "contentrendered", "contenthtml"),  # most; WordPress; JSON Feed
    *("articlebody", "articletext", "articlecontent", "fulltext", "storytext"),  # schema.org
    *("paragraphs", "contents"),  # crawlers; TREC Washington Post
    *("article", "document", "story"),  # All the News 2, CNN/DailyMail, XSum
    *("contentelements", "blocks", "sections"),  # Arc; Editor.js, Draft.js; Wikipedia
    *("contentencoded", "bodyhtml", "html", "htmlcontent", "descriptionhtml"),  # RSS
    *("pagecontent", "rawcontent", "rawtext", "ocrtext", "ocr"),  # LangChain; scans
    *("extract", "selftext"),  # MediaWiki; Reddit
    *("message", "post", "posttext", "bodymarkdown", "markdown"),
)
SUMMARY_NAMES: Final = (
    *("leadparagraph", "abstract", "snippet"),  # The New York Times
    *("description", "shortdescription"),  # NewsAPI, AG News; News Category
    *("summary", "excerpt", "standfirst", "lead", "teaser", "trailtext", "fieldstrailtext"),
    *("highlights", "headlinetext"),  # A Million News Headlines has nothing else
)
"""Names of what is less than the article; it counts where there is no more, and a title."""

DATE_NAMES: Final = (
    *("date", "published", "pubdate", "publishedat", "publisheddate"),  # most; RSS; NewsAPI
    *("publishdate", "datepublished", "publicationdate", "publishedon"),  # newspaper; schema.org
    *("datepublish", "webpublicationdate"),  # news-please; The Guardian
    *("firstpublished", "firstpublicationdate", "firstpublishdate", "firstpublishedat"),
    *("displaydate", "originalpublicationdate", "originaldate"),  # Arc
    *("datetimepub", "datetime", "timestamp", "issued"),  # Event Registry; Zotero
    *("publishedtime", "articlepublishedtime", "publishtime", "publicationtime", "pubtime"),
    *("publisheddatetime", "publicationdatetime", "publishedtimestamp", "publishedts"),
    *("dcdate", "dctermsissued", "dateissued", "releasedate", "releasedat"),
    *("posted", "postedat", "postedon", "dateposted", "postdate", "postedtime"),
    *("articledate", "newsdate", "dategmt", "publishedatutc"),  # WordPress
)
UTC_NAMES: Final = frozenset(("dategmt", "publishedatutc"))
"""Names of dates whose clock is that of Greenwich, though they do not say so."""

DOMAIN_NAMES: Final = (
    *("threadsite", "sourcedomain", "domainname", "domain", "hostname", "cleanurl"),
)
"""Names of sources that are the domain of one: news-please, Wallabag, Webhose, NewsCatcher."""

SOURCE_NAMES: Final = (
    *("source", "outlet", "site", "publisher", "publication", "sitename", "newspaper"),  # most
    *("sourcename", "sourcetitle", "publishername", "publicationname", "fieldspublication"),
    *("medianame", "namesource", "outletname", "magazine", "journal"),  # Media Cloud; NewsCatcher
    *("containertitle", "ispartof", "website", "ogsitename"),  # Zotero; schema.org
    *("yoastheadjsonogsitename", "feedtitle", "feedname", "feed", "origin", "origintitle"),
    *("provider", "providername", "sourcehostname"),  # Bing News; trafilatura
    *DOMAIN_NAMES,
)

AUTHOR_NAMES: Final = (
    *("author", "authors", "byline", "by", "writer", "writers", "creator"),  # most
    *("bylineoriginal", "fieldsbyline"),  # The New York Times; The Guardian
    *("embeddedauthor", "primaryauthor"),  # WordPress; Ghost
    *("publishedby", "creditsby", "credits"),  # Wallabag; Arc
    *("dccreator", "authorname", "authornames", "authorsname", "articleauthor", "creators"),
    *("journalist", "journalists", "reporter", "reporters", "columnist", "columnists"),
    "yoastheadjsonauthor",  # WordPress with Yoast
)
URL_NAMES: Final = (
    *("url", "link", "canonicalurl", "weburl", "permalink"),  # most; The Guardian, New York Times
    *("articleurl", "originalurl", "resolvedurl", "givenurl", "pageurl", "sourcepageurl"),
    *("canonical", "alternate", "linkspermalink", "links"),  # Google Reader; Aylien
    *("mainentityofpage", "ogurl", "externalurl", "guid", "uri", "id"),
)
ADDRESS_NAMES: Final = (
    *("permalink", "path", "slug"),  # Jekyll, Zola, Hugo
    *("url", "link", "canonicalurl", "weburl", "articleurl", "originalurl"),
)
"""Names of addresses and of parts of them, which may have a date."""

LANGUAGE_NAMES: Final = (
    *("language", "lang", "inlanguage", "locale", "languagecode", "dclanguage", "fieldslang"),
)
ID_NAMES: Final = ("id", "guid", "_id", "uuid")
"""Names of what tells records apart; as they are, these are compared with their underscore."""

YEAR_NAMES: Final = ("year", "month", "day")
"""Names of the parts of a date that are fields of their own: All the News."""

# Guardian; Elasticsearch; JSON:API; GraphQL; Webhose; WordPress; then most.
AROUND: Final = frozenset(
    "fields _source attributes node thread _embedded yoast_head_json article document doc post"
    " story entry item page record data properties metadata meta".split()
)
"""Names of objects whose fields are the article's own, as they are written."""

# NewsAPI; JSON Feed; RSS; Atom; Guardian; New York Times, Solr; Elasticsearch; GraphQL; then most.
RECORD_LISTS: Final = frozenset(
    "articles items item entries entry results docs hits edges nodes records rows documents posts"
    " stories news data value pages articlelist articleslist newslist publications features @graph"
    " graph".split()
)
"""Plain names of lists whose objects are articles."""

FEED_OBJECTS: Final = frozenset(("channel", "feed"))
"""Plain names of objects that are a feed, so that their title is the outlet's name."""

FEED_SIGNS: Final = frozenset(("homepageurl", "feedurl"))
"""Plain names that only the object of a JSON Feed has."""
