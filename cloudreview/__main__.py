"""`python -m cloudreview`."""

from cloudreview.cli import main

main()
