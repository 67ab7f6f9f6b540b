"""A national-security review of a cloud service, as software."""

__version__ = "0.1.0"
