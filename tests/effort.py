"""How much chance tests try: all of it, or a tenth where an answer is wanted at once."""

from __future__ import annotations

from hypothesis import settings

QUICK = "quick"
"""The profile of ``make quick``."""


def share(whole: int) -> int:
    """Return how many tries to make of so many."""
    if settings.get_current_profile_name() == QUICK:
        return max(1, whole // 10)
    return whole


def examples(whole: int) -> settings:
    """Decorate a test of Hypothesis that tries so many examples."""
    return settings(max_examples=share(whole))
