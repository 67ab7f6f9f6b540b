"""How alike two names are, whatever their script, spelling and legal form, with the reason in words.

A name proves nothing: what is found here is only ever a question to a person.
"""

from cloudreview.names.comparing import HOLDS, Comparison, compare
from cloudreview.names.finding import CROWD, Crowd, Found, Subject, likely, similar
from cloudreview.names.reading import Name, read

__all__ = ["CROWD", "HOLDS", "Comparison", "Crowd", "Found", "Name", "Subject", "compare", "likely", "read", "similar"]
