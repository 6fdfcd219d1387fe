"""Measures in every form."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from .draft import CHOICES, KIND_OF_TYPE, NUMBER, PERCENT, TEXTS, Draft, Form, Raw
from .record_conditions import ORDERED, WINDOWS, record_condition

COVERAGE_PARTS = ("covered", "owed", "missing_periods", "missing_times")
CHECKLIST_PARTS = ("present", "owed", "missing_items")
RANK_PARTS = ("of", "from_bottom")
CALENDAR = ("month", "quarter", "half_year", "year")
NUMBERED = {"month": (1, 2, 7, 12), "quarter": (1, 2, 4), "half_year": (1, 2), "year": ()}
THRESHOLDS: dict[str, tuple[Raw, ...]] = {
    NUMBER: (1, 2, 0, 3, 5, Decimal("2.5"), -1),
    PERCENT: ("80%", "50%", "100%", "0%", "33.33%", "66.7%"),
}


class Measure(NamedTuple):
    """A measure with what its value is.

    Attributes:
        undefinable: whether it may be undefined.
        parts: its numbers besides ``value``.
    """

    form: Form
    kind: str
    undefinable: bool
    parts: tuple[str, ...] = ()


def measure(draft: Draft) -> Measure:
    """Any form."""
    return draft.pick(FORMS)(draft)


def numeric_measure(draft: Draft) -> Measure:
    """Any form whose value is a number or percentage."""
    return draft.pick(NUMERIC_FORMS)(draft)


def filters(draft: Draft, table: str, *, within: bool = True) -> Form:
    """What every form over records may say besides."""
    form: Form = {}
    if draft.chance(45):
        form["where"] = record_condition(draft, table)
    if within and "date" in draft.tables[table] and draft.chance(25):
        form["within"] = draft.pick([*WINDOWS, "previous period"])
    if draft.chance(12):
        draft.evidence(table)
        form["evidence"] = "required"
    return form


def _sampled(draft: Draft) -> Form:
    """How many records there have to be."""
    return {"sample": draft.pick([2, 1, 3])} if draft.chance(12) else {}


def _sampled_ratio(draft: Draft, form: Form) -> Form:
    """The same for a ratio, if there are records in it at all."""
    return {} if "field" in form["ratio"] and "field" in form["over"] else _sampled(draft)


def _kind(draft: Draft, table: str, field: str) -> str:
    return KIND_OF_TYPE[draft.tables[table]["fields"][field]["type"]]


def _field(draft: Draft) -> Measure:
    name = draft.field("branch", "integer", "choice", "percent", "decimal", "boolean", "date", "text")
    blank = "blank" in draft.tables["branch"]["fields"][name]
    return Measure({"field": f"branch.{name}"}, _kind(draft, "branch", name), undefinable=blank)


def _numeric_field(draft: Draft) -> Measure:
    name = draft.numeric("branch")
    blank = "blank" in draft.tables["branch"]["fields"][name]
    return Measure({"field": f"branch.{name}"}, _kind(draft, "branch", name), undefinable=blank)


def choice_field(draft: Draft) -> Measure:
    """A choice of the branch as a measure."""
    name = draft.field("branch", "choice")
    blank = "blank" in draft.tables["branch"]["fields"][name]
    return Measure({"field": f"branch.{name}"}, "choice", undefinable=blank)


def _count(draft: Draft) -> Measure:
    table = draft.table()
    return Measure({"count": table, **filters(draft, table)}, NUMBER, undefinable=False)


def _over_numbers(draft: Draft) -> Measure:
    table, form = draft.table(), draft.pick(["sum", "mean", "min", "max"])
    field = draft.numeric(table)
    written = {form: f"{table}.{field}", **filters(draft, table), **(_sampled(draft) if form != "sum" else {})}
    return Measure(written, _kind(draft, table, field), undefinable=form != "sum")


def _distinct(draft: Draft) -> Measure:
    table = draft.table()
    field = draft.field(table, "text", "choice", "integer", "date")
    return Measure({"distinct": f"{table}.{field}", **filters(draft, table)}, NUMBER, undefinable=False)


def _aggregate(draft: Draft, table: str, *, with_field: bool = True) -> Form:
    form = draft.pick(["count", "sum", "distinct", *(["field"] if with_field else [])])
    if form == "field":
        return {"field": f"branch.{draft.numeric('branch', kinds=[NUMBER])}"}
    written: Form = {"count": table}
    if form == "sum":
        written = {"sum": f"{table}.{draft.numeric(table, kinds=[NUMBER])}"}
    if form == "distinct":
        written = {"distinct": f"{table}.{draft.field(table, 'text', 'choice')}"}
    return written | ({"where": record_condition(draft, table)} if draft.chance(30) else {})


def _ratio_of(draft: Draft, table: str) -> Form:
    if draft.chance(50):
        part, whole = draft.part_and_whole(table)
        return {"ratio": {"sum": f"{table}.{part}"}, "over": {"sum": f"{table}.{whole}"}}
    return {"ratio": _aggregate(draft, table), "over": _aggregate(draft, table)}


def _ratio(draft: Draft) -> Measure:
    table = draft.table()
    form = _ratio_of(draft, table)
    return Measure({**form, **filters(draft, table), **_sampled_ratio(draft, form)}, PERCENT, undefinable=True)


def _ratio_of_tables(draft: Draft) -> Measure:
    form = {"ratio": _aggregate(draft, draft.table()), "over": _aggregate(draft, draft.table())}
    return Measure({**form, **_sampled_ratio(draft, form)}, PERCENT, undefinable=True)


def _share(draft: Draft) -> Measure:
    table = draft.table()
    form = {"share": table, "matching": record_condition(draft, table), **filters(draft, table), **_sampled(draft)}
    return Measure(form, PERCENT, undefinable=True)


def _life(draft: Draft) -> Form:
    bounds: Form = {}
    if draft.chance(40):
        bounds["from"] = f"branch.{draft.field('branch', 'date')}"
    if draft.chance(20):
        bounds["until"] = f"branch.{draft.field('branch', 'date')}"
    return bounds


def coverage(draft: Draft) -> Measure:
    """Periods with a record."""
    table, every = draft.table(dated=True), draft.pick(CALENDAR)
    form: Form = {"coverage": table, "every": every, **filters(draft, table, within=False), **_life(draft)}
    if draft.chance(30):
        form["times"] = draft.pick([1, 2, 3])
    if draft.chance(40):
        form["partial"] = draft.pick(["skip", "count"])
    if NUMBERED[every] and draft.chance(25):
        form["except"] = draft.some(NUMBERED[every])
    return Measure(form, NUMBER, undefinable=False, parts=COVERAGE_PARTS)


def _longest_gap(draft: Draft) -> Measure:
    table = draft.table(dated=True)
    form = {"longest_gap": table, "unit": draft.pick(["days", "months"]), **filters(draft, table, within=False)}
    return Measure(form | _life(draft), NUMBER, undefinable=False)


def _streak(draft: Draft) -> Measure:
    table = draft.table(dated=True)
    form: Form = {"streak": table, "every": draft.pick(CALENDAR), "run": draft.pick(["longest", "current"])}
    form |= filters(draft, table, within=False)
    if draft.chance(60):
        form["within"] = draft.pick(["2 years", "6 months", "previous period"])
    return Measure(form, NUMBER, undefinable=False)


def _change(draft: Draft) -> Measure:
    table, as_what = draft.table(dated=True), draft.pick(["absolute", "percent"])
    of_ratio = draft.chance(30)
    inner = _ratio_of(draft, table) if of_ratio else _aggregate(draft, table, with_field=False)
    kind = PERCENT if of_ratio or as_what == "percent" else NUMBER
    form = {"change": inner, "as": as_what, **filters(draft, table, within=False)}
    return Measure(form, kind, undefinable=of_ratio or as_what == "percent")


def checklist(draft: Draft) -> Measure:
    """Named things that must be there."""
    table = draft.table()
    field = draft.field(table, "text", "choice")
    pool = CHOICES if _kind(draft, table, field) == "choice" else TEXTS
    form = {"checklist": f"{table}.{field}", "items": draft.some(pool), **filters(draft, table)}
    return Measure(form, NUMBER, undefinable=False, parts=CHECKLIST_PARTS)


def _each(draft: Draft) -> Measure:
    table = draft.table()
    key_type = draft.pick(["text", "choice"])
    key = draft.field(table, key_type)
    kind, take = NUMBER, {"count": table}
    if draft.chance(50):
        field = draft.numeric(table)
        kind, take = _kind(draft, table, field), {"sum": f"{table}.{field}"}
    then: Raw = draft.pick(["sum", "mean", "min", "max", "count", "share"])
    form: Form = {"each": f"{table}.{key}", "take": take, "then": then, **filters(draft, table)}
    if then in {"count", "share"}:
        form["then"] = {then: _operators(draft, kind)}
    if draft.chance(50):
        roster = draft.table(dated=False)
        form["of"] = f"{roster}.{draft.field(roster, key_type)}"
        if draft.chance(40):
            form["of_where"] = record_condition(draft, roster)
    value_kind = {"count": NUMBER, "share": PERCENT}.get(then, kind)
    return Measure(form, value_kind, undefinable=then not in {"sum", "count"})


def _imported(draft: Draft) -> Measure:
    """What somebody else decided."""
    name = draft.field("branch", "choice", "integer", "decimal")
    definition = draft.tables["branch"]["fields"][name]
    form: Form = {"imported": f"branch.{name}", "decided_by": "人力资源部"}
    if definition["type"] == "choice":
        form["scale"] = {choice: draft.pick([0, 1, 3, Decimal("2.5")]) for choice in CHOICES}
    elif draft.chance(60):
        form["times"] = draft.pick([2, Decimal("0.5")])
    return Measure(form, NUMBER, undefinable="blank" in definition)


def _rating(draft: Draft) -> Measure:
    """Marks that people gave."""
    fields = draft.tables.setdefault("ballots", _ballots(draft))["fields"]
    form: Form = {"rating": "ballots.mark", "stages": []}
    if fields["mark"]["type"] == "choice":
        form["scale"] = {choice: draft.pick([100, 60, 0, 80]) for choice in CHOICES}
        form["scale"][CHOICES[0]] = 50
    for key in draft.some(["item", "rater", "side"]):
        stage: Form = {"by": key, "take": draft.pick(["mean", "min", "max", "trimmed"])}
        if key == "side" and draft.chance(60):
            stage = {"by": key, "weights": {"丙": "50%", "乙": "20%", "甲": "30%"}}
        form["stages"].append(stage)
    if any(stage["by"] == "rater" for stage in form["stages"]) and draft.chance(60):
        draft.tables.setdefault("called", _called(draft))
        form["of"] = "called.rater"
        if draft.chance(30):
            form["of_where"] = record_condition(draft, "called")
    if draft.chance(40):
        form["places"] = draft.pick([0, 1])
    return Measure(form | filters(draft, "ballots"), NUMBER, undefinable=True)


def _ballots(draft: Draft) -> Form:
    mark = draft.pick([{"type": "choice", "choices": list(CHOICES)}, {"type": "integer", "min": 0, "max": 10}])
    fields = {
        "mark": mark,
        "item": {"type": "text"},
        "rater": {"type": "text"},
        "side": {"type": "choice", "choices": list(CHOICES)},
    }
    return {"fields": fields, "future": draft.pick(["closed", "open"])}


def _called(draft: Draft) -> Form:
    fields = {"rater": {"type": "text"}, "side": {"type": "choice", "choices": list(CHOICES)}}
    return {"fields": fields, "future": draft.pick(["closed", "closed", "open"])}


def compared_measure(draft: Draft, kind: str | None = None) -> str:
    """The name of a measure that branches may be compared by."""
    fitting = [
        name
        for name, form in draft.measures.items()
        if "rank" not in form and (kind is None or draft.kinds[name] == kind) and draft.kinds[name] in {NUMBER, PERCENT}
    ]
    if fitting:
        return draft.pick(fitting)
    draft.measures["compared"] = {"count": draft.table()}
    draft.kinds["compared"], draft.parts["compared"] = NUMBER, ()
    return "compared"


def among(draft: Draft) -> str:
    """With whom a branch is compared."""
    return "all" if draft.chance(60) else draft.known_choice()


def _rank(draft: Draft) -> Measure:
    """The place among branches."""
    form: Form = {"rank": compared_measure(draft), "among": among(draft)}
    if draft.chance(40):
        form["order"] = draft.pick(["ascending", "descending"])
    if draft.chance(50):
        form["ties"] = draft.pick(["first", "last", "dense"])
    return Measure(form, NUMBER, undefinable=True, parts=RANK_PARTS)


def _operators(draft: Draft, kind: str) -> Form:
    operator = draft.pick([*ORDERED, "equals", "between"])
    threshold = draft.pick(THRESHOLDS[kind])
    return {operator: [threshold, threshold] if operator == "between" else threshold}


NUMERIC_FORMS = (
    _count,
    _numeric_field,
    _over_numbers,
    _over_numbers,
    _distinct,
    _ratio,
    _ratio,
    _ratio_of_tables,
    _share,
    coverage,
    coverage,
    _longest_gap,
    _streak,
    _change,
    checklist,
    _each,
    _each,
    _imported,
    _rating,
    _rank,
)
FORMS = (*NUMERIC_FORMS, _field)


def named_measure(draft: Draft, *, rank: bool = True) -> Measure:
    """A new measure of ``measures:``; its form is its name."""
    made = draft.pick(NUMERIC_FORMS if rank else [form for form in NUMERIC_FORMS if form is not _rank])(draft)
    name = f"m{len(draft.measures) + 1}"
    draft.measures[name] = made.form
    draft.kinds[name] = made.kind
    draft.parts[name] = made.parts
    return made
