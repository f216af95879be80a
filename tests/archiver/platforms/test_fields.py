import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.platforms.fields import Field, parse_fields
from archiver.platforms.graph_errors import GraphError

NAMES = st.from_regex(r"[a-z_][a-z0-9_]{0,8}", fullmatch=True)
TREES = st.recursive(
    st.builds(Field, NAMES),
    lambda below: st.builds(
        Field,
        NAMES,
        st.dictionaries(NAMES.filter(lambda name: name != "as"), st.sampled_from(["1", "true"])),
        st.lists(below, min_size=1, max_size=3).map(tuple),
    ),
    max_leaves=12,
)


def written(field: Field) -> str:
    """Write a field as a caller would."""
    parameters = "".join(f".{name}({value})" for name, value in field.parameters.items())
    inner = ",".join(map(written, field.fields or ()))
    return f"{field.name}{parameters}{{{inner}}}" if inner else f"{field.name}{parameters}"


def plain(field: Field) -> Field:
    """Leave out the text between the braces, which only repeats the fields."""
    nested = None if field.fields is None else tuple(map(plain, field.fields))
    return Field(field.name, field.parameters, nested, "", field.alias)


@given(st.lists(TREES, min_size=1, max_size=4))
def test_what_is_written_is_read_back(fields: list[Field]) -> None:
    """Any nesting of names and parameters survives the round trip."""
    read = parse_fields(",".join(map(written, fields)))

    assert [plain(field) for field in fields] == [plain(field) for field in read]


def test_an_expansion_has_parameters_and_nested_fields() -> None:
    """The form harvesters use to count comments without listing them."""
    (field,) = parse_fields("comments.filter(stream).limit(0).summary(true){id}")

    expected = {"filter": "stream", "limit": "0", "summary": "true"}
    assert Field("comments", expected, (Field("id"),), "id") == field


def test_an_alias_names_the_key() -> None:
    """The same edge can be asked for twice."""
    (field,) = parse_fields("reactions.type(LIKE).limit(0).summary(total_count).as(like)")

    assert "like" == field.key


@pytest.mark.parametrize("text", ["a{", "a{b", "a}", "a,,b", ",", "a.(1)", "a.b", "a.b(1", "a b"])
def test_what_cannot_be_read_is_a_syntax_error(text: str) -> None:
    """It is answered with code 2500, never half understood."""
    with pytest.raises(GraphError) as error:
        parse_fields(text)

    assert 2500 == error.value.answer.code


@given(st.text(alphabet="ab{}().,_1 é", max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Nothing else can happen, whatever is sent."""
    try:
        parse_fields(text)
    except GraphError as error:
        assert 2500 == error.answer.code  # noqa: PT017 - both ways are right


def test_too_many_levels_are_refused() -> None:
    """Nesting cannot exhaust the server."""
    with pytest.raises(GraphError, match="fewer levels"):
        parse_fields("a{" * 500 + "a" + "}" * 500)
