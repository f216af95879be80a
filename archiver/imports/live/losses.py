"""What no live run of instaloader brings, by reading the source of 4.16."""

LIVE_LOSSES = (
    "comments and answers are not here: they need a login, and Civickeep never logs in",
    "stories and highlights are not here, for the same reason",
    "what the profile does not show to everybody is not here, nor posts in which others tagged it",
    "instaloader stops without a word where a page of posts comes empty or again",
    "pictures and films are those that a visitor without login is shown, which may be smaller",
    "the profile's own picture is not fetched",
)
