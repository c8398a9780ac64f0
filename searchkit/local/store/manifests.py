"""What a commit consists of, as a record and as a file.

A manifest is a line of JSON and a line with the digest of the first, so that it
is read as it was written or not at all:

    {"versions":{…},"updated":"…","finished":true,"corpus":{…},
     "evidence":{"patterns":{"pierpost":"…",…},"domains":{"pier":"pierpost"},
     "articles":9},"segments":[{"file":…,"articles":…,…},…]}
    {"blake2b":"…"}

`files.json` is sealed the same way. It says how the files of the corpus looked when
they were read; and of those that an update was reading when it was stopped, how far
it had come:

    {"commit":"…","stamps":{"a.txt":[size,mtime,options],…},
     "parts":{"b.jsonl":{"stamp":[…],"done":[0,1,2],"unseen":{…},"problems":[…],"doubtful":null}}}
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from searchkit import analysis
from searchkit.errors import IndexDamagedError, IndexOutdatedError
from searchkit.hashing import blake2b
from searchkit.local.store import file_names
from searchkit.local.store.disk import damaged_unless_read
from searchkit.records import Record
from searchkit.results import CorpusFolder
from searchkit.schema import SCHEMA_VERSION
from searchkit.syncing.evidence import Evidence
from searchkit.syncing.outlet_patterns import OutletPatterns
from searchkit.syncing.remembered import ArchiveRead, Corpus, FilesRead, FileStamp, PartRead

if TYPE_CHECKING:
    from searchkit.errors import Address

FORMAT = 6
"""The number of this layout of the directory.

