"""The description of the API in OpenAPI 3.1, made of the table that reads its parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from searchkit import __version__
from searchkit.results.plain import VERSION
from searchkit.serving.api import PREFIX, ROUTES

if TYPE_CHECKING:
    from searchkit.serving.api import Route
    from searchkit.serving.parameters import Parameter

_FIELDS = {
    "Results": ("query", "total", "more", "offset", "took_ms", "understood", "corrected",
                "generation", "timed_out", "notes", "hits"),
    "Survey": ("query", "total", "more", "dated", "undated", "first", "last", "unit", "periods",
               "apart", "sources", "n_sources", "languages", "authors", "n_authors", "took_ms",
               "notes"),
    "MarkedArticle": ("query", "article", "title_spans", "spans"),
    "Completions": ("completions",),
    "Suggestions": ("suggestions",),
    "Explanation": ("query", "understood", "total", "more", "notes", "leaves", "article"),
    "SimilarArticles": ("article", "terms", "total", "hits"),
    "Copies": ("total", "articles", "offset", "took_ms", "notes", "clusters"),
    "Quotations": ("text", "article", "about", "considered", "took_ms", "notes", "quotations"),
    "SavedSearches": ("searches",),
    "Sources": ("sources",),
    "Stats": ("articles", "dated", "sources", "languages", "terms", "size", "first", "last"),
    "Health": ("status", "searchkit", "articles", "generation"),
    "Error": ("error",),
}  # fmt: skip
"""What the answers have, by the names of their schemas."""

_REFUSALS = {
    "400": "A parameter or the query cannot be used; the answer says which and why.",
    "404": "There is no such article.",
    "503": "Too much is asked at the moment, or the answer would have taken too long.",
}


def description() -> dict[str, Any]:
    """Return the description, as plain values."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "searchkit",
            "version": __version__,
            "description": "Search of a folder of articles. Every answer is JSON with the number "
            "of its layout; fields may be added within one. Names that are not known are refused.",
        },
        "servers": [{"url": "/"}],
        "paths": {route.path: {"get": _operation(route)} for route in ROUTES}
        | {f"{PREFIX}/openapi.json": {"get": _itself()}},
        "components": {"schemas": {name: _schema(fields) for name, fields in _FIELDS.items()}},
    }


def _operation(route: Route) -> dict[str, Any]:
    refusals = {
        status: {"description": about, "content": _json("Error")}
        for status, about in _REFUSALS.items()
    }
    return {
        "operationId": route.name,
        "summary": route.about,
        "parameters": [_parameter(parameter) for parameter in route.parameters],
        "responses": {"200": {"description": route.about, "content": _json(route.schema)}}
        | refusals,
    }


def _itself() -> dict[str, Any]:
    content = {"application/json": {"schema": {"type": "object"}}}
    return {
        "operationId": "openapi",
        "summary": "This description.",
        "responses": {"200": {"description": "This description.", "content": content}},
    }


def _json(schema: str) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}


def _parameter(parameter: Parameter) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": parameter.name,
        "in": "query",
        "description": parameter.about,
        "required": parameter.is_required,
        "schema": _type_of(parameter),
    }
    if parameter.example is not None:
        is_several = parameter.kind == "texts"
        described["example"] = [parameter.example] if is_several else parameter.example
    return described


def _type_of(parameter: Parameter) -> dict[str, Any]:
    text: dict[str, Any] = {"type": "string", "maxLength": parameter.most}
    match parameter.kind:
        case "number":
            found: dict[str, Any] = {"type": "integer", "minimum": 0, "maximum": parameter.most}
        case "flag":
            found = {"type": "boolean"}
        case "texts":
            return {"type": "array", "items": text}
        case _:
            found = {**text, "enum": list(parameter.choices)} if parameter.choices else text
    return found if parameter.default is None else {**found, "default": parameter.default}


def _schema(fields: tuple[str, ...]) -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["version", *fields],
        "properties": {"version": {"const": VERSION}} | {field: {} for field in fields},
    }
