"""What the society has or runs: platforms, premises, journals, rules and plans, agreements."""

from __future__ import annotations

from societyctl.domain.catalog.declaring import declared

KINDS = declared("""
platform 平台载体 平台 工作站
    family=asset  unit=个  label=name  date=from_on  until=to_on
    key=name
    name             text                  平台名称 载体名称 名称 站点名称 工作站名称 服务站名称
    kind             term(platform_kind)   平台类别 平台类型 载体类别 类型
    society_role     term(agreement_role)  本会地位 本会角色
    lead_stature     term(stature)         领衔专家身份
    expert_count     integer(人)           专家人数 进站专家人数 进站专家数 入站专家
    partner_kinds    terms(partner_kind)   合作方类别
    from_on          date                  建立日期 成立日期 建站日期 挂牌日期 挂牌时间
    to_on            date                  终止日期 撤销日期
    county           text                  县区 所在县区
    is_pilot_county  flag                  是否试点县区
    is_physical      flag                  是否实体化 实体化
    goals_clear      flag                  目标是否明确 目标明确
    team_stable      flag                  队伍是否稳定 团队稳定
    gov_supported    flag                  是否有政府支持 政府支持
    in_gov_plan      flag                  是否纳入政府规划 纳入政府规划

premises 场所 办公场所 活动场所
    family=asset  unit=处  label=name  date=from_on  until=to_on
    key=name | use
    name     text               场所名称 场所地址
    use      term(premise_use)  场所用途 用途
    tenure   term(tenure)       权属 产权情况
    area_m2  decimal(㎡)        面积 建筑面积
    from_on  date               启用日期 起始日期 租赁开始
    to_on    date               到期日期 租赁到期

site 网络平台 网站公众号 网站和公众号
    family=asset  unit=个  label=name  date=updated_on
    key=name | url
    name             text             平台名称 网站名称 公众号名称
    kind             term(site_kind)  平台类别 类别
    url              text             网址 链接
    is_independent   flag             是否独立 独立
    owner            text             主办单位 所有者
    updated_on       date             最近更新日期 更新日期
    service_note     text             服务展示说明
    security_policy  text             安全制度

journal 期刊 刊物 会讯
    family=asset  unit=种  label=name
    key=name
    name          text                刊物名称 期刊名称 刊名
    licence_kind  term(journal_kind)  刊物类别 刊物性质
    issn          issn                国际刊号 ISSN
    cn            text                国内刊号 CN
    permit_no     text                内刊准印证号 准印证
    is_scitech    flag                是否科技类 科技类
    society_role  term(journal_role)  本会身份
    frequency     integer(期)         年刊期数 期/年

kepu_asset 科普资源 科普基地 科普作品
    family=asset  unit=项  label=name  date=from_on
    key=name
    name       text                   资源名称 作品名称 基地名称
    kind       term(kepu_asset_kind)  资源类别 资源类型
    level      term(level)            级别
    from_on    date                   取得日期 命名日期 完成日期
    free_open  flag                   是否免费开放 免费开放
    pushed_to  term(post_platform)    推送平台
    use_count  integer(次)            使用次数

society_award 学会奖项 学会设奖
    family=asset  unit=项  label=name  date=from_on
    key=name
    name           text                 奖项名称
    from_on        date                 设立日期
    recognised_by  term(recognised_by)  认可单位 认定单位
    recognised_on  date                 认可日期 认定日期

policy 规章制度 制度 制度台账 制度汇编
    family=rulebook  unit=项  label=title  date=from_on  until=to_on
    key=title | topic
    title     text                制度名称 文件名称 名称
    topic     term(policy_topic)  制度主题 主题 类别
    from_on   date                实施日期 通过日期 制定日期
    to_on     date                废止日期
    in_force  flag                是否有效 现行有效

plan 计划方案 计划 方案 工作计划
    family=rulebook  unit=份  label=title  date=adopted_on
    key=title | kind year
    title       text             计划名称 方案名称
    kind        term(plan_kind)  计划类别 方案类别 计划类型
    year        integer          年度 年份
    from_on     date             起始日期 计划开始
    to_on       date             终止日期 计划结束
    adopted_on  date             通过日期 审议日期
    meeting     ->meeting        审议会议
    platform    ->platform?      所属平台
    project     text?            所属项目 项目
    sections    terms            包含章节 章节
    has_owners  flag             任务是否到人 责任到人

agreement 协议 合作协议 协议台账 合同台账 合同登记表
    family=agreement  unit=份  label=title  date=signed_on  until=to_on
    key=number | title client | title
    number                text                  协议编号 合同编号 编号
    title                 text                  协议名称 合同名称 名称
    kind                  term(agreement_kind)  协议类别 协议类型 合同类别
    client                ->client              对方单位 签订单位 合作单位 乙方 服务对象 供应商
    counterparty_kind     term(client_kind)     对方类别 对方类型 对方单位类别
    signed_on             date                  签订日期 签署日期 签订时间 签约日期 签约时间
    from_on               date                  生效日期 起始日期 合作开始 起止时间
                                              起止日期 合作期限 合同期限
    to_on                 date                  终止日期 到期日期 截止日期 合作结束 有效期至
                                              到期时间
    amount                money                 金额 合同金额 协议金额
    society_role          term(agreement_role)  本会地位
    is_tech_attack        flag                  是否技术攻关型 技术攻关型
    is_major              flag                  是否重大合作 重大合作
    is_bottleneck_listed  flag                  是否列入卡脖子清单
    rights_duties_clear   flag                  是否明确权责义务 权责明确 明确责任权利义务
    platform              ->platform?           所属平台
    project               text?                 所属项目 项目
    service_started_on    date                  服务开展日期 全面开展服务日期

gov_task 承接职能 承接政府职能 政府购买服务
    family=agreement  unit=项  label=title  date=from_on  until=to_on
    key=title | area entrusted_by
    title         text                 事项名称 任务名称 职能名称
    area          term(gov_task_area)  职能领域 领域
    entrusted_by  text                 委托部门 委托单位
    from_on       date                 开始日期 起始日期
    to_on         date                 结束日期 终止日期
    amount        money                金额 经费
    agreement     ->agreement          对应协议 协议
    policy        ->policy             管理制度
""")
