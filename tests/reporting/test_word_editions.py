"""Drafts and finals, printing over what people wrote, tracing, masking, drawings."""

from __future__ import annotations

import io
import os
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.shared import Pt
from PIL import Image

from societyctl.errors import TemplateError
from societyctl.files import keep_previous
from societyctl.reporting.values import Paper, Photo
from societyctl.reporting.word.controls import controls
from societyctl.reporting.word.drawings import compressed
from societyctl.reporting.word.gaps import count_gaps
from societyctl.reporting.word.masking import Masked, mask_document
from societyctl.reporting.word.printing import Edition, Printed
from societyctl.reporting.word.templates import Template
from societyctl.reporting.word.trace import text_hash, trace_file, trace_of
from tests.reporting.recorded import Sample
from tests.reporting.word_samples import (
    ACTIVITIES,
    COMPLETE,
    DOSSIER,
    DRAFT,
    FINAL,
    FULL,
    RECORDS,
    activity,
    listing,
    make,
    office_that_fails,
    part,
    template,
    texts,
)


def printed(target: Path, sample: Sample = DOSSIER, edition: Edition = DRAFT) -> Printed:
    return make("acceptance", target, sample, edition)


def place(document: object, tag: str) -> object:
    return next(item for item in controls(document.element.body, tag))


def write(path: Path, tag: str, text: str) -> None:
    """Write in a place as a person does: two paragraphs, the first in bold."""
    document = docx.Document(str(path))
    content = place(document, tag).content
    first = docx.text.paragraph.Paragraph(content[0], document._body)
    first.clear()
    first.add_run(text).bold = True
    second = document.add_paragraph("第二段")
    content.append(second._p)
    document.save(str(path))


def everything_written(path: Path) -> None:
    document = docx.Document(str(path))
    for item in controls(document.element.body, "prose:"):
        words = docx.text.paragraph.Paragraph(item.content[0], document._body)
        words.clear()
        words.add_run("已经写好")
    document.save(str(path))


@pytest.mark.slow
def test_a_draft_lists_what_is_missing_on_a_page_of_its_own(tmp_path: Path):
    target = tmp_path / "验收.docx"

    found = printed(target).gaps

    gaps = [str(gap) for gap in found]
    assert gaps[:7] == [
        "一、基本信息：待补邮政编码，societyctl edit society:1 邮政编码=…",
        "一、基本信息：待补开户行，societyctl edit society:1 开户行=…",
        "一、基本信息：待补银行账号，societyctl edit society:1 银行账号=…",
        "二、总体完成情况：请填写目标任务、组织实施和主要成果，1000字以内",
        "三、目标完成对照表 第2行“证明材料编号”：待补1条记录的佐证",
        "三、目标完成对照表 第3行“实际完成值”：待补",
        "四、主要活动一览表：待补人数",
    ]
    assert gaps[-2:] == [
        "进乡村科普：1场中有1条记录没有佐证（activity:1）",
        "会议费实支：18,650.50元中有2条记录没有佐证（spending:1、spending:2）",
    ]
    page = next(text for text in texts(target) if text.startswith("草稿："))
    assert page == f"草稿：尚待补充{count_gaps(found)}处（本页不属于正文，定稿时不再出现）"
    assert "草稿" in part(target, "word/footer1.xml")


def test_a_title_with_a_gap_names_places_without_its_mark(tmp_path: Path):
    nameless = replace(FULL, society={"record": "society"})

    done = make("summary", tmp_path / "a.docx", nameless)

    assert str(done.gaps[0]) == "2022年度工作总结：待补学会名称"


def test_a_bare_gap_in_a_form_is_told_by_its_label(tmp_path: Path):
    done = make("case", tmp_path / "a.docx", FULL)

    assert [str(gap) for gap in done.gaps if gap.what == "待补证明材料"] == [
        "专家进企业解难题：待补证明材料"
    ]


@pytest.mark.slow
def test_a_final_edition_with_gaps_is_refused_and_names_them_all(tmp_path: Path):
    draft = printed(tmp_path / "草稿.docx")

    done = printed(tmp_path / "定稿.docx", edition=FINAL)

    assert (done.path, (tmp_path / "定稿.docx").exists()) == (None, False)
    assert done.gaps == draft.gaps


