"""The secret from which pseudonyms are made."""

from __future__ import annotations

import hmac
import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path

from teamforge.errors import Fault, InputError
from teamforge.page.displayed import Displayed
from teamforge.tables.plain import content_of

_BYTES = 32


@dataclass(frozen=True, slots=True, repr=False)
class Key(Displayed):
    """
    The secret from which pseudonyms are made: the same key and id always give the same pseudonym.

    Parameters
    ----------
    secret
        32 bytes that nobody can guess.

    Examples
    --------
    >>> key = Key(bytes(32))  # a secret of zeros is not secret: use `Key.new`
    >>> key.pseudonym("peer", "P001")
    'peer-16e7dad071f9d13be963'
    >>> key.pseudonym("peer", "P001") == key.pseudonym("organisation", "P001")
    False
    """

    secret: bytes

    def pseudonym(self, kind: str, identity: str) -> str:
        """
        Return the pseudonym of an id: the first 80 bits of its HMAC-SHA-256.

        Parameters
        ----------
        kind
            ``peer``, ``organisation`` or ``challenge``: an id used for two kinds has two pseudonyms.
        identity
            The id.
        """
        return f"{kind}-{hmac.digest(self.secret, f'{kind}:{identity}'.encode(), 'sha256').hex()[:20]}"

    @classmethod
    def new(cls) -> Key:
        """Return a key that nobody can guess."""
        return cls(secrets.token_bytes(_BYTES))

    def save(self, path: str | os.PathLike[str]) -> None:
        """
        Write the key to a file that only its owner may read.

        Raises
        ------
        InputError
            If the file already exists.
        """
        there = False
        try:
            with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="ascii") as file:
                file.write(f"{self.secret.hex()}\n")
        except FileExistsError:
            there = True
        except OSError:
            Path(path).unlink(missing_ok=True)  # half a key, if anything
            raise
        if there:
            mend = "name a new file, or use the key in it"
            raise InputError([Fault("key", None, None, str(path), "a file that is not there yet", mend)])

    @classmethod
    def read(cls, path: str | os.PathLike[str]) -> Key:
        """
        Return the key in a file that `save` wrote.

        Raises
        ------
        InputError
            If the file cannot be read or holds anything else.
        """
        text, mend = "", "make one with `teamforge pseudonymise --new-key`"
        try:
            text = content_of(Path(path)).decode("utf-8-sig").strip()
        except OSError as error:
            mend = f"{(error.strerror or type(error).__name__).lower()}: {mend}"
        except UnicodeDecodeError:
            pass
        if not re.fullmatch(f"[0-9a-f]{{{2 * _BYTES}}}", text):
            raise InputError([Fault("key", None, None, str(path), f"a file of {2 * _BYTES} hexadecimal digits", mend)])
        return cls(bytes.fromhex(text))
