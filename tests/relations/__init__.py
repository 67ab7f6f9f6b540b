"""Tests of `cloudreview.relations`."""
