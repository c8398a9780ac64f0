"""The rules of the house: who may import whom, and which library has which door."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
import subprocess
import sys
import typing
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import searchkit
from searchkit.late_patterns import LatePattern
from tests.conftest import unmeasured

PACKAGE = Path(searchkit.__file__).parent
ROOT = Path(__file__).parents[1]
TESTS = Path(__file__).parent

# From the bottom up: a part imports only from those before it.
PARTS = [
    "utf8",
    "hashing",
    "caching",
    "late_patterns",
    "records",
    "errors",
    "arguments",
    "article",
    "notes",
    "progress",
    "limits",
    "deadlines",
    "spawning",
    "calendar_names",
    "nearest_names",
    "results",
    "corpus",
    "recurring",
    "analysis",
    "schema",
    "exploring",
    "file_reading",
    "query",
    "ranking",
    "quoting",
    "syncing",
    "engine",
    "local",
    "opensearch",
    "addresses",
    "saved",
    "answering",
    "gaps",
    "index",
    "watching",
    "evaluation",
    "output",
    "serving",
    "agents",
    "cli",
]

# Packages that promise an order inside: a module or a package in one imports only from those
# before it.
ROOMS = {
    "searchkit.corpus": [
        "encoding",
        "markup",
        "facts",
        "settings",
        "containers",
        "assembling",
        "readers",
    ],
    "searchkit.local": ["segment", "whoosh", "store", "writing", "searching", "engine"],
    "searchkit.local.searching": ["segments", "meanings", "matching", "scoring", "searcher"],
}

# Modules of the same name, since every engine has one.
MIRRORS = {"engine"}

# What is true of several modules together.
LAWS = {
    "laws/test_documentation.py",
    "laws/test_hostile_input.py",
    "laws/test_index_laws.py",
    "laws/test_query_laws.py",
}

# Tests of what is no module: the command as a process, the repository and its tools.
WITHOUT_A_MODULE = {
    "benchmarks/test_examples.py",
    "browser/test_pages.py",
    "browser/test_pictures.py",
    "cli/test_interrupting.py",
    "cli/test_process.py",
    "cluster/test_copies.py",
    "cluster/test_parity.py",
    "cluster/test_requests.py",
    "cluster/test_rows.py",
    "cluster/test_updates.py",
    "referee/test_whoosh_tests.py",
    "test_architecture.py",
    "test_constraints.py",
    "test_endurance.py",
    "test_golden_ranking.py",
    "test_sample_corpus.py",
    "test_wheel.py",
}

# The parts that may import a library; everything else asks them.
DOORS = {
    "yaml": {"corpus"},
    "markdown_it": {"corpus", "output", "serving"},
    "jinja2": {"serving"},
    "markupsafe": {"serving"},
    "starlette": {"agents", "serving"},
    "uvicorn": {"serving"},
    "mcp": {"agents"},
    "pydantic": {"agents"},
    "chardet": {"corpus"},
    "docutils": {"corpus"},
    "feedparser": {"corpus"},
    "htmldate": {"corpus"},
    "lxml": {"corpus"},
    "pypdfium2": {"corpus"},
    "resvg_py": {"output"},
    "trafilatura": {"corpus"},
    "warcio": {"corpus"},
    "nltk": {"analysis"},
    "py3langid": {"analysis"},
    "whoosh": {"local"},
    "numpy": {"exploring", "local", "opensearch", "ranking", "recurring"},
    "zstandard": {"corpus", "local", "opensearch"},
    "urllib3": {"opensearch"},
    "click": {"cli"},
    "watchfiles": {"watching"},
}

# What only other commands need, or a search that finds nothing.
NOT_FOR_A_SEARCH = {
    "chardet",
    "difflib",
    "docutils",
    "feedparser",
    "htmldate",
    "lxml",
    "markdown_it",
    "nltk",
    "numpy.ma",
    "py3langid",
    "pypdfium2",
    "searchkit.answering.surveying",
    "searchkit.cli.index_commands",
    "searchkit.cli.shell_completion",
    "searchkit.output.manual",
    "searchkit.cli.paging",
    "searchkit.local.segment.array_file_writer",
    "searchkit.local.segment.consistency",
    "searchkit.local.segment.field_writer",
    "searchkit.local.segment.merging",
    "searchkit.local.segment.segment_writer",
    "searchkit.corpus",
    "searchkit.evaluation",
    "searchkit.watching",
    "searchkit.file_reading",
    "searchkit.local.writing",
    "searchkit.opensearch",
    "urllib3",
    "searchkit.recurring",
    "searchkit.spawning",
    "searchkit.output.pages",
    "searchkit.local.searching.meanings.completion",
    "searchkit.local.searching.explaining",
    "searchkit.local.searching.survey_counts",
    "searchkit.local.searching.meanings.spelling",
    "searchkit.local.store.checking",
    "select",
    "shlex",
    "shutil",
    "signal",
    "socket",
    "subprocess",
    "tempfile",
    "trafilatura",
    "warcio",
    "whoosh",
    "yaml",
}

# Imported when they are used, since they are slow to import or seldom needed.
LATE = {
    "yaml",
    "markdown_it",
    "chardet",
    "docutils",
    "feedparser",
    "nltk",
    "py3langid",
    "pypdfium2",
    "resvg_py",
    "warcio",
    "urllib3",
}


@cache
def modules() -> list[tuple[str, ast.Module]]:
    """The modules of the package by their dotted names, parsed once for all tests."""
    names = {
        ".".join(("searchkit", *path.relative_to(PACKAGE).with_suffix("").parts)): path
        for path in sorted(PACKAGE.rglob("*.py"))
    }
    return [
        (name.removesuffix(".__init__"), ast.parse(path.read_text()))
        for name, path in names.items()
    ]


def imports(tree: ast.AST) -> Iterator[str]:
    """The dotted names that a module imports, anywhere in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            if node.module == "searchkit":
                yield from (f"searchkit.{alias.name}" for alias in node.names)
            else:
                yield node.module


