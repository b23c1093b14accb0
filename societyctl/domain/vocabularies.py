"""The controlled vocabularies of requirements and spreadsheets.

A cell holds a term or an alias of its vocabulary, or the row is reported. Open vocabularies also
take words of other places as they are. Ordered ones run from the lowest to the highest term.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from societyctl.domain.slips import is_slip, letters_off
from societyctl.domain.titles import TITLE_RANKS


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A list of Chinese terms."""

    name: str
    title: str
    terms: tuple[str, ...]
    ordered: bool = False
    aliases: dict[str, str] = field(default_factory=dict)
    narrower: dict[str, str] = field(default_factory=dict)
    """Words that say more than the term they fall under: a sheet's word is kept beside the term."""
    open: bool = False
    """Other words are taken as they are, unless they look like a slip of a term."""

    def resolve(self, text: str) -> str | None:
        """Return the term that ``text`` names, directly or as an alias, else None.

        >>> VOCABULARIES["level"].resolve("国家级")
        '全国'
        """
        word = text.strip()
        if word in self.terms:
            return word
        return self.aliases.get(word) or self.narrower.get(word)

    def slip_in(self, text: str) -> str | None:
        """Return the term that ``text`` looks like a slip of, or of an alias; None for a term.

        >>> (
        ...     VOCABULARIES["cluster"].slip_in("高端装备产业"),
        ...     VOCABULARIES["cluster"].slip_in("新材料"),
        ... )
        ('高端装备', None)
        """
        word = text.strip()
        if self.resolve(word) is not None:
            return None
        near = [one for one in self.spellings.items() if is_slip(word, one[0])]
        return min(near, key=lambda one: letters_off(word, one[0]))[1] if near else None

    @property
    def spellings(self) -> dict[str, str]:
        """Every word known here with the term that it stands for."""
        return {**{term: term for term in self.terms}, **self.aliases, **self.narrower}

    def rank(self, term: str) -> int:
        """Return the place of ``term`` counted from the lowest; raises ValueError."""
        return self.terms.index(term)


def _declared(block: str) -> Vocabulary:
    """Return a vocabulary from its block.

    Name, title and sort; then terms, spellings as ``alias=term``, narrower words as ``word>term``.
    """
    head, _, rest = block.partition("\n")
    name, title, *sorts = head.split()
    words = rest.split()
    aliases = dict(word.split("=") for word in words if "=" in word)
    narrower = dict(word.split(">") for word in words if ">" in word)
    terms = tuple(word for word in words if "=" not in word and ">" not in word)
    if name == "title_level":
        narrower |= {title: rank for title, rank in TITLE_RANKS.items() if title not in aliases}
    return Vocabulary(name, title, terms, "ordered" in sorts, aliases, narrower, "open" in sorts)


