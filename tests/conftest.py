"""Hypothesis for all tests: no deadline, since the machine that runs the tests may be busy."""

from hypothesis import settings

settings.register_profile("tests", max_examples=100, deadline=None)
settings.load_profile("tests")
