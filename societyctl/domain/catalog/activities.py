"""What the society holds: activities, meetings, member services, trainings, checks."""

from __future__ import annotations

from societyctl.domain.catalog.declaring import declared

KINDS = declared("""
activity 活动 活动台账 活动一览表 活动记录 活动清单 学术活动 科普活动 学术会议 学术年会 学术交流
    family=activity  unit=场  label=title  date=start_on
    key=number | title start_on place | title start_on
    number              text                   活动编号 编号
    title               text                   活动名称 会议名称 活动主题 主题 会议主题 讲座题目
                                               讲座名称 培训名称 培训班名称
    kind                term(activity_kind)    活动类别 活动类型 类型 类别
    form                term(activity_form)    活动形式 形式
    level               term(level)            级别 活动级别
    role                term(role)             本会角色 角色 承担角色
    is_primary          flag                   是否主要主办承办 主要主办方
    start_on            date                   开始日期 活动日期 活动时间 举办时间 举办日期 会议时间
                                               会议日期 时间 日期 开始时间 讲座时间 讲座日期
                                               报告时间 实施时间 会期 起止时间 起止日期
                                               活动起止时间 培训时间 培训日期 培训起止时间
    end_on              date                   结束日期 截止时间 结束时间
    filed_on            date                   报备日期 备案日期 报备时间
    sessions            integer(场次)          场次 场数 次数
    place_kind          terms(place_kind)      活动场所 场所类型 场所
    place               text                   活动地点 地点 举办地点 会议地点 讲座地点 报告地点
    county              text                   县区 所在县区
    mode                term(mode)             举办方式 方式 线上线下
    attend_onsite       integer(人)            线下人数 现场人数 参会人数 参加人数 人数 与会人数
                                               参与人数 培训人数 参训人数 学员数 学员人数
    attend_online       integer(人)            线上人数 在线人数
    audience_total      integer(人次)          受众人次 参加人次 人次 受众人数 受益人数 受益人次
    theme               text                   主题说明 活动内容 内容摘要
    theme_tags          terms(theme_tag)?      主题标签 标签
    occasion            term(occasion)?        重大活动 所属重大活动
    cluster             term(cluster)          产业集群
    partner_kinds       terms(partner_kind)    合作方类别 合作方类型
    partners            terms                  合作单位 协办单位 联合单位
    led_by              terms(led_by)          带头人
    has_expo            flag                   是否有展 展
    has_contest         flag                   是否有赛 赛
    has_trade           flag                   是否有商 商
    series              text?                  品牌系列 系列 品牌活动
    published_platform  term(post_platform)    发布平台
    published_on        date                   发布日期
    archive_complete    flag                   资料是否齐全 资料齐全
    project             text?                  所属项目 项目
    platform            ->platform?            依托平台 平台载体
    status              term(activity_status)  状态 活动状态 完成情况

meeting 会议 会议记录 会议台账 理事会会议
    family=activity  unit=次  label=title  date=start_on
    key=title start_on | body_kind start_on
    title        text                  会议名称 会议 名称
    body_kind    term(body_kind)       会议类型 机构 召开机构
    body         text                  所属机构 机构名称
    start_on     date                  会议日期 会议时间 召开日期 召开时间 开会日期
                                       开会时间 日期 时间
    place        text                  会议地点 地点
    attendees    terms                 参会人员 出席人员
    present_n    integer(人)           实到人数 到会人数 出席人数
    required_n   integer(人)           应到人数
    topics       terms(meeting_topic)  会议议题 议题
    minutes_doc  text                  会议纪要 纪要

member_service 会员服务 会员服务记录
    family=activity  unit=次  label=title  date=start_on
    key=title start_on | kind start_on
    title           text                       服务内容 服务名称 事项
    kind            term(member_service_kind)  服务类别 类别
    start_on        date                       服务日期 日期 时间
    mode            term(mode)                 服务方式 方式
    audience_total  integer(人次)              服务人次 人次
    satisfaction    decimal(%)                 满意度 满意率

staff_training 人员培训 工作人员培训
    family=activity  unit=次  label=title  date=start_on
    key=title start_on
    title      text         培训主题 培训内容 主题 培训名称 培训班名称
    start_on   date         培训日期 日期 时间 培训时间 起止时间 培训起止时间
    present_n  integer(人)  参训人数 人数 培训人数 学员数 学员人数

supervision_check 监督检查 监事会专项检查 专项监督检查
    family=activity  unit=次  label=title  date=start_on
    key=title start_on
    title       text  检查事项 检查内容 检查范围
    start_on    date  检查日期 日期
    report_doc  text  检查报告 专项检查报告

branch_report 分支机构汇报
    family=activity  unit=次  label=branch  date=start_on
    key=branch start_on
    branch    ->body           分支机构 汇报机构
    start_on  date             汇报日期 日期
    to_body   term(body_kind)  听取机构 向谁汇报
    meeting   ->meeting        汇报会议

election 换届
    family=activity  unit=次  label=term_no  date=start_on
    key=term_no
    term_no              integer(届)  届次
    start_on             date         换届大会日期 换届日期 换届时间
    prep_started_on      date         筹备启动日期
    group_formed_on      date         领导小组成立日期
    reported_on          date         上报日期 报科协日期
    approved_on          date         批复日期 同意日期
    internal_vote_doc    text         内部民主程序文件
    council_profile_doc  text         拟任理事情况文件
""")