@pytest.mark.slow
def test_a_complete_paper_becomes_final_without_shading_or_gap_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("PATH", "")
    target = tmp_path / "验收.docx"
    printed(target, COMPLETE)
    everything_written(target)

    done = printed(target, COMPLETE, FINAL)

    assert [str(gap) for gap in done.gaps] == []
    assert done.path == target
    xml = part(target, "word/document.xml")
    assert [word for word in ("【", "草稿", '"Gap"', '"Place"') if word in xml] == []
    assert "草稿" not in part(target, "word/footer1.xml")


@pytest.mark.slow
def test_libreoffice_counts_pages_for_the_final_edition_and_for_no_draft(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    mark, target = office_that_fails(tmp_path, monkeypatch), tmp_path / "验收.docx"
    printed(target, COMPLETE, Edition(public=True))
    started_for_draft = mark.exists()
    everything_written(target)

    done = printed(target, COMPLETE, FINAL)

    assert (started_for_draft, mark.exists(), done.path) == (False, True, target)
    assert texts(target).count("十、单位意见") == 2


@pytest.mark.slow
def test_no_page_can_part_an_opinion_from_its_signature(tmp_path: Path):
    target = tmp_path / "a.docx"
    printed(target)

    document = docx.Document(str(target))
    frames = [item.element.getparent() for item in controls(document.element.body, "seal:")]
    rows = [cell.getparent() for cell in frames]
    kept = [row.find("w:trPr/w:cantSplit", row.nsmap) is not None for row in rows]
    assert kept == [True, True, True]
    # A paragraph kept with the next one makes LibreOffice move all frames to a new page.
    assert [row for row in rows if "keepNext" in row.xml] == []


def test_a_template_without_the_seal_page_cannot_become_final(tmp_path: Path):
    own = docx.Document(str(template("default/acceptance")))
    seal = place(own, "seal:unit").element
    seal.getparent().remove(seal)
    buffer = io.BytesIO()
    own.save(buffer)

    done = make(
        "acceptance", tmp_path / "验收.docx", COMPLETE, FINAL, Template("我的", buffer.getvalue())
    )

    assert "缺少签章位置：单位意见盖章页" in [str(gap) for gap in done.gaps]


def test_a_blank_cell_is_a_gap(tmp_path: Path):
    target = tmp_path / "验收.docx"
    held = tuple(
        {**item, "title": "　" if item["id"] == 2 else item["title"]} for item in ACTIVITIES
    )

    done = printed(target, replace(COMPLETE, records={**COMPLETE.records, "activity": held}))

    assert "四、主要活动一览表 第2行“活动名称”：空白，确无内容的填“无”" in [
        str(g) for g in done.gaps
    ]


def test_what_many_rows_lack_is_told_once(tmp_path: Path):
    held = tuple(
        {**item, "title": "　" if item["id"] != 4 else item["title"]} for item in ACTIVITIES
    )

    done = printed(
        tmp_path / "验收.docx", replace(COMPLETE, records={**COMPLETE.records, "activity": held})
    )

    assert [(str(gap), gap.times) for gap in done.gaps if gap.column == "活动名称"] == [
        ("四、主要活动一览表 第1—3、5行“活动名称”：空白，确无内容的填“无”", 4)
    ]


@pytest.mark.slow
def test_prose_survives_a_new_run_and_figures_are_renewed(tmp_path: Path):
    target = tmp_path / "验收.docx"
    printed(target)
    write(target, "prose:overall", "手写的总结 & <内容>")
    more = {**RECORDS, "activity": (*ACTIVITIES, activity(6, "新增的活动"))}

    done = printed(target, replace(DOSSIER, records=more))

    document = docx.Document(str(target))
    kept = place(document, "prose:overall")
    assert kept.text == "手写的总结 & <内容>\n第二段"
    tags = [node.tag.partition("}")[2] for node in kept.element.iter()]
    assert (tags.count("b"), tags.count("showingPlcHdr")) == (1, 0)
    assert done.carried.kept == ("prose:overall",)
    assert len(listing(target, "活动名称")) == 7
    assert any(text.startswith("共举办活动6场") for text in texts(target))


@pytest.mark.slow
def test_pictures_and_tables_in_prose_survive(tmp_path: Path):
    target = tmp_path / "验收.docx"
    printed(target)
    document = docx.Document(str(target))
    content = place(document, "prose:effects").content
    shown = document.add_paragraph("图示")
    shown.add_run().add_picture(picture(tmp_path / "图.png", 30, 20), width=Pt(60))
    grid = document.add_table(1, 2)
    grid.cell(0, 1).text = "表中字"
    content[:] = [shown._p, grid._tbl, document.add_paragraph("表后")._p]
    document.save(str(target))

    printed(target)

    again = docx.Document(str(target))
    kept = place(again, "prose:effects").content
    (embedded,) = {
        value
        for node in kept.iter()
        for name, value in node.attrib.items()
        if name.endswith("}embed")
    }
    assert again.part.related_parts[embedded].blob == (tmp_path / "图.png").read_bytes()
    assert "".join(node.text or "" for node in kept.iter() if node.tag.endswith("}t")) == (
        "图示表中字表后"
    )


@pytest.mark.slow
def test_the_earlier_file_is_kept_as_a_dated_copy(tmp_path: Path):
    target = tmp_path / "验收.docx"
    printed(target)
    write(target, "prose:overall", "第一稿")
    before = target.read_bytes()

    done = printed(target)

    assert done.previous is not None
    assert (done.previous.parent, done.previous.read_bytes()) == (tmp_path, before)


def test_earlier_files_of_one_second_are_all_kept(tmp_path: Path):
    target = tmp_path / "验收.docx"
    target.write_bytes(b"1")
    os.utime(target, (1, 1))
    first = keep_previous(target)
    target.write_bytes(b"2")
    os.utime(target, (1, 1))
    second, again = keep_previous(target), keep_previous(target)

    assert (first.read_bytes(), second.read_bytes(), again) == (b"1", b"2", second)


@pytest.mark.slow
def test_prose_whose_place_is_gone_is_named(tmp_path: Path):
    target = tmp_path / "验收.docx"
    printed(target)
    write(target, "prose:case:7", "案例正文")
    without = {kind: found for kind, found in RECORDS.items() if kind != "case"}

    done = printed(target, replace(DOSSIER, records=without))

    assert (done.carried.kept, done.carried.homeless) == ((), ("典型案例",))


def type_over(path: Path, tag: str, text: str) -> None:
    document = docx.Document(str(path))
    node = next(node for node in place(document, tag).content.iter() if node.tag.endswith("}t"))
    node.text = text
    document.save(str(path))


TYPED = "“共举办活动5场，线下参加…” 线下参加：文件为430人，数据为411人"


@pytest.mark.slow
def test_figures_that_someone_typed_over_are_named_and_renewed(tmp_path: Path):
    target = tmp_path / "验收.docx"
    printed(target)
    type_over(target, "fig:total:activities:attend_onsite", "430人")

    assert [str(item) for item in printed(target).carried.typed_over] == [TYPED]
    assert printed(target).carried.typed_over == ()


@pytest.mark.slow
def test_a_figure_typed_over_is_not_named_when_the_data_agree_by_now(tmp_path: Path):
    target = tmp_path / "验收.docx"
    printed(target)
    type_over(target, "fig:activity:1:people", "线下230人")
    agreed = ({**ACTIVITIES[0], "attend_onsite": 230}, *ACTIVITIES[1:])

    done = printed(target, replace(DOSSIER, records={**RECORDS, "activity": agreed}))

    assert done.carried.typed_over == ()


@pytest.mark.slow
def test_a_place_whose_control_was_deleted_is_named(tmp_path: Path):
    target = tmp_path / "验收.docx"
    printed(target)
    document = docx.Document(str(target))
    control = place(document, "prose:effects").element
    control.addprevious(document.add_paragraph("写在外面的文字")._p)
    control.getparent().remove(control)
    document.save(str(target))

    carried = printed(target).carried

    assert (carried.lost, carried.reshaped) == (("效益",), True)


@pytest.mark.slow
def test_an_unchanged_file_reports_nothing(tmp_path: Path):
    target = tmp_path / "验收.docx"
    printed(target)

    carried = printed(target).carried

    assert (carried.lost, carried.reshaped, carried.typed_over) == ((), False, ())


@pytest.mark.slow
def test_every_figure_leads_back_to_its_records_and_evidence(tmp_path: Path):
    target = tmp_path / "验收.docx"
    printed(target)

    trace = trace_file(target)

    figure = trace.figure("academic")
    assert (figure.title, figure.text) == ("主办学术活动", "5场")
    assert [(item.ref, item.evidence) for item in figure.records] == [
        (f"activity:{number}", (f"P-0{number}",)) for number in range(1, 6)
    ]


@pytest.mark.slow
def test_only_what_is_printed_is_traced(tmp_path: Path):
    """The acceptance report calls each of its standards "rating", which is also a fact."""
    target = tmp_path / "a.docx"
    printed(target)

    titles = [figure.title for figure in trace_file(target).figures]
    assert ("评估等级" in titles, "法定代表人" in titles) == (False, True)


@pytest.mark.slow
def test_the_fingerprint_follows_data_and_template(tmp_path: Path):
    printed(tmp_path / "一.docx")
    printed(tmp_path / "二.docx")
    printed(tmp_path / "三.docx", COMPLETE)

    marks = [trace_file(tmp_path / f"{name}.docx").fingerprint for name in "一二三"]
    assert (marks[0] == marks[1], marks[0] == marks[2]) == (True, False)
    assert marks[0][:12] in part(tmp_path / "一.docx", "word/footer2.xml")
    assert docx.Document(str(tmp_path / "一.docx")).core_properties.identifier == (
        f"societyctl-{marks[0]}"
    )


def test_the_fingerprint_follows_template_values_and_photos():
    paper = Paper("acceptance", "验收", {"name": "甲", "total": "3"})
    photo = Photo("一.jpg", "开幕", digest="aa")
    papers = [
        (paper, "模板"),
        (paper, "另一模板"),
        (replace(paper, values={"name": "甲", "total": "4"}), "模板"),
        (replace(paper, photos=(photo,)), "模板"),
        (replace(paper, photos=(replace(photo, caption="闭幕"),)), "模板"),
        (replace(paper, photos=(replace(photo, digest="bb"),)), "模板"),
    ]

    marks = [trace_of(paper, template).fingerprint for paper, template in papers]

    assert len(set(marks)) == len(papers)
    same = replace(paper, values={"total": "3", "name": "甲"})
    assert trace_of(same, "模板").fingerprint == marks[0]


def test_blanks_that_an_office_program_moves_do_not_make_another_text():
    def written(*paragraphs: str) -> str:
        document = docx.Document()
        for text in paragraphs:
            document.add_paragraph(text)
        return text_hash(document)

    assert written("会员 180人", " 合计") == written("会员180人", "合计")
    assert written("会员180人") != written("会员181人")


def test_a_strange_file_has_no_trace(tmp_path: Path):
    docx.Document().save(str(tmp_path / "a.docx"))
    with pytest.raises(TemplateError, match="没有溯源信息"):
        trace_file(tmp_path / "a.docx")
    (tmp_path / "b.docx").write_bytes(b"PK")
    with pytest.raises(TemplateError, match="打不开"):
        trace_file(tmp_path / "b.docx")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("0516-8000001", "05********01"),
        ("051680000001", "05********01"),
        ("（0516）80000001", "（0**********01"),
        ("0516－80000001。", "05*********01。"),
        ("数据指纹 051680000001", "数据指纹 051680000001"),
        ("2022年12月31日共12,345元", "2022年12月31日共12,345元"),
        ("51320000MJ0000000X", "51320000MJ0000000X"),
    ],
)
def test_numbers_are_masked_however_they_are_written(written: str, shown: str):
    document = docx.Document()
    document.add_paragraph(written)

    mask_document(document)

    assert document.paragraphs[0].text == shown


