"""Packed texts: the same texts come out, and each is found where a dictionary would find it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from teamforge.tables import Packed, PackedIndex, packed

TEXTS = st.lists(st.text(st.sampled_from("abŁ名 "), max_size=20), unique=True, max_size=30)


@given(texts=TEXTS)
def test_texts_come_out_as_they_went_in(texts: list[str]) -> None:
    """All of them, one of them, some of them."""
    held = Packed.of(texts)
    assert held.tolist() == list(held) == texts
    assert [held[place] for place in range(len(texts))] == texts
    assert held[np.arange(len(texts))[::-1]].tolist() == texts[::-1]
    assert list(held[1:3]) == texts[1:3]


@given(known=TEXTS, asked=st.lists(st.text(st.sampled_from("abŁ名 "), max_size=20), max_size=30))
@pytest.mark.parametrize("mix", [packed.mixed, lambda words: np.zeros(len(words[0]), dtype=np.uint64)])
def test_places_are_those_of_a_dictionary(mix: object, known: list[str], asked: list[str]) -> None:
    """However wide the texts on either side are, and even where all have one key."""
    expected = {text: place for place, text in enumerate(known)}
    asked += known[::2]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(packed, "mixed", mix)
        places = PackedIndex(Packed.of(known))
        assert places.of(Packed.of(asked)).tolist() == [expected.get(text, -1) for text in asked]
        assert places.of(asked).tolist() == [expected.get(text, -1) for text in asked]
        assert dict(places) == expected


def test_a_list_of_texts_is_looked_up_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """Unless one of them cannot be packed. One by one, a few thousand took longer than the rest of reading."""
    places = PackedIndex(Packed.of(["P1", "P2"]))
    odd: list[str] = ["P2", "x" * 65, "P1\0", "\ud800", "P1"]
    assert places.of(odd).tolist() == [1, -1, -1, -1, 0]
    monkeypatch.setattr(PackedIndex, "get", None)
    assert places.of(["P2", "P0", "P1"]).tolist() == [1, -1, 0]


@pytest.mark.parametrize("text", ["P3", "", "x" * 65, "P1\0", "\ud800", 1, None])
def test_what_is_not_there_is_not_found(text: object) -> None:
    """Nor is what no packed text could be."""
    places = PackedIndex(Packed.of(["P1", "P2"]))
    assert text not in places
    with pytest.raises(KeyError):
        places[text]  # type: ignore[index]


@pytest.mark.parametrize("text", ["x" * 65, "名" * 22, "a\0"])
def test_what_cannot_be_packed_is_refused(text: str) -> None:
    """Long texts, and those with a NUL character, which is what fills up the others."""
    with pytest.raises(ValueError, match="too long to be packed, or holds a NUL"):
        Packed.of(["P1", text])


def test_texts_of_several_words_seldom_have_one_key() -> None:
    """Nor do those of one word ever, nor those that have their words in another order."""
    numbers = [f"{number:07d}x" for number in range(300)]
    texts = [one + two for one in numbers for two in numbers] + numbers
    assert len(np.unique(Packed.of(texts).keys)) == len(texts)
