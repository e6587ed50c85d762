"""Recognising skills in postings: words that are also ordinary words, spellings, and what is not asked for."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.recognition import measure
from core.applications.companies import fold
from core.skills.gazetteer import read, shipped
from core.skills.passages import ESSENTIAL, PLAIN, WISH
from core.skills.recognition import Recogniser
from tests.hostile import KEPT

RECOGNISER = Recogniser(shipped())


def names(body: str) -> list[str]:
    return [found.name for found in RECOGNISER.find(body)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        # R
        ("Statistics in R or Python", ["Statistics", "R", "Python"]),
        ("- R\n- SQL", ["R", "SQL"]),
        ("Our R&D department", []),
        ("R. Miller leads the team", []),
        # Go
        ("Experience with Go and Kubernetes", ["Go", "Kubernetes"]),
        ("A career in Go", ["Go"]),
        ("Golang", ["Go"]),
        ("You go the extra mile", []),
        ("Go above and beyond with our Python people", ["Python"]),
        ("our go-to-market team", []),
        # C
        ("C/C++ on microcontrollers", ["C", "C++", "Embedded systems"]),
        ("C#, C++ and C", ["C#", "C++", "C"]),
        ("Vitamin C and a Class C licence", ["Truck driving"]),
        ("C-level stakeholders", []),
        ("Series C start-up", []),
        # Excel
        ("Excel skills", ["Excel"]),
        ("word, excel and powerpoint", ["Word", "Excel", "PowerPoint"]),
        ("Excel at an advanced level", ["Excel"]),
        ("You excel at what you do", []),
        ("Excel at talking with people", []),
        # React
        ("React and TypeScript", ["React", "TypeScript"]),
        ("html, css, react", ["HTML", "CSS", "React"]),
        ("You react to change", []),
        ("React to change calmly.", []),
        # symbols
        (".NET", [".NET"]),
        ("C#/.NET", ["C#", ".NET"]),
        ("see www.firm.net and mail jobs@excel.net", []),
        ("CI/CD, CI / CD or ci-cd", ["CI/CD"]),
        ("Node.js", ["Node.js"]),
        ("full P&L responsibility", ["P&L"]),
        ("A/B testing", ["A/B testing"]),
        # others that are also words
        ("Swift replies guaranteed", []),
        ("Kotlin or Swift", ["Kotlin", "Swift"]),
        ("access to SQL databases", ["SQL"]),
        ("the outlook is good, word of mouth too", []),
        ("Spring 2024 intake", []),
        ("Class B driver's license", ["Driving license"]),
        # not asked for
        ("No Python needed.", []),
        ("You need not know Java.", []),
        ("SQL is not required", ["SQL"]),
    ],
)
def test_a_word_counts_where_the_skill_is_meant(body: str, expected: list[str]) -> None:
    assert names(body) == expected


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("paediatric nursing", "pediatric nursing"),
        ("anaesthesia care", "anesthesia care"),
        ("organisational skills", "organizational skills"),
        ("programme management", "program management"),
        ("driving licence", "driving license"),
        ("labour law", "labor law"),
        ("behaviour management", "behavior management"),
        ("data modelling", "data modeling"),
        ("problem-solving", "problem solving"),
        ("Lesson plans", "lesson plan"),
    ],
)
def test_spellings_meet(british: str, american: str) -> None:
    assert names(british) == names(american) != []


def test_every_match_stands_where_it_says() -> None:
    body = "• Python\n  and “React” with\tGo, [bold]SQL[/bold] and Spring Boot"
    for found in RECOGNISER.find(body):
        assert body[found.start : found.stop] == found.phrase
    assert [found.phrase for found in RECOGNISER.find(body)] == ["Python", "React", "Go", "SQL", "Spring Boot"]


def test_what_the_employer_says_of_itself_is_no_requirement() -> None:
    body = "About us\nWe are a marketing agency with a creative team.\n\nRequirements\nSEO\n\nBenefits\nExcel courses"
    assert names(body) == ["SEO"]
    assert names("Benefits: training, English lessons and SQL\nYou know SEO.") == ["SEO"]


def test_firm_wishes_and_plain_ones_are_told_apart() -> None:
    body = (
        "Must have:\n- Python\nNice to have:\n- Docker\n\nYour tasks\nYou write SQL. Kafka is a plus. Git is essential."
    )
    assert {found.name: found.need for found in RECOGNISER.find(body)} == {
        "Python": ESSENTIAL,
        "Docker": WISH,
        "SQL": PLAIN,
        "Kafka": WISH,
        "Git": ESSENTIAL,
    }


def test_a_skill_is_found_once_where_it_stands_first() -> None:
    (found,) = RECOGNISER.find("Python is nice to have. You must know Python.")
    assert (found.start, found.need) == (0, ESSENTIAL)


def test_the_list_is_whole() -> None:
    terms = shipped()
    keys = [fold(term.name) for term in terms]
    assert len(keys) == len(set(keys)) > 900
    assert all(term.field and term.forms for term in terms)
    assert not [form.text for term in terms for form in term.forms if re.search(r"[=;!~^?]", form.text)]
    with pytest.raises(ValueError, match="names no skill"):
        list(read(["[field]", "? = alias"]))


def test_recognition_is_as_good_as_it_says() -> None:
    precision, recall, count, _ = measure("second")
    assert count >= 20
    assert min(precision, recall) > 0.93
    for afterwards, right, found in (("third", 0.86, 0.75), ("fourth", 0.79, 0.36)):
        precision, recall, _, _ = measure(afterwards)
        assert precision > right
        assert recall > found


@given(st.text(max_size=400) | st.text(alphabet="RGoC+#.&/-' \nExcelat,()", max_size=200) | st.sampled_from(KEPT))
def test_any_text_is_read(body: str) -> None:
    for found in RECOGNISER.find(body):
        assert body[found.start : found.stop] == found.phrase != ""
