"""Why a message was not delivered."""

from __future__ import annotations


class DeliveryError(Exception):
    """A message that a service did not take; the text holds the service's own words.

    `slow`: it asks for fewer messages. `broken`: nothing answered, so the next message will fare no better.
    """

    def __init__(self, words: str, *, slow: bool = False, broken: bool = False) -> None:
        super().__init__(words)
        self.slow = slow
        self.broken = broken


class ChannelError(Exception):
    """A channel that cannot be opened: one line without its secret."""