@pytest.mark.slow
def test_a_public_copy_masks_personal_data_even_when_word_split_it(tmp_path: Path):
    target = tmp_path / "验收.docx"
    printed(target)
    document = docx.Document(str(target))
    first = docx.text.paragraph.Paragraph(place(document, "prose:effects").content[0], document)
    first.clear()
    first.add_run("证件11010119900307")
    first.add_run("123X，手机138 0013 8000，账号6222 0000 1234 5678 901，2022年5场")
    document.save(str(target))

    done = printed(target, edition=Edition(public=True))

    assert done.masked == (
        Masked("固定电话", "05*********00"),
        Masked("电子邮箱", "o*****@***********"),
        Masked("身份证号", "11**************3X"),
        Masked("手机号", "13*********00"),
        Masked("银行账号", "62*******************01"),
    )
    assert done.public == tmp_path / "验收（公开稿）.docx"
    assert "0516-80000000" in part(target, "word/document.xml")
    shown = next(text for text in texts(done.public) if text.startswith("证件"))
    assert shown == (
        "证件11**************3X，手机13*********00，账号62*******************01，2022年5场"
    )


def picture(path: Path, width: int, height: int) -> str:
    Image.new("RGB", (width, height), "navy").save(path)
    return str(path)


@pytest.mark.slow
def test_photos_stand_two_to_a_row_with_captions_and_are_compressed(tmp_path: Path):
    photos = tuple(
        Photo(picture(tmp_path / f"{number}.png", 4000, 3000), f"活动{number} & 现场")
        for number in (1, 2, 3)
    )
    (tmp_path / "坏.jpg").write_bytes(b"no picture")
    photos = (*photos, Photo(str(tmp_path / "坏.jpg"), "坏图", name="P-09 签到照"))
    target = tmp_path / "验收.docx"

    printed(target, replace(DOSSIER, photos=photos))

    album = docx.Document(str(target)).tables[-1]
    assert [[cell.text.strip() for cell in row.cells] for row in album.rows] == [
        ["照片1  活动1 & 现场", "照片2  活动2 & 现场"],
        [
            "照片3  活动3 & 现场",
            "【待补：照片4（P-09 签到照）读不出来，请另存为 JPG 再附上】\n照片4  坏图",
        ],
    ]
    images = docx.Document(str(target)).part.package.image_parts
    assert {Image.open(io.BytesIO(image.blob)).size for image in images} == {(1280, 960)}


