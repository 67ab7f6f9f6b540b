"""The whole provider: tables about people and promises, an account, and whatever else was delivered."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.provider.alibaba import Alibaba
from tests.provider.aws import Aws
from tests.provider.dump import Files, Line, table, write


@dataclass
class Provider:
    """The whole provider, as rows and documents."""

    id: str
    title: str
    settings: str = ""
    tables: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    """By relation, or by relation, a hyphen and a word where several speakers tell it."""
    table_lines: dict[str, Line] = field(default_factory=dict)
    aws: Aws = field(default_factory=Aws)
    alibaba: Alibaba = field(default_factory=Alibaba)
    speaker: str = "Harbor Cloud Inc."
    extra: Files = field(default_factory=dict)

    def add(self, table: str, /, **row: Any) -> None:
        """One line of a CSV table."""
        self.tables.setdefault(table, []).append(row)

    def files(self) -> Files:
        """Every evidence file but evidence.csv, with its line."""
        found: Files = {
            f"tables/{name}.csv": (
                table(name.partition("-")[0], rows),
                self.table_lines.get(name, Line(self.speaker)),
            )
            for name, rows in self.tables.items()
        }
        for account in (self.aws, self.alibaba):
            found |= account.files(self.speaker)
        return found | self.extra

    def dump(self, folder: Path) -> Path:
        """Write the provider as a case folder, the same bytes every time."""
        return write(folder, f'[case]\nid = "{self.id}"\ntitle = "{self.title}"\n{self.settings}', self.files())
