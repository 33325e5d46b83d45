"""Why a file is refused: a sentence for its sender, and a code for the channel it came through."""

from texts.refused import Refused
from texts.speech import say


class FileRefused(Refused):
    """``str(refused)`` is shown to the sender; ``code`` names the reason for programs."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


def empty() -> FileRefused:
    return FileRefused("empty_file", say("这个文件是空的，请检查后重新选择。"))


def too_many(count: int) -> FileRefused:
    return FileRefused("too_many_files", say("十分钟内最多收 {count} 个文件，请过一会儿再发其余的。", count=count))


def too_large(megabytes: int) -> FileRefused:
    return FileRefused("too_large", say("文件超过 {megabytes} MB，请压缩或分成几个再发。", megabytes=megabytes))


def too_many_pixels(megapixels: int) -> FileRefused:
    return FileRefused(
        "too_many_pixels", say("这张照片太大了，最多 {count} 万像素，请缩小后再发。", count=megapixels * 100)
    )


def broken_image() -> FileRefused:
    return FileRefused("broken_image", say("这张照片打不开，可能没有保存完整，请重新拍一张或换一张。"))


def broken_document() -> FileRefused:
    return FileRefused("broken_document", say("这个文件打不开，可能没有保存完整，请重新保存后再发。"))


def broken_heic() -> FileRefused:
    return FileRefused(
        "broken_image",
        say("这张 HEIC 照片打不开。请截一张图发来；iPhone 也可以在「设置 › 相机 › 格式」里选「兼容性最佳」再拍。"),
    )


def locked() -> FileRefused:
    return FileRefused("locked", say("这个文件设了密码，请取消密码后再发。"))


def locked_pdf() -> FileRefused:
    return FileRefused(
        "locked", say("这个 PDF 设了密码或权限限制，请打开后重新打印成 PDF 再发，也可以发 OFD 原件或截图。")
    )


def active_pdf() -> FileRefused:
    return FileRefused("active", say("这个 PDF 打开时会运行程序，为了安全请打开后重新打印成 PDF 再发。"))


def odd_pdf() -> FileRefused:
    return FileRefused("active", say("这个 PDF 的写法少见，检查不了，请打开后重新打印成 PDF 再发。"))


def bomb() -> FileRefused:
    return FileRefused("bomb", say("这个文件展开后过大，请另存为较小的文件再发。"))


def macros() -> FileRefused:
    return FileRefused("macros", say("这个文件带有宏程序，为了安全请另存为不带宏的文件再发。"))


def embedded() -> FileRefused:
    return FileRefused("embedded", say("这个文件里嵌有别的文件或控件，为了安全请另存为 PDF 再发。"))


def linked() -> FileRefused:
    return FileRefused("linked", say("这个文件打开时会去别处取内容，为了安全请另存为 PDF 再发。"))


def archive() -> FileRefused:
    return FileRefused("wrong_type", say("压缩包收不了，请把里面的照片、PDF、Word 或 Excel 文件分别发来。"))


def old_slides() -> FileRefused:
    return FileRefused("wrong_type", say("旧版 PPT 收不了，请另存为 PDF 或 .pptx 再发。"))


def binary_sheet() -> FileRefused:
    return FileRefused("wrong_type", say("二进制的 Excel 工作簿收不了，请另存为 .xlsx 再发。"))


def mail() -> FileRefused:
    return FileRefused("wrong_type", say("邮件文件收不了，请把正文打印成 PDF 发来，附件分别发来。"))


def voice() -> FileRefused:
    return FileRefused("voice", say("语音暂时听不了，请打字告诉我，短短一句也可以。"))


def video() -> FileRefused:
    return FileRefused("video", say("视频暂时看不了，请发几张照片，或用文字说明。"))


def other_picture() -> FileRefused:
    return FileRefused("wrong_type", say("这种图片收不了，请另存为 JPG 或 PNG 再发，也可以截一张图发来。"))


def template() -> FileRefused:
    return FileRefused("wrong_type", say("模板和放映文件收不了，请另存为普通的 .docx、.xlsx、.pptx 或 PDF 再发。"))


def wrong_type() -> FileRefused:
    return FileRefused("wrong_type", say("这种文件收不了，请发照片，或 PDF、Word、Excel、PPT（.pptx）、OFD 文件。"))


def no_room() -> FileRefused:
    return FileRefused("no_room", say("我们的存储快满了，文件暂时收不了，请过一会儿再试。文字可以照常发。"))


def too_many_bytes() -> FileRefused:
    return FileRefused("too_many_files", say("今天发来的文件已经很多了，其余的请明天再发，或先用文字说明。"))
