"""The checks: every question to the records, in words."""

from __future__ import annotations

from starcheck.insight.inspection import questions
from starcheck.insight.inspection.pattern import Check
from starcheck.language import t

CHECKS: tuple[Check, ...] = (
    Check(
        "always-full",
        t("Nobody ever missing"),
        t(
            "Told from {records} dated records on that hold both numbers, of together {total}, if they are equal in"
            " every one.",
            records=questions.FULL_RECORDS,
            total=questions.FULL_TOTAL,
        ),
        t("Compare some with the lists of those present."),
        questions.always_full,
    ),
    Check(
        "same-day",
        t("Several of one kind on one day"),
        t(
            "Told from {records} records on that come after another with the same day, choices and texts; only tables"
            " that count who was expected.",
            records=questions.BEYOND_FIRST,
        ),
        t("See whether these were meetings of their own, or one that was entered in parts."),
        questions.same_day,
    ),
    Check(
        "one-day",
        t("All on one day"),
        t("Told from {records} records on, if all have the same day.", records=questions.ONE_DAY_RECORDS),
        t("See whether this is the day of the matter, or the day on which it was entered."),
        questions.one_day,
    ),
    Check(
        "month-ends",
        t("All on last days of months"),
        t("Told from {records} records on, if all lie on last days of months.", records=questions.MONTH_END_RECORDS),
        t("See whether these are the days of the matter, or those on which it was entered."),
        questions.month_ends,
    ),
    Check(
        "round-numbers",
        t("Round numbers"),
        t(
            "Told from {values} numbers other than 0 on, {distinct} or more of them different, if {percent} % are"
            " multiples of ten.",
            values=questions.ROUND_VALUES,
            distinct=questions.ROUND_DISTINCT,
            percent=questions.ROUND_PERCENT,
        ),
        t("See whether they were counted, or estimated."),
        questions.round_numbers,
    ),
    Check(
        "same-file",
        t("One file behind many records"),
        t(
            "Told from {records} records on that name the same file; where contents are compared, also from {names}"
            " names on of the same content.",
            records=questions.FILE_RECORDS,
            names=questions.FILE_NAMES,
        ),
        t("One file may well serve several records; see whether it shows each of them."),
        questions.same_file,
    ),
    Check(
        "same-records",
        t("The same records in two branches"),
        t(
            "Told from {records} records on that agree in all fields, {fields} or more of them filled, a date or a"
            " number among them, if they are half of what one of the two branches has; what more than {common}"
            " branches have in common is left out.",
            records=questions.COPIED_RECORDS,
            fields=questions.COPIED_FIELDS,
            common=questions.COMMON,
        ),
        t("Joint events look like this; so do records that were taken over."),
        questions.same_records,
    ),
)
"""Everything that is asked, in the order in which it is told."""
