"""The society itself, its people, its bodies and the organizations it works with."""

from __future__ import annotations

from societyctl.domain.catalog.declaring import declared

KINDS = declared("""
society 学会档案 学会信息 学会基本信息 基本信息 单位信息
    family=society  unit=份  label=name
    key=
    name                     text                 学会名称 社团名称 单位名称 单位全称 名称
    org_type                 term(org_type)       组织类型 社会组织类型
    level                    term(society_level)  学会层级 层级
    city                     text                 所在城市 所在地 城市
    supervising_assoc        text                 业务主管科协 业务主管单位 主管科协 业务主管部门
    is_affiliated            flag                 是否科协所属 科协所属 是否团体会员
    field_group              term(field_group)    学科片区 条线 片区
    discipline               text                 学科 学科领域
    industry_clusters        terms(cluster)       产业集群 所属产业集群
    society_class            term(society_class)  考核分类 学会分类 考核类别
    host_unit                text                 支撑单位 挂靠单位
    host_separation_doc      text                 政社分开文件 权责关系文件
    chair                    text                 理事长 会长 主要负责人
    secretary_general        text                 秘书长
    legal_representative     text                 法定代表人 法人代表
    credit_code              credit               统一社会信用代码 信用代码 登记证号
                                               社会信用代码
    founded_on               date                 成立日期 成立时间 登记日期
    address                  text                 通讯地址 地址 单位地址 办公地址
    postcode                 text                 邮政编码 邮编
    contact_name             text                 联系人
    phone                    personal             联系电话 电话 手机
    email                    personal             电子邮箱 邮箱 电子信箱
    bank_name                text                 开户行 开户银行
    bank_account             personal             银行账号 账号
    tax_registered_on        date                 税务登记日期
    has_independent_account  flag                 是否独立账户 独立财务账号
    term_end                 date                 本届届满日期 届满日期
    charter_version_on       date                 章程核准日期 现行章程核准日
    info_updated_on          date                 信息更新日期 学会信息更新日期

member 会员 会员名册 会员名单 会员信息 全体会员名单 会员库
    family=person  unit=名  label=name  date=joined_on  until=left_on
    key=number | name employer | name
    number               text                    会员编号 会员号 会员证号 编号
    name                 text                    姓名 会员姓名 单位名称 会员名称 姓名/单位名称
    kind                 term(member_kind)       会员类别 会员类型 类别
    joined_on            date                    入会日期 入会时间 入会年月 加入日期 加入时间
    left_on              date                    退会日期 退会时间
    birth_on             date                    出生日期 出生年月
    political_status     term(political_status)  政治面貌 党派
    region               text                    地域 所在地区 地区 县区
    employer             text                    工作单位 所在单位 单位 主要任职单位 供职单位
    title_level          term(title_level)       职称级别 职称 专业技术职称
    phone                personal                联系电话 电话 手机 手机号 手机号码 联系方式
    volunteer_reg_on     date                    科技志愿者注册日期 志愿者注册日期
    kepu_officer_reg_on  date                    科普信息员注册日期 科普中国信息员注册日期
    file_complete        flag                    档案是否完整 会员档案完整

staff 秘书处人员 工作人员 工作人员花名册 秘书处
    family=person  unit=名  label=name  date=hired_on  until=left_on
    key=name role
    name           text               姓名 人员姓名
    role           term(staff_role)   岗位 秘书处岗位 担任职务 职务
    full_time      flag               是否专职 专职 专/兼职
    professional   flag               是否职业化 职业化
    recruited_via  term(recruit_via)  录用方式 招聘方式
    hired_on       date               到岗日期 入职日期 任职开始日期
    left_on        date               离岗日期 离职日期 任职结束日期
    commendation   text               主要事迹 培育项目事迹
    platform       ->platform?        所属平台 所在平台 服务站
    phone          personal           联系电话 手机

officer 学会负责人 负责人 负责人名单 理事名单 监事名单 理事会名单 领导班子成员
    family=person  unit=名  label=name  date=from_on  until=to_on
    key=name post from_on | name post
    name              text                    姓名 理事姓名 监事姓名 负责人姓名
    post              term(officer_post)      学会职务 担任职务 拟任职务 社团职务 职务
    from_on           date                    任职开始日期 任职日期 任职时间 任期起
    to_on             date                    任职结束日期 离任日期 任期止
    birth_on          date                    出生日期 出生年月
    employer          text                    工作单位 所在单位 单位
    employer_post     text                    工作单位职务 单位职务
    full_time         flag                    是否专职 专职 专/兼职 专兼职
    political_status  term(political_status)  政治面貌 党派

expert 专家 专家库 专家信息汇总表 专家名单
    family=person  unit=名  label=name  date=thinktank_from  until=thinktank_to
    key=name unit | name
    name                   text               姓名 专家姓名
    title_level            term(title_level)  职称级别 职称
    stature                term(stature)      专家身份 身份 专家类型
    unit                   text               工作单位 所在单位 单位
    specialty              text               专长领域 研究方向
    in_library             flag               是否入库 在库 专家库在库
    thinktank_from         date               智库聘期起 聘期开始
    thinktank_to           date               智库聘期止 聘期结束
    is_chief_communicator  flag               是否首席科技传播专家 首席科技传播专家

speaker 报告人 报告人名单
    family=person  unit=名  label=name
    key=activity name slot | activity name
    activity  ->activity          活动名称 会议名称
    name      text                报告人 报告人姓名 专家姓名
    slot      term(speaker_slot)  报告类型
    stature   term(stature)       报告人身份 专家身份

startup 创新创业人才 创业人才支持
    family=person  unit=名  label=name  date=supported_on
    key=name
    name          text  人才姓名 姓名
    birth_on      date  出生日期 出生年月
    is_youth      flag  是否青年
    supported_on  date  支持日期 扶持日期
    landed        flag  是否落地 孵化落地

body 组织机构 机构 分支机构 机构设置
    family=body  unit=个  label=name  date=established_on  until=dissolved_on
    key=kind name | kind
    kind             term(body_kind)     机构类别 机构类型
    name             text                机构名称 名称
    established_on   date                成立日期 成立时间
    dissolved_on     date                撤销日期
    duties_doc       text                职责制度文件 职责文件 制度文件
    party_rating     term(party_rating)  达标定级结果
    has_party_group  flag                是否设党建小组 党的组织覆盖
    member_count     integer(人)         成员人数 人数

team 团队 专家团队 志愿者队伍
    family=body  unit=支  label=name  date=formed_on  until=dissolved_on
    key=name
    name              text               团队名称 队伍名称
    kind              term(team_kind)    团队类别 团队类型 队伍类别
    lead_expert       ->expert           领衔专家 团队负责人
    lead_title_level  term(title_level)  领衔专家职称
    senior_count      integer(人)        高级职称人数
    member_count      integer(人)        团队人数 人数
    formed_on         date               组建日期 成立日期
    dissolved_on      date               解散日期

client 服务对象 服务企业 服务单位名录 合作单位
    family=organization  unit=家  label=name
    key=name
    name             text               单位名称 服务对象 服务单位 企业名称
    kind             term(client_kind)  单位类别 单位类型 服务对象类别
    province         text               省份 所在省
    county           text               县区 所在县区
    is_pilot_county  flag               是否试点县区
    service_point    text               服务点
    cluster          term(cluster)      产业集群
    annual_output    money              年产值 产值
    above_scale      flag               是否规上 规上企业 是否规模以上 规模以上企业

region 重点地域
    family=organization  unit=个  label=name
    key=name
    name    text  地域 地域名称
    is_key  flag  是否重点 重点发展

dues 会费 会费收缴情况 会费台账
    family=finance  unit=笔  label=member  date=paid_on  counted=yes
    key=year member voucher | year member paid_on paid | year member paid | year member
    year     integer  年度 年份 所属年度 会费年度 缴费年度
    member   text     会员 会员姓名 缴费会员 会员名称 会员单位 缴费单位 缴费人
                            缴费单位/个人 单位/个人
    due      money    应缴会费 应缴金额 应缴
    paid     money    实缴会费 实缴金额 缴费金额 实缴
    paid_on  date     缴费日期 缴费时间 到账日期 到账时间
    voucher  text     凭证号 凭证编号 收据号 票据号
    nth      integer? 第几笔

finance_year 年度财务 财务 财务年度 财务情况
    family=finance  unit=份  label=year
    key=year
    year                     integer  年度 年份
    income_total             money    总收入 收入合计
    income_service           money    服务性收入 服务收入
    expense_total            money    总支出 支出合计
    net_assets               money    净资产 年末净资产 净资产合计
    kepu_budget              money    科普专项经费预算 科普经费预算 科普专项经费
    kepu_spent               money    科普专项经费支出 科普经费支出
    budget_doc               text     预算文件 年度预算表
    final_doc                text     决算文件
    reviewed_council_on      date     理事会审议日期
    reviewed_supervisors_on  date     监事会审议日期
    disclosed_on             date     公开披露日期

spending 经费支出 经费决算 项目经费 项目资金支出明细表
    family=finance  unit=笔  label=item  date=paid_on  counted=yes
    key=project item voucher | project item paid_on paid | project item paid | project item
    project      text   项目 项目名称
    item         text   支出科目 科目 支出项目 用途
    fund_source  text   资金来源 经费来源
    planned      money  预算金额 预算
    paid         money  实际支出 支出金额 实支
    paid_on      date   支出日期 日期
    voucher      text   凭证号 凭证编号 票据号
    nth          integer?  第几笔
    note         text   说明 备注

audit 财务审计 审计
    family=finance  unit=份  label=opinion  date=report_on
    key=year
    year       integer  年度 审计年度
    report_on  date     审计报告日期 报告日期
    opinion    text     审计意见

figure 其他数据 补充数据 统计数据
    family=figure  unit=项  label=name  date=dated_on
    key=name year
    name      text     指标名称 指标 数据项
    year      integer  年度 年份
    amount    decimal  数值 数量 完成值
    unit      text     单位 计量单位
    dated_on  date     截至日期 统计日期
    note      text     说明 备注
""")
