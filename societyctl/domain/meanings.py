"""The words of verdicts as people ask about them: what each means, and what to do then."""

from __future__ import annotations

from societyctl.domain.states import ApplicationState
from societyctl.domain.verdicts import Status

VERDICTS: dict[Status, tuple[str, str]] = {
    Status.MET: ("记录达到了这一条的要求", "不用做什么；要附佐证的看“可计入”够不够"),
    Status.UNMET: ("没有达到，而且期限已过，或资料齐全仍不够", "看还差多少；补不上就报不了"),
    Status.PENDING: ("还没有达到，但期限未到，或还没到那一步", "在期限前办好"),
    Status.UNKNOWN: ("手上的记录里缺一项，判不了；不是“没有”，也不当作0", "补填缺的那一项"),
    Status.DISPUTED: (
        "通知能作两种理解，或两条记录可能是同一条，结论因此不同",
        "问发通知的科协，或说明两条记录是不是同一条",
    ),
    Status.JUDGEMENT: ("数字说了不算，要负责人判断", "运行 societyctl judge 登记结论和理由"),
    Status.NOT_APPLICABLE: ("这一条说的条件没有出现，不算符合也不算不符合", "不用做什么"),
    Status.ADVISORY: ("只列出数字供参考，不影响能不能报", "不用做什么"),
    Status.WAIVED: ("负责人说明了理由，这一条免除", "到期后要重新说明"),
}
"""By verdict: its meaning, and what to do about it."""

_STATES: dict[ApplicationState, str] = {
    ApplicationState.OPEN: "还没过申报截止日，没有登记申报；要报就登记一条申报项目",
    ApplicationState.TOO_LATE: "还没过截止日，但纸质材料已送不到；请问科协能不能晚送",
    ApplicationState.CLOSED: "过了申报截止日，没有报出；报过的请补填申报日期和状态",
    ApplicationState.PLANNED: "登记了要报，还没有报出；报出后填申报日期，状态改成已申报",
    ApplicationState.HANDED_IN: "报出了，还没有结果；有结果后填立项日期或改状态",
    ApplicationState.RETURNED: "退回来修改；在修改截止日期前改好再报，状态改回已申报",
    ApplicationState.DECLINED: "没有批准立项；不用再做什么",
    ApplicationState.APPROVED: "批准了，正在做；按期做完，附好佐证",
    ApplicationState.AWAITING_MIDTERM: "该交中期材料；交了就填中期评估日期",
    ApplicationState.AWAITING_ACCEPTANCE: "做完了或到期了；交验收报告，填提交日期和验收日期",
    ApplicationState.ACCEPTED: "验收通过；不用再做什么",
    ApplicationState.FAILED: "验收没有通过；按科协的意见办",
    ApplicationState.WITHDRAWN: "申报撤回了，不算申报",
}

OTHERS: dict[str, str] = {
    **{state.word: text for state, text in _STATES.items()},
    "可计入": "合要求、又附有佐证的记录；科协按它认定。只有要佐证的要求才分“已开展”和“可计入”",
    "已开展": "合要求的记录，不管有没有附佐证",
    "有佐证": "附有佐证的记录",
    "硬条件": "达不到就不能报的要求；其余是目标，达不到也能报，但要说明",
    "目标": "要完成并报告的指标；不影响能不能报",
    "读法": "通知的一句话能作几种理解时，每一种叫一个读法；结论不同就是“存疑”",
    "批次": "一次导入或一次改动；可以整批撤销：societyctl history、societyctl undo",
    "研判": "由负责人判断并说明理由；见 societyctl judge",
    "限项": "一个学会最多能报几个、哪些不能同时报",
    "佐证": "证明记录的文件：通知、签到表、照片、报道、协议等；用 societyctl attach 附上",
    "计划": "按一份通知写成的要求文件；列出：societyctl program list",
    "约": "数是约数；打印和合计时也写“约”",
}
"""Other words that screens and papers use."""
