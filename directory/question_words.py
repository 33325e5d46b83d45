"""What a search asks for, without the words around it ("请问那个管环保的在哪" → "环保")."""

import re

from directory.normalise import normalise
from directory.pinyin import TONES

BEFORE = re.compile(
    "^(?:请问一下|请问|请教一下|请教|咨询一下|咨询|你们好|您好|你好|麻烦您?|劳驾|帮忙|帮我们?|给我|替我|咱们|本|"
    "我们公司|我们企业|我们单位|我们厂里?|我们店里?|我们|我司|本公司|我公司|我厂|我店|我家|我|公司|厂里|店里|"
    "想要|想问一下|想问下|想问问|想问|问一下|问下|问问|想了解一下|想了解|想知道|想找|想约|想联系|想去|想办理?|要办理|需要办理|需要|"
    "找一下|找下|查一下|查下|查找|查询|找|去|到|跟|联系一下|联系|关于|有关|那个|这个|哪个|哪里|什么|谁|"
    "怎么办理|怎么办|怎么|怎样|如何|是?管(?![理网委道])|归|想|要|的|是)+"
)
AFTER = re.compile(  # atomic: "的人" is read in one way only
    "(?>的?(?:电话号码|电话是多少|电话|号码|联系方式|联系人|地址|位置|负责人|专员是谁|专员|工作人员|人员|领导谈谈|领导|同志|事情|事项|事|"
    "业务|手续|问题|主管部门|行政部门|部门|单位|机构|人)|"
    "在哪里|在哪儿|在哪|在什么地方|哪里|怎么走|怎么去|怎么办理|怎么办|怎么弄|怎么搞|怎么申请|怎么|如何办理|如何办|如何申请|如何|"
    "找谁|归谁管|归谁|谁管|谁来管|谁负责|由谁负责|是谁|有人吗|在不在|上班吗|几点上班|多少|一下|遇到困难|有困难|谈谈|"
    "想咨询一下|想咨询|咨询一下|请问|谢谢|哪个|什么|需要|要|是|的|吗|呢|吧|啊|呀|了)+$"
)
# "我们区的城管局", "示例区城管局"; but not "园区污水", "城市建设", "市场局".
DISTRICT = re.compile(
    "^(?:[区县](?![域划管志])|[^省市区县旗局委]{1,3}(?<![园小社景校辖库山灾牧林矿厂街片新地战疫发业城超门菜夜股上楼都闹集花])"
    "(?:省(?!直)|市(?![场政容监民直志管])|[区县](?![域划管志]))(?=...))(?!委|街道)(?=..)"
)


def query(text: str) -> str:
    """``normalise`` without courtesies and question words, unless fewer than two characters are left."""
    whole = normalise(text.translate(TONES))
    bare = BEFORE.sub("", AFTER.sub("", whole))
    bare = BEFORE.sub("", DISTRICT.sub("", bare))
    return bare if len(bare) > 1 else whole
