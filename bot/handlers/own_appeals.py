"""What people say and ask of an appeal that they have: who handles it, when it goes on, that nobody called."""

import re
from collections.abc import Sequence

from aiogram_dialog import DialogManager

from appeals import at_hand_store, feedback_words, reading_service
from appeals.at_hand_store import AtHand
from appeals.progress import UNDER_WAY, WITH_UNIT, Status
from bot.dialogs.appeals import meant
from bot.dialogs.appeals.states import MyAppeals, start_my_appeals, start_unsure
from bot.dialogs.context import answer, context, office
from bot.dialogs.listening import MAX_ASKED
from bot.dialogs.situation import shown
from directory.english import in_chinese
from people.words import written_phone
from texts.folding import folded
from texts.speech import say
from understanding.model import Kind

NO_CALLS = re.compile(  # how to make contact, and no complaint that nobody did: "不方便打电话，就在这儿说行不"
    "^(?:别|不要)(?:让|叫)?(?:他|她|你们?|任何人|人)?(?:再|来)?(?:联系|找)我|"
    "(?:不方便|不太方便|别|不要|不想|不能|没法)(?:再)?(?:给我)?(?:接|打|听)(?:我)?电话.{0,20}$|"
    "(?:就|只|能不能|可以)在(?:这|这儿|这里|微信|网上)(?:上|里)?(?:说|聊|回|联系|沟通)|"
    "\\b(?:don.?t|do not|please no|can.?t take) calls?\\b.{0,30}$"
)
ANYBODY = re.compile(
    "^(?:到底|请问|现在|今天|[,， ])*(?:有没有|有|还有)(?:人|谁)(?:来|管|看|联系我?|处理|办|上门)(?:过|了)*"
    "(?:没有?|吗|么|不|[?？])*(?:[,， ].{1,12})?$"
)
MISSED_CALL = re.compile(
    "漏接|错过.{0,3}电话|(?:是谁|谁|哪位).{0,4}打(?:的|过|了)?(?:我|这个)?.{0,2}电话|"
    "\\bmissed (?:a|your|the|his|her) call|\\bdid (?:somebody|someone|anyone|you) (?:just )?(?:call|phone|ring)"
)
TAKES_BACK = re.compile(
    "^(?:我)?(?:又|有点)?(?:反悔|后悔)了|^(?:我|算了|还是|有点|真的|好|很|害怕|怕|[,， ])*"
    "不想(?:再)?(?:举报|投诉|反映|告|追究)(?:他|她|了|这)"
)
TAKES_BACK_NAMED = re.compile(
    "^(?:please |can you |i want to |i.d like to |no,? )*(?:cancel|withdraw|drop|take back) (?:the |my |that )"
    "(?P<which>[a-z ]{3,30}?) (?:one|appeal|case|complaint|request)(?: please)?[.! ]*$|"
    "^i (?:don.?t|do not) (?:want|need) (?:the |my |that )(?P<unwanted>[a-z ]{3,30}?) "
    "(?:one|appeal|case|complaint|request) any ?(?:more|longer)[.! ]*$"
)
PROGRESS_IN_ENGLISH = re.compile(
    "^(?:so |hey |hello |hi |and |excuse me |, ?)*(?:what(?:.s| is)(?: going on| happening| the "
    "(?:status|progress|news|latest))|any (?:news|updates?|progress)|how is it going|how far)"
    "(?: (?:with|of|on|about) (?:my|the|this|that|it)(?: [a-z]{2,20}){0,4})?[?.! ]*$"
)
CHANGE_TEXT = re.compile(
    "^(?:我|想|要|能|能不能|可不可以|可以|怎么|在哪|再|[,， ])*(?:改|修改|更正|重写|编辑)(?:一?下|下)?"
    "(?:我的?|这件|那件|刚才的?|上面的?|提交的?|写的?|诉求的?)*(?:诉求|内容|文字|正文|描述)"
    "(?:怎么改|可以吗|行吗|吗|吧|了|[?？])*$|"
    "^(?:please |can i |i want to |i need to |how (?:do|can) i )*(?:edit|change|correct|modify) (?:my |the )"
    "(?:appeal|text|description|wording)[?]*$"
)
RATES = re.compile(  # the wish to rate, without a score that is for something
    "^(?:我|想|要|来|怎么|在哪(?:里|儿)?|能|可以|给(?:你们?|他们?|专员)?|[,， ])*"
    "(?:评价|评分|打分|打个分|打星|评星)(?:一?下|这件|那件|上次|怎么弄|在哪(?:里|儿)?|吗|呢|吧|[?？])*$|"
    "^(?:我|要|想|就|[,， ])*(?:给|打)(?:个|你们?|他们?|专员)*[一二三四五1-5](?:颗?星|分)(?:好评)?(?:吧|了|[。!！])*$|"
    "^(?:i |please |want to |would like to |how (?:do|can) i )*(?:rate (?:it|this|you|them|the service)|"
    "(?:leave|give) (?:a |my )?(?:rating|feedback))[.!?]*$"
)
WRITES_BACK = re.compile(  # the wish to answer, and no answer yet
    "^(?:我|想|要|怎么|在哪(?:里|儿)?|去|来|[,， ])*(?:回复|回一?下|答复)"
    "(?:.{0,8}的)?(?:留言|消息|信息|专员)(?:怎么弄|在哪(?:里|儿)?|吗|呢|吧|[?？])*$|"
    "^(?:i |want to |would like to |how (?:do|can) i )*(?:reply|respond|answer)(?: to)? (?:the |his |her |their )"
    "(?:message|note)[.!?]*$"
)
HANDLER_CHANGED = re.compile(
    "^(?:怎么|咋)又?(?:换|变|转|改)(?:成|到|给)?(?:.{1,5}(?:局|委|办|院|中心|管)|别的单位)(?:了|啦|啊|[?？])*$"
)
WHO = re.compile(
    "(?:谁|哪个(?:人|单位|部门|专员|科室)?|哪位)(?:在|来|给)?(?:办|管|负责|处理|跟进?|经手)(?:我|这|的|呢|啊|$)|"
    "(?:专员|[一-龥]{2,4})是(?:谁|哪个|哪位)(?:$|[ ,?？])|"
    "(?:他|她|专员|经办人|负责人)的?(?:电话|号码)(?:有没有|是?多少)|"
    "归(?:谁|哪个?)(?:单位|部门)?(?:在|来)?(?:管|办|负责)|(?:分别|都)?(?:交|派|转|归|发)?给(?:谁|哪(?:个|些|几个)?(?:单位|部门|局))(?:了|的|啊|呢|$|[?？])|(?:专员|办事的人?|负责人|经办人)(?:叫|是)(?:啥|什么|谁|哪)|"
    "who(?: is|.s) (?:handling|responsible|in charge|dealing)"
)
FALSE_CONTACT = re.compile(
    "(?:乱|瞎|假|虚假?|没有?就)登记|登记.{0,4}(?:假|乱)|(?:没|没有)(?:跟|和)?我?约过|根本没(?:来|打|联系|找)|"
    "\\b(?:i )?(?:had|got|received|have had) no calls?\\b|"
    "\\b(?:nobody|no ?one|he|she|they) (?:has |have |had )?never called\\b"
)
NEVER_CAME = re.compile(
    "^(?:(?:他|她|你|专员|经办|都|就|也|们|根本|压根|从来|没(?:有)?人|到现在|今天|一直|我|俺|[,， ])*"
    "(?:没有?人?来过|没见(?:到|着)(?:人|你们|他)(?![来给].)|人没来)|"
    "瞎写|乱写(?!.{0,3}[罚单])|编的(?:吧|吗|啊|[!！。 ]|$))"
)
OTHER_HANDLER = re.compile(
    "不(?:要|想要).{0,8}(?:这个?人|他|她|专员)(?:了)?.{0,4}换(?:一?个|一?位|掉)?(?:人|专员|别人)?(?:$|[吧了,，。?？ ])|"
    "^(?:能不能|可不可以|可以|我|俺|想|要|请|麻烦|帮|给|还是|, ?)*换(?:一?个|一?位|掉)?(?:别的|其他)?"
    "(?:专员|经办人|办事的?人|对接的?人?|他|她|人)(?:来|给我|跟我)?(?:对接|办|联系|处理|跟进|沟通)?"
    "(?:吧|吗|么|不|了|行不行|$|[,，。?？ ])|"
    "不(?:想|愿意?)(?:再)?(?:跟|和|让|由)(?:他|她|这个?人|这个?专员|那个?人)(?:再)?"
    "(?:对接|办|打交道|联系|谈|沟通|处理)(?:了|吧|$|[,，。])|"
    "^(?:can|could|may) (?:i|we|you) .{0,16}(?:another|different|change (?:the|my)) "
    "(?:specialist|officer|handler|person)|"
    "^i(?: want|.d like| would like| need) .{0,8}(?:another|different) (?:specialist|officer|handler|person)"
)
HOW_LONG = re.compile(
    "^(?:那|请问|大概|大约|一般|还|要|需要|得|再|我的?|这个?事?|这件事?|, ?)*"
    "(?:几天|多久|多长时间|什么时候|啥时候|哪天)(?:能|会|可以|才|给|有)*"
    "(?:办好|办完|弄好|搞好|办成|好|解决|有?结果|有?回复|答复|联系我?|完)?(?:呢|啊|呀|了|吧|[?？])*$|"
    "^.{0,6}(?:什么时候|啥时候|哪天|几点|多久)"
    "(?:能|会|可以|才|来|给|到底|跟|和|我们?|俺)*"
    "(?:打|来|联系|回|修|办|批|发|弄|拆|通|开|结束)(?:个|我|俺)*(?:电话|修|人|办|看|消息|信|好|证|下来|完)?(?:呢|啊|呀|吧|了|[?？])*"
    "(?:[,， ].{1,14})?$|"
    "^(?!.*\\b(?:bureau|department|company|water|power|gas|pipe|road)\\b).{0,24}\\b(?:when (?:will|does|do|can|"
    "is|are)\\b.{0,24}\\b(?:call|contact|phone|ring|reach|come|reply|fixed|"
    "ready|done)|how long will (?:it|this|that))\\b"
)
KEEPS = re.compile(  # the whole text: "还是别撤了，烧烤店又开了", and no road block that is not taken away
    "(?:还是|先|算了|等等|等一下|那|就|我|不对|[,， ])*(?:别|先不|不想|不要|不用)(?:再)?撤(?:回|销|诉)?(?:了)?(?:吧)?"
    "(?:[,，。.!！ ].{0,14})?|(?:please |no,? |wait,? )*(?:do not|don.?t) withdraw.{0,20}"
)
NEW_PHONE = "企业换了联系电话，请打新的号码。"  # part of the record, hence not translated
MAX_LOOKED_AT = 60  # characters
TELLS_MORE = re.compile("[?？] *[^?？]{12,}$")  # "when will they call? I am in the shop from 8 to 2"


