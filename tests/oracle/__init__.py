"""The definitions of docs/truth.md, a second time, slowly."""