_ALL = """
org_type 社会组织类型 open
    学会 协会 研究会 促进会 联谊会 联合会 高校科协 民办非企业 其他
    民非=民办非企业 社会服务机构=民办非企业

society_level 学会层级
    全国 省级 市级 县级
    国家级=全国 全国性=全国 区级=县级

field_group 条线/片区
    工科 农科 医科 理科 教育 综合 医疗 农业

society_class 省级学会分类 ordered
    四类 三类 二类 一类

inspection_result 年检结论
    合格 基本合格 不合格 未参加 尚未公布
    年检合格=合格 未公布=尚未公布

eval_scheme 科协评价方案
    扬州市科协年度工作评价 省科协学会考核 其他

eval_grade 市科协年度评价等级 ordered
    1A 2A 3A 4A 5A
    A=1A AA=2A AAA=3A AAAA=4A AAAAA=5A

eval_grade_js 省科协上年考核等次 ordered
    不合格 合格 良好 优秀

rating_grade 民政社会组织评估等级 ordered
    未评 1A 2A 3A 4A 5A
    A=1A AA=2A AAA=3A AAAA=4A AAAAA=5A 未评估=未评 无=未评

conduct_kind 不良记录
    弄虚作假 违规使用项目资金 其他失信 违纪违法 通报批评 行政处罚

duty_status 交办任务状态
    完成 逾期完成 未完成 进行中

member_kind 会员类别
    个人 单位
    个人会员=个人 单位会员=单位 团体会员=单位 企业会员=单位 团体=单位
    学生会员>个人 高级会员>个人 普通会员>个人 资深会员>个人 终身会员>个人 名誉会员>个人
    荣誉会员>个人 外籍会员>个人 执业会员>个人 个体会员>个人 会士>个人 理事单位>单位
    常务理事单位>单位 副理事长单位>单位 理事长单位>单位 副会长单位>单位 会长单位>单位
    理事单位会员>单位 常务理事单位会员>单位 普通单位会员>单位

title_level 职称 ordered
    无 初级 中级 副高 正高
    正高级=正高 副高级=副高 高级=副高 教授=正高 研究员=正高 主任医师=正高 副教授=副高
    高级工程师=副高 副主任医师=副高 副研究员=副高 讲师=中级 工程师=中级 主治医师=中级
    助理工程师=初级 其他=无

gender 性别
    男 女
    男性=男 女性=女

education 学历 ordered
    高中 大专 本科 硕士 博士
    中专=高中 专科=大专 大学=本科 大学本科=本科 学士=本科 硕士研究生=硕士 研究生=硕士
    博士研究生=博士 博士后=博士

stature 专家身份
    院士 著名专家 领军人才 知名专家 企业家 普通
    领军人物=领军人才

body_kind 机构
    会员代表大会 理事会 常务理事会 监事会 监事 秘书处 办事机构 分支机构 党支部 联合党支部
    党建工作小组 党建工作领导小组 换届领导小组 科普专委会 秘书长办公会
    会员大会=会员代表大会 支部=党支部

meeting_topic 会议议题
    项目申报 年度计划 财务报告 预决算 政治学习 二十大精神 政策学习 高质量发展 换届 监督检查 升类申请
    党建 其他

policy_topic 制度主题
    党建工作小组工作制度 意识形态责任制 科研诚信 科研行为规范 诚信案件调查 科技伦理 会讯管理
    期刊管理 会议管理 网站管理 网络安全 信息公开 民主决策 民主监督 独立办会 会员服务
    会员动态增长机制 人才举荐 承接政府职能管理制度 科普人才培养使用机制 科普纳入年度考核
    科普纳入表彰奖励 科普管理 专家柔性流动服务机制 项目资金管理 财务管理 其他

plan_kind 计划/方案
    年度工作计划 年度工作方案 科普年度计划 科普长期规划 项目实施方案 科创江苏实施方案
    服务团年度实施方案 联合体年度服务计划 网络安全应急预案

staff_role 秘书处岗位
    秘书长 副秘书长 专职工作人员 科普专员 决策咨询负责人 会计 出纳 其他

officer_post 学会职务 open
    理事长 常务副理事长 副理事长 副理事长兼秘书长 秘书长 副秘书长 常务理事 理事 监事长 副监事长 监事
    名誉理事长 其他
    会长=理事长 常务副会长=常务副理事长 副会长=副理事长 副会长兼秘书长=副理事长兼秘书长
    监事会主席=监事长 监事会副主席=副监事长 名誉会长=名誉理事长

political_status 政治面貌
    中共党员 中共预备党员 共青团员 民革党员 民盟盟员 民建会员 民进会员 农工党党员 致公党党员
    九三学社社员 台盟盟员 无党派人士 群众
    党员=中共党员 中共=中共党员 中国共产党党员=中共党员 预备党员=中共预备党员 团员=共青团员
    民革=民革党员 民盟=民盟盟员 民建=民建会员 民进=民进会员 农工党=农工党党员 致公党=致公党党员
    九三学社=九三学社社员 九三=九三学社社员 台盟=台盟盟员 无党派=无党派人士
    无党派民主人士=无党派人士

recruit_via 录用方式
    社会招聘 招聘 借调 挂靠单位派驻 内部转任 退休返聘

premise_use 场所用途 open
    秘书处办公 会员之家 培训 会议 展览 党员活动 其他
    办公=秘书处办公 办公用房=秘书处办公 会员服务=会员之家 会员服务场所=会员之家 会议室=会议
    展厅=展览 党员活动室=党员活动

tenure 权属
    自有产权 租赁 挂靠单位提供 无偿借用 其他

team_kind 团队
    工作站专家小组 科普专家团队 科普志愿者队伍 科技志愿者队伍 科技传播专家团队 科技传播专家队伍
    智库专家团队 科技服务团队 科普讲师团 专家顾问团

activity_kind 活动类别
    学术 科普 科技服务 决策咨询 培训 党建 会员服务 志愿服务 调研 赛事 其他
    学术交流=学术 学术活动=学术 科普活动=科普 科学普及=科普 会员活动=会员服务 党建活动=党建
    培训班=培训 志愿活动=志愿服务 研讨=学术 志愿者活动=志愿服务 培训活动=培训 调研活动=调研
    决策咨询活动=决策咨询 科技服务活动=科技服务 竞赛=赛事 比赛=赛事 大赛=赛事
    研讨会>学术 学术会议>学术 学术年会>学术 学术研讨会>学术 学术研讨>学术 学术报告>学术
    学术报告会>学术 学术论坛>学术 学术沙龙>学术 学术讲座>学术 学术交流会>学术 高峰论坛>学术
    科普讲座>科普 科普报告>科普 科普报告会>科普 科普展览>科普 科普宣传>科普 科普培训>科普
    科普讲解>科普 科普日活动>科普 培训会>培训 技术培训>培训 业务培训>培训 专题培训>培训
    继续教育>培训 科技咨询>科技服务 技术咨询>科技服务 技术服务>科技服务 主题党日>党建 党课>党建
    志愿者服务>志愿服务 考察调研>调研 知识竞赛>赛事 技能竞赛>赛事

activity_form 活动形式
    大型综合学术会议 小型高端学术研讨会 新观点新学说学术沙龙 扬州科技论坛分论坛 研讨会 报告会
    小型高端报告 研究成果发布 论坛 学术沙龙 沙龙 年会 产业研讨 讲座 展览 直播 创新创业培训
    青年人才培养 其他专业学术 其他

level 级别 ordered
    县 市 区域 省 全国 国际
    国家级=全国 国家=全国 省级=省 全省=省 区域级=区域 市级=市 县级=县 区县级=县 国际级=国际
    全国性=全国

role 本会角色
    牵头 主办 联合主办 承办 协办 支持 参加
    主办单位=主办 承办单位=承办 协办单位=协办 参与=参加 支持单位=支持 牵头主办=牵头

place_kind 活动场所
    校园 企业 乡村 园区 机关 社区 医院 线上 其他
    农村=乡村 学校=校园 工厂=企业 网络=线上 进乡村=乡村 进校园=校园 进企业=企业 进社区=社区
    进园区=园区 进机关=机关

mode 方式
    线下 线上 线上线下
    线上线下结合=线上线下 线上+线下=线上线下 混合=线上线下 现场=线下 网络=线上

theme_tag 主题标签 open
    新冠疫情防控应急科普 新冠疫情防控 应急科普 青少年 老年人 人民健康 乡村振兴 青少年科普服务
    人民健康科普服务 乡村振兴科普服务 助力美丽乡村建设 助力乡村产业发展 科技为民 科创中国 科创江苏
    会企合作 院士专家扬州行 海外专家扬州行 企会协作 爱国奋斗 二十大精神 学科交叉 科技前沿 产业集群
    国家战略 智库 品牌化高端研讨

occasion 重大活动 open
    科普日 科普周 科技活动周 其他
    全国科普日=科普日 全国科技活动周=科技活动周

partner_kind 合作方
    全国学会 省级学会 国际学术组织 政府部门 党委政府 高校院所 科研院所 院士专家 企业 园区 县区科协
    其他
    国家级学会=全国学会 高校=高校院所 院士=院士专家 部门=政府部门

led_by 带头人
    首席科技传播专家 主要负责人 秘书长 其他

post_platform 平台 open
    江苏学会网 江苏公众科技网 《江苏科协》 其他上级平台 学会网站 公众号 期刊 科创中国 科普中国
    科技志愿服务信息平台 科普云
    学会网=江苏学会网 微信公众号=公众号 网站=学会网站 科创中国平台=科创中国 “科创中国”=科创中国

post_topic 信息主题 open
    活动概况 先进典型 经验成果 机构入驻 资讯 企业需求 科技成果 专家人才 信息公开
    新冠疫情防控应急科普 科普日 科普周 其他

activity_status 活动状态
    计划 已举办 取消
    已完成=已举办 完成=已举办 已开展=已举办 已办=已举办 未举办=计划 拟举办=计划 已取消=取消

speaker_slot 报告类型
    主报告 分报告

media_level 媒体层级 ordered
    自媒体 县区级 市级 省级 中央级

member_service_kind 会员服务
    会员服务 诉求受理 维权 建家交友 满意度调查 其他

survey_org 统计组织方 open
    中国科协 省科协 市科协

client_kind 服务对象
    企业 园区 农业开发区 乡村 医院 事业单位 机关 党委政府 政府部门 其他
    公司=企业 政府=党委政府 科技园区=园区 村=乡村

engagement_kind 对接服务类型
    调研对接 专家进企业 会企对接 技术会诊 专家对接 人才引进 新产品研发 成果转化 技术咨询 难题会诊
    中介服务 新产品新技术开发 科技奖励 决策咨询 政策标准宣贯 科技咨询 规划论证 发展研究 政策解读
    科技规划咨询论证 科技研发攻关 科技成果转化应用 科技成果推广应用 科技人才项目引进 服务现代农业
    继续教育与职业技能培训 标准制定 科技评价 科技为民服务 其他

need_kind 需求类别
    技术攻关型 一般性 人才 其他

problem_grade 技术问题等级 ordered
    一般性 关键性 重难点 卡脖子

agreement_kind 协议类别
    服务合作协议 合作协议 决策咨询协议 党委政府智库合作协议 签约合作项目 卡脖子合作协议 成果转让合同
    政府购买服务合同 平台共建协议

agreement_role 本会在协议/平台中的地位
    主体 牵头 联合 牵头主建 联合牵头主建 参与 促成（非签约方）

platform_kind 平台载体 open
    院士协同创新中心 学会联合体 专业科技服务团 区域科技服务团 科技服务站 学会服务站 专家工作室
    专家工作站 学会专家工作站 院士工作站 博士后工作站 研究生工作站 海智工作站 产业研究院 研究中心
    检测中心 公共服务平台 科技服务平台 其他

output_kind 成果类别
    专家共识 论文集 白皮书 行业发展报告 学科发展报告 技术趋势发布 建言献策 决策建议 科技工作者建议
    智库专报 调研报告 研究报告 研究成果 软科学课题 选题建议 解决方案 工作报告 年度工作报告
    年度工作报告与建议 产业生态发展报告与建议 标准 论文 专利 其他

submit_to 报送对象
    党委政府 政府部门 市科协 省科协 其他

adoption_form 采纳形式
    领导批示 纳入决策程序 党政内刊转载 采用

case_kind 案例类别
    突破性工作案例 品牌建设案例 科创中国案例 科创江苏案例 产业链服务案例 产业创新合作 公共服务 科普
    其他
    突破性案例=突破性工作案例 品牌案例=品牌建设案例

journal_kind 刊物类别
    公开刊 内刊 会讯简报

journal_role 刊物身份
    主办单位 联合主办 承办单位 协办单位 出版单位

site_kind 网络平台
    网站 微信公众号 会员系统 其他
    公众号=微信公众号 官网=网站

recipient 荣誉获得者
    学会 会员 工作人员 项目

nomination_kind 举荐类别
    人才举荐 人才托举 人才评价 奖项推荐 科技奖励推荐 学术组织任职 评选申报

gov_task_area 职能/公共服务领域
    决策咨询 科技评价 科技奖励 技术标准和规范制定 专业技术人员职业水平评价和继续教育培训 技术鉴定
    专业机构水平评价 科技评估 工程技术职业资格认定 技术标准研制 职称评审 标准制定 产业规划 成果评价
    新技术推广 科技人才评价 成果鉴定 技能培训 技术标准规范研制发布 其他

contest_stage 大赛阶段
    报名 初赛 复赛 决赛 获奖

kepu_asset_kind 科普资源 open
    科普教育基地 科普场馆 重点实验室 科普作品 新媒体科普作品 科普宣传作品 科普影视作品 展教品

project_status 申报状态
    拟申报 已申报 材料初审 评审验收 综合评定 组织审批 公示 退回修改 已立项 中期评估 已验收 未通过
    不予立项 撤回
    拟报=拟申报 已报待立项=已申报 已立项在实施=已立项 未立项=不予立项 验收未通过=未通过
    已撤回=撤回

acceptance_result 验收结论
    通过 合格 不合格 未参加

evidence_kind 佐证类别 open
    会议纪要 立项申报书 申报书 验收报告书 项目总结报告 工作总结 自查报告 合作协议 成果证明 活动佐证
    年检结论 评估等级证书 社会组织评估参评材料 登记证书 需求目录清单 科技成果库 科技人才库 智库网络
    科普经费明细账 工作台账 向支持单位汇报材料 批示件 媒体报道 产权证 租赁合同 劳动合同 审计报告
    立项文件 承诺书 章程 规章制度 会员名册 专家名单 经费票据 经费支出明细 财务报表 年度检查报告书
    其他
    会议通知=活动佐证 会议议程=活动佐证 签到表=活动佐证 活动方案=活动佐证 活动照片=活动佐证
    现场照片=活动佐证 协议复印件=合作协议 报道截图=媒体报道 技术需求表=需求目录清单
    立项批复=立项文件 票据=经费票据 发票=经费票据 项目资金支出明细表=经费支出明细
    法人登记证书=登记证书 等级评定证书=评估等级证书 年检报告书=年度检查报告书

cluster 产业集群 open
    汽车及零部件 高端装备 新型电力装备 软件和信息服务业 高端纺织和服装 海工装备和高技术船舶
    生物医药和新型医疗器械 食品

nomination_result 举荐结果
    入选 未入选 待定

medium 材料介质
    电子 纸质
    电子版=电子 纸质版=纸质

recognised_by 认定单位
    中国科协 国家部门 省级部门 省科协 市级部门 市科协

finding_verdict 研判结论
    符合 不符合 待补 豁免
    通过=符合 不通过=不符合

party_rating 党组织定级
    达标 未达标 未定级
"""

VOCABULARIES: dict[str, Vocabulary] = {
    vocabulary.name: vocabulary for vocabulary in map(_declared, _ALL.strip().split("\n\n"))
}
