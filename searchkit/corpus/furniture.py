"""Lines of a text that belong to the page and not to the article.

People save articles with what stood around them: `Read article`, headlines of
other pieces, photo credits, requests to subscribe. These lines stay in the
text, so that nothing is lost when the guess is wrong, and their spans are told.
Only evidence counts, and in doubt a line is the article's own:

- its wording, tied to how the line begins and, where that could be prose, to
  how it ends;
- its place: a headline beside `Read article`, or the headlines that follow
  `More from …`, are of other pieces. A headline alone between paragraphs looks
  just like a subheading and is left, unless it is shouted in capitals in an
  article whose own headline is not;
- a caption that is given twice is furniture in all its copies: it tells of a
  picture that is not there, and neither copy is nearer to the story. Copies
  that follow one another count from four words on. Apart from one another they
  could be a refrain, so there must be just two, long and not quoted.
"""

from __future__ import annotations

import re
from itertools import product, takewhile

from searchkit.article import Span
from searchkit.corpus.titles import is_headline

_LONGEST = 600  # characters of a furniture line; help-line notices are the longest
_SHORT = 300  # characters of a caption; headlines are shorter yet
_MOST_OTHERS = 12  # lines after a label that may be headlines it points to
_MOST_SHOUTED = 3  # with more of them, an article has its own headings in capitals
_NOT_CAPTION = "\"'“‘«„-–—•*"  # quotations and items of lists may well come twice

# Where a line may be furniture by its wording: the words it may begin with (lower
# case) and the form of the whole line. Every repetition in a form has a bound.
_LABEL = r"[\s:…»>→.!]{0,4}$"  # nothing more, but for what a label may end in
_READ = (
    (
        "read continue keep view watch",
        r"(?:read|continue|keep|view|watch)(?: (?:reading|the))?(?: (?:full|entire|original))?"
        r"(?: (?:articles?|more|next|on|now|story|post|reading|interview|this|related|video))?"
        r"(?: below)?" + _LABEL,
    ),
    (
        "read more see also related",
        (
            r"(?:read(?: more| also| next| or share this story)?|see also|also read|more"
            r"|related(?: (?:articles?|stor(?:y|ies)|posts?|links?|content|coverage|reading))?)"
            r"\s?:.{0,200}$"
        ),
    ),
    (
        "related recommended trending",
        r"(?:related|recommended|trending)"
        r"(?: (?:articles?|stor(?:y|ies)|posts?|links?|content|reading|now|for you))?" + _LABEL,
    ),
    (
        "more",
        r"more(?: (?:stories|articles|news|posts|coverage)"
        r"(?: (?:from|on|in|about|by) [^.!?]{1,60})?| (?:from|on) [^.!?]{1,60}"
        r"| (?:stories )?like this)?" + _LABEL,
    ),
    (
        "story article continue",
        r"(?:story|article|continue)(?: (?:continue[sd]?|reading))? below.{0,40}$",
    ),
    ("you", r"you (?:may|might) also (?:like|enjoy|be interested in).{0,40}$"),
    (
        "lire à lesen lea lee leer mehr weitere",
        r"(?:(?:à )?lire (?:aussi|également|la suite)|lesen sie (?:auch|mehr|weiter)"
        r"|le[ae] también|leer (?:más|también)|mehr (?:zum thema|aus [^.!?]{1,40})|weitere artikel)"
        r"(?:\s?:.{0,200}|" + _LABEL + ")",
    ),
)
_PAGE = (
    (
        "advertisement advertisements ad ads sponsored publicité anzeige werbung publicidad",
        r"(?:advertisements?|ads?|sponsored(?: content)?|publicité|anzeige|werbung|publicidad)"
        r"(?: continue reading(?: the main story| below)?)?" + _LABEL,
    ),
    (
        "share partager teilen compartir",
        r"(?:share|partager|teilen|compartir)(?: (?:this|on|via|sur|auf|en|the|story|article|post"
        r"|with|your|friends|facebook|twitter|tweet|pin|email|whatsapp|pocket|x)){0,9}" + _LABEL,
    ),
    (
        "tweet facebook twitter whatsapp email print copy pinterest",
        r"(?:(?:tweet|facebook|twitter|whatsapp|email|print|copy link|pinterest) ?){1,9}" + _LABEL,
    ),
    ("copyright ©", r"(?:copyright\b|©).{0,160}$"),
    ("click tap", r"(?:click|tap) (?:here|below) (?:to|for)\b.{0,120}$"),
    (
        "image media enlarge toggle",
        r"(?:image copyright|media playback|enlarge this image|toggle caption).{0,200}$",
    ),
)
_CREDIT = (
    (
        "photo photos photograph photographs picture pictures image images video credit",
        r"(?:photo(?:graph)?s?|pictures?|images?|video|credit)(?: credits?| by)?\s?:.{1,200}$",
    ),
    (
        "photo photos photograph photographs image images",
        r"(?:photo(?:graph)?|image)s? (?:courtesy of|courtesy|by|via) [^.!?]{1,120}\.?$",
    ),
    ("courtesy", r"courtesy of [^.!?]{1,120}\.?$"),
    ("foto fotos", r"fotos?\s?:.{1,200}$"),
)
_INVITATION = (
    (
        "subscribe",
        r"subscribe(?: (?:to|for|now|here|today|on)\b[^.!?]{0,160}[!.]?|" + _LABEL + ")$",
    ),
    ("sign", r"sign up (?:for|to|here|now|today)\b[^.!?]{0,160}[!.]?$"),
    (
        "don't remember please be make want enjoyed enjoy like liked love loved for if to never",
        (
            r"(?:don't forget|remember|please|be sure|make sure|want|enjoyed?|liked?|loved?"
            r"|never miss|for (?:more\b(?! than)|the latest)|if you (?:liked?|enjoy(?:ed)?|loved?)"
            r"|to (?:see|watch|read) more)\b.{0,120}\b(?:subscribe|sign up|follow us|join us"
            r"|our (?:\w{1,20} )?(?:newsletters?|channel|community))\b.{0,120}$"
        ),
    ),
    (
        "get",
        (
            r"get (?:the|our|all|more|breaking)\b.{0,120}"
            r"\b(?:newsletters?|inbox|app|delivered)\b.{0,160}$"
        ),
    ),
    (
        "follow",
        (
            r"follow (?:us\b|@|[^.!?]{1,80} on (?:twitter|facebook|instagram|tiktok|youtube|x"
            r"|threads|mastodon|bluesky)\b).{0,100}$"
        ),
    ),
    (
        "join become",
        (
            r"(?:join|become)\b.{0,100}\b(?:community|conversation|facebook group|discord|forum"
            r"|newsletter|mailing list|members?)\b.{0,200}$"
        ),
    ),
    (
        "abonnez abonnieren suscríbete suscríbase inscrivez",
        r"(?:abonnez-vous|abonnieren sie|suscríb(?:ete|ase)|inscrivez-vous)\b.{0,160}$",
    ),
)

