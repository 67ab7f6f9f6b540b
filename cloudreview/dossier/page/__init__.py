"""The parts of the page, one module a section: from the dossier to what a template puts out, no markup."""
