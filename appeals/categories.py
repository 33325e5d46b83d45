"""The categories of appeals (诉求类别), and a first guess from the text."""

from texts.speech import sentence, translated

CATEGORIES: dict[str, tuple[str, tuple[str, ...]]] = {
    "permit": (sentence("证照审批"), ("执照", "许可", "审批", "备案", "环评", "验收", "办证", "资质", "立项", "消防")),
    "land": (sentence("用地用房"), ("用地", "土地", "厂房", "不动产", "产权", "规划", "拆迁", "房产", "租")),
    "labour": (sentence("用工社保"), ("招工", "用工", "招聘", "社保", "工伤", "工资", "人才", "职称", "员工", "子女")),
    "finance": (sentence("融资贷款"), ("贷款", "融资", "续贷", "抽贷", "担保", "资金周转", "银行", "过桥")),
    "tax": (sentence("税费发票"), ("税", "发票", "开票", "收费", "费用")),
    "policy": (sentence("政策兑现"), ("补贴", "奖补", "兑现", "奖励", "政策", "补助", "认定")),
    "utility": (
        sentence("水电气网"),
        ("停电", "用电", "电力", "供水", "自来水", "燃气", "网络", "宽带", "增容", "电费"),
    ),
    "enforcement": (sentence("执法检查"), ("检查", "罚款", "处罚", "执法", "查封", "扣押", "整改", "停业", "停产")),
    "legal": (sentence("治安法律"), ("诈骗", "盗窃", "报案", "纠纷", "官司", "合同", "欠款", "执行难", "闹事", "被骗")),
    "roads": (sentence("道路环境"), ("道路", "修路", "路灯", "停车", "垃圾", "污水", "噪声", "扬尘", "积水", "公交")),
    "other": (sentence("其他"), ()),
}


def guess(text: str) -> str:
    """The category with the most keywords in ``text``; "other" if none occurs."""
    found = {name: sum(word in text for word in words) for name, (_, words) in CATEGORIES.items()}
    best = max(found, key=lambda name: found[name])
    return best if found[best] else "other"


def label(category: str) -> str:
    """The category's name as shown to people."""
    return translated(CATEGORIES[category][0]) if category in CATEGORIES else category
