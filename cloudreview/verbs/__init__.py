"""The verbs of the command line, one a module, imported when it is asked for."""
