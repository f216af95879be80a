"""Benchmarks: medians and ratios in one run. Never a test that fails by its timing."""
