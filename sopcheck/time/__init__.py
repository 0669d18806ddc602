"""Moments, limits, the working calendar, and time used against a limit."""