def part_of(dotted: str) -> str | None:
    parts = dotted.split(".")
    return parts[1] if parts[0] == "searchkit" and parts[1:] and parts[1] in PARTS else None


def test_every_module_belongs_to_a_part() -> None:
    homeless = [
        name
        for name, _ in modules()
        if not part_of(name) and name not in {"searchkit", "searchkit.__main__"}
    ]

    assert homeless == []


def test_a_part_imports_only_from_parts_above_it_in_the_table() -> None:
    wrong = [
        f"{name} imports {imported}"
        for name, tree in modules()
        for imported in imports(tree)
        if (importer := part_of(name))
        and (part := part_of(imported))
        and PARTS.index(part) > PARTS.index(importer)
    ]

    assert wrong == []


@pytest.mark.parametrize("package", ROOMS)
def test_a_room_imports_only_from_rooms_before_it(package: str) -> None:
    def room_of(dotted: str) -> int | None:
        room = dotted.removeprefix(f"{package}.").split(".")[0]
        is_inside = dotted.startswith(f"{package}.") and room in ROOMS[package]
        return ROOMS[package].index(room) if is_inside else None

    held = [(name, number) for name, _ in modules() if (number := room_of(name)) is not None]
    wrong = [
        f"{name} imports {imported}"
        for name, tree in modules()
        if (importer := room_of(name)) is not None
        for imported in imports(tree)
        if (room := room_of(imported)) is not None and room > importer
    ]

    assert {number for _, number in held} == set(range(len(ROOMS[package])))
    assert wrong == []


def test_a_library_is_imported_only_by_the_parts_that_are_its_door() -> None:
    wrong = [
        f"{name} imports {imported}"
        for name, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom) and not under_type_checking(tree, node)
        for imported in imports(node)
        if (library := imported.split(".")[0]) in DOORS and part_of(name) not in DOORS[library]
    ]

    assert wrong == []


def test_slow_libraries_are_imported_where_they_are_used() -> None:
    wrong = [
        f"{name} imports {imported}"
        for name, tree in modules()
        for node in tree.body
        if isinstance(node, ast.Import | ast.ImportFrom)
        for imported in imports(node)
        if imported.split(".")[0] in LATE
    ]

    assert wrong == []


def test_named_tuples_are_those_that_are_quick_to_define() -> None:
    slow = [
        dotted
        for dotted, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "typing"
        if "NamedTuple" in {alias.name for alias in node.names}
    ]

    assert slow == ["searchkit.records"]


