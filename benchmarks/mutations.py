"""The small faults that can be put into a module: where each is, what it changes, and how."""

from __future__ import annotations

import ast
import sys
from dataclasses import dataclass
from functools import partial
from operator import setitem
from types import CodeType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import FunctionType, ModuleType

OPPOSITE: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.Gt: ast.LtE,
    ast.In: ast.NotIn,
    ast.Is: ast.IsNot,
    ast.Lt: ast.GtE,
}
OPPOSITE |= {other: one for one, other in OPPOSITE.items()}
BOUNDARY: dict[type[ast.cmpop], type[ast.cmpop]] = {ast.Gt: ast.GtE, ast.Lt: ast.LtE}
BOUNDARY |= {other: one for one, other in BOUNDARY.items()}
SIGNS = {ast.Eq: "==", ast.NotEq: "!=", ast.Gt: ">", ast.GtE: ">=", ast.Lt: "<", ast.LtE: "<="}
SIGNS |= {ast.In: "in", ast.NotIn: "not in", ast.Is: "is", ast.IsNot: "is not"}
SWAPPED = {"all": "any", "any": "all", "max": "min", "min": "max"}


@dataclass(slots=True, kw_only=True)
class Mutant:
    """One fault. ``apply`` changes the tree of its module for good.

    ``constant`` says whether it is in a constant of the module and not in a function; ``inverts``
    whether it turns a whole condition round.
    """

    line: int
    end: int
    what: str
    apply: Callable[[], None]
    inverts: bool = False
    constant: bool = False


def mutants(tree: ast.Module) -> Iterator[Mutant]:
    """Yield the faults of a module: functions, methods and the values of its names."""
    for statement in tree.body:
        match statement:
            case ast.FunctionDef():
                yield from _of_function(statement)
            case ast.ClassDef():
                for member in statement.body:
                    if isinstance(member, ast.FunctionDef):
                        yield from _of_function(member)
            case ast.Assign(value=value) | ast.AnnAssign(value=ast.expr() as value):
                for each in _inside(value, partial(setattr, statement, "value")):
                    each.constant = True
                    yield each


def _of_function(function: ast.FunctionDef) -> Iterator[Mutant]:
    for statement in function.body:
        yield from _of_statement(function.body, statement, last=function.body[-1])


def _of_statement(
    body: list[ast.stmt], at: ast.stmt, *, last: ast.stmt | None = None
) -> Iterator[Mutant]:
    """Yield the faults of a statement; ``last`` is the one at which its function ends anyway."""

    def instead(what: str, new: ast.stmt) -> Mutant:
        return _mutant(at, what, partial(_swap, body, at, new))

    match at:
        case ast.FunctionDef():
            yield from _of_function(at)
            return
        case ast.Return() if at is not last:
            yield instead("return dropped", ast.Pass())
        case ast.Return(value=ast.expr() as value) if not isinstance(value, ast.Constant):
            yield instead("return None", ast.Return(ast.Constant(None)))
        case ast.Continue() | ast.Break():
            yield instead(f"{type(at).__name__.lower()} dropped", ast.Pass())
        case ast.Expr(value=ast.Yield() | ast.YieldFrom()):
            yield instead("yields nothing", ast.If(ast.Constant(value=False), [at], []))
        case ast.Expr(value=ast.Constant()):  # a docstring
            return
    yield from _parts(at)


def _parts(node: ast.AST) -> Iterator[Mutant]:
    """Yield the faults of what a node holds."""
    for field, value in ast.iter_fields(node):
        if field == "annotation":
            continue
        inside = _inverted if field in {"test", "guard", "ifs"} else _inside
        if field == "slice":
            inside = partial(_inside, first=True)
        if isinstance(value, ast.expr):
            yield from inside(value, partial(setattr, node, field))
        elif isinstance(value, ast.AST):
            yield from _parts(value)
        elif isinstance(value, list):
            for child in list(value):
                if isinstance(child, ast.stmt):
                    yield from _of_statement(value, child)
                elif isinstance(child, ast.expr):
                    yield from inside(child, partial(_swap, value, child))
                elif isinstance(child, ast.AST):
                    yield from _parts(child)