async def _own(manager: DialogManager) -> Sequence[AtHand]:
    ctx = context(manager)
    return [] if ctx.person.posts else await at_hand_store.own(ctx.session, ctx.person)


async def in_front(manager: DialogManager) -> AtHand | None:
    """The person's appeal that is shown, or the only one."""
    own = await _own(manager)
    return next((one for one in own if one.id == shown(manager) or len(own) == 1), None)


async def when(manager: DialogManager, text: str) -> bool:
    """By when what is due, in a sentence; and the appeal."""
    ctx = context(manager)
    front = await in_front(manager)
    if front is not None:
        rules = ctx.services.deadline_rules
        view = await reading_service.look(ctx.session, ctx.person, front.id, rules)
        if told := feedback_words.what_comes(view, rules, ctx.now):
            await answer(manager, told)
        if told and TELLS_MORE.search(text):
            await meant.pass_on(manager, meant.Word(front.id, None, text))
            await answer(manager, say("这句话也转给办理的人了。"))
    return await own_appeal(manager, text)


async def own_appeal(manager: DialogManager, _: str) -> bool:
    """The window of an appeal says who handles it, how to call them, and by when what is due."""
    own = await _own(manager)
    if own:
        front = shown(manager) if shown(manager) in {one.id for one in own} else None
        await start_my_appeals(manager, own[0].id if len(own) == 1 else front)
    return bool(own)