def under_type_checking(tree: ast.Module, node: ast.AST) -> bool:
    return any(
        isinstance(block, ast.If)
        and isinstance(block.test, ast.Name)
        and block.test.id == "TYPE_CHECKING"
        and node in block.body
        for block in tree.body
    )


# A possessive repeat of a group, or an atomic group, as it is written.
NOT_GIVEN_BACK = re.compile(r"\(\?>|\)(?:[*+?]|\{[^{}]*\})\+")


def patterns_of(value: object) -> Iterator[str]:
    """The regular expressions that a name of a module stands for."""
    if isinstance(value, tuple | list | dict):
        for one in value.values() if isinstance(value, dict) else value:
            yield from patterns_of(one)
    owner = getattr(value, "__self__", value)
    if isinstance(owner, re.Pattern | LatePattern):
        pattern = owner.pattern
        yield pattern if isinstance(pattern, str) else pattern.decode("latin-1")


def written_texts(tree: ast.AST) -> Iterator[str]:
    """The texts that a module writes, its docstrings aside; what stands in braces is left out."""
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            parts = (part.value for part in node.values if isinstance(part, ast.Constant))
            yield "".join(map(str, parts))
        elif isinstance(node, ast.Constant) and id(node) not in docstrings:
            yield str(node.value)


def test_python_before_3_11_5_reads_every_regular_expression_as_later_ones_do() -> None:
    named = [
        (name, pattern)
        for name, _ in modules()
        if name != "searchkit.__main__"
        for value in vars(importlib.import_module(name)).values()
        for pattern in patterns_of(value)
    ]
    written = [(name, text) for name, tree in modules() for text in written_texts(tree)]

    assert len(named) > 50
    assert [each for each in named + written if NOT_GIVEN_BACK.search(each[1])] == []


@pytest.mark.parametrize("pattern", [r"(?>a)", r"(ab)*+", r"(?:ab)++", r"(ab)?+", r"(a){1,2}+"])
def test_what_python_before_3_11_5_reads_otherwise_is_known(pattern: str) -> None:
    assert NOT_GIVEN_BACK.search(pattern)


def test_the_table_of_the_architecture_page_names_the_parts_in_their_order() -> None:
    rows = re.findall(r"^\| `(\w+)/?` \|", (ROOT / "ARCHITECTURE.md").read_text(), re.MULTILINE)

    assert rows == PARTS


def test_module_names_are_unique_but_for_what_every_engine_has() -> None:
    stems = [name.rpartition(".")[2] for name, _ in modules()]

    assert {stem for stem in stems if stems.count(stem) > 1} == MIRRORS


def test_a_module_is_tested_in_the_file_of_its_name() -> None:
    tested = {path.relative_to(TESTS) for path in TESTS.rglob("test_*.py")}
    roots = {PACKAGE: Path(), ROOT / "benchmarks": Path("benchmarks")}
    modules = [
        folder / (path.parent if path.stem == "__init__" else path).relative_to(root)
        for root, folder in roots.items()
        for path in root.rglob("*.py")
    ]
    named = {module.with_name(f"test_{module.stem}.py") for module in modules if module.name}

    assert {str(path) for path in tested - named} == LAWS | WITHOUT_A_MODULE


def test_each_file_of_laws_says_at_its_head_of_what() -> None:
    heads = [ast.get_docstring(ast.parse((TESTS / name).read_text())) or "" for name in LAWS]

    assert [head for head in heads if not head.startswith("Laws of ")] == []


def test_the_engine_in_memory_of_the_tests_is_short() -> None:
    assert len((TESTS / "helpers" / "memory.py").read_text().splitlines()) <= 180


GLOSSARY = re.findall(
    r"^\| \*\*([\w-]+)\*\* \| .+ \| `([\w/]+)` \|$",
    (ROOT / "ARCHITECTURE.md").read_text(),
    re.MULTILINE,
)


def test_the_glossary_has_each_word_once() -> None:
    words = [word for word, _ in GLOSSARY]

    assert len(words) > 40
    assert len(set(words)) == len(words)


