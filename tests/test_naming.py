"""What people type for things and days, in place of codes."""

from __future__ import annotations

from datetime import date

import pytest

from societyctl.domain.naming import day_meant, one_meant, pair_of
from societyctl.errors import UsageError

PROJECTS = {
    "first-class": ("一流学会建设",),
    "popular": ("科普特色学会",),
    "academic": ("学术和科技服务特色学会",),
}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("popular", "popular"), ("科普特色学会", "popular"), ("科普", "popular"),
        ("一流学会", "first-class"), ("科普 特色学会", "popular"), ("ＰＯＰＵＬＡＲ", "popular"),
        ("学术和科技服务特色学会", "academic"),
    ],
)  # fmt: skip
def test_a_thing_is_known_by_code_name_or_a_piece_of_its_own(words, code):
    assert one_meant(words, PROJECTS, "项目") == code


def test_a_piece_of_several_names_is_not_guessed():
    with pytest.raises(UsageError) as caught:
        one_meant("特色学会", PROJECTS, "项目")

    assert caught.value.message == "“特色学会”可以指几个项目"
    listed = "科普特色学会（popular）、学术和科技服务特色学会（academic）"
    assert caught.value.hint == f"写全一些，或写代号：{listed}"


def test_the_nearest_name_is_proposed():
    with pytest.raises(UsageError) as caught:
        one_meant("科普特设学会", PROJECTS, "项目")

    assert str(caught.value.hint).startswith("是不是 科普特色学会？可用的有：")


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("今天", date(2022, 10, 20)), ("昨天", date(2022, 10, 19)), ("后天", date(2022, 10, 22)),
        ("上周五", date(2022, 10, 14)), ("这周一", date(2022, 10, 17)),
        ("下星期日", date(2022, 10, 30)), ("上 周 五", date(2022, 10, 14)), ("周五", None),
    ],
)  # fmt: skip
def test_days_are_said_as_people_say_them(words, day):
    assert day_meant(words, date(2022, 10, 20)) == day


@pytest.mark.parametrize("text", ["线下人数=60", "线下人数＝60"])
def test_the_sign_of_a_pair_may_be_of_full_width(text):
    assert pair_of(text)[::2] == ("线下人数", "60")
