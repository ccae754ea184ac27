#!/bin/sh
# Sets everything up: sh resources/setup/setup.sh run|test
# System libraries (installed where that is possible, named where it is not), then .venv with the packages.
# Quick when nothing is to do.
set -eu
cd "$(dirname "$0")/../.."
purpose=${1:-run}

say() { printf '%s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

# ---------------------------------------------------------------- what this system can install

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

can_install() {
    command -v apt-get >/dev/null 2>&1 || return 1
    [ "$(id -u)" = 0 ] && return 0
    command -v sudo >/dev/null 2>&1 || return 1
    sudo -n true 2>/dev/null || [ -t 0 ]
}

# install PACKAGE...: true when apt could install them all
apt_lists_are_fresh=no
install() {
    can_install || return 1
    say "Installing system packages: $*"
    if [ $apt_lists_are_fresh = no ]; then
        as_root apt-get update -qq >/dev/null 2>&1 || true
        apt_lists_are_fresh=yes
    fi
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null 2>&1
}

# ------------------------------------------------------------------------------------- Python

is_new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

find_python() {
    for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11 python3.14; do
        if is_new_enough "$candidate"; then
            python=$candidate
            return 0
        fi
    done
    return 1
}

if ! find_python; then
    install python3 python3-venv || true
    find_python || install python3.11 python3.11-venv || true
    find_python || fail "Python 3.11 or newer is needed and was not found: install it (python.org, or your system's package python3), then run this again."
fi

# ----------------------------------------------------------------------------- system libraries

# Pairs of a library's file and its Debian package.
libraries="
libglib-2.0.so.0:libglib2.0-0
libGL.so.1:libgl1
libEGL.so.1:libegl1
libfontconfig.so.1:libfontconfig1
libxkbcommon.so.0:libxkbcommon0
libdbus-1.so.3:libdbus-1-3
libxkbcommon-x11.so.0:libxkbcommon-x11-0
libxcb-cursor.so.0:libxcb-cursor0
libxcb-icccm.so.4:libxcb-icccm4
libxcb-keysyms.so.1:libxcb-keysyms1
libxcb-shape.so.0:libxcb-shape0
"

missing_libraries() {
    # shellcheck disable=SC2086
    "$python" - $libraries <<'PYTHON'
import ctypes, sys
for pair in sys.argv[1:]:
    library, package = pair.split(":")
    try:
        ctypes.CDLL(library)
    except OSError:
        print(package)
PYTHON
}

has_korean_font() {
    find /usr/share/fonts /usr/local/share/fonts "$HOME/.local/share/fonts" "$HOME/.fonts" 2>/dev/null |
        grep -qiE 'nanum|cjk|unbatang|baekmuk|malgun'
}

missing_for_tests() {
    command -v Xvfb >/dev/null 2>&1 || echo xvfb
    command -v xdotool >/dev/null 2>&1 || echo xdotool
    has_korean_font || echo fonts-nanum
}

if [ "$(uname -s)" = Linux ]; then
    missing=$(missing_libraries | tr '\n' ' ')
    if [ -n "$missing" ]; then
        # shellcheck disable=SC2086
        install $missing || true
        missing=$(missing_libraries | tr '\n' ' ')
        [ -z "$missing" ] || fail "These system libraries are missing and could not be installed from here (Debian's names): $missing"
    fi
    if [ "$purpose" = test ]; then
        missing=$(missing_for_tests | tr '\n' ' ')
        # shellcheck disable=SC2086
        [ -z "$missing" ] || install $missing ||
            say "Missing for the tests of a real window, which will be skipped (Debian's names): $missing"
    fi
fi

# ------------------------------------------------------------------------- virtual environment

if ! .venv/bin/python -c '' 2>/dev/null; then
    rm -rf .venv
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        install "python$version-venv" ||
            fail "Python's venv module is missing and could not be installed from here (Debian's name: python$version-venv)."
    fi
    say "Making the virtual environment .venv"
    "$python" -m venv .venv
fi

# The stamp is the pyproject.toml that was installed: any change of it installs again.
is_installed() {
    cmp -s pyproject.toml .venv/installed-for-test.toml && return 0
    [ "$purpose" = run ] && cmp -s pyproject.toml .venv/installed-for-run.toml
}

if ! is_installed; then
    say "Installing the Python packages (a few minutes the first time)"
    extras=""
    [ "$purpose" = test ] && extras="[test]"
    if ! .venv/bin/python -m pip install --quiet --disable-pip-version-check --editable ".$extras" >.venv/pip.log 2>&1; then
        grep -v '^WARNING' .venv/pip.log >&2 || true
        fail "The Python packages could not be installed; pip's message above says why."
    fi
    # Optional: without it the same steps run call by call, with the same results.
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --editable ".[fast]" >>.venv/pip.log 2>&1 ||
        say "The native engine's package could not be installed; training is slower without it."
    cp pyproject.toml ".venv/installed-for-$purpose.toml"
fi
