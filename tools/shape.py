"""The shape of the code: sizes, branches, and which part imports which. `make shape` prints it.

Exits 1 where modules import each other in a circle, or where a stage imports another stage: stages meet only in the
vocabulary (ARCHITECTURE.md).
"""

from __future__ import annotations

import ast
import statistics
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "cloudreview"
STAGES = frozenset(
    "evidence permission control location reach observed sensitivity claims findings decision dossier".split()  # noqa: SIM905
)
FACES = frozenset("cli exits explain intake original review verbs verify __main__".split())  # noqa: SIM905
"""What shows or runs a review; no stage needs it."""

_BRANCHES = (ast.If, ast.For, ast.While, ast.ExceptHandler, ast.IfExp, ast.comprehension, ast.match_case, ast.AsyncFor)


class Function(NamedTuple):
    """One function: how many branches, how many lines without its docstring, and where it is."""

    branches: int
    lines: int
    where: str


class Module(NamedTuple):
    """One module: its lines, its functions and the modules of the package that it imports."""

    name: str
    lines: int
    functions: tuple[Function, ...]
    imports: tuple[str, ...]


def read(root: Path = ROOT) -> dict[str, Module]:
    """Every module of the package by name."""
    paths = {_name(path, root): path for path in sorted((root / PACKAGE).rglob("*.py"))}
    return {name: _module(name, path, root, frozenset(paths)) for name, path in paths.items()}


def _name(path: Path, root: Path) -> str:
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _module(name: str, path: Path, root: Path, known: frozenset[str]) -> Module:
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    where = path.relative_to(root).as_posix()
    functions = tuple(
        _function(node, where) for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    )
    imports = {one for node in _run(tree) for one in _imported(node, known)} - {name}
    return Module(name, text.count("\n"), functions, tuple(sorted(imports)))


def _function(node: ast.FunctionDef | ast.AsyncFunctionDef, where: str) -> Function:
    first = node.body[0]
    doc = first if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) else None
    documented = (doc.end_lineno or 0) - doc.lineno + 1 if doc else 0
    branches = sum(isinstance(one, _BRANCHES) for one in ast.walk(node))
    branches += sum(len(one.values) - 1 for one in ast.walk(node) if isinstance(one, ast.BoolOp))
    return Function(
        branches, (node.end_lineno or 0) - node.lineno + 1 - documented, f"{where}:{node.lineno} {node.name}"
    )


def _run(tree: ast.AST) -> Iterator[ast.AST]:
    """What runs: all but what only a type checker reads."""
    for node in ast.iter_child_nodes(tree):
        if not (isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"):
            yield node
            yield from _run(node)


def _imported(node: ast.AST, known: frozenset[str]) -> Iterator[str]:
    """The modules that one import statement names: `from package import module` names the module."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names if alias.name in known)
    elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
        inner = [f"{node.module}.{alias.name}" for alias in node.names]
        yield from (one for one in inner if one in known)
        if node.module in known and any(one not in known for one in inner):
            yield node.module


def part(name: str) -> str:
    """The folder or top-level module that a module belongs to."""
    return [*name.split("."), PACKAGE][1]


def cycles(modules: Mapping[str, Module]) -> list[tuple[str, ...]]:
    """Groups of modules that import each other in a circle, by Tarjan's algorithm."""
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[tuple[str, ...]] = []

    def visit(name: str) -> None:
        order[name] = low[name] = len(order)
        stack.append(name)
        for other in modules[name].imports:
            if other not in order:
                visit(other)
            if other in stack:
                low[name] = min(low[name], low[other])
        if low[name] == order[name]:
            group = stack[stack.index(name) :]
            del stack[stack.index(name) :]
            if len(group) > 1:
                found.append(tuple(sorted(group)))

    for name in sorted(modules):
        if name not in order:
            visit(name)
    return sorted(found)


def wrong_arrows(modules: Mapping[str, Module]) -> list[str]:
    """Imports of one stage by another, or of a face by a stage, the vocabulary or the law."""
    lower = STAGES | {"vocabulary", "law", "relations"}
    return [
        f"{module.name} imports {other}"
        for module in modules.values()
        for other in module.imports
        if part(module.name) in lower and part(other) != part(module.name) and part(other) in STAGES | FACES
    ]


def _quantiles(numbers: Sequence[int]) -> str:
    ordered = sorted(numbers) or [0]
    return f"{statistics.median(ordered):.0f}/{ordered[int(len(ordered) * 0.9) - (len(ordered) == 1)]}/{ordered[-1]}"


def main() -> int:
    """Prints the shape; 1 for a cycle or a wrong arrow."""
    modules = read()
    functions = [one for module in modules.values() for one in module.functions]
    print(f"{len(modules)} files, {sum(one.lines for one in modules.values())} lines (median/p90/max)")
    print(f"  lines a file      {_quantiles([one.lines for one in modules.values()])}")
    print(f"  lines a function  {_quantiles([one.lines for one in functions])}")
    print(f"  branches          {_quantiles([one.branches for one in functions])}")
    print("largest files")
    for module in sorted(modules.values(), key=lambda one: -one.lines)[:5]:
        print(f"  {module.lines:4} lines  {module.name}")
    print("worst functions")
    for one in sorted(functions, reverse=True)[:10]:
        print(f"  {one.branches:2} branches, {one.lines:3} lines  {one.where}")
    arrows = {(part(one.name), part(other)) for one in modules.values() for other in one.imports}
    print("imports")
    for name in sorted({part(one) for one in modules}):
        print(f"  {name:14} -> {' '.join(sorted(b for a, b in arrows if a == name and b != a)) or '-'}")
    wrong = [f"cycle: {' '.join(one)}" for one in cycles(modules)] + wrong_arrows(modules)
    print("\n".join(["wrong", *(f"  {one}" for one in wrong)]) if wrong else "no cycle, no wrong arrow")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
