"""What a viewer may search, and which accounts a query means."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeAlias

from archiver.accounts import Account
from archiver.archive import Archive
from archiver.viewer import Viewer
from search import patterns
from search.errors import QueryUnreadable
from search.tree import Is, KeyField, Leaf, Node, Or, Pattern, map_leaves

Scope: TypeAlias = tuple[str, ...] | None
"""The keys of the accounts a viewer may search; ``None`` where nothing is kept from them."""

LISTED = 10
"""Accounts named in a hint: more than a person would read."""


def scope_of(archive: Archive, viewer: Viewer) -> Scope:
    """Give the accounts this viewer may search."""
    if viewer.reads_everything:
        return None
    theirs = viewer.reads_departments
    if not theirs:
        return ()
    return tuple(each.key for each in archive.accounts() if each.department in theirs)


def resolve_accounts(tree: Node, archive: Archive, scope: Scope) -> Node:
    """Put the keys of accounts where the query gives their id, name or platform.

    Raises ``QueryUnreadable`` for one that this viewer cannot search; it says
    the same of an account that is not there and of one that is kept from them.
    """
    accounts: list[Account] = []

    def resolved(leaf: Leaf) -> Node:
        if not isinstance(leaf, Is | Pattern) or leaf.field is not KeyField.ACCOUNT:
            return leaf
        if not accounts:
            accounts.extend(a for a in archive.accounts() if scope is None or a.key in scope)
        return _account(leaf, accounts)

    return map_leaves(tree, resolved)


def _account(asked: Is | Pattern, accounts: Sequence[Account]) -> Node:
    typed = asked.value if isinstance(asked, Is) else asked.text
    is_meant = _test(asked)
    keys = [each.key for each in accounts if any(map(is_meant, _names(each)))]
    if not keys:
        known = ", ".join(each.key for each in accounts[:LISTED]) or "none"
        raise QueryUnreadable(
            f"{typed!r} is no account that you can search.",
            next_step=f"Accounts are named by key, id, name or platform. You can search: {known}.",
            place=asked.place,
        )
    return Or(tuple(Is(KeyField.ACCOUNT, key, asked.place) for key in keys))


def _test(asked: Is | Pattern) -> Callable[[str], bool]:
    """Give what tells whether a name is the one asked for."""
    if isinstance(asked, Is):
        return asked.value.casefold().__eq__
    return partial(patterns.matches, patterns.key_piece(asked.text.casefold()))


def _names(account: Account) -> set[str]:
    named = (account.key, account.id, account.name or "", account.platform.value)
    return {name.casefold() for name in named}
