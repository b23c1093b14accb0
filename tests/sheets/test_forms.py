"""Forms with labels: those that no field takes are listed like the columns of a table."""

from __future__ import annotations

from societyctl.sheets import IGNORE, read_files

KNOWN = [["学会名称", "某市某学会"], ["所在城市", "某市"], ["秘书长", "甲"]]


def test_other_words_for_the_labels_of_a_society_are_known(make_book):
    rows = [*KNOWN, ["业务主管部门", "某市科协"]]
    (record,) = read_files([make_book({"学会概况": rows})]).records

    assert record.values == {
        "name": "某市某学会",
        "city": "某市",
        "secretary_general": "甲",
        "supervising_assoc": "某市科协",
    }


def test_labels_that_no_field_takes_are_listed(make_book):
    rows = [["某某登记表"], *KNOWN, ["2019年检", "合格"], ["会徽", "双螺旋"]]
    reading = read_files([make_book({"学会概况": rows})])

    (sheet,) = reading.tables
    assert sheet.ignored_columns == ("2019年检", "会徽")
    assert [one.values["name"] for one in sheet.records] == ["某市某学会"]


def test_labels_beside_known_ones_do_not_make_a_form_a_table(make_book):
    rows = [
        ["学会名称", "某市某学会", "所在城市", "某市"],
        ["会徽", "双螺旋", "秘书长", "甲"],
        ["联系人", "乙", "会刊", "某刊"],
    ]
    (sheet,) = read_files([make_book({"学会概况": rows})]).tables

    assert sheet.ignored_columns == ("会徽", "会刊")
    assert sheet.records[0].values["contact_name"] == "乙"


def test_a_label_whose_value_looks_like_data_is_asked_about(make_book):
    path = make_book({"学会概况": [*KNOWN, ["办证那天", "2019-05-01"]]})

    (question,) = read_files([path]).questions
    assert (question.header, question.blocking) == ("办证那天", True)
    assert len(read_files([path], mapping={question.key: IGNORE}).records) == 1
