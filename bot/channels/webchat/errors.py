"""Turns exceptions into responses: JSON with a sentence for the page's script, an HTML page for navigation."""

from typing import Any

import structlog
from jinja2 import Environment
from litestar import Request, Response
from litestar.enums import MediaType
from litestar.exceptions import HTTPException
from litestar.types import ExceptionHandlersMap

from bot.channels.webchat import problems
from bot.channels.webchat.problems import Problem
from bot.channels.webchat.settings import WebSettings
from bot.engine.places import place_of
from bot.files.refusals import FileRefused
from storage.failures import is_passing
from texts.refused import Refused

AGAIN = {"Retry-After": "5", "Refresh": "5"}  # seconds; the second makes a browser load a page again by itself

WebRequest = Request[Any, Any, Any]


def handlers(settings: WebSettings, pages: Environment) -> ExceptionHandlersMap:
    def answer(request: WebRequest, problem: Problem, headers: dict[str, str] | None = None) -> Response[Any]:
        if request.method == "GET" and "text/html" in request.headers.get("accept", ""):
            page = pages.get_template("error.html").render(sentence=str(problem))
            return Response(page, status_code=problem.status, media_type=MediaType.HTML, headers=headers)
        return Response(problems.to_json(problem), status_code=problem.status, headers=headers)

    def on_problem(request: WebRequest, error: Problem) -> Response[Any]:
        return answer(request, error, {"RateLimit-Reset": str(error.wait)} if error.wait else None)

    def on_file_refused(request: WebRequest, error: FileRefused) -> Response[Any]:
        return answer(request, problems.of_file(error))

    def on_refused(request: WebRequest, error: Refused) -> Response[Any]:
        return answer(request, Problem(409, "refused", str(error)))

    def on_http(request: WebRequest, error: HTTPException) -> Response[Any]:
        problem = _of(settings, error.status_code)
        return answer(request, problem, error.headers)

    def on_failure(request: WebRequest, error: Exception) -> Response[Any]:
        """Nothing was stored: while the database recovers the page sends it again by itself."""
        return answer(request, problems.recovering(), AGAIN) if is_passing(error) else on_bug(request, error)

    def on_bug(request: WebRequest, error: Exception) -> Response[Any]:
        # where, not its message, which may quote what a person wrote
        structlog.get_logger().error("web_request_failed", error=type(error).__name__, place=place_of(error))
        return answer(request, problems.broken())

    def on_broken_text(request: WebRequest, _: Exception) -> Response[Any]:
        # Litestar does not handle these errors for bodies that are not UTF-8 or nested too deeply
        return answer(request, problems.unreadable())

    return {
        Problem: on_problem,
        FileRefused: on_file_refused,
        Refused: on_refused,
        UnicodeDecodeError: on_broken_text,
        RecursionError: on_broken_text,
        HTTPException: on_http,
        Exception: on_failure,
    }


def _of(settings: WebSettings, status: int) -> Problem:
    return problems.too_large(settings.file_megabytes) if status == 413 else problems.of_status(status)
