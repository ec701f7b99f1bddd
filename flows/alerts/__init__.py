"""Alerts: who is told of which event, in which words, over which channel, and what became of it."""
