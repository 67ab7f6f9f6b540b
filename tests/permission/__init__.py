"""Tests of `cloudreview.permission`."""
