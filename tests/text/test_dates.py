"""ISO dates: as precise as written, never guessed."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsstudy.text.dates import iso_date


@pytest.mark.parametrize(
    ("written", "date", "first", "last", "zone"),
    [
        ("2019", "2019", "2019-01-01", "2019-12-31", None),
        ("2020-02", "2020-02", "2020-02-01", "2020-02-29", None),
        (" 2019-03-07 ", "2019-03-07", "2019-03-07", "2019-03-07", None),
        ("2019-03-07T10:20", "2019-03-07T10:20", "2019-03-07", "2019-03-07", None),
        ("2019-03-07 23:59:59.5Z", "2019-03-07T23:59:59.5+00:00", "2019-03-07", "2019-03-07", "+00:00"),
        ("2019-03-07T10:20:30+0530", "2019-03-07T10:20:30+05:30", "2019-03-07", "2019-03-07", "+05:30"),
        ("2019-03-07T10:20:30 -05:00", "2019-03-07T10:20:30-05:00", "2019-03-07", "2019-03-07", "-05:00"),
    ],
)
def test_iso_date__reads(written, date, first, last, zone):
    found = iso_date(written)
    assert (found.date, found.date_from.isoformat(), found.date_to.isoformat(), found.date_zone) == (date, first, last, zone)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "June 4",
        "03/04/2019",
        "2019-3-7",
        "2019-13",
        "2019-02-30",
        "0000",
        "20190307",
        "2019-03-07T25:00",
        "2019-W10",
        "19",
        "２０１９",
        "2019-03-07T",
    ],
)
def test_iso_date__refuses_rather_than_guess(written):
    assert iso_date(written) is None


@given(st.dates())
def test_iso_date__a_day_is_itself(day):
    found = iso_date(day.isoformat())
    assert (found.date_from, found.date_to) == (day, day)
    assert iso_date(found.date) == found
    month = iso_date(day.isoformat()[:7])
    assert month.date_from <= day <= month.date_to
    assert month.date_to == datetime.date.max or (month.date_to + datetime.timedelta(1)).day == 1
