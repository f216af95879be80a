"""The pages of ``docs/`` that are written from the code, so that they cannot say otherwise.

``python -m docs.reference`` writes them; with ``--check`` it only compares.
"""
