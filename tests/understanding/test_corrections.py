"""What somebody says at the summary to correct it is told apart from what belongs to the matter."""

import pytest

from texts.folding import folded
from understanding import corrections


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("名字不对 我叫张样例", {"name": "张样例"}),
        ("名字写错了，应该是张样例", {"name": "张样例"}),
        ("我叫张样例", {"name": "张样例"}),
        ("名字写错了 是王样例 不是王样过", {"name": "王样例"}),
        ("联系人改成李女士", {"name": "李女士"}),
        ("错了，我姓李样例", {"name": "李样例"}),
        ("my name is Mark Sample", {"name": "mark sample"}),
        ("电话写错了，是13800005678", {"phone": "13800005678"}),
        ("手机号换了 138 0000 5678", {"phone": "138 0000 5678"}),
        ("13800005678", {"phone": "13800005678"}),
        ("打13800005678这个吧", {"phone": "13800005678"}),
        ("my number is 13800005678", {"phone": "13800005678"}),
        ("店名应该是示例大饭店", {"enterprise": "示例大饭店"}),
        ("公司错了，是示例塑料厂", {"enterprise": "示例塑料厂"}),
        ("公司名称改成示例塑料有限公司", {"enterprise": "示例塑料有限公司"}),
        ("什么时候方便接电话：下午", {"hours": "下午"}),
        ("下午打我电话", {"hours": "下午"}),
        ("工作日上午打给我", {"hours": "工作日上午"}),
        ("please call me after 3 pm", {"hours": "after 3 pm"}),
    ],
)
def test_a_correction_names_its_field(said: str, found: dict[str, str]) -> None:
    assert corrections.read(folded(said, 200)) == found


@pytest.mark.parametrize(
    "said",
    [
        "他们电话13800005678一直打不通",
        "电话打了三次没人接",
        "打12345也没用",
        "我叫他们来修，他们不来",
        "名字我已经报过三次了",
        "公司是小微企业",
        "店名后面加个文化西路店",
        "不是这家，是隔壁那家饭店",
        "我是商户不是住户",
        "我们厂是外资厂",
        "公司门口的路坏了",
        "单位换了个经办人，又要重新交材料",
        "上午停电下午也停电",
        "下午去窗口，没人接待",
        "方便的话快点",
        "对了，还有消防的事也没办",
        "手机收不到验证码",
        "call me when it is done",
        "",
    ],
)
def test_what_belongs_to_the_matter_corrects_nothing(said: str) -> None:
    assert corrections.read(folded(said, 200)) == {}
