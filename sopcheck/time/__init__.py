"""Limits, and later the working calendar and deadlines."""
