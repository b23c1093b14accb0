"""What a wrong program file is told: every mistake at once, with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from societyctl.errors import ProgramError
from societyctl.resources import resource_folder
from societyctl.rules.file.loading import examine, load_program, read_source

HEAD = """\
id: demo-2024
title: 示例计划
issuer: 示例科协
year: 2024
windows: {this_year: {year: 2024}}
"""
PROJECT = """\
projects:
  - id: a
    title: 甲
    requirements:
"""
REQUIREMENT = "      - {{id: r1, clauses: x.1, title: 题, place: 一, test: {test}}}\n"


def _mistakes(folder: Path, text: str) -> list[str]:
    path = folder / "demo-2024.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ProgramError) as caught:
        load_program(path)
    return [str(issue) for issue in caught.value.issues] or [caught.value.message]


BROKEN = [
    (
        "{count: actvity, at_least: 2}",
        "demo-2024.yaml:10：没有叫“actvity”的记录类别或记录集；应为：最接近的是“activity”",
    ),
    (
        "{count: activity, at_laest: 2}",
        "demo-2024.yaml:10：没有“at_laest”这一项；应为：最接近的是 at_least",
    ),
    (
        "{count: activity, where: {rol: 主办}}",
        "demo-2024.yaml:10：没有叫“rol”的“活动”的字段；应为：最接近的是“role”",
    ),
    ("{count: activity, where: {level: 省部级}}", "demo-2024.yaml:10：没有叫“省部级”的“级别”的词"),
    (
        "{count: activity, during: this_yaer}",
        "demo-2024.yaml:10：没有叫“this_yaer”的时间窗；应为：最接近的是“this_year”",
    ),
    (
        "{count: activity, where: {level: {atleast: 省}}}",
        "demo-2024.yaml:10：没有叫“atleast”的比较方式；应为：最接近的是“at_least”",
    ),
    (
        "{count: activity, sum: sessions, over: activity}",
        "一项测试只能有一种度量或组合（现在：count、sum）",
    ),
    ("{}", "一项测试只能有一种度量或组合（现在：没有）"),
    ("{sum: sessions}", "sum 和 distinct 要用 over 写明是哪一类记录"),
    ("{every: body}", "every 要用 meets 写明每条记录须满足什么"),
    (
        "{count: activity, where: {any: [{evidenced: [会议纪耀]}]}}",
        "“会议纪耀”像是把“会议纪要”写错了",
    ),
    (
        "{count: activity, where: {cluster: 高端装备产业}, at_least: 1}",
        "“高端装备产业”像是把“高端装备”写错了；应为：“高端装备”；确是另一个词的，连引号写成",
    ),
    ("{count: evidence, where: {kind: 签到表}}", "“签到表”登记时记作“活动佐证”；应为：活动佐证"),
    ("{count: activity, where: {level: 国家级}}", "没有叫“国家级”的“级别"),
    (
        "{count: client, where: {linked: {record: need, through: clientt}}}",
        "没有叫“clientt”的“需求”的字段；应为：最接近的是“client”",
    ),
    ("{count: policy, where: {from_on: 去年}}", "没有叫“去年”的日期"),
    ("{count: activity, where: {title.x: 甲}}", "“活动名称”不指向别的记录"),
    ("{value: rating.grad, at_least: 4A}", "没有叫“grad”的“评估等级”的字段"),
    ("{value: rating.grade, at_least: 6A}", "没有叫“6A”的“评估等级”的词"),
    ("{count: region, during: this_year}", "“重点地域”没有日期字段"),
    (
        "{points: [{title: 合计, full: 20, items: [{full: 12}, {full: 7}]}], at_least: 60}",
        "分项满分之和为19；应为：20",
    ),
]

SHARE = "{share: {part: {count: member}, whole: {count: member}}}"
SENSELESS = [
    ("{count: activity}", "没有写要达到多少，永远算“符合”"),
    ("{count: activity, at_least: 两}", "应是数：两"),
    ("{sum: amount, over: agreement, at_least: 5万元}", "应是数：5万元"),
    ("{count: activity, at_least: 3%}", "这里量到的不是占比：3%"),
    ("{count: activity, at_least: 2/3}", "这里量到的不是占比：2/3"),
    (SHARE.replace("}}}", "}}, at_least: 0.3}"), "看不出是 30% 还是 0.3%：0.3；应为：带上 % 写明"),
    (
        "{growth: {now: {count: member}, before: {count: member}}, at_least: 0.1}",
        "看不出是 10% 还是 0.1%：0.1",
    ),
    (SHARE.replace("}}}", "}}, one_of: [50%, 1]}"), "看不出是 100% 还是 1%：1"),
    (
        "{count: member_service, where: {satisfaction: {at_least: 0.9}}, at_least: 1}",
        "看不出是 90% 还是 0.9%：0.9",
    ),
    ("{value: member_service.satisfaction, at_least: 0.95}", "看不出是 95% 还是 0.95%"),
    (
        "{points: [{of: {count: activity}, per: 1}], grades: [{title: 优秀}], at_least: 5}",
        "每一等写 at_least、above、at_most、below 中至少一个",
    ),
    ("{count: activity, at_least: 5, at_most: 3}", "at_least 5 大于 at_most 3，不可能满足"),
    ("{value: society.name, at_least: 3}", "“学会名称”没有大小先后；应为：用 equals 或 one_of"),
    (
        "{count: activity, where: {kind: {at_least: 学术}}, at_least: 1}",
        "“活动类别”不能用 at_least",
    ),
    ("{count: activity, where: {title: {above: 3}}, at_least: 1}", "“活动名称”不能用 above"),
    (
        "{count: activity, where: {start_on: {contains: 2024}}, at_least: 1}",
        "“开始日期”不能用 contains",
    ),
    (
        "{count: activity, where: {sessions: {at_least: {field: start_on}}}, at_least: 1}",
        "“场次”与“开始日期”不是一类，不能相比",
    ),
    ("{sum: title, over: activity, at_least: 1}", "“活动名称”不是数，不能相加"),
    ("{sum: client.name, over: agreement, at_least: 1}", "“单位名称”不是数，不能相加"),
    ("{count: activity, during: this_year, on: title, at_least: 1}", "“活动名称”不是日期"),
    ("{count: activity, over: agreement, at_least: 1}", "over 在 count 旁边不起作用"),
    ("{every: body, meets: {kind: 理事会}, at_least: 1}", "at_least 在 every 旁边不起作用"),
    ("{count: activity, must: one, at_least: 1}", "must 在 count 旁边不起作用"),
    ("{count: activity, each_period: month, at_least: 1}", "要与 during 并用"),
    (
        "{count: activity, during: {from: 2024-01-01}, each_period: month, at_least: 1}",
        "这个时间窗没有起或没有止，分不出段；应为：from 和 to 都写；到检查日为止写 to: as_of",
    ),
    (
        "{points: [{of: {count: activity}, below: 4%, deduct: 1}], at_least: 5}",
        "这里的写法与所量的不合：4%；应为：不带 % 的数",
    ),
    (
        "{points: [{of: {count: activity}, above: 1, below: 4, deduct: 1}], at_least: 5}",
        "above 和 below 只写一个",
    ),
    (
        "{points: [{of: {count: activity}, per: 1, when: first_class}], at_least: 5}",
        "没有叫“first_class”的条件",
    ),
    (
        "{cases: [{when: first_class, then: {count: activity, at_least: 1}}]}",
        "没有叫“first_class”的条件",
    ),
    ("{count: member, one_of: [1, 两]}", "应是数：两"),
    ("{count: member, at_least: {from: deadline}}", "应是数：日期"),
    (
        "{count: member, at_least: application.paper_copies}",
        "应是数：application.paper_copies；应为：写成 {value: application.paper_copies}",
    ),
    (
        "{share: {part: {value: rating.grade}, whole: {count: member}}, at_least: 3%}",
        "“评估等级”不是数；应为：这里要一个数",
    ),
    ("{total: [{value: rating.dated_on}, {count: member}], at_least: 3}", "“授予日期”不是数"),
    ("{points: [{of: {value: rating.grade}, per: 1}], at_least: 3}", "“评估等级”不是数"),
    ("{all: []}", "里面一项测试也没有"),
    ("{k_of: {k: 0, of: [{count: activity, at_least: 1}]}}", "k：不能是0；应为：不小于1"),
    ("{k_of: {k: 2, of: [{count: activity, at_least: 1}]}}", "k 是2，of 里只有1项"),
    (
        "{total: [{count: activity}, {sum: attend_onsite, over: activity}], at_least: 5}",
        "单位不同，不能相加：场、人",
    ),
    (
        "{points: [{of: {count: activity}, per: 1, step: 0}], at_least: 5}",
        "step：不能是0；应为：大于0",
    ),
    (
        "{points: [{of: {count: activity}, deduct: -2}], at_least: 5}",
        "deduct：不能是-2；应为：不小于0",
    ),
    (
        f"{{points: [{{of: {SHARE}, bands: [{{at_least: 0.9, points: 5}}]}}], at_least: 5}}",
        "这里的写法与所量的不合：0.9；应为：百分比，如 90%",
    ),
    ("{each_record: body, then: {value: this.name, at_least: 20}}", "“机构名称”没有大小先后"),
    ("{count: activity, where: {platform: this}, at_least: 1}", "这里没有 this 所指的记录"),
    ("{value: application.applied_on, at_most: 2024-02-30}", "没有这样的日期或数：2024-02-30"),
    ("{count: activity，at_least: 1}", "这一行有全角的标点"),
    ("{share: {part: {each_record: body}, whole: {count: member}}, at_least: 1%}", "不能写在这里"),
]


@pytest.mark.parametrize(("test", "message"), BROKEN, ids=[test for test, _ in BROKEN])
def test_a_wrong_test_is_told_where_and_what_is_right(
    tmp_path: Path, test: str, message: str
) -> None:
    text = HEAD + PROJECT + REQUIREMENT.format(test=test)

    assert any(message in mistake for mistake in _mistakes(tmp_path, text))


@pytest.mark.parametrize(("test", "message"), SENSELESS, ids=[test for test, _ in SENSELESS])
def test_what_cannot_mean_anything_is_refused(tmp_path: Path, test: str, message: str) -> None:
    text = HEAD + PROJECT + REQUIREMENT.format(test=test)

    assert any(message in mistake for mistake in _mistakes(tmp_path, text))


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            "windows: {w: {from: 2024-12-31, to: 2024-01-01}}",
            "结束日2024-01-01早于开始日2024-12-31",
        ),
        (
            "limits: [{id: l, clauses: x.1, title: 限, place: 一}]",
            "一条限项写一种规则（现在：没有）",
        ),
        (
            "limits: [{id: l, clauses: x.1, title: 限, place: 一, needs_one_of: [a]}]",
            "needs_one_of 要用 projects 写明哪些项目有所依附",
        ),
    ],
)
def test_windows_and_limits_have_to_mean_something(tmp_path: Path, line: str, message: str) -> None:
    head = HEAD.replace("windows: {this_year: {year: 2024}}\n", "")

    text = head + line + "\n" + PROJECT + REQUIREMENT.format(test="{count: duty, at_least: 1}")

    assert any(message in mistake for mistake in _mistakes(tmp_path, text))


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    text = (
        HEAD
        + "totals: [{clauses: x.9, title: 合计, slots: 5}]\n"
        + "limits: [{id: l, clauses: x.8, title: 限, place: 一, at_most: 1, projects: [b]}]\n"
        + "projects:\n  - id: a\n    title: 甲\n    deadline: none\n    uses: [missing]\n"
        + "    slots: {max: 4}\n    requirements:\n"
        + REQUIREMENT.format(test="{count: activity, at_least: 1}") * 2
    )

    assert [mistake.partition("；")[0] for mistake in _mistakes(tmp_path, text)] == [
        "demo-2024.yaml:6：各项名额之和为4个",
        "demo-2024.yaml:7：没有叫“b”的项目",
        "demo-2024.yaml:11：没有叫“none”的截止代号",
        "demo-2024.yaml:12：没有叫“missing”的要求组",
    ]


DEADLINE_WORDS = (
    "id、title、clauses、place、date、paper_by、stage、channel、counts_by、recurs、note"
)


def test_a_part_without_a_shape_does_not_hide_the_other_mistakes(tmp_path: Path) -> None:
    text = (
        HEAD.replace("year: 2024}", "yeer: 2024}").replace("issuer: 示例科协\n", "")
        + PROJECT
        + REQUIREMENT.format(test="{count: activity, at_laest: 1, during: this_year}")
        + "      - {id: r2, clauses: x.2, place: 一, test: {count: duty, at_least: 1}}\n"
        + REQUIREMENT.replace("r1", "r3").format(test="{count: actvity, at_least: 1}")
        + "deadlines:\n"
        + "  - {id: d, title: 截止, date: {from: 2024-01-01, month: 2}, copies: 3}\n"
    )

    assert [mistake.partition("；可用")[0] for mistake in _mistakes(tmp_path, text)] == [
        "demo-2024.yaml:1：issuer：缺少这一项；应为：必须填写",
        "demo-2024.yaml:4：没有“yeer”这一项；应为：最接近的是 year",
        "demo-2024.yaml:9：没有“at_laest”这一项；应为：最接近的是 at_least",
        "demo-2024.yaml:10：title：缺少这一项；应为：必须填写",
        "demo-2024.yaml:11：没有叫“actvity”的记录类别或记录集；应为：最接近的是“activity”",
        "demo-2024.yaml:13：没有“month”这一项；应为：最接近的是 months",
        "demo-2024.yaml:13：“copies”不能写在这里；应为：这里可写：" + DEADLINE_WORDS,
    ]


def test_a_key_written_twice_is_refused(tmp_path: Path) -> None:
    assert _mistakes(tmp_path, HEAD + "year: 2025\n") == ["demo-2024.yaml:6：“year”写了两次"]


def test_bad_yaml_names_the_line(tmp_path: Path) -> None:
    [mistake] = _mistakes(tmp_path, HEAD + "projects: [\n")

    assert mistake.startswith("demo-2024.yaml:")


def test_a_missing_file_and_another_encoding_are_told(tmp_path: Path) -> None:
    with pytest.raises(ProgramError, match="没有这个文件"):
        load_program(tmp_path / "none.yaml")
    path = tmp_path / "gbk.yaml"
    path.write_bytes("title: 示例".encode("gbk"))
    with pytest.raises(ProgramError, match="不是 UTF-8 编码"):
        load_program(path)


def test_the_key_on_is_a_word_not_a_truth_value(tmp_path: Path) -> None:
    test = "{count: output, during: this_year, on: submitted_on, at_least: 1}"
    path = tmp_path / "demo-2024.yaml"
    path.write_text(HEAD + PROJECT + REQUIREMENT.format(test=test), encoding="utf-8")

    requirement = load_program(path).projects[0].requirements[0]

    assert requirement.test is not None
    assert requirement.test.describe()["on"] == "submitted_on"


def test_a_condition_does_not_name_another(tmp_path: Path) -> None:
    one = "{cases: [{when: b, then: {count: activity, at_least: 1}}]}"
    text = (
        HEAD
        + f"conditions: {{a: {one}, b: {{count: duty, at_least: 1}}}}\n"
        + PROJECT
        + REQUIREMENT.format(test="{count: duty, at_least: 1}")
    )

    assert _mistakes(tmp_path, text) == [
        "demo-2024.yaml:6：条件里不能再用条件的名字；应为：写出测试本身"
    ]


@pytest.mark.parametrize(
    "path", sorted(resource_folder("programs").glob("*.yaml")), ids=lambda path: path.stem
)
def test_what_ships_is_sound_and_need_not_be_vetted_again(path: Path) -> None:
    program, issues = examine(read_source(path))

    assert issues == ()
    assert load_program(path, vetted=True) == program


def test_a_shipped_file_without_a_shape_is_refused_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text("id: broken\ntitle: 坏了\n", encoding="utf-8")

    with pytest.raises(ProgramError) as refused:
        load_program(path, vetted=True)

    assert [issue.found for issue in refused.value.issues] == [
        "issuer：缺少这一项",
        "projects：缺少这一项",
    ]
