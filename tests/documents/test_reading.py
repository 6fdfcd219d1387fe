from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from starcheck.documents import Data, Document, parse_document, read_document
from starcheck.documents.construction import construct
from starcheck.documents.syntax import LOADER, yaml_events
from starcheck.errors import InputError, Place, Problem


def value(text: str) -> Data:
    data = parse_document(f"value: {text}", "test.yaml").data
    assert isinstance(data, dict)
    return data["value"]


def problems(text: str, source: str = "test.yaml") -> list[str]:
    with pytest.raises(InputError) as raised:
        parse_document(text, source)
    return str(raised.value).splitlines()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("true", True),
        ("FALSE", False),
        ("tRUE", "tRUE"),
        ("null", None),
        ("~", None),
        ("", None),
        ("0", 0),
        ("-7", -7),
        ("+7", 7),
        ("94.995", Decimal("94.995")),
        (".5", Decimal("0.5")),
        ("1e3", Decimal(1000)),
        ("2024-02-29", date(2024, 2, 29)),
        ("95%", "95%"),
        ("1:30", "1:30"),
        ("1_000", "1_000"),
        ("2024", 2024),
        ("2024Q1", "2024Q1"),
        ("2024-03", "2024-03"),
        ("=", "="),
        ("支部党员大会", "支部党员大会"),
        ('"yes"', "yes"),
        ("'2024-02-30'", "2024-02-30"),
        ('"012"', "012"),
        ("|\n  one\n  two\n", "one\ntwo\n"),
        ("x\ty", "x\ty"),
        ('"😀 \\u5b66"', "😀 学"),
    ],
)
def test_a_scalar_means_what_yaml_1_2_says(text: str, expected: Data) -> None:
    read = value(text)
    assert read == expected
    assert type(read) is type(expected)


def test_a_decimal_keeps_every_digit() -> None:
    assert str(value("0.10000000000000000000000000000000000001")) == "0.10000000000000000000000000000000000001"


@pytest.mark.parametrize("word", ["y", "Y", "yes", "Yes", "YES", "n", "N", "no", "No", "NO", "on", "On", "off", "OFF"])
def test_a_word_that_older_yaml_takes_for_a_boolean_is_refused_as_a_value(word: str) -> None:
    assert problems(f"a: {word}") == [
        f"test.yaml:1:4: “{word}” is not allowed here. Write true or false, or quote the word."
    ]


def test_a_word_that_older_yaml_takes_for_a_boolean_may_be_a_key() -> None:
    assert parse_document("{on: 2024-12-20, y: 1, no: 2}", "test.yaml").data == {
        "on": date(2024, 12, 20),
        "y": 1,
        "no": 2,
    }


@pytest.mark.parametrize("key", ["1", "true", "null", "~", "2024-01-01", "1.5", "012", ".nan", "''", '"1"'])
def test_a_key_is_a_text(key: str) -> None:
    if key[0] in "\"'":
        assert parse_document(f"{key}: a", "test.yaml").data == {key[1:-1]: "a"}
    else:
        assert problems(f"{key}: a") == [f"test.yaml:1:1: The key “{key}” is not a text. Put it in quotes."]


SAMPLE = """\
branch:
  id: B-1
meetings:
  - {id: M-1, held_on: 2024-03-05}
  - &second
    id: M-2
again: *second
"""


def test_every_value_and_key_knows_its_place() -> None:
    document = parse_document(SAMPLE, "test.yaml")
    assert document.place(()) == Place("test.yaml", 1, 1)
    assert document.place(("branch", "id")) == Place("test.yaml", 2, 7)
    assert document.key_place(("branch", "id")) == Place("test.yaml", 2, 3)
    assert document.place(("meetings", 0, "held_on")) == Place("test.yaml", 4, 24)
    assert document.key_place(("meetings", 0)) == Place("test.yaml", 4, 5)


def test_what_has_no_place_of_its_own_is_where_the_value_around_it_is() -> None:
    document = parse_document(SAMPLE, "test.yaml")
    assert document.place(("branch", "name")) == document.place(("branch",))
    assert document.place(("again", "id")) == Place("test.yaml", 7, 8)
    assert Document(None, "test.yaml", {}, {}).place(("a",)) == Place("test.yaml")


def test_columns_count_characters_and_lines_count_windows_line_ends_once() -> None:
    document = parse_document("支部: 😀\r\n名: {称: 二}\r\n", "test.yaml")
    assert document.place(("名", "称")) == Place("test.yaml", 2, 8)


def test_an_alias_stands_for_the_value_of_its_anchor() -> None:
    data = parse_document(SAMPLE, "test.yaml").data
    assert isinstance(data, dict)
    assert data["again"] == {"id": "M-2"}


def test_an_anchored_key_can_be_referred_to() -> None:
    assert parse_document("&a x: *a", "test.yaml").data == {"x": "x"}


