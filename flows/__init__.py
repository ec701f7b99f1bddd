"""Decide when things happen: steps, Prefect flows, alerts and the command line."""
