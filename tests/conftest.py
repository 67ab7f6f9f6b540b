"""How property tests run: time is no test, and the default suite tries the same examples every time."""

from hypothesis import settings

settings.register_profile("default suite", deadline=None, derandomize=True)
settings.register_profile("long", deadline=None)
settings.load_profile("default suite")
