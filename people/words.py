"""How people are displayed: names of roles, and names and telephones, written out or masked."""

import re
from collections.abc import Sequence

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat

from people.model import Post, Role
from texts.speech import Markup, say, translated

EXTENSION = re.compile(r"\s*(?:转|-)\s*(\d{1,6})$")

ROLE_NAMES = {
    Role.HANDLER: "具办专员",
    Role.CHIEF: "首席专员",
    Role.DESK: "会谈专员",
    Role.OFFICE: "营商办",
    Role.DISCIPLINE: "纪委监委",
    Role.LEADER: "领导",
    Role.ADMIN: "管理员",
}
"""The roles that a post can give, as the directory names them."""


def post_in_words(post: Post, unit: str) -> Markup:
    """For example "张示例（区税务局 · 具办专员）", in the reader's language; ``unit`` is "" for the office's own."""
    place = " · ".join(part for part in (unit, translated(ROLE_NAMES[post.role])) if part)
    return Markup(say("{name}（{place}）", name=post.name, place=place))


def needs_invitation(posts: Sequence[tuple[Post, str]]) -> str:
    """For the office: what those who lost another post still hold; "" for nothing. On the web they are signed out."""
    if not posts:
        return ""
    listed = Markup("、".join(post_in_words(*one) for one in posts))
    return say("名下还有别的岗位，网页上要重新绑定，请再发邀请码：{posts}。", posts=listed)


def masked_name(name: str) -> str:
    """For example "张**": enough for those who know the person, too little for those who do not."""
    return f"{name[:1]}**" if name else ""


def masked_phone(phone: str) -> str:
    """For example "138****0000" or "0571****4321": the carrier or the area, and the last four digits."""
    return "、".join(_masked(_written(one)) for one in phone.split("、") if one)


def _masked(shown: str) -> str:
    digits = "".join(sign for sign in shown.partition(" 转")[0] if sign.isdigit())
    if len(digits) < 9:
        return "****" if digits else ""
    area = shown.partition("-")[0] if "-" in shown else digits[:3]
    return f"{area}****{digits[-4:]}"


def written_phone(phone: str) -> str:
    """A stored telephone in local notation: 138 0000 1234, 0571-87654321 转 801; several are joined."""
    return "、".join(_written(one) for one in phone.split("、") if one)


def _written(phone: str) -> str:
    number = _parsed(phone)
    extension = f" 转 {number.extension}" if number.extension else ""
    return _without_extension(number) + extension


def _parsed(phone: str) -> PhoneNumber:
    """Includes the extension, which a directory may give as "转801" or "-801"."""
    as_it_is = phonenumbers.is_possible_number_string(phone, "CN")
    return phonenumbers.parse(phone if as_it_is else EXTENSION.sub(r" ext. \1", phone), "CN")


def _without_extension(number: PhoneNumber) -> str:
    if number.country_code != 86:
        bare = PhoneNumber(country_code=number.country_code, national_number=number.national_number)
        return phonenumbers.format_number(bare, PhoneNumberFormat.INTERNATIONAL)
    digits = phonenumbers.national_significant_number(number)
    area = phonenumbers.length_of_geographical_area_code(number)
    if area:
        return f"0{digits[:area]}-{digits[area:]}"
    return f"{digits[:3]} {digits[3:7]} {digits[7:]}" if len(digits) == 11 else digits
