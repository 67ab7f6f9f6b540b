"""The package as a library."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize("before", ["", "import cloudreview.review", "from cloudreview.review import review"])
def test_review_is_the_function_whatever_was_loaded_before(before):
    code = f"{before}\nimport cloudreview as cr\nprint(callable(cr.review), cr.review.__name__, cr.Case.__name__)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "True review Case\n"


def test_the_package_loads_no_engine_until_it_is_asked():
    code = (
        "import sys, cloudreview; print([m for m in ('duckdb', 'msgspec', 'cloudreview.review') if m in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