def _inverted(test: ast.expr, put: Callable[[ast.expr], None]) -> Iterator[Mutant]:
    """Yield the faults of a condition; the first turns it round."""
    own = list(_inside(test, put))
    match test:
        case ast.Compare(ops=[_]) | ast.UnaryOp(op=ast.Not()):
            own[0].inverts = True
        case _:
            turned = ast.copy_location(ast.UnaryOp(ast.Not(), test), test)
            yield _mutant(test, "inverted", partial(put, turned), inverts=True)
    yield from own


def _inside(
    node: ast.expr, put: Callable[[ast.expr], None], *, first: bool = False
) -> Iterator[Mutant]:
    """Yield the faults of an expression and of what it holds.

    ``first`` says that a 0 here is the place of the first; the last, at -1, is no neighbour of it.
    """
    match node:
        case ast.Compare():
            for index, operator in enumerate(node.ops):
                for table in (OPPOSITE, BOUNDARY):
                    if new := table.get(type(operator)):
                        what = f"{SIGNS[type(operator)]} to {SIGNS[new]}"
                        yield _mutant(node, what, partial(setitem, node.ops, index, new()))
        case ast.BoolOp():
            to = ast.Or() if isinstance(node.op, ast.And) else ast.And()
            what = "or to and" if isinstance(to, ast.And) else "and to or"
            yield _mutant(node, what, partial(setattr, node, "op", to))
        case ast.UnaryOp(op=ast.Not()):
            yield _mutant(node, "not dropped", partial(put, node.operand))
        case ast.Constant(value=bool() as value):
            yield _mutant(node, f"{value} to {not value}", partial(put, ast.Constant(not value)))
        case ast.Constant(value=int() | float() as value):
            for near in (value + 1, value - 1) if value or not first else (1,):
                yield _mutant(node, f"{value} to {near}", partial(put, ast.Constant(near)))
        case ast.Call(func=ast.Name(id=called) as function) if called in SWAPPED:
            what = f"{called} to {SWAPPED[called]}"
            yield _mutant(node, what, partial(setattr, function, "id", SWAPPED[called]))
    yield from _parts(node)


def _mutant(
    node: ast.stmt | ast.expr, what: str, apply: Callable[[], None], *, inverts: bool = False
) -> Mutant:
    end = node.end_lineno or node.lineno
    return Mutant(line=node.lineno, end=end, what=what, inverts=inverts, apply=apply)


def _swap(values: list[ast.AST], old: ast.AST, new: ast.AST) -> None:
    values[values.index(old)] = new


def put(
    mutant: Mutant, tree: ast.Module, module: ModuleType, functions: Iterable[FunctionType]
) -> None:
    """Change a module's tree, and in this process what was loaded from it."""
    mutant.apply()
    ast.fix_missing_locations(tree)
    if mutant.constant:
        _put_constants(mutant.line, tree, module)
        return
    name = str(module.__file__)
    codes = {
        (each.co_qualname, each.co_firstlineno): each
        for each in _nested(compile(tree, name, "exec", dont_inherit=True))
    }
    for function in functions:
        code = function.__code__
        if code.co_filename == name:
            function.__code__ = codes[code.co_qualname, code.co_firstlineno]


def _nested(code: CodeType) -> Iterator[CodeType]:
    """Yield a code object and all that it holds."""
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _nested(constant)


def _put_constants(line: int, tree: ast.Module, module: ModuleType) -> None:
    """Compute a constant anew, and those that are made of it, wherever they were imported."""
    changed: set[str] = set()
    for statement in tree.body:
        if not isinstance(statement, ast.Assign | ast.AnnAssign):
            continue
        named = {each.id for each in ast.walk(statement) if isinstance(each, ast.Name)}
        if not (statement.lineno <= line <= (statement.end_lineno or line) or named & changed):
            continue
        targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
        names = {each.id for each in targets if isinstance(each, ast.Name)}
        before = {name: getattr(module, name) for name in names}
        exec(compile(ast.Module([statement], []), "", "exec"), vars(module))  # noqa: S102
        changed |= names
        for name, value in before.items():
            for other in list(sys.modules.values()):
                if other.__name__.startswith("postmortems") and vars(other).get(name) is value:
                    setattr(other, name, getattr(module, name))
