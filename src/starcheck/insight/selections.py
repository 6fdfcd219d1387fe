"""Which records of a ledger a measure looks at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from starcheck.rules.schema import measures as schema
from starcheck.rules.schema.conditions import Comparison, Condition, Every, MeasureTest, Test
from starcheck.rules.schema.measures import MeasureModel, RecordMeasure
from starcheck.rules.schema.ruleset import RuleSet
from starcheck.rules.schema.score import Award, RecordTable
from starcheck.rules.schema.windows import PreviousPeriod, Window
from starcheck.rules.uses import all_inside, names_in


@dataclass(frozen=True, slots=True)
class Selection:
    """Records of one table, each counted or not.

    Attributes:
        where: what has to hold of a record, one by one.
        within: when it has to be dated; by default in the assessed period.
        at_any_time: whether its date does not matter.
        evidence: whether its evidence has to be accepted.
        needed: fields without which it does not count.
        shown: further fields worth a look.
        matching: what is asked of those that count.
        listed: the records that name every key that counts; the key is the first of the needed fields.
    """

    table: str
    where: tuple[Condition, ...] = ()
    within: Window | None = None
    at_any_time: bool = False
    evidence: bool = False
    needed: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    matching: Condition | None = None
    listed: Selection | None = None


def selections(measure: MeasureModel | Award) -> list[Selection]:
    """The records that a measure or an award looks at."""
    return list(_SELECTIONS[type(measure)](measure))


def measures_asked(thing: object, ruleset: RuleSet) -> list[MeasureModel]:
    """The measures that the conditions and numbers inside a thing draw on, in the order of its text."""
    heads = (name.partition(".")[0] for name in names_in(thing))
    return [
        *(part.measure for part in all_inside(thing) if isinstance(part, MeasureTest)),
        *(ruleset.measures[head] for head in heads if head in ruleset.measures),
    ]


def united(chosen: Iterable[Selection], ruleset: RuleSet) -> list[Selection]:
    """Selections of the same records made one; those that leave out records without a value stay apart."""
    groups: dict[str, Selection] = {}
    for selection in chosen:
        fields = ruleset.tables[selection.table].fields
        partial = tuple(name for name in selection.needed if fields[name].blank == "none")
        key = repr(replace(selection, needed=partial, shown=()))
        known = groups.get(key, selection)
        groups[key] = replace(
            known, needed=_each_once(known.needed, selection.needed), shown=_each_once(known.shown, selection.shown)
        )
    return list(groups.values())


def _each_once(*names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for some in names for name in some))


def _chosen(table: str, filter_: RecordMeasure | Award) -> Selection:
    evidence = filter_.evidence is not None
    return Selection(table, tuple(_one_by_one(filter_.where)), filter_.within, evidence=evidence)


def _one_by_one(condition: Condition | None) -> Iterator[Condition]:
    match condition:
        case None:
            return
        case Every(parts):
            for part in parts:
                yield from _one_by_one(part)
        case _:
            yield condition


def _of_records(form: str) -> Callable[..., Iterator[Selection]]:
    def found(measure: RecordMeasure) -> Iterator[Selection]:
        yield _chosen(getattr(measure, form), measure)

    return found


def _of_field(form: str) -> Callable[..., Iterator[Selection]]:
    def found(measure: RecordMeasure) -> Iterator[Selection]:
        table, field = getattr(measure, form).split(".")
        yield replace(_chosen(table, measure), needed=(field,))

    return found


def _checklist(measure: schema.Checklist) -> Iterator[Selection]:
    table, field = measure.checklist.split(".")
    listed = Test(field, (Comparison("one_of", measure.items, ()),), ())
    yield replace(_chosen(table, measure), needed=(field,), matching=listed)


def _share(measure: schema.Share) -> Iterator[Selection]:
    yield replace(_chosen(measure.share, measure), matching=measure.matching)


def _ratio(measure: schema.Ratio) -> Iterator[Selection]:
    for side in (measure.ratio, measure.over):
        for found in selections(side):
            yield _inside(found, measure)


def _inside(selection: Selection, whole: RecordMeasure) -> Selection:
    """What a part of a measure looks at, given what the whole demands besides."""
    outer = _chosen(selection.table, whole)
    return replace(
        selection,
        where=(*outer.where, *selection.where),
        within=selection.within or outer.within,
        evidence=selection.evidence or outer.evidence,
    )


def _change(measure: schema.Change) -> Iterator[Selection]:
    for found in selections(measure.change):
        now = _inside(found, measure)
        yield now
        yield replace(now, within=PreviousPeriod())


def _rating(measure: schema.Rating) -> Iterator[Selection]:
    table, mark = measure.rating.split(".")
    listed, keys = _roster(measure), measure.own_keys
    if measure.called is not None:
        keys = (keys[measure.called], *keys[: measure.called])
    yield replace(_chosen(table, measure), needed=(*keys, mark), listed=listed)
    if listed is not None:
        later = tuple(stage.by for stage in measure.stages[len(measure.own_keys) :])
        yield replace(listed, needed=(*listed.needed, *later))


def _each(measure: schema.Each) -> Iterator[Selection]:
    key, roster = measure.each.split(".")[1], _roster(measure)
    taken = _inside(selections(measure.take)[0], measure)
    yield replace(taken, needed=(key, *taken.needed), listed=roster)
    if roster is not None:
        yield roster


def _roster(measure: schema.Each | schema.Rating) -> Selection | None:
    if measure.of is None:
        return None
    table, member = measure.of.split(".")
    return Selection(table, tuple(_one_by_one(measure.of_where)), at_any_time=True, needed=(member,))


def _award(award: Award) -> Iterator[Selection]:
    by = award.points.by if isinstance(award.points, RecordTable) else ()
    lowering = () if award.downgrade is None else tuple(names_in(award.downgrade.when))
    shared = () if award.shared_by is None else (award.shared_by,)
    yield replace(_chosen(award.each, award), shown=_each_once(by, lowering, shared, award.once_per or ()))


def _nothing(_: schema.FieldMeasure | schema.Imported | schema.Rank) -> Iterator[Selection]:
    yield from ()


_SELECTIONS: Mapping[type, Callable[..., Iterator[Selection]]] = {
    schema.FieldMeasure: _nothing,
    schema.Imported: _nothing,
    schema.Count: _of_records("count"),
    schema.Sum: _of_field("sum"),
    schema.Mean: _of_field("mean"),
    schema.Min: _of_field("min"),
    schema.Max: _of_field("max"),
    schema.Distinct: _of_field("distinct"),
    schema.Ratio: _ratio,
    schema.Share: _share,
    schema.Coverage: _of_records("coverage"),
    schema.LongestGap: _of_records("longest_gap"),
    schema.Streak: _of_records("streak"),
    schema.Change: _change,
    schema.Checklist: _checklist,
    schema.Each: _each,
    schema.Rating: _rating,
    schema.Rank: _nothing,
    Award: _award,
}
"""Every form of a measure, and awards."""
