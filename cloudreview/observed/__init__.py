"""Did anyone do so? Logged requests by actor and adversary, and how complete the logs are that say so.

An independent witness to `reach`: it reads the same facts and nothing that `reach` concludes. Design section 6,
"Observed", is the definition.
"""

from cloudreview.observed.observing import ObservedResult, observe

__all__ = ["ObservedResult", "observe"]
