"""The page that a person is shown who asked a platform for deletion.

It is the same for everybody and takes nothing from the call, so that nobody
can learn from it who is known here, or which codes there are.
"""

from html import escape

ASK = "the city's responsible authority for data practices, at city hall"
"""Whom to ask where the settings name nobody."""

_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Requests for deletion: {city}</title>
</head>
<body>
<main>
<h1>{city}: requests for deletion</h1>
<p>When somebody asks Facebook or Instagram to have data deleted that an app of {city} received,
the platform passes the request on to the city. Its answer is a confirmation code and the address
of this page.</p>
<h2>What happens</h2>
<p>A confirmation code means that the request was received and recorded. A person of the city looks
at it. No program deletes anything because of it.</p>
<p>That person decides about what the city holds only because somebody used its app, such as the
access that was given to the app.</p>
<h2>What is not deleted this way, and why</h2>
<p>Posts and comments on the city's official accounts are government records. The city keeps them
for as long as its records retention schedule says, and destroys them under that schedule only.
What is deleted on the platform is not deleted from the city's records by that.</p>
<h2>Whom to ask</h2>
<p>Ask {ask}. Name the confirmation code. You can ask there what became of the request and why,
which data about you the city holds, and how to say that they are wrong.</p>
<p>This page is the same for everybody. It does not show who made a request.</p>
</main>
</body>
</html>
"""


def status_page(city: str, ask: str | None) -> str:
    """Write the page of a city, in HTML; ``ask`` is whom the settings name. Pure."""
    return _PAGE.format(city=escape(city), ask=escape(ask or ASK))