def test_every_kind_of_picture_is_shown_upright_on_white_without_the_place_it_was_taken(
    tmp_path: Path,
):
    turned = Image.new("RGB", (400, 300), "navy")
    exif = turned.getexif()
    exif[274], exif[34853] = 6, {1: "N"}
    turned.save(tmp_path / "turned.jpg", exif=exif)
    Image.new("CMYK", (3000, 2000)).save(tmp_path / "print.jpg")
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(tmp_path / "clear.png")
    Image.new("P", (50, 50)).save(tmp_path / "old.gif")
    Image.new("I;16", (50, 50)).save(tmp_path / "scan.png")
    Image.new("RGB", (1, 5000)).save(tmp_path / "thin.jpg")

    made = {
        name: Image.open(io.BytesIO(compressed(tmp_path / name)))
        for name in ("turned.jpg", "print.jpg", "clear.png", "old.gif", "scan.png", "thin.jpg")
    }

    assert made["turned.jpg"].size == (300, 400)
    assert {(image.format, image.mode, len(image.getexif())) for image in made.values()} == {
        ("JPEG", "RGB", 0)
    }
    assert made["clear.png"].getpixel((25, 25)) == (255, 255, 255)


@pytest.mark.parametrize(
    "content", [b"", b"no picture", b"\xff\xd8\xff\xe0half", b"\0\0\0\x18ftypheic"]
)
def test_a_picture_that_cannot_be_read_leaves_a_gap(content: bytes, tmp_path: Path):
    (tmp_path / "a.jpg").write_bytes(content)

    assert compressed(tmp_path / "a.jpg") is None


def test_without_photos_there_is_no_annex_for_them(tmp_path: Path):
    target = tmp_path / "验收.docx"
    printed(target)

    assert "附件  活动照片" not in texts(target)


def test_charts_are_bars_of_table_cells(tmp_path: Path):
    target = tmp_path / "验收.docx"
    printed(target)

    charts = [
        [
            [(cell.grid_span, cell.text) for cell in map(docx.table._Cell, row.tc_lst, [table] * 9)]
            for row in table._tbl.tr_lst
        ]
        for table in docx.Document(str(target)).tables
        if len(table._tbl.tblGrid.gridCol_lst) == 22
    ]
    assert charts == [
        [
            [(1, "主办学术活动"), (16, ""), (4, ""), (1, "83.3%")],
            [(1, "进乡村科普"), (6, ""), (14, ""), (1, "33.3%")],
        ],
        [[(1, f"{month}月"), (20, ""), (1, "1场")] for month in range(1, 6)],
    ]
