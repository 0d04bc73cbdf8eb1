"""Words: the first screen, and as code."""

from vizvi.format import fixed, number, percent, thousands

# First screen
Q_TOPICS, TRUE_BAR = "q's topics, with their shares of all words", "true bar, known only here"
BOUND, BOUND_NOTE = "bound, nats a word", "of these documents"
HELD_OUT, HELD_OUT_NOTE = "held-out bound", "200 new documents"
FOUND, FOUND_NOTE = "bars found ⌁", "total variation below 0.2"
EFFECTIVE = "effective topics"
HOW = "Computed from q to all digits shown; nothing is sampled."


# As code
RATIO, DISTANCE = "q's sd of a pixel over the sampled one, median", "total variation between both, at most"
RAN = "vizvi's tests run these lines: of their q, their bound is vizvi's"
SAME = "It is the same model, climbed the same way; its start and its order of documents are {}'s own."


def per_word(value: float) -> str:
    """Three decimals: bounds a word differ in the third."""
    return fixed(value, 3)


def passes_so_far(passes: float) -> str:
    return f"{passes:g} passes"


def topics_as_tiles(count: int, found: int) -> str:
    return f"{count} topics as 5 × 5 tiles; in them {found} of the ten true bars can be made out."


def named(letter: str, share: float) -> str:
    return f"{letter} {percent(share)}"


def word_hint(place: int, count: float) -> str:
    return f"word {place}: {count:.0f} times"


def words_of(document: int) -> str:
    return f"The words of document {document}, colored by the topics that q says they came from."


def found_of_ten(found: int) -> str:
    return f"{found} of 10"


def of_topics(topics: int) -> str:
    return f"of {topics}"


def document(which: int, wrote: int, effective: float, touched: int) -> str:
    s = "s" if wrote != 1 else ""
    return (
        f"Document {which}: {wrote} bar{s} wrote at least a twentieth of it each ⌁; q gives it {number(effective)} "
        f"effective topics. Pixels: the more often a word occurs the larger, cut by the topics it came from. After "
        f"{thousands(touched)} documents read."
    )
