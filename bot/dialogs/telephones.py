"""Which of a person's two telephones is to be called first, as the person says it."""

import re

from aiogram_dialog import DialogManager

from bot.dialogs.context import answer, context, set_person
from people import service as people
from people.contact_details import called
from people.words import masked_phone
from texts.folding import folded
from texts.speech import say

MAX_CHARS = 40  # a longer text tells of a matter
SIGNS = " .。!！~,，"
TO_PREFER = re.compile(  # "打第二个", "以后电话打139那个，137的不用了"
    "(?:以后|今后|请|就|麻烦|还是|先|电话|手机|号码|[,， ])*(?:打|拨|用|联系|留)(?:第?[一二12]个|(?:尾号)?[0-9]{3,4})"
    "(?:开头|结尾)?(?:的|那个|这个|号码?|电话|手机|吧|就行|[,， ])*(?:[,，。 ].{0,14})?|"
    "(?:please )?(?:call|use|ring) (?:me on )?the (?:first|second)(?: one| number)?(?: please)?"
)


async def prefers(manager: DialogManager, text: str) -> bool:
    """Whether the text says to call one of the person's two telephones, which is noted."""
    ctx, said = context(manager), folded(text, MAX_CHARS + 1).strip(SIGNS)
    if len(said) > MAX_CHARS or TO_PREFER.fullmatch(said) is None or called(ctx.person.phone, said) is None:
        return False
    person = await people.prefer_phone(ctx.session, ctx.person, said)
    set_person(manager, person)
    await answer(manager, say("先打 {phone}。", phone=masked_phone(person.phone.partition("、")[0])))
    return True
