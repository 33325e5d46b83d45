"""Free space and write permission where the product stores data."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from bot.config.model import Config
from bot.doctor.checks import CheckResult, Mark, good
from storage.disk import FULL_BELOW_BYTES, free_bytes

GIGABYTE = 1024**3
LOW_SPACE_GB, NO_SPACE_GB = 5, FULL_BELOW_BYTES // GIGABYTE


def of_disk(config: Config, database: Path | None) -> Iterator[CheckResult]:
    places = {"附件文件夹": config.files.folder}
    if database is not None:
        places = {"数据库所在文件夹": database.parent, **places}
    for name, folder in places.items():
        yield _writable(name, folder)
        yield _space(name, folder)


def _writable(name: str, folder: Path) -> CheckResult:
    place = next(place for place in (folder, *folder.parents) if place.exists())
    try:
        with tempfile.TemporaryFile(dir=place):
            return good(f"{name} {folder} 可以写入")
    except OSError as error:
        remedy = f"建好文件夹并交给服务账号：mkdir -p {folder} && chown 服务账号 {folder}"
        return CheckResult(Mark.WRONG, f"{name} {folder} 不能写入（{error.strerror}）", remedy)


def _space(name: str, folder: Path) -> CheckResult:
    free = free_bytes(folder) / GIGABYTE
    if free >= LOW_SPACE_GB:
        return good(f"{name}还有 {free:.0f} GB 空间")
    mark = Mark.WRONG if free < NO_SPACE_GB else Mark.WARNING
    return CheckResult(mark, f"{name}只剩 {free:.1f} GB 空间", "清理磁盘，或把数据移到更大的磁盘并修改配置")
