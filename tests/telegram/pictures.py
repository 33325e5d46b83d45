"""Generated pictures for tests."""

import io

from PIL import Image


def picture(width: int = 200, height: int = 120, colour: str = "red") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "JPEG")
    return out.getvalue()
