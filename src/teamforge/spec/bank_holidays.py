"""
The bank holidays of England (SPEC.md section 2), as the package `holidays` has them.

Importing that package costs more time than composing a team, as it brings the holidays of the whole world. So the
years that are asked about are written down here, and the package is asked about any other (ADR 4).
"""

from __future__ import annotations

from datetime import date
from functools import cache

__all__ = ["YEARS", "bank_holidays"]

YEARS = {
    2020: "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-26 12-28",
    2021: "01-01 04-02 04-05 05-03 05-31 08-30 12-25 12-26 12-27 12-28",
    2022: "01-01 01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-25 12-26 12-27",
    2023: "01-01 01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26",
    2024: "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26",
    2025: "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",
    2026: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-26 12-28",
    2027: "01-01 03-26 03-29 05-03 05-31 08-30 12-25 12-26 12-27 12-28",
    2028: "01-01 01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26",
    2029: "01-01 03-30 04-02 05-07 05-28 08-27 12-25 12-26",
    2030: "01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26",
    2031: "01-01 04-11 04-14 05-05 05-26 08-25 12-25 12-26",
    2032: "01-01 03-26 03-29 05-03 05-31 08-30 12-25 12-26 12-27 12-28",
    2033: "01-01 01-03 04-15 04-18 05-02 05-30 08-29 12-25 12-26 12-27",
    2034: "01-01 01-02 04-07 04-10 05-01 05-29 08-28 12-25 12-26",
    2035: "01-01 03-23 03-26 05-07 05-28 08-27 12-25 12-26",
    2036: "01-01 04-11 04-14 05-05 05-26 08-25 12-25 12-26",
    2037: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-26 12-28",
    2038: "01-01 04-23 04-26 05-03 05-31 08-30 12-25 12-26 12-27 12-28",
    2039: "01-01 01-03 04-08 04-11 05-02 05-30 08-29 12-25 12-26 12-27",
    2040: "01-01 01-02 03-30 04-02 05-07 05-28 08-27 12-25 12-26",
    2041: "01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26",
    2042: "01-01 04-04 04-07 05-05 05-26 08-25 12-25 12-26",
    2043: "01-01 03-27 03-30 05-04 05-25 08-31 12-25 12-26 12-28",
    2044: "01-01 04-15 04-18 05-02 05-30 08-29 12-25 12-26 12-27",
    2045: "01-01 01-02 04-07 04-10 05-01 05-29 08-28 12-25 12-26",
    2046: "01-01 03-23 03-26 05-07 05-28 08-27 12-25 12-26",
    2047: "01-01 04-12 04-15 05-06 05-27 08-26 12-25 12-26",
    2048: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-26 12-28",
    2049: "01-01 04-16 04-19 05-03 05-31 08-30 12-25 12-26 12-27 12-28",
    2050: "01-01 01-03 04-08 04-11 05-02 05-30 08-29 12-25 12-26 12-27",
}
"""Month and day of each bank holiday of a year."""


@cache
def bank_holidays(first: date, last: date) -> frozenset[date]:
    """
    Return the bank holidays of England from `first` to `last`, both inclusive.

    Examples
    --------
    >>> sorted(bank_holidays(date(2027, 3, 1), date(2027, 4, 1)))
    [datetime.date(2027, 3, 26), datetime.date(2027, 3, 29)]
    """
    years = range(first.year, last.year + 1)
    if all(year in YEARS for year in years):
        known = {date.fromisoformat(f"{year}-{day}") for year in years for day in YEARS[year].split()}
    else:
        from holidays import country_holidays  # noqa: PLC0415 -- slow to import

        known = set(country_holidays("GB", subdiv="ENG", years=years))
    return frozenset(day for day in known if first <= day <= last)
