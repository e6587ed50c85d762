"""What one machine can know of another one's keyring without opening it."""

from typing import NamedTuple


class About(NamedTuple):
    """Which keyring it is: its epoch, its generation, and the digest of the file that the passphrase opens, if any.

    `keys` is the name of its newest key: two machines that make new keys at the same moment make two for one epoch, of
    which the one with the greater name holds. `closed` says that these are newer keys than those that opened the file.
    """

    epoch: int
    keys: str
    generation: int
    digest: str = "-"
    closed: bool = False

    @property
    def line(self) -> tuple[int, str]:
        """Of two keyrings, the one where this is greater holds; where it is the same they have the same newest key."""
        return self.epoch, self.keys

    @property
    def text(self) -> str:
        """In one line."""
        return f"{self.epoch} {self.generation} {self.digest} {'closed' if self.closed else 'open'} {self.keys}"

    @classmethod
    def read(cls, text: str) -> "About":
        """What `text` gave, also before keys had names."""
        epoch, generation, digest, closed, *keys = text.split()
        return cls(int(epoch), keys[0] if keys else "", int(generation), digest, closed == "closed")
