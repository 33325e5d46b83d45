"""The web chat's settings: section [web] of config.toml, each with its reason."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.files.limits import FileLimits

DAY_SECONDS = 86_400


class WebSettings(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    public_url: str = Field(
        default="http://localhost:8080",
        pattern=r"^https?://[^/\s]+$",
        description="用户打开聊天页面的地址（不带结尾斜杠）；以 https 开头时，登录标记只经加密连接发送。",
    )
    language: Literal["zh", "en"] = Field(default="zh", description="第一次来访时页面用的语言；用户可以随时自己切换。")
    session_days: int = Field(
        default=90,
        ge=1,
        le=400,
        description="一台设备多少天不来访就要重新开始；诉求从受理到评价通常一个多月，三个月足够。浏览器最多记 400 天。",
    )
    text_limit: int = Field(
        default=10_000,
        ge=100,
        le=10_000,
        description="一条消息最多多少个字；再长的材料以文件发送更便于办理人员阅读。",
    )
    caption_limit: int = Field(default=1_000, ge=0, le=1_024, description="随照片或文件附言最多多少个字。")
    file_megabytes: int = Field(
        default=10, ge=1, le=50, description="单个文件最大多少 MB；手机照片一般 3 至 8 MB，扫描件一般不超过 10 MB。"
    )
    image_megapixels: int = Field(
        default=64,
        ge=1,
        le=200,
        description="照片最多多少百万像素；WebP、HEIC 和渐进式 JPEG 解开时占内存更多，能收的更小。",
    )
    image_side: int = Field(
        default=4_096, ge=512, le=8_192, description="照片长边保存时最多多少像素；4096 足以看清营业执照上的小字。"
    )
    files_per_ten_minutes: int = Field(
        default=9, ge=1, le=100, description="一个对话每十分钟最多收几个文件；九张正好是一次拍全一件事的量。"
    )
    chat_megabytes_per_day: int = Field(
        default=200, ge=1, description="一个对话每天最多收多少 MB 文件；够发二十份扫描件，一般的事用不到十分之一。"
    )
    address_megabytes_per_day: int = Field(
        default=2_000, ge=1, description="同一网络地址每天最多收多少 MB 文件；一个园区常共用一个地址，所以放宽到十倍。"
    )
    posts_per_minute: int = Field(
        default=60, ge=1, description="一台设备每分钟最多发送和点击几次，没有对话的按网络地址算；挡住失控的程序。"
    )
    requests_per_minute: int = Field(
        default=1_200,
        ge=1,
        description="每分钟最多几次请求：已进入对话的按设备算，其余按网络地址算；一个园区常共用一个地址，所以放得宽。",
    )
    chats_per_hour: int = Field(
        default=120, ge=1, description="同一网络地址每小时最多新开几个对话；挡住成批建对话的程序，不挡园区里的企业。"
    )
    connections_per_address: int = Field(
        default=100, ge=1, description="同一网络地址最多几个还没进入对话的连接；再多就断开其中最早的。"
    )
    connections_per_session: int = Field(
        default=16, ge=1, description="一台设备最多几个连接；浏览器一般最多开六个，再多就断开其中最早的。"
    )
    connections_total: int = Field(
        default=4_000, ge=10, le=50_000, description="最多几个连接；再多就从连接最多的一方断开最早的。"
    )
    streams_per_session: int = Field(
        default=4, ge=1, description="一台设备同时最多连着几个页面；多出的请用户关掉旧页面，以免占住服务器。"
    )
    streams_per_chat: int = Field(
        default=12, ge=1, description="一个对话在各台设备上同时最多连着几个页面；多出的请用户关掉旧页面。"
    )
    streams_total: int = Field(
        default=3_000,
        ge=1,
        le=20_000,
        description="同时最多连着多少个页面；再多就断开页面最多的会话的一个，或过一会儿自动重连。",
    )

    @property
    def secure(self) -> bool:
        return self.public_url.startswith("https://")

    @property
    def session_seconds(self) -> int:
        return self.session_days * DAY_SECONDS

    @property
    def file_bytes(self) -> int:
        return self.file_limits.bytes

    @property
    def file_limits(self) -> FileLimits:
        """The limits for files, on every channel."""
        return FileLimits(
            self.file_megabytes,
            self.image_megapixels,
            self.image_side,
            self.files_per_ten_minutes,
            self.chat_megabytes_per_day,
            self.address_megabytes_per_day,
        )
