"""Generated passphrases are strong; chosen ones are rated by guesses, and honestly."""

import hashlib
import secrets
import sys

import pytest

from sync import passphrase
from sync.passphrase import LOCAL, TRAVELS, WeakPassphrase, by_words, generated, rate, require, wiped, word_list

VERDICTS = {
    "short": "refused",
    "elevenchars": "refused",
    "password1234": "refused",
    "passwordpassword": "refused",
    "Password123!": "refused",
    "P@ssw0rd2024": "refused",
    "qwertyuiop12": "refused",
    "qwertyuiopasdfghjkl": "refused",
    "1qaz2wsx3edc4rfv": "refused",
    "zxcvbnmasdfghjkl": "refused",
    "aaaaaaaaaaaa": "refused",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaa": "refused",
    "abcabcabcabcabcabc": "refused",
    "abcdefghijkl": "refused",
    "abcdefghijklmnopqrstuvwxyz": "refused",
    "123456789012": "refused",
    "31415926535897": "refused",
    "000000000000": "refused",
    "20241122 20241122": "refused",
    "19840312johnsmith": "refused",
    "johnsmith19840312": "refused",
    "jennifer michael": "refused",
    "iloveyouforever2024": "refused",
    "letmeinletmein": "refused",
    "trustno1trustno1": "refused",
    "dragondragondragon": "refused",
    "monkey monkey monkey": "refused",
    "football baseball": "refused",
    "superman batman": "refused",
    "sunshine princess": "refused",
    "startrek starwars": "refused",
    "summer2024winter2025": "local",
    "January February": "refused",
    "correcthorsebatterystaple": "travels",
    "correct horse battery staple": "travels",
    "to be or not to be": "local",
    "            ": "refused",
    "\t\t\t\t\t\t\t\t\t\t\t\t\t": "refused",
    "a1b2c3d4e5f6": "refused",
    "Tr0ub4dor&3": "refused",
    "Tr0ub4dor&3xyz": "local",
    "kitchen window": "refused",
    "kitchen window yellow": "refused",
    "kitchen window yellow march": "local",
    "x7Kq9vLm2Rt": "refused",
    "x7Kq9vLm2Rt4z": "local",
    "x7Kq9vLm2Rt4zQ8": "travels",
    "Xk8!pQz2#mWv5": "local",
    "größenwahn im kühlschrank": "travels",
    "приветпривет": "refused",
    "привет мир как дела": "travels",
    "密码密码密码密码密码密码": "refused",
    "my dog ate my homework": "local",
    "our cat likes cold spaghetti": "travels",
    "panoramic nectar precut smith banana handclap": "travels",
    "elective stoplight scarf condense obliged landmark": "travels",
    "appease flint subzero transport polka": "travels",
    "email life bolt rule": "local",
    "zebra zebra zebra zebra zebra zebra": "refused",
    "one two three four five six": "local",
}


def verdict(text: str) -> str:
    rating = rate(bytearray(text.encode()))
    assert rating.local or not rating.travels
    assert rating.sentence.endswith(".")
    assert "!" not in rating.sentence
    return "travels" if rating.travels else "local" if rating.local else "refused"


def test_there_are_sixty_verdicts() -> None:
    assert len(VERDICTS) == 60


@pytest.mark.parametrize("text", VERDICTS)
def test_a_chosen_passphrase_gets_its_verdict(text: str) -> None:
    pytest.importorskip("zxcvbn", reason="the strength extra is not installed")
    assert verdict(text) == VERDICTS[text]


@pytest.mark.parametrize("text", VERDICTS)
def test_without_the_estimator_no_verdict_is_kinder(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "zxcvbn", None)
    order = ["refused", "local", "travels"]
    assert order.index(verdict(text)) <= order.index(VERDICTS[text])


def test_a_weak_passphrase_is_refused_with_a_sentence_that_does_not_repeat_it() -> None:
    for text, expected in VERDICTS.items():
        if expected == "refused":
            with pytest.raises(WeakPassphrase) as caught:
                require(bytearray(text.encode()))
            assert text not in caught.value.sentence or text == "short"
    require(bytearray(b"x7Kq9vLm2Rt4zQ8"))


def test_what_is_not_text_is_refused_calmly() -> None:
    assert rate(bytearray(b"\xff" * 30)).sentence.startswith("That passphrase holds something that is not text")


def test_a_very_long_passphrase_is_rated_by_its_beginning() -> None:
    assert verdict("a" * 100_000) == "refused"
    assert verdict("our cat likes cold spaghetti " * 50) in ("local", "travels")


def test_the_word_list_is_the_one_of_the_eff() -> None:
    words = word_list()
    assert len(words) == len(set(words)) == 7776
    digest = hashlib.sha256(b"".join(word + b"\n" for word in words)).hexdigest()
    assert digest == "6d557f0693958fb5e650b68b5bee585eb82cf4da32965505c789e924743bc522"


@pytest.mark.parametrize("estimator", [True, False])
def test_generated_passphrases_are_six_different_words_that_hold_anywhere(
    estimator: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not estimator:
        monkeypatch.setitem(sys.modules, "zxcvbn", None)
    seen = set()
    for _ in range(50):
        made = generated()
        assert isinstance(made, bytearray)
        words = bytes(made).split(b" ")
        assert len(set(words)) == 6
        assert set(words) <= set(word_list())
        assert rate(made).travels
        seen.add(bytes(made))
    assert len(seen) == 50


def test_every_word_can_be_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[int] = []

    def choice(words: tuple[bytes, ...]) -> bytes:
        drawn.append(len(words))
        return words[-len(drawn)]

    monkeypatch.setattr(secrets, "choice", choice)
    generated()
    assert drawn == [7776] * 6


def test_six_words_reach_the_upper_limit_and_five_reach_none() -> None:
    assert by_words("aim art bok cod cut dab") >= TRAVELS
    assert by_words("aim art bok cod cut") < LOCAL
    assert by_words("aim art bok cod cut cut CUT") < LOCAL


def test_a_wiped_passphrase_is_zeros_whatever_happens() -> None:
    secret = bytearray(b"open sesame")
    with pytest.raises(RuntimeError), wiped(secret):
        raise RuntimeError
    assert secret == bytes(11)


def test_all_keyboards_agree_on_one_form(monkeypatch: pytest.MonkeyPatch) -> None:
    composed, decomposed = bytearray("Größe".encode()), bytearray("Gro\u0308ße".encode())
    kept = []
    with passphrase.normal(composed) as one, passphrase.normal(decomposed) as other:
        assert one == other == composed
        kept += [one, other]
    assert all(not any(copy) for copy in kept)
    assert composed == "Größe".encode()
    with passphrase.normal(plain := bytearray(b"plain")) as same:
        assert same is plain
    with passphrase.normal(bytearray(b"\xff\xfe")) as odd:
        assert odd == b"\xff\xfe"
