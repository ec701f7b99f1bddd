"""Tests: they mirror the rooms; servers are real and on loopback."""
