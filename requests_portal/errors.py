"""What can go wrong at the request desk, and what to do about it."""

from archiver.errors import CivickeepError, WrongUsage


class RequestUnknown(CivickeepError):
    """There is no request with that id. ``civickeep request log`` lists them all."""

    exit_code = 80


class CitationInsufficient(CivickeepError):
    """Something was to be kept back without the section that says so.

    Data is public unless a statute, a temporary classification or federal law
    says otherwise, and a denial names the specific section (Minn. Stat. 13.03,
    subds. 1 and 3(f)). Nothing was decided. Give the section, with its
    subdivision where there is one.
    """

    exit_code = 81


class RedactionNotFound(CivickeepError):
    """The words to be redacted do not occur in the named item, so nothing would be taken out.

    Nothing was decided. Copy the words from ``civickeep request review``.
    """

    exit_code = 82


class SpanOutside(CivickeepError):
    """A span reaches past the end of the text, or it is not said of which version.

    Nothing was decided. Count characters from 0; the end is not included.
    """

    exit_code = 83


class ItemNotInRequest(CivickeepError):
    """The item was not found by any search of this request, so it cannot be decided for it.

    Search for it first with ``civickeep request find``.
    """

    exit_code = 84


class RequestClosedAlready(CivickeepError):
    """The request is closed; it takes no more searches or decisions. Open a new request."""

    exit_code = 85


class NotADataClass(WrongUsage):
    """A label such as "sensitive" or "profane" was given where one of the five classes belongs.

    Only a class of the Act decides who may see data. Name the class and its section.
    """


class LawUnreadable(CivickeepError):
    """A data file of the law that came with this program cannot be read. Install it again."""

    exit_code = 86


class RequestUnfinished(CivickeepError):
    """The outcome named is not the one the decisions give, or something is still undecided.

    A request closes with one of the lawful answers for every item.
    ``civickeep request review --undecided`` lists what is open.
    """

    exit_code = 87


class RuleNotInForce(CivickeepError):
    """The law had no such rule on the day given. Check the date; the rule's own dates are named."""

    exit_code = 88


class SecondPersonNeeded(CivickeepError):
    """Somebody wants to release what the same person marked as not public.

    Two people do this: the one who marked it, and another who releases it.
    Nothing was decided. Let the other person decide, with ``--by``.
    """

    exit_code = 89
