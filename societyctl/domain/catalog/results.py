"""What comes of the work: outputs, publications, and services to others."""

from __future__ import annotations

from societyctl.domain.catalog.declaring import declared

KINDS = declared("""
output 成果 成果台账 调研报告 成果清单
    family=output  unit=项  label=title  date=finished_on
    key=title
    title         text               成果名称 题目 成果题目 论文题目 论文名称 论文标题
                                     著作名称 建议名称 建议题目
    kind          term(output_kind)  成果类别 成果类型
    authors       text               作者 完成人 执笔人 作者姓名 第一作者 撰写人
    published_in  text               发表刊物 刊物名称 期刊名称 发表期刊
    finished_on   date               完成日期 完成时间
    words         integer(字)        字数
    submitted_to  term(submit_to)    报送对象 报送单位
    submitted_on  date               报送日期 报送时间
    published_on  date               发布日期 发表日期
    activity      ->activity?        所属活动
    platform      ->platform?        所属平台
    project       text?              所属项目 项目
    tech_content  text               科技含量 创新点
    funded_as     text               已获资助类别 资助情况

adoption 成果采纳 采纳批示 批示采纳
    family=output  unit=项  label=output  date=adopted_on
    key=output form authority adopted_on | output form authority_level adopted_on
    key=output form adopted_on | output form authority | output form authority_level | output form
    output           ->output             成果名称 采纳成果 建议名称 建议题目
    form             term(adoption_form)  采纳形式 采纳方式 采纳情况
    authority        text                 采纳机关 批示机关 采纳单位
    authority_level  term(level)          采纳机关级别 级别
    adopted_on       date                 采纳日期 批示日期 采纳时间 批示时间

case 典型案例 案例
    family=output  unit=个  label=title  date=finished_on
    key=title
    title          text             案例名称 案例题目
    kind           term(case_kind)  案例类别 案例类型
    finished_on    date             完成日期 形成日期
    platform       ->platform?      所属平台
    clause_tag     text             主归属条款 归属条款
    other_clauses  text             其他归属条款

info_post 信息发布 信息报送 平台发布
    family=publication  unit=条  label=title  date=published_on
    key=title platform
    title         text                 信息标题 标题
    platform      term(post_platform)  发布平台 平台
    topic         term(post_topic)     信息主题 主题 类别
    activity      ->activity?          所属活动
    published_on  date                 发布日期 报送日期 时间
    url           text                 链接 网址

media_report 媒体报道 宣传报道 媒体宣传
    family=publication  unit=篇  label=title  date=published_on
    key=title media | activity media
    title          text               报道标题 标题
    activity       ->activity?        所属活动 活动名称
    media          text               媒体名称 媒体
    media_level    term(media_level)  媒体层级 媒体级别
    is_mainstream  flag               是否主流媒体 主流媒体
    published_on   date               报道日期 发布日期 报道时间 刊登日期 刊登时间
    url            text               链接 网址

journal_issue 刊期 期刊各期
    family=publication  unit=期  label=journal  date=published_on
    key=journal year issue_no
    journal       ->journal  刊物名称 期刊名称 刊名
    year          integer    年度 年份
    issue_no      integer    期号 期次 期数
    issue_to      integer    合刊至 合刊末期
    published_on  date       出版日期 出版时间

journal_metric 期刊指标
    family=publication  unit=项  label=journal
    key=journal year
    journal        ->journal  刊物名称 期刊名称 刊名
    year           integer    年度
    impact_factor  decimal    影响因子
    note           text       稿源质量说明

engagement 对接服务 服务记录 调研对接 科技服务记录
    family=service  unit=次  label=client  date=served_on
    key=client kind served_on
    client             ->client               服务对象 对接单位 服务单位 企业名称
    kind               term(engagement_kind)  服务类别 服务内容 服务类型 对接类型
    served_on          date                   服务日期 对接日期 日期 时间
    activity           ->activity?            所属活动
    platform           ->platform?            所属平台
    expert             ->expert               服务专家 专家
    expert_from        text                   专家来源学会
    expert_from_level  term(partner_kind)     专家来源层级
    project            text?                  所属项目 项目
    effective          flag                   是否有效服务 有效服务
    result             text                   服务成效 成效

need 需求 需求目录 需求清单 技术需求表
    family=service  unit=项  label=title  date=served_on
    key=title client | title
    title      text             需求名称 需求内容 技术需求
    client     ->client         需求单位 服务对象 企业名称
    kind       term(need_kind)  需求类别 需求类型
    served_on  date             登记日期 收集日期
    listed     flag             是否列入清单 列入目录清单
    platform   ->platform?      所属平台

problem 解决问题 已解决技术问题
    family=service  unit=项  label=title  date=served_on
    key=title
    title            text                 问题名称 技术问题
    client           ->client             服务对象
    grade            term(problem_grade)  问题等级 等级
    served_on        date                 解决日期
    activity         ->activity?          所属活动
    platform         ->platform?          所属平台
    in_pilot_county  flag                 是否试点县区

contest_entry 大赛项目 创新创业大赛
    family=service  unit=项  label=title  date=served_on
    key=title contest
    title      text                 参赛项目 项目名称
    contest    text                 大赛名称 赛事
    stage      term(contest_stage)  大赛阶段 阶段
    served_on  date                 参赛日期
    landed_on  date                 落地日期

nomination 举荐推荐 人才举荐 推荐举荐
    family=service  unit=项  label=title  date=served_on
    key=title person | title
    title          text                     举荐事项 举荐项目 举荐名称
    kind           term(nomination_kind)    举荐类别 推荐类别
    level          term(level)              级别
    person         text                     被举荐人 推荐对象 推荐人选 候选人
    gender         term(gender)             性别
    birth_on       date                     出生日期 出生年月
    education      term(education)          学历 学历学位 最高学历
    title_level    term(title_level)        职称级别 职称 专业技术职称
    served_on      date                     举荐日期 推荐日期
    result         term(nomination_result)  举荐结果 结果
    recognised_by  term(recognised_by)      认定单位
    published_on   date                     公布日期
""")