1: the first.
2: a manifest says whether the first update has ended.
3: it has the corpus, and a file is recorded with the options that it was read with.
4: the corpus has spellings of outlets.
5: a manifest has what articles tell of outlets together.
6: the long texts of an article are compressed apart from what else is stored of it.
"""

Kind = TypeVar("Kind")

_DIGEST_LENGTH = 16  # bytes

# Raised where content is not what it should be.
_CONTENT_ERRORS = (ValueError, LookupError, TypeError, AttributeError, OverflowError)


class SegmentEntry(Record):
    """A segment as a manifest knows it.

    Attributes:
        file: The name of its file.
        articles: How many article numbers it has, deleted ones included.
        size: The length of its file, in bytes.
        deleted: The numbers of its deleted articles, ascending.
    """

    file: str
    articles: int
    size: int
    deleted: tuple[int, ...] = ()


class Manifest(Record):
    """What one commit consists of.

    Attributes:
        generation: The number of the commit; later ones have greater numbers.
        updated: When it was made, in UTC.
        segments: Its segments.
        is_finished: Whether an update has ended since the index was first built; until
            then the index has only a part of its corpus.
        corpus: What the index holds the articles of; None: nothing yet, or it is not known.
        evidence: What is furniture of each outlet; None: that is not settled.
        digest: The digest of its file, in hexadecimal.
    """

    _not_compared = frozenset({"digest"})

    generation: int
    updated: datetime
    segments: tuple[SegmentEntry, ...] = ()
    is_finished: bool = True
    corpus: Corpus | None = None
    evidence: Evidence | None = None
    digest: str = ""

    @property
    def articles(self) -> int:
        """How many articles there are, without the deleted ones."""
        return sum(entry.articles - len(entry.deleted) for entry in self.segments)

    @property
    def files(self) -> set[str]:
        """The names of the files of its segments."""
        return {entry.file for entry in self.segments}


def seal(content: object) -> bytes:
    """Return content with its digest, as a file: values of JSON, and records of them."""
    text = json.dumps(content, ensure_ascii=True, separators=(",", ":"), default=_as_json)
    body = text.encode() + b"\n"
    return body + _seal_of(body)


def _as_json(value: object) -> object:
    """Return a value that is none of JSON as one."""
    match value:
        case Record():
            return value.as_dict()
        case Mapping():
            return dict(value)
        case frozenset():
            return sorted(value)
        case Path():
            return str(value)
    raise TypeError(type(value))


def unseal(data: bytes) -> Any:
    """Return the content that :func:`seal` wrote.

    Raises:
        ValueError: It is not as it was written.
    """
    end = data.find(b"\n") + 1
    body = data[:end]
    if data[end:] != _seal_of(body):
        raise ValueError("its digest differs")
    try:
        return json.loads(body)
    except RecursionError as error:
        raise ValueError("it is nested too deep") from error


def digest_of(data: bytes) -> str:
    """Return the digest of a sealed file, in hexadecimal: that of its last line, the seal."""
    return _hexadecimal(data[data.rfind(b"\n", 0, -1) + 1 :])


def _seal_of(body: bytes) -> bytes:
    return json.dumps({"blake2b": _hexadecimal(body)}, separators=(",", ":")).encode() + b"\n"


def _hexadecimal(data: bytes) -> str:
    return blake2b(data, digest_size=_DIGEST_LENGTH).hexdigest()


def as_file(manifest: Manifest) -> bytes:
    """Return the file of a manifest."""
    return seal(
        {
            "versions": _versions(),
            "updated": manifest.updated.isoformat(timespec="seconds"),
            "finished": manifest.is_finished,
            "corpus": manifest.corpus,
            "evidence": None if manifest.evidence is None else _packed(manifest.evidence),
            "segments": manifest.segments,
        }
    )


def read(path: Path, generation: int) -> Manifest:
    """Read the manifest of a commit.

    Args:
        path: The index directory.
        generation: The number of the commit.

    Raises:
        PermissionError: No permission to read it.
        IndexDamagedError: It is not there, or not as it was written.
        IndexOutdatedError: It was written by another version.
    """
    file = path / file_names.manifest(generation)
    with damaged_unless_read(path, file.name):
        data = file.read_bytes()
    return from_bytes(path, data, generation, name=file.name)


def from_bytes(address: Address, data: bytes, generation: int, *, name: str) -> Manifest:
    """Return the manifest that a file or a document consists of.

    Args:
        address: Where the index is.
        data: What :func:`as_file` returned.
        generation: The number of the commit.
        name: What the file or the document is called.

    Raises:
        IndexDamagedError: It is not as it was written.
        IndexOutdatedError: It was written by another version.
    """
    try:
        content = unseal(data)
        _check_versions(address, content["versions"])
        return _manifest(content, generation, digest_of(data), address)
    except _CONTENT_ERRORS as error:
        reason = f"{name} has changed since it was written"
        raise IndexDamagedError(address, reason=reason) from error


def read_of_any_version(path: Path, generation: int) -> Manifest | None:
    """Read the manifest of a commit that another version may have written.

    The segments that it names may be of no use to this one, but it says of which corpus
    the index is. None where it cannot be read.
    """
    try:
        data = (path / file_names.manifest(generation)).read_bytes()
        return _manifest(unseal(data), generation, digest_of(data), path)
    except (OSError, *_CONTENT_ERRORS):
        return None


def _manifest(content: Any, generation: int, digest: str, address: Address) -> Manifest:
    updated = datetime.fromisoformat(content["updated"])
    if updated.utcoffset() is None:
        raise ValueError("a time without its zone")
    segments = tuple(map(_entry, _typed(content["segments"], list)))
    if len({entry.file for entry in segments}) < len(segments):
        raise ValueError("a segment twice")
    is_finished = _typed(content["finished"], bool)
    corpus = None if content["corpus"] is None else _corpus(content["corpus"])
    evidence = None if content["evidence"] is None else _unpacked(content["evidence"], address)
    return Manifest(generation, updated, segments, is_finished, corpus, evidence, digest)


def _packed(evidence: Evidence) -> dict[str, Any]:
    """Return evidence as values of JSON."""
    return {
        "patterns": dict(evidence.patterns.packed),
        "domains": dict(evidence.domains),
        "articles": evidence.articles,
    }


def _unpacked(content: Mapping[str, Any], address: Address) -> Evidence:
    patterns = {name: _typed(packed, str) for name, packed in content["patterns"].items()}
    names = {name: _typed(of, str) for name, of in content["domains"].items()}
    articles = _typed(content["articles"], int)
    return Evidence(OutletPatterns(patterns, address), names, articles)


def _corpus(content: Mapping[str, Any]) -> Corpus:
    folders = tuple(map(_folder, _typed(content["folders"], list)))
    if not folders or len({folder.prefix for folder in folders}) < len(folders):
        raise ValueError("no folder, or a prefix twice")
    aliases = tuple(
        tuple((_typed(spelling, str), _typed(name, str)) for spelling, name in _typed(pairs, list))
        for pairs in _typed(content["aliases"], list)
    )
    if len(aliases) != len(folders):
        raise ValueError("aliases of other folders")
    return Corpus(folders, _typed(content["reading"], int), aliases)


def _folder(content: Mapping[str, Any]) -> CorpusFolder:
    path = Path(_typed(content["path"], str))
    if not path.is_absolute():
        raise ValueError("a path that leads to different places")
    options = (content["source"], content["encoding"])
    source, encoding = (None if value is None else _typed(value, str) for value in options)
    return CorpusFolder(path, _typed(content["prefix"], str), source, encoding)


def files_as_file(files: FilesRead, *, digest: str) -> bytes:
    """Return the file of what is known of the files of the corpus.

    Args:
        files: What is known.
        digest: The digest of the manifest that it belongs to.
    """
    return seal({"commit": digest, **files.as_dict()})


def read_files(file: Path, *, digest: str) -> FilesRead | None:
    """Return what is known of the files of the corpus; None: nothing.

    Args:
        file: The file, which may be missing or damaged.
        digest: The digest of the manifest that it has to belong to.
    """
    try:
        data = file.read_bytes()
    except OSError:
        return None
    return files_from_bytes(data, digest=digest)


def files_from_bytes(data: bytes, *, digest: str) -> FilesRead | None:
    """Return what is known of the files of the corpus; None: nothing.

    Args:
        data: What :func:`files_as_file` returned, or anything.
        digest: The digest of the manifest that it has to belong to.
    """
    try:
        content = unseal(data)
        if content["commit"] != digest:
            return None
        stamps = {path: FileStamp._make(stamp) for path, stamp in content["stamps"].items()}
        parts = {path: _part(part) for path, part in content["parts"].items()}
        archives = {path: _archive(one) for path, one in content.get("archives", {}).items()}
    except _CONTENT_ERRORS:
        return None
    return FilesRead(stamps, parts, archives)


def _archive(content: Mapping[str, Any]) -> ArchiveRead:
    from searchkit.corpus import ArchivedFile  # late: only an update needs it

    return ArchiveRead(
        FileStamp._make(content["stamp"]),
        tuple(
            ArchivedFile(
                _typed(path, str),
                _typed(size, int),
                _typed(checksum, int),
                tuple(_typed(numbers, list)),
            )
            for path, size, checksum, numbers in _typed(content["files"], list)
        ),
        _typed(content["skipped"], dict),
    )


def _part(content: Mapping[str, Any]) -> PartRead:
    done = content["done"]
    unseen = {file: tuple(_typed(numbers, list)) for file, numbers in content["unseen"].items()}
    return PartRead(
        FileStamp._make(content["stamp"]),
        None if done is None else frozenset(_typed(done, list)),
        unseen,
        tuple(_typed(problem, str) for problem in _typed(content["problems"], list)),
        content["doubtful"],
    )


def _check_versions(path: Address, versions: Mapping[str, object]) -> None:
    for name, version in _versions().items():
        if versions[name] != version:
            raise IndexOutdatedError(
                path, reason=f"its {name} has version {versions[name]}, this one has {version}"
            )


def _versions() -> dict[str, int]:
    return {"format": FORMAT, "schema": SCHEMA_VERSION, "analysis": analysis.ANALYSIS_VERSION}


def _typed(value: object, kind: type[Kind]) -> Kind:
    """Return a value that was read, if it has a type."""
    if type(value) is not kind:
        raise TypeError(f"no {kind.__name__}")
    return value


def _entry(content: Mapping[str, Any]) -> SegmentEntry:
    file, articles, size = content["file"], content["articles"], content["size"]
    deleted = tuple(_typed(content["deleted"], list))
    if not all(type(number) is int and number >= 0 for number in (articles, size, *deleted)):
        raise ValueError("a number that is none")
    # A name with a slash would lead out of the directory.
    if not file_names.SEGMENT.fullmatch(file):
        raise ValueError(file)
    if any(number >= following for number, following in pairwise((*deleted, articles))):
        raise ValueError("a deleted article that there is not")
    return SegmentEntry(file, articles, size, deleted)
