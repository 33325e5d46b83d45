"""The windows that the bare bots show on the walk: texts as long and buttons as many as in ours."""

from dataclasses import dataclass

Buttons = tuple[tuple[tuple[str, str], ...], ...]  # rows of (label, callback data)


@dataclass(frozen=True, slots=True)
class Window:
    text: str
    buttons: Buttons


def _below(*labels: str) -> Buttons:
    return tuple(((label, f"pick:{place}"),) for place, label in enumerate(labels))


def _in_pairs(*labels: str) -> Buttons:
    named = [(label, f"pick:{place}") for place, label in enumerate(labels)]
    return tuple(tuple(named[place : place + 2]) for place in range(0, len(named), 2))


_CANCEL, _HOME, _BACK, _SKIP = ("取消", "home"), ("返回首页", "home"), ("返回", "back"), "skip"
_BACK_OR_CANCEL = (_BACK, _CANCEL)
_FOUND = ("区市场监督管理局",)
_CHOOSE = "\n\n请选一个最像的；都不像就输入单位名称，或者交给营商办判断，一样快。"
_WHICH_UNIT = (
    "这件事看起来归这里管：\n• 市生态环境局示例区分局：提到“排污许可证”，属市生态环境局示例区分局职责" + _CHOOSE
)

HOME = Window(
    "您好！这里是示例区营商环境办公室的服务助手「亲清」。\n遇到困难，直接用一句话告诉我就行，"
    "比如「办环评跑了三趟还没办下来」。我会找到负责的单位，盯着它按时给您答复。",
    (
        (("提交诉求", "file"), ("我的诉求", "mine")),
        (("找单位", "find"), ("我的资料", "settings")),
        (("我以前提交过，换了手机", "come_back"),),
    ),
)
HOME_AGAIN = Window(
    HOME.text + "\n\n您有一份没写完的诉求：我们厂排污许可证办了一个月还没有批下来",
    ((("接着提交这件诉求", "draft"),), (("这份不要了", "no_draft"),), *HOME.buttons),
)
TEXT = Window(
    "请用一句话说说遇到了什么困难，写得越具体，找得越准。\n比如：我们厂扩建，环评报告交了一个月还没有批下来。",
    ((_CANCEL,),),
)
PHOTOS = Window("有照片或文件吗？直接发过来，可以一次发几张。", ((("没有，跳过", _SKIP),), _BACK_OR_CANCEL))
CATEGORY = Window(
    "属于哪一类？\n看起来像「证照审批」。",
    (
        *_in_pairs(
            "证照审批",
            "用地用房",
            "用工社保",
            "融资贷款",
            "税费发票",
            "政策兑现",
            "水电气网",
            "执法检查",
            "治安法律",
            "道路环境",
            "其他",
        ),
        _BACK_OR_CANCEL,
    ),
)
PLACE = Window(
    "事情发生在哪里？可以点选乡镇街道，也可以直接输入地址。",
    (
        *_in_pairs(
            "示湖街道",
            "示江街道",
            "例桥街道",
            "例塘街道",
            "样泉街道",
            "示林镇",
            "例山镇",
            "例溪镇",
            "样峰镇",
            "样坪镇",
            "示田乡",
            "例岭乡",
        ),
        (("说不清，跳过", _SKIP),),
        _BACK_OR_CANCEL,
    ),
)
UNIT = Window(_WHICH_UNIT, (*_below("市生态环境局示例区分局", "请营商办判断"), _BACK_OR_CANCEL))
UNITS_FOUND = Window(
    "这件事看起来归这里管：\n• 区市场监督管理局：又称“市监局”" + _CHOOSE,
    (*_below(*_FOUND, "请营商办判断"), _BACK_OR_CANCEL),
)
FIND = Window(
    "找哪个单位或哪位专员？名称、简称、要办的事都可以，比如「市监局」「办营业执照」。",
    ((_HOME,),),
)
RESULTS = Window("您找的是？不对就换个说法再输入。\n• 区市场监督管理局：又称“市监局”", (*_below(*_FOUND), (_HOME,)))
ONE = Window(
    "区市场监督管理局\n管：营业执照、公司注册、个体户注册、营业执照变更、公司注销、企业年报、经营异常名录、股权变更\n"
    "地址：示例路21号\n时间：周一至周五 8:30-12:00，14:00-17:30\n电话：138 0000 0021\n\n为企服务专员\n"
    "韩示范　首席专员　138 0000 1061\n杨示范　具办专员　138 0000 1062\n朱示范　具办专员　138 0000 1063\n"
    "秦示范　具办专员　138 0000 1064\n\n又称“市监局”",
    ((("向这个单位提诉求", "file"),), (_BACK, _HOME)),
)
