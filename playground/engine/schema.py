"""The common ground of an Experiment's parts: frozen, strict structs and bounded numbers."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

Share = Annotated[float, Meta(ge=0.0, le=1.0)]
OpenShare = Annotated[float, Meta(ge=0.0, lt=1.0)]
Positive = Annotated[float, Meta(gt=0.0, le=1e300)]
NonNegative = Annotated[float, Meta(ge=0.0, le=1e300)]
Finite = Annotated[float, Meta(ge=-1e300, le=1e300)]
Count = Annotated[int, Meta(ge=1, le=1_000_000_000)]
Seed = Annotated[int, Meta(ge=0, le=2**53)]
Name = Annotated[str, Meta(max_length=200)]


class Part(Struct, frozen=True, forbid_unknown_fields=True):
    """A part of an Experiment: frozen, compared by value, strict about its fields."""


class Named(Part, frozen=True, tag_field="name", tag=str.lower):
    """A choice by name with the parameters of that name (an optimizer, a schedule)."""

    @property
    def name(self) -> str:
        """The name in the file format."""
        return str(self.__struct_config__.tag)