# Notices are whole sentences, and prose may begin as they do, so they must also
# say whom to turn to.
_HELP = re.compile(
    r"(?:if you\b.{0,200}\b(?:someone you (?:know|love)|help|support|struggl|affected|suicid|abuse"
    r"|crisis|experienc)|for (?:help|support|confidential)\b)",
    re.IGNORECASE,
)
_HELP_PLACE = re.compile(
    r"\b(?:help ?line|hotline|lifeline|samaritans"
    r"|(?:call|text|dial|contact)\b.{0,80}\d[\d ().-]{1,20}\d)",
    re.IGNORECASE,
)
_NOTICE_WORDS = frozenset(("if", "for", "we", "this", "our", "by", "accept"))
_COOKIES = re.compile(
    r"(?:we (?:use|and our)|(?:this|our) (?:web)?site uses|by (?:continuing|using)|accept)\b"
    r".{0,120}\bcookies\b",
    re.IGNORECASE,
)


def _by_first_word() -> dict[str, tuple[re.Pattern[str], ...]]:
    """Return the forms that a line may have, by its first word."""
    forms: dict[str, list[re.Pattern[str]]] = {}
    for words, form in (*_READ, *_PAGE, *_CREDIT, *_INVITATION):
        pattern = re.compile(form, re.IGNORECASE)
        for word in words.split():
            forms.setdefault(word, []).append(pattern)
    return {word: tuple(patterns) for word, patterns in forms.items()}