@pytest.mark.parametrize(("word", "home"), GLOSSARY)
def test_each_word_of_the_glossary_is_used_where_it_is_at_home(word: str, home: str) -> None:
    module = PACKAGE / (f"{home}__init__.py" if home.endswith("/") else f"{home}.py")
    text = module.stem + module.read_text()

    assert re.search(rf"(?<![a-z]){word.replace('-', '_')}", text, re.IGNORECASE)


def test_every_package_and_module_says_what_it_is_for() -> None:
    assert [name for name, tree in modules() if not ast.get_docstring(tree)] == []


def test_what_the_package_exports_is_there() -> None:
    assert [name for name in searchkit.__all__ if not hasattr(searchkit, name)] == []
    assert set(searchkit.__all__) <= set(dir(searchkit))
    with pytest.raises(AttributeError, match=r"^module 'searchkit' has no attribute 'tide'$"):
        searchkit.tide  # noqa: B018


def annotated(name: str, value: object) -> Iterator[tuple[str, object]]:
    """A public name, and its methods, that have annotations."""
    if inspect.isclass(value) or inspect.isfunction(value):
        yield name, value
    if inspect.isclass(value):
        for attribute, found in vars(value).items():
            method = getattr(found, "fget", found)
            is_public = not attribute.startswith("_") or attribute.startswith("__")
            if is_public and inspect.isfunction(method):
                yield f"{name}.{attribute}", method


PUBLIC = [
    pytest.param(value, id=qualified)
    for name in searchkit.__all__
    for qualified, value in annotated(name, getattr(searchkit, name))
]


@pytest.mark.parametrize("value", PUBLIC)
def test_the_types_of_every_public_name_can_be_asked_for(value: object) -> None:
    assert isinstance(typing.get_type_hints(value), dict)


@pytest.mark.parametrize("value", PUBLIC)
def test_every_type_of_ours_that_a_public_signature_names_can_be_imported_from_the_package(
    value: object,
) -> None:
    named = {
        kind
        for annotation in typing.get_type_hints(value).values()
        for kind in (annotation, *typing.get_args(annotation))
        if inspect.isclass(kind) and kind.__module__.startswith("searchkit.")
    }
    exempt = (
        "searchkit.records",
        "searchkit.query.nodes",
        "searchkit.engine",
        "searchkit.results.ReadsArticles",
    )

    assert [
        kind
        for kind in named
        if not f"{kind.__module__}.{kind.__name__}".startswith(exempt)
        and getattr(searchkit, kind.__name__, None) is not kind
    ] == []


def test_every_name_in_all_is_there() -> None:
    wrong = [
        f"{name}.{exported}"
        for name, _ in modules()
        if name != "searchkit.__main__"
        for module in [importlib.import_module(name)]
        for exported in getattr(module, "__all__", ())
        if not hasattr(module, exported)
    ]

    assert wrong == []


def test_a_search_loads_nothing_that_only_writing_or_other_commands_need(tmp_path: Path) -> None:
    with searchkit.create(tmp_path) as index:
        index.update(ROOT / "corpus")
    code = (
        "import sys\n"
        "from searchkit.cli import main\n"
        "main(sys.argv[1:], standalone_mode=False)\n"
        "print(*sys.modules, file=sys.stderr)"
    )
    command = [sys.executable, "-c", code, "search", "--index", str(tmp_path), "tides moon"]

    run = subprocess.run(command, capture_output=True, text=True, check=True, env=unmeasured())

    assert set(run.stderr.split()) & NOT_FOR_A_SEARCH == set()


def test_only_markdown_waits_for_its_parser(tmp_path: Path) -> None:
    for name in ("a.txt", "b.md"):
        (tmp_path / name).write_text("---\ntitle: Tide\n---\nIt came.")
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from searchkit.corpus import read, walk\n"
        "for file in walk(Path(sys.argv[1])).files:\n"
        "    list(read(Path(sys.argv[1]), file))\n"
        "    print(file.path, 'markdown_it' in sys.modules)"
    )

    run = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True
    )

    assert run.stdout == "a.txt False\nb.md True\n"


def test_help_waits_for_no_heavy_library() -> None:
    code = (
        "import sys, searchkit.cli\n"
        "heavy = {'numpy', 'whoosh', 'nltk', 'yaml', 'markdown_it', 'chardet'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )

    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert run.stdout == "[]\n"
