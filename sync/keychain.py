"""The keychain of the operating system, for whoever wants the open keys there instead of in a private file.

It keeps them from other people at the computer, and from copies of the disk. On Windows, and in an open session
anywhere, every program the person runs can ask for them: that is said before it is chosen.
"""

from typing import Any

from core.errors import Refused
from sync.keys import Keyring, KeyringError

_SERVICE, _STORES = "onward", "onward-store"
LONGEST = 1200  # characters that every keychain takes: Windows stores 2,560 bytes of UTF-16


def available() -> bool:
    """Whether there is one that can be used here."""
    return _library() is not None


def keep(keyring: Keyring) -> None:
    """Raises Refused, having changed nothing, where the keychain does not take it."""
    library, text = _library(), keyring.text
    if library is None:
        raise Refused(
            "This computer offers no keychain Onward can use, so the keys stay in their private file. "
            "`pip install 'onward[keychain]'` adds what talks to one."
        )
    if len(text) > LONGEST:
        raise Refused("This vault has more keys than a keychain takes, so they stay in their private file.")
    try:
        library.set_password(_SERVICE, keyring.vault, text)
        kept = library.get_password(_SERVICE, keyring.vault)
    except Exception:
        kept = None
    if kept != text:
        raise Refused("The keychain did not take the keys, so they stay in their private file.")


def get(vault: str) -> Keyring | None:
    """The keys of a vault, None where the keychain is closed or does not have them."""
    library = _library()
    try:
        text = library.get_password(_SERVICE, vault) if library else None
        return Keyring.parse(text.encode()) if text else None
    except KeyringError:
        raise
    except Exception:
        return None


def password(account: str) -> str | None:
    """What the person keeps there for a store, as `user@host`; None where the keychain is closed or has none.

    `keyring set onward-store user@host` puts it there.
    """
    library = _library()
    try:
        found = library.get_password(_STORES, account) if library else None
    except Exception:
        return None
    return str(found) if found else None


def forget(vault: str) -> None:
    """Removes the keys from the keychain, if they are there."""
    library = _library()
    try:
        if library:
            library.delete_password(_SERVICE, vault)
    except Exception:  # gone already, or the keychain is closed: nothing that could be done here
        return


def _library() -> Any:
    """The `keyring` library with a real keychain behind it; its own plain-text fallbacks are no such thing."""
    try:
        import keyring  # type: ignore[import-not-found,unused-ignore]
        from keyring.backends import fail, null  # type: ignore[import-not-found,unused-ignore]
    except ImportError:
        return None
    try:
        backend = keyring.get_keyring()
    except Exception:
        return None
    weak = isinstance(backend, fail.Keyring | null.Keyring) or "file" in type(backend).__module__.lower()
    return None if weak or getattr(backend, "priority", 0) < 1 else keyring