async def rates(manager: DialogManager, text: str) -> bool:
    """The appeal that waits to be rated asks how it was; before that, what comes first is said and shown."""
    waiting = {one.stage: one.id for one in await _own(manager)}
    if Status.RATE in waiting:
        await start_my_appeals(manager, waiting[Status.RATE], MyAppeals.rate)
    elif Status.CONFIRM in waiting:
        await answer(manager, say("先请您说一声解决了没有，接着就请您评价："))
        await start_my_appeals(manager, waiting[Status.CONFIRM])
    elif await own_appeal(manager, text):
        await answer(manager, say("还没有办完，现在还评不了。办完您确认以后，我会请您评价。"))
    return bool(waiting)


async def writes_back(manager: DialogManager, text: str) -> bool:
    """The appeal in front asks what to pass on to whoever handles it."""
    about = await in_front(manager)
    if about is None or about.stage not in WITH_UNIT:
        return await own_appeal(manager, text)
    await start_my_appeals(manager, about.id, MyAppeals.supplement)
    return True


async def supplements(manager: DialogManager, text: str) -> bool:
    """A word for whoever handles the appeal in front, or the only one; of several it is asked which."""
    own = [one for one in await _own(manager) if one.stage in UNDER_WAY]
    about = next((one for one in own if one.id == shown(manager) or len(own) == 1), None)
    if about is not None:
        await meant.supplement(manager, meant.Word(about.id, about.stage, text))
    elif own:
        await start_unsure(manager, text, Kind.SUPPLEMENT, [one.id for one in own[:MAX_ASKED]])
    return bool(own)