def test_a_thousand_aliases_are_allowed_and_one_more_is_not() -> None:
    text = "a: &a 1\nb: [" + ", ".join(["*a"] * 1000)
    assert value(text[3:] + "]") == 1
    assert problems(text + ", *a]")[0].endswith("There are more than 1000 aliases (“*name”).")


def test_values_are_counted_with_or_without_aliases() -> None:
    (problem,) = problems("[" + "1," * 200_000 + "]")
    assert problem.startswith("test.yaml:1:400000: There are more than 200000 values, aliases written out. ")


def test_forty_levels_are_allowed() -> None:
    assert parse_document("[" * 41 + "]" * 41, "test.yaml").data is not None


@pytest.mark.parametrize("opening", ["[", "- ", "{a: ", "? "])
@pytest.mark.parametrize("source", ["test.yaml", "test.json"])
def test_deep_nesting_is_refused_before_it_can_exhaust_the_stack(opening: str, source: str) -> None:
    assert problems(opening * 100_000, source)


def test_problems_before_a_syntax_error_are_told_too() -> None:
    assert [problem.split(": ")[0] for problem in problems("a: yes\nb: .inf\nc: [\n")] == [
        "test.yaml:1:4",
        "test.yaml:2:4",
        "test.yaml:4:1",
    ]


def test_only_the_first_control_characters_are_listed() -> None:
    assert len(problems("a" + "\x07" * 1000)) == 20


JSON = """\
{
  "branch": {"id": "B-1", "members": 12},
  "share": "95%"
}
"""


def test_json_gives_the_same_data_and_places_as_yaml() -> None:
    as_json = parse_document(JSON, "test.json")
    as_yaml = parse_document(JSON, "test.yaml")
    assert as_json.data == as_yaml.data == {"branch": {"id": "B-1", "members": 12}, "share": "95%"}
    assert {keys: (place.line, place.column) for keys, place in as_json.places.items()} == {
        keys: (place.line, place.column) for keys, place in as_yaml.places.items()
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[]", []),
        ("{}", {}),
        (' [ 1 , -0.50, 1E2, true, false, null, "" ] ', [1, Decimal("-0.50"), Decimal("1E2"), True, False, None, ""]),
        ('["\\ud83d\\ude00\\n\\/", "yes", "2024-03-05"]', ["😀\n/", "yes", "2024-03-05"]),
        ('{\r\n"a"\r\n:\t{"b": []}}', {"a": {"b": []}}),
    ],
)
def test_json_is_read_exactly(text: str, expected: Data) -> None:
    assert parse_document(text, "test.JSON").data == expected


@pytest.mark.parametrize(
    "text",
    [
        "[1 2]",
        "[1,]",
        "{,}",
        '{"a":}',
        "{a: 1}",
        "// no",
        "[01]",
        "[1.]",
        "[.5]",
        "[+1]",
        "[tru]",
        "[truex]",
        "['a']",
        '["\\q"]',
        '["\t"]',
        "]",
    ],
)
def test_what_is_not_json_is_refused(text: str) -> None:
    assert len(problems(text, "test.json")) == 1


scalars = st.none() | st.booleans() | st.integers(-(10**30), 10**30) | st.decimals(-1000, 1000, places=3) | st.dates()
texts = st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\u2028\u2029\ufffe\uffff\ufeff"))
trees = st.recursive(
    scalars | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=20,
)


def as_yaml(data: Data) -> Iterator[str]:
    match data:
        case dict():
            yield "{" + ", ".join(f"{quoted(key)}: {''.join(as_yaml(inner))}" for key, inner in data.items()) + "}"
        case list():
            yield "[" + ", ".join("".join(as_yaml(inner)) for inner in data) + "]"
        case str():
            yield quoted(data)
        case None:
            yield "null"
        case _:
            yield str(data).lower()


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


@given(st.dictionaries(texts, trees, min_size=1))
@pytest.mark.parametrize("loader", [LOADER, yaml.SafeLoader])
def test_whatever_is_written_is_read_back(loader: type[yaml.SafeLoader], data: dict[str, Data]) -> None:
    text = "".join(as_yaml(data))
    assert construct(yaml_events(text, "test.yaml", loader), "test.yaml").data == data


def refusals(read: Callable[[], Document]) -> tuple[Problem, ...]:
    try:
        read()
    except InputError as refused:
        return refused.problems
    return ()


@given(st.text())
@pytest.mark.parametrize("source", ["test.yaml", "test.json"])
def test_any_text_is_read_or_refused(source: str, text: str) -> None:
    assert {problem.place.source for problem in refusals(lambda: parse_document(text, source))} <= {source}


@given(st.binary())
def test_any_file_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    file = tmp_path_factory.getbasetemp() / "any.yaml"
    file.write_bytes(content)
    assert {problem.place.source for problem in refusals(lambda: read_document(file))} <= {str(file)}
