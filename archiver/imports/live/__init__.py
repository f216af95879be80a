"""instaloader live: a public profile of the city, fetched where the attorney approved it.

It fetches into a fresh folder, and the folder is imported like any other one.
Nothing here ever logs in.
"""