async def tells_new_phone(manager: DialogManager) -> None:
    """Whoever handles the person's appeals hears that the telephone they were shown is no longer the right one."""
    for one in await _own(manager):
        if one.stage in WITH_UNIT:
            await meant.pass_on(manager, meant.Word(one.id, one.stage, NEW_PHONE))


async def passes_on(manager: DialogManager, text: str) -> bool:
    """A word for whoever handles the appeal in front, or the only one."""
    about = await in_front(manager)
    if about is None or about.stage not in WITH_UNIT:
        return False
    await meant.supplement(manager, meant.Word(about.id, about.stage, text))
    return True


async def keeps(manager: DialogManager, text: str) -> bool:
    """Whoever does not want to withdraw, where nothing is being withdrawn, hears that it goes on."""
    if not KEEPS.fullmatch(folded(text, MAX_LOOKED_AT).strip()) or not await own_appeal(manager, text):
        return False
    await answer(manager, say("好的，没有撤回，接着办。"))
    return True


async def withdraws(manager: DialogManager, text: str) -> bool:
    """Whoever regrets is asked whether to withdraw the appeal in front, or the only one."""
    about = await in_front(manager)
    if about is not None:
        await meant.withdraw(manager, meant.Word(about.id, about.stage, text))
    return about is not None


async def withdraws_named(manager: DialogManager, text: str) -> bool:
    """The same of the appeal that is called by its matter in English: "cancel the street light one"."""
    named = TAKES_BACK_NAMED.match(folded(text, MAX_LOOKED_AT))
    which = (named["which"] or named["unwanted"]) if named else ""
    chinese = in_chinese(which, await context(manager).directory()).partition("，")[0] if which else ""
    words = [word for word in (which, chinese) if word]
    about = [one for one in await _own(manager) if any(word in one.text.lower() for word in words)]
    if len(about) != 1:
        return await withdraws(manager, text)
    await meant.withdraw(manager, meant.Word(about[0].id, about[0].stage, text))
    return True


async def other_handler(manager: DialogManager, _: str) -> bool:
    """The office, or the commission for what is confidential, chooses; whoever handles it now is not told."""
    handled = [one.id for one in await _own(manager) if one.stage in WITH_UNIT]
    if not handled:
        return False
    appeal = next((one for one in handled if one == shown(manager)), handled[0])
    chooses = await _chooses(manager, appeal)
    await answer(manager, say("换专员要由{office}来定，请打 {phone} 说明。这句话我没有转给现在的专员。", **chooses))
    return True


async def _chooses(manager: DialogManager, appeal: int) -> dict[str, str]:
    """Name and telephone of who gives the appeal to somebody else."""
    ctx = context(manager)
    view = await reading_service.look(ctx.session, ctx.person, appeal, ctx.services.deadline_rules)
    lead = (await ctx.directory()).by_name.get(view.lead) if view.appeal.confidential else None
    return {"office": lead.name, "phone": written_phone(lead.phone)} if lead else office(manager)


async def denies_contact(manager: DialogManager, text: str) -> bool:
    """Handler, chief and office read that a contact was recorded that the enterprise knows nothing of."""
    about = await in_front(manager)
    if about is None or about.stage not in WITH_UNIT:
        return False
    await meant.no_contact(manager, meant.Word(about.id, about.stage, text))
    return True


async def change_text(manager: DialogManager, text: str) -> bool:
    """What was filed stays as it was written; what corrects it is passed on."""
    if not await own_appeal(manager, text):
        return False
    await answer(manager, say("提交过的原文改不了。要更正或补充什么，直接写在这里，我转给办理的人。"))
    return True
