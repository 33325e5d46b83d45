"""The ways on which journeys run, each with its database engine, and which of them `make test` covers."""

from typing import Literal, NamedTuple


class Way(NamedTuple):
    engine: Literal["sqlite", "postgres"]
    channel: Literal["web", "polling", "webhook"]  # Telegram by polling or by webhook

    def __str__(self) -> str:
        return f"{self.channel}-{self.engine}"


HOME, ON_POSTGRES = Way("sqlite", "web"), Way("postgres", "web")
POLLED, POLLED_ON_POSTGRES = Way("sqlite", "polling"), Way("postgres", "polling")
TOLD, TOLD_ON_POSTGRES = Way("sqlite", "webhook"), Way("postgres", "webhook")

ON_THE_WEB = [HOME, ON_POSTGRES]
BY_POLLING = [POLLED, POLLED_ON_POSTGRES]
ON_TELEGRAM = [*BY_POLLING, TOLD, TOLD_ON_POSTGRES]
EVERY_WAY = [*ON_THE_WEB, *ON_TELEGRAM]

# The ways that `make test` runs for a module: the web on SQLite, and another way where channel or engine matter; for
# Telegram's own modules, polling. `make soak-ways` runs all others. A test that names its ways runs on exactly those:
# so does every act of the main job on every way.
IN_SHORT = {
    "test_after_filing": [HOME],
    "test_coming_back": [HOME],
    "test_confidence": [HOME, TOLD_ON_POSTGRES],
    "test_corrections": [HOME],
    "test_drafts": [HOME],
    "test_feedback": [HOME],
    "test_files_on_the_way": [HOME, ON_POSTGRES],
    "test_finding_appeals": [HOME],
    "test_forged_presses": [HOME],
    "test_inbox": [HOME, ON_POSTGRES],
    "test_inside_the_unit": [HOME, POLLED_ON_POSTGRES],
    "test_kept_apart": [HOME],
    "test_kind_words": [HOME],
    "test_lost_dialogs": [HOME],
    "test_main_job": [HOME, TOLD],
    "test_messages_to_enterprise": [HOME],
    "test_newcomers": [HOME],
    "test_odd_inputs": [HOME],
    "test_said_by_the_way": [HOME],
    "test_service_questions": [HOME],
    "test_several_matters": [HOME],
    "test_several_channels": [HOME, TOLD],
    "test_staff": [HOME, POLLED_ON_POSTGRES],
    "test_staff_words": [HOME],
    "test_taking_leave": [HOME, ON_POSTGRES],
    "test_telegram": [POLLED],
    "test_telegram_faults": [POLLED],
    "test_understood": [HOME],
    "test_while_writing": [HOME],
    "test_which_unit": [HOME, ON_POSTGRES],
    "test_words_for_buttons": [HOME],
}

# Modules whose rows are different words for the same act. Of the rows of one of their tests, `make test` takes the
# first, and `make soak-ways` the others; what words mean is tested row by row on the pure functions.
OF_WORDS = {
    "test_feedback",
    "test_kept_apart",
    "test_kind_words",
    "test_messages_to_enterprise",
    "test_newcomers",
    "test_said_by_the_way",
    "test_service_questions",
    "test_staff_words",
    "test_understood",
    "test_while_writing",
    "test_words_for_buttons",
}
