"""Records on their way into the store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from societyctl.domain.fields import Value
from societyctl.domain.keys import Keys, natural_key, natural_keys


@dataclass(frozen=True, slots=True)
class NewRecord:
    """One record to be saved: only the fields named in ``values`` are touched."""

    kind: str
    values: Mapping[str, Value | None]
    """None empties a field; a field that is not named stays as it is."""
    source: str = ""
    """Where it came from: ``file!sheet!row``."""
    entered: Mapping[str, str] = field(default_factory=dict)
    """By field: the text as typed, for hedged or converted numbers (约200人)."""
    known_key: str | None = field(default=None, compare=False, repr=False)
    """Its natural key, where whoever made the record has worked it out already."""

    @property
    def key(self) -> str | None:
        """The key under which the record is filed, None when it has none."""
        return self.known_key or natural_key(self.kind, self.values)

    @property
    def keys(self) -> Keys:
        """All natural keys of what the record says."""
        return natural_keys(self.kind, self.values)
