"""The official series of professional titles, each with its rank.

After the opinions of the State on reforming the titles of each series (2017 to 2021). Titles that
mean another rank in another series or under older rules (技师, 小学一级教师) are left out: of those
the person is asked.
"""

from __future__ import annotations

_FULL, _DEPUTY, _MIDDLE, _FIRST = "正高", "副高", "中级", "初级"

_MASTERS = """
    农艺师 畜牧师 兽医师 工程师 实验师 经济师 会计师 统计师 审计师 工艺美术师 政工师 林业工程师
    建筑师 园艺师 国际商务师 人力资源管理师 知识产权师
""".split()
"""Series whose titles are 正高级X, 高级X, X and 助理X."""

_OTHERS = """
教授 副教授 讲师 助教
教授 副教授 讲师 助理讲师
正高级讲师 高级讲师 讲师 助理讲师
研究员 副研究员 助理研究员 研究实习员
研究馆员 副研究馆员 馆员 助理馆员
正高级教师 高级教师 一级教师 二级教师
正高级教师 中学高级教师 中学一级教师 中学二级教师
正高级教师 高级教师 小学高级教师 三级教师
正高级实习指导教师 高级实习指导教师 一级实习指导教师 二级实习指导教师
主任医师 副主任医师 主治医师 住院医师
主任医师 副主任医师 主治医生 医师
主任中医师 副主任中医师 主治中医师 中医师
主任药师 副主任药师 主管药师 药师
主任中药师 副主任中药师 主管中药师 中药师
主任护师 副主任护师 主管护师 护师
主任技师 副主任技师 主管技师 护士
教授级高工 高工 工程师 助工
教授级高级工程师 高级工程师 工程师 技术员
研究员级高级工程师 高级工程师 工程师 技术员
正高工 副高工 工程师 技术员
农业技术推广研究员 高级农艺师 农艺师 农业技术员
推广研究员 高级农艺师 农艺师 农业技术员
正高级实验师 高级实验师 实验师 实验员
正高级经济师 高级经济师 经济师 经济员
正高级会计师 高级会计师 会计师 会计员
正高级统计师 高级统计师 统计师 统计员
高级编辑 主任编辑 编辑 助理编辑
高级记者 主任记者 记者 助理记者
编审 副编审 编辑 助理编辑
播音指导 主任播音员 一级播音员 二级播音员
译审 一级翻译 二级翻译 三级翻译
一级演员 二级演员 三级演员 四级演员
一级美术师 二级美术师 三级美术师 美术员
国家级教练 高级教练 中级教练 初级教练
一级律师 二级律师 三级律师 四级律师
一级公证员 二级公证员 三级公证员 四级公证员
"""
"""The others, a line each: 正高, 副高, 中级, 初级."""


def _ranked() -> dict[str, str]:
    """Return every title of the series with its rank."""
    ranks: dict[str, str] = {}
    for master in _MASTERS:
        ranks |= {
            f"正高级{master}": _FULL,
            f"高级{master}": _DEPUTY,
            master: _MIDDLE,
            f"助理{master}": _FIRST,
        }
    for line in _OTHERS.strip().splitlines():
        ranks |= dict(zip(line.split(), (_FULL, _DEPUTY, _MIDDLE, _FIRST), strict=True))
    return ranks


TITLE_RANKS = _ranked()
"""Title to rank."""
