"""What the platform tells us unasked: kept, and taken as a hint to look now.

A notice is never relied on: what nobody repeats within 36 hours is lost, and
polling alone has to see everything that stays visible (webhooks.md).
"""
