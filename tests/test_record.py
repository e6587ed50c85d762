"""Records: values that cannot be changed, and dataclasses to everything that knows dataclasses."""

import copy
import dataclasses
import pickle
from dataclasses import FrozenInstanceError

import pytest

from core.record import record


@record
class Sight:
    """Something seen."""

    what: str
    where: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def loud(self) -> str:
        """It, called out."""
        return self.what.upper()


def test_a_record_is_its_values() -> None:
    heron = Sight(what="heron", where=("pond",))
    assert heron == Sight(what="heron", where=("pond",))
    assert heron != Sight(what="heron") != "heron"
    assert heron.loud == "HERON"
    assert repr(heron) == "Sight(what='heron', where=('pond',), notes=())"
    assert len({dataclasses.replace(heron), dataclasses.replace(heron)}) == 1


def test_a_record_cannot_be_changed() -> None:
    heron = Sight(what="heron")
    with pytest.raises(FrozenInstanceError):
        heron.what = "crane"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del heron.what  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        heron.colour = "grey"  # type: ignore[attr-defined]


def test_a_record_names_what_is_missing_and_what_it_has_not() -> None:
    with pytest.raises(TypeError, match="Sight needs 'what'"):
        Sight()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="Sight has no 'colour'"):
        Sight(what="heron", colour="grey")  # type: ignore[call-arg]


def test_a_record_is_a_dataclass_and_can_be_copied() -> None:
    heron = Sight(what="heron", notes=("still",))
    assert dataclasses.asdict(heron) == {"what": "heron", "where": (), "notes": ("still",)}
    assert dataclasses.replace(heron, what="crane").notes == ("still",)
    for again in (copy.copy(heron), copy.deepcopy(heron), pickle.loads(pickle.dumps(heron))):
        assert again == heron