_FORMS = _by_first_word()
_EDGES = " \t•–—-*[(>›»|"  # what may stand before the words of a furniture line
# How a line must begin to be looked at closer, in every mixture of cases: few lines
# do, and this is quick to tell.
_STARTS = frozenset(
    "".join(letters)
    for start in {f"{word} "[:3] for word in (*_FORMS, *_NOTICE_WORDS)} | {"à l"}
    for letters in product(*((letter, letter.upper()) for letter in start))
)
_FIRST_EDGES = frozenset(_EDGES)
_FIRST_WORD = re.compile(rf"[{re.escape(_EDGES)}]{{0,20}}([^\W\d_]+(?:['’]t)?|©)")
# Labels that point to other pieces and name none of them themselves.
_POINTER = re.compile(
    r"(read|see also|also read|lire|à lire|lesen|le[ae])?(?(1)|(?:more|related|recommended|trending"
    r"|you m|mehr|weitere))\b[^:]{0,60}:?\s?$",
    re.IGNORECASE,
)


def find_furniture(text: str, title: str) -> tuple[Span, ...]:
    r"""Return the spans of the lines of a text that are furniture of its page.

    Args:
        text: The text of an article; lines end in ``\n``.
        title: The article's own headline.

    Returns:
        One span for each line, without its line end, in order.
    """
    lines = text.split("\n")
    worded = {
        number
        for number, line in enumerate(lines)
        if (line[:3] in _STARTS or line[:1] in _FIRST_EDGES) and is_worded(line)
    }
    found = worded | _repeated(lines) | _shouted(lines, title)
    if not found:
        return ()
    filled = [number for number, line in enumerate(lines) if line.strip()]
    if worded:
        found |= _beside(lines, filled, worded, found)
    if len(found) == len(filled):
        return ()  # a text that is all furniture is an article of its own
    spans = []
    position = 0
    for number, line in enumerate(lines):
        if number in found:
            spans.append(Span(position, position + len(line)))
        position += len(line) + 1
    return tuple(spans)


def is_worded(line: str) -> bool:
    """Tell whether a line has the wording of furniture."""
    first = _FIRST_WORD.match(line) if len(line) <= _LONGEST else None
    if first is None:
        return False
    word = first[1].lower().replace("’", "'")
    if word not in _FORMS and word not in _NOTICE_WORDS:
        return False
    words = line[first.start(1) :].rstrip(" \t)]*_|").replace("’", "'")
    if word in _NOTICE_WORDS and _is_notice(words):
        return True
    return any(form.match(words) for form in _FORMS.get(word, ()))


def _is_notice(words: str) -> bool:
    """Tell whether a line is a notice of a help line or of cookies."""
    if "cookies" in words and _COOKIES.match(words):
        return True
    return bool(_HELP.match(words) and _HELP_PLACE.search(words))


def _repeated(lines: list[str]) -> set[int]:
    """Return the numbers of the lines that are captions given more than once."""
    if len(set(lines)) >= len(lines) - max(lines.count("") - 1, 0):
        return set()  # by far the commonest
    places: dict[str, list[int]] = {}
    filled = [number for number, line in enumerate(lines) if line.strip()]
    for index, number in enumerate(filled):
        places.setdefault(lines[number].strip(), []).append(index)
    found: set[int] = set()
    for line, indexes in places.items():
        if len(indexes) == 1 or len(line) > _SHORT:
            continue
        together = indexes[-1] - indexes[0] == len(indexes) - 1 and line.count(" ") >= 3
        apart = len(indexes) == 2 and len(line) >= 30 and line[0] not in _NOT_CAPTION
        if together or apart:
            found |= {filled[index] for index in indexes}
    return found


def _shouted(lines: list[str], title: str) -> set[int]:
    """Return the numbers of the headlines in capitals between paragraphs."""
    found = {
        number
        for number, line in enumerate(lines)
        if line.isupper()
        and line.count(" ") >= 4
        and not line[0].isdigit()
        and 0 < number < len(lines) - 1
        and is_headline(line)
    }
    return found if len(found) <= _MOST_SHOUTED and not title.isupper() else set()


def _beside(lines: list[str], filled: list[int], worded: set[int], found: set[int]) -> set[int]:
    """Return the numbers of the headlines of other pieces that a label points to."""
    others: set[int] = set()
    for index, number in enumerate(filled):
        if number not in worded:
            continue
        if label := _POINTER.match(lines[number].strip(_EDGES)):
            following = filled[index + 1 : index + 1 + _MOST_OTHERS]
            own = (near for near in following if near not in found)
            after = set(takewhile(lambda near: _is_other_headline(lines[near]), own))
            before = set(filled[max(index - 1, 0) : index]) if label[1] and not after else set()
            others |= after | {near for near in before if _is_other_headline(lines[near])}
    return others


def _is_other_headline(line: str) -> bool:
    """Tell whether a line beside a label is the headline that it points to."""
    return len(line) <= _SHORT and line.count(" ") >= 2 and is_headline(line)
