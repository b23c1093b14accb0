"""How others see the society, what it applies for, and what proves it."""

from __future__ import annotations

from societyctl.domain.catalog.declaring import declared

KINDS = declared("""
inspection 年检 年检记录
    family=standing  unit=次  label=year
    key=year
    year       integer                  年检年度 年度
    authority  text                     年检机关 登记管理机关
    result     term(inspection_result)  年检结论 结论
    dated_on   date                     上报日期 填报日期
    complete   flag                     填报是否完整 填报完整

evaluation 科协评价 年度评价 年度考核
    family=standing  unit=次  label=scheme  date=dated_on
    key=scheme year
    scheme         term(eval_scheme)    评价方案 评价名称
    year           integer              评价年度 年度
    participated   flag                 是否参加评价 参加评价
    grade          term(eval_grade)     评价等级 等级
    grade_js       term(eval_grade_js)  考核等次 上年考核等次
    society_class  term(society_class)  考核分类
    dated_on       date                 评定日期

rating 评估等级 社会组织评估
    family=standing  unit=项  label=grade  date=dated_on  until=valid_to
    key=dated_on | grade
    grade      term(rating_grade)  评估等级 等级
    authority  text                评估机关 颁发单位 授予单位
    dated_on   date                授予日期 评定日期 取得日期
    valid_to   date                有效期至 有效期 到期日期

conduct 诚信记录 诚信承诺 不良记录
    family=standing  unit=条  label=kind  date=dated_on  none=declared_none_on
    key=kind dated_on | declared_none_on
    kind              term(conduct_kind)  不良记录类别 记录类别
    dated_on          date                发生日期
    authority         text                认定机关 处罚机关
    program           text                所涉计划 涉及项目
    resolved          flag                是否已整改 已整改
    declared_none_on  date                无不良记录承诺日期 承诺日期

prior_award 往年认定 往年立项 往年项目
    family=standing  unit=项  label=title
    key=program year title | year category sub_item
    program        text     计划名称 所属计划
    year           integer  认定年度 年度
    category       text     项目类别 类别
    sub_item       text     子项 项目子项
    title          text     项目名称 认定项目
    service_point  text     服务点
    authority      text     认定单位 立项单位 下达单位
    accepted       flag     是否通过认定 通过验收

honour 荣誉 荣誉奖项 获奖
    family=standing  unit=项  label=name  date=dated_on
    key=name dated_on | name
    name       text             荣誉名称 奖项名称 奖项
    level      term(level)      级别
    authority  text             授予单位 颁发单位 颁奖单位
    dated_on   date             授予日期 获奖日期 获奖时间 颁奖日期
    recipient  term(recipient)  获得者类别 获得者

title_review 职称评审职能
    family=standing  unit=项  label=name  date=dated_on
    key=name
    name        text                职能名称 评审专业
    levels      terms(title_level)  评审层级
    authority   text                授权单位 授予单位
    dated_on    date                授权日期 获批日期
    autonomous  flag                是否自主实施 自主实施

branch_review 分支机构考核
    family=standing  unit=次  label=body
    key=body year
    body    ->body   机构名称 分支机构
    year    integer  考核年度 年度
    result  text     考核结果 结果

monthly_report 网上月报 月报
    family=standing  unit=期  label=dated_on  date=dated_on
    key=dated_on
    dated_on      date(month)  月份 报表月份
    submitted_on  date         报送日期 填报日期
    complete      flag         填报是否完整 是否完整

survey 统计调查
    family=standing  unit=次  label=name  date=submitted_on
    key=name year | organiser year
    name          text              调查名称
    organiser     term(survey_org)  组织单位 组织方
    year          integer           调查年度 年度
    submitted_on  date              报送日期
    due_on        date              截止日期 要求日期
    complete      flag              填报是否完整 是否完整

duty 交办任务 科协交办工作
    family=standing  unit=项  label=title  date=due_on
    key=title
    title        text               任务名称 交办事项
    assigned_by  text               交办单位
    due_on       date               要求完成日期 完成时限
    dated_on     date               实际完成日期 完成日期
    status       term(duty_status)  完成状态 状态

application 申报项目 申报 项目申报 申报台账
    family=application  unit=项  label=title  date=applied_on
    key=program project title | program project | program title
    program                  text                     计划代号 申报计划 所属计划
    project                  text                     项目代号 申报类别代号
    category                 text                     项目类别 类别
    sub_item                 text                     子项 项目子项
    title                    text                     项目名称 申报项目名称
    status                   term(project_status)     申报状态 状态
    service_point            text                     服务点
    client                   ->client                 服务对象
    activity                 ->activity               对应活动
    journal                  ->journal                对应期刊
    site                     ->site                   对应网络平台
    staff                    ->staff                  对应人员
    topic_guide_item         text                     选题指南条目 指南条目
    partner_kinds            terms(partner_kind)      合作方类别
    leader                   text                     项目负责人 负责人
    leader_title             text                     负责人职称 负责人职称/职务 负责人职务职称
    leader_gender            term(gender)             负责人性别
    leader_birth_on          date                     负责人出生日期 负责人出生年月
    team_size                integer(人)              课题组人数 项目组人数 团队人数
    board_meeting            ->meeting                审议会议 理事会会议
    plan                     ->plan                   实施方案
    from_on                  date                     起始日期 项目开始日期
    to_on                    date                     结束日期 项目结束日期
    applied_on               date(day)                申报日期 提交日期 申请日期
    returned_on              date(day)                退回日期 退回修改日期
    return_by                date(day)                修改截止日期 退回修改截止日期 修改期限
    withdrawn_on             date(day)                撤回日期 撤回申报日期
    declined_on              date(day)                不予立项日期 未立项日期
    e_submitted_on           date                     电子版提交日期 电子版日期
    p_submitted_on           date                     纸质版提交日期 纸质版日期
    paper_copies             integer(份)              纸质份数 份数
    ep_identical             flag                     电子纸质是否一致 电子纸质一致
    sealed                   flag                     是否盖章 盖章
    bound                    flag                     是否合订 合订成册
    via_platform             text                     申报平台
    expected_effect          text                     预期成效
    interim_results          text                     阶段性成果
    approved_on              date                     立项日期
    approval_number          text                     立项文号 批准文号
    publicity_from           date                     公示开始日期
    publicity_to             date                     公示结束日期
    midterm_on               date(day)                中期评估日期
    acceptance_submitted_on  date(day)                验收报告提交日期 总结提交日期
    accepted_on              date(day)                验收日期 验收通过日期
    acceptance_result        term(acceptance_result)  验收结论
    recognised               flag                     是否认定 认定
    granted                  money                    资助金额 批准经费
    target_class             term(society_class)      申请类别 申请参加类别
    upgrade_meeting          ->meeting                升类审议会议
    background               text                     背景目的
    problems_effects         text                     问题与预期成效
    pledge_accepted          flag                     是否接受承诺
    signed_by                text                     签名人 负责人签名

commitment 承诺指标 绩效目标 目标承诺
    family=commitment  unit=项  label=title  scoped=yes
    key=program project application requirement | program project requirement
    program      text     计划代号 申报计划
    project      text     项目代号
    application  text     项目名称
    requirement  text     指标代号 要求代号
    title        text     指标名称 指标 绩效指标
    promised     integer  承诺值 立项目标值 目标值
    unit         text     单位 计量单位

evidence 佐证材料 佐证材料目录 材料目录 证明材料
    family=evidence  unit=件  label=title  date=dated_on
    key=number | title
    number     text                 材料编号 佐证编号 证明材料编号 编号
    title      text                 材料名称 佐证材料名称 名称
    kind       term(evidence_kind)  材料类别 佐证类别 材料类型
    proves     text                 证明对象 对应事项 对应记录 佐证对象
    path       text                 文件 文件路径 文件名
    sha256     text                 文件校验值
    issued_by  text                 出具单位 发文单位
    dated_on   date                 材料日期 形成日期 日期
    sealed     flag                 是否盖章 盖章
    medium     term(medium)         材料介质 介质

finding 人工研判 研判记录 研判表
    family=finding  unit=条  label=requirement  date=judged_on  scoped=yes
    key=program project application requirement | program application requirement
    key=program project requirement | program requirement | program project application clause
    key=program application clause | program project clause | program clause
    program      text                   计划代号
    project      text                   项目代号
    application  text                   项目名称 申报项目名称
    requirement  text                   要求代号 指标代号
    clause       text                   条款号 条款
    verdict      term(finding_verdict)  研判结论 结论
    reason       text                   理由 研判理由 依据
    judged_by    text                   研判人 责任人
    judged_on    date(day)              研判日期 日期
    valid_to     date(day)              有效期至
    evidence     text                   佐证编号 证明材料编号
""")
