"""What the warehouse says when it cannot do its work: always one line for a person to act on."""

from __future__ import annotations

from scrapers.model import UserError


class WarehouseError(UserError):
    """A warehouse, archive or read copy that can't be used: one line with path, cause and remedy."""
