"""Why Telegram cannot deliver to the webhook, judged by its error message, and the usual remedy."""

from bot.channels.telegram.settings import WEBHOOK_PATH

FAILURES = (
    (("403",), "前面的 nginx 或 caddy 挡住了：放行 Telegram 的地址；没有限制来源的话，重启服务重新设一次 webhook"),
    (("404", "405"), f"前面的 nginx 或 caddy 没有把 {WEBHOOK_PATH} 转给亲清，或 [web] public_url 写错了"),
    (("413",), "前面的 nginx 限制太小：给这个地址写 client_max_body_size 1m"),
    (("500",), "看日志，多半是数据库连不上；消息留在 Telegram，恢复后自动补送"),
    (("502", "503", "504"), "亲清没有在运行，或 nginx、caddy 转错了端口"),
    (("ssl", "certificate"), "证书不对：要用公认机构签发的证书，并带上中间证书（fullchain）"),
    (("resolve", "resolution"), "域名解析不到：核对 [web] public_url 和域名的公网解析"),
    (("timed out", "timeout", "refused", "unreachable"), "公网连不到这台服务器：放行防火墙的端口，或改用 polling"),
)
UNKNOWN = '看日志和前面的 nginx、caddy；一时修不好可以改用 receive = "polling"，消息不会丢'


def remedy_for(said: str) -> str:
    return next((remedy for words, remedy in FAILURES if any(one in said.lower() for one in words)), UNKNOWN)
