"""What the program has to say to a person: one sentence, and details to copy where there are some."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

NoticeKind = Literal["info", "warning", "error"]


@dataclass(frozen=True)
class Notice:
    """One sentence for a person. ``action`` names what ``Session.perform`` can do about it ("": nothing).

    An offered action waits for its answer, unless it ``passes`` because it can be had elsewhere too.
    """

    kind: NoticeKind
    text: str
    details: str = ""
    action: str = ""
    action_label: str = ""
    passes: bool = False
