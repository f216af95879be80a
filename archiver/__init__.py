"""Capture, keep and prove a city's social media. Knows no law and no web page."""
