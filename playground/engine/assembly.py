"""Machine code from LLVM's assembly language, by llvmlite, kept for the next start.

Two more instructions read one of many words of 8 bytes: ``%x = word %words, 3`` as an integer, and
``%x = pointer %words, 3`` as an address.
"""

from __future__ import annotations

import ctypes
import os
import re
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from hashlib import sha256
from threading import Lock, get_ident
from typing import Any

from playground.paths import cache_folder


class NotNativeError(Exception):
    """What cannot run natively: it runs call by call."""


class Assembled:
    """Functions as machine code, for this very processor. All run without the interpreter's lock.

    Compiling takes some 15 ms. So what was compiled is kept in a file, whose name follows from all that it
    depends on: the source, the compiler and the processor.
    """

    def __init__(self, source: str) -> None:
        """Raises ImportError without llvmlite."""
        from llvmlite import binding

        source = _READ.sub(_in_full, source)
        processor, features = _host()
        module = binding.parse_assembly(source)
        module.verify()
        machine = binding.Target.from_default_triple().create_target_machine(
            cpu=processor, features=features, opt=2
        )
        self._compiler = binding.create_mcjit_compiler(module, machine)
        identity = (source, _compiler_version(), machine.triple, processor, features)
        name = sha256("\n".join(identity).encode()).hexdigest()
        self._compiler.set_object_cache(lambda _module, code: keep(name, code), lambda _: _kept(name))
        self._compiler.finalize_object()

    def address(self, name: str) -> int:
        """Where the function stands; good as long as this object lives."""
        return int(self._compiler.get_function_address(name))

    def function(self, name: str, numbers: int, *, answers: bool = False) -> Callable[..., Any]:
        """The function of so many integers, which may answer one."""
        number = ctypes.c_int64
        return ctypes.CFUNCTYPE(number if answers else None, *[number] * numbers)(self.address(name))


_made: dict[str, Assembled] = {}
_making = Lock()


def assembled(source: str) -> Assembled:
    """The functions of this source, which all threads share and which stay as long as the program.

    Addresses in tables keep nothing alive: were each thread to compile for itself, one's code would be
    freed while it runs. Raises ImportError without llvmlite.
    """
    with _making:
        if source not in _made:
            _made[source] = Assembled(source)
        return _made[source]


_READ = re.compile(r"%(\w+) = (word|pointer) (%\w+), (\d+)")


def _in_full(read: re.Match[str]) -> str:
    """How LLVM writes it that a word, or a pointer, is read."""
    name, kind, words, place = read.groups()
    type_name = "i64" if kind == "word" else "ptr"
    return (
        f"%{name}_at = getelementptr i64, ptr {words}, i64 {place}\n"
        f"  %{name} = load {type_name}, ptr %{name}_at"
    )


def host_has(*features: str) -> bool:
    """Whether this processor has all these features, by LLVM's names."""
    return {f"+{feature}" for feature in features} <= set(_host()[1].split(","))


@cache
def _host() -> tuple[str, str]:
    """This processor, and its features, as LLVM names them."""
    from llvmlite import binding

    binding.initialize_native_target()
    binding.initialize_native_asmprinter()
    try:
        features = binding.get_host_cpu_features().flatten()
    except RuntimeError:  # LLVM cannot tell on every platform
        features = ""
    return binding.get_host_cpu_name(), features


def _compiler_version() -> str:
    import llvmlite
    from llvmlite import binding

    return f"{llvmlite.__version__} {binding.llvm_version_info}"


# --------------------------------------------------------------------------------- what is kept

_DIGEST_SIZE = 32
"""Bytes of a checksum, which precedes the machine code in its file."""
MOST_FILES = 500
"""Files of some 1 to 5 kB that are kept; the oldest go first."""


def _kept(name: str) -> bytes | None:
    """The machine code that was kept under this name; None where there is none that is whole."""
    with suppress(OSError, RuntimeError):
        kept = (cache_folder() / name).read_bytes()
        digest, code = kept[:_DIGEST_SIZE], kept[_DIGEST_SIZE:]
        if sha256(code).digest() == digest:
            return code
    return None


def keep(name: str, code: bytes) -> None:
    """Keep machine code under this name, where files may be written."""
    with suppress(OSError, RuntimeError):
        folder = cache_folder()
        folder.mkdir(parents=True, exist_ok=True)
        beside = folder / f"{name}.{os.getpid()}.{get_ident()}"
        beside.write_bytes(sha256(code).digest() + code)
        beside.replace(folder / name)
        for old in sorted(folder.iterdir(), key=lambda file: file.stat().st_mtime)[:-MOST_FILES]:
            old.unlink()
