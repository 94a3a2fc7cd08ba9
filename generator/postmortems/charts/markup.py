"""Turns the drawing library's SVG into what stands on a page: words and links in, noise out."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, fromstring

from postmortems.charts.words import Word, clean

if TYPE_CHECKING:
    from postmortems.charts.figures import Figure
    from postmortems.charts.words import Words

_SPACE = "http://www.w3.org/2000/svg"
_NUMBER = re.compile(r"-?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?")
# What a drawing is made of. All else is dropped, so that an upgrade of the library adds nothing.
_SHAPES = frozenset({"path", "line"})
_GEOMETRY = frozenset({"transform", "d", "x", "y", "x2", "y2"})
_INHERITED = (
    "fill",
    "stroke",
    "stroke-width",
    "text-anchor",
    "font-size",
    "pointer-events",
    "paint-order",
)
# Groups of the library that only repeat for the eye what the marks' names say.
_FOR_THE_EYE = frozenset({"mark-text", "role-axis", "role-legend"})


def finish(drawing: str, figure: Figure, words: Words) -> str:
    """Return the drawing as one line of SVG to be put into a page.

    A chart with links is a group, for a screen reader would find none in an image. Of texts, every
    character but letters, digits and spaces is a numeric entity, so that no Markdown or macro reads
    them.
    """
    raw = fromstring(drawing)  # noqa: S314 - our own; of strangers' texts it has tokens
    linked = any(tag.link for tag in words.tags.values())
    root = Element(
        "svg",
        {
            "xmlns": _SPACE,
            "id": figure.name,
            "class": "pm-chart",
            "viewBox": _rounded(raw.get("viewBox", "")),
            "width": _rounded(raw.get("width", "")),
            "height": _rounded(raw.get("height", "")),
            "role": "group" if linked else "img",
            "aria-labelledby": f"{figure.name}-title",
            "aria-describedby": f"{figure.name}-text",
        },
    )
    SubElement(root, "title", {"id": f"{figure.name}-title"}).text = clean(figure.title)
    SubElement(root, "desc", {"id": f"{figure.name}-text"}).text = clean(figure.description)
    for child in raw:
        root.extend(_rebuilt(child, words, linked=linked))
    return _written(root)


def _rebuilt(raw: Element, words: Words, *, linked: bool) -> list[Element]:
    """Return what is left of an element of the library: nothing, itself, or a group's children."""
    kind = raw.tag.removeprefix(f"{{{_SPACE}}}")
    if kind == "g":
        return _group(raw, words, linked=linked)
    if kind == "text":
        return _text(raw, words)
    # Only the library's backdrops have a class.
    if kind not in _SHAPES or raw.get("class") or raw.get("d") == "":
        return []
    shape = Element(kind, _kept(raw))
    tag = words.tags.get(raw.get("aria-label", ""))
    if tag is None:
        # The lines of a grid would take the pointer from the links under them.
        shape.set("pointer-events", "none")
        return [shape]
    if tag.link is not None:
        looks = {name: shape.attrib.pop(name) for name in _INHERITED if name in shape.attrib}
        link = Element("a", {"href": tag.link, **looks})
        SubElement(link, "title").text = tag.name
        link.append(shape)
        return [link]
    if linked:
        shape.set("role", "img")
    SubElement(shape, "title").text = tag.name
    return [shape]


def _text(raw: Element, words: Words) -> list[Element]:
    word = words.words.get(raw.text or "", Word(shown=raw.text or ""))
    if not word.shown:
        return []
    text = Element("text", _kept(raw))
    text.text = word.shown
    if "stroke" in text.attrib:
        text.set("paint-order", "stroke")
    if word.whole:
        SubElement(text, "title").text = word.whole
    else:
        text.set("pointer-events", "none")
    return [text]


def _group(raw: Element, words: Words, *, linked: bool) -> list[Element]:
    children = [new for child in raw for new in _rebuilt(child, words, linked=linked)]
    group = Element("g", _kept(raw))
    if linked and _FOR_THE_EYE.intersection(raw.get("class", "").split()):
        group.set("aria-hidden", "true")
    # What all children have in common is said once.
    for name in _INHERITED if len(children) > 1 else ():
        values = {child.get(name) for child in children}
        if len(values) == 1 and None not in values:
            group.set(name, values.pop() or "")
            for child in children:
                del child.attrib[name]
    if not children or not group.attrib:
        return children
    group.extend(children)
    return [group]


def _kept(raw: Element) -> dict[str, str]:
    """Return the attributes of an element that stay, numbers with two decimals at the most."""
    kept = {name: raw.attrib[name].removesuffix("px") for name in _INHERITED if name in raw.attrib}
    for name in _GEOMETRY:
        value = _rounded(raw.get(name, ""))
        if value and value != "translate(0,0)":
            kept[name] = value
    return dict(sorted(kept.items()))


def _rounded(numbers: str) -> str:
    return _NUMBER.sub(_short, numbers)


def _short(found: re.Match[str]) -> str:
    text = f"{float(found[0]):.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _written(node: Element) -> str:
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in node.items())
    text = "".join(c if c.isalnum() or c == " " else f"&#{ord(c)};" for c in node.text or "")
    children = "".join(map(_written, node))
    if not text and not children:
        return f"<{node.tag}{attributes}/>"
    return f"<{node.tag}{attributes}>{text}{children}</{node.tag}>"
