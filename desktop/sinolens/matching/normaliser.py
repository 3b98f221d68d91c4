"""From a security's name as a custodian prints it to the words of its issuer's name.

Drops what belongs to the security (share class, depositary receipt, par value, coupon, maturity, ratio) and the legal
form, writes abbreviations out, and folds scripts, widths, accents and look-alike characters. What is dropped is kept
beside the words: the legal form breaks ties, the share class is evidence of the market.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from sinolens.domain.day import MONTHS
from sinolens.matching.lexicon import lexicon
from sinolens.matching.vocabulary import Vocabulary, is_han, vocabulary

LONGEST_NAME = 400
"""Characters of a name that are looked at; what follows in a longer cell is not a name."""
_FUND_FORMS = frozenset({"ETF", "ETFS", "FUND", "UCITS", "LOF"})

_TOKEN = re.compile(
    r"[A-Z]{2,3}\$?[0-9]*\.[0-9]+"  # a par value: USD0.0001
    r"|[0-9]+(?:[.,:/-][0-9]+)+%?|[0-9]+%|\.[0-9]+"  # a ratio, coupon or date
    r"|[A-Z0-9]+|[㐀-鿿]+"
)
_INITIALS = re.compile(r"\b(?:[A-Z]\.){2,}[A-Z]?")
_QUOTED = re.compile(r"'([A-Z]{1,2})'")  # a share class: 'A'CNY1
_NOT_NAME = re.compile(
    r"[A-Z]{2,3}\$?[0-9]*\.[0-9]+"
    r"|(?:CNY|RMB|USD|HKD|EUR|GBP|SGD|TWD|KRW|JPY)[0-9]+"
    r"|[0-9]+(?:[.,:/-][0-9]+)+%?|[0-9]+%|\.[0-9]+"
    r"|[0-9]{6}"  # a code of the mainland's exchanges
    rf"|[0-9]{{1,2}}(?:{'|'.join(MONTHS).upper()})[0-9]{{2,4}}"
)
_GLUED_FORM = re.compile(r"([A-Z0-9]{4,}?)(COLTD|CORPORATION|LIMITED|CORP|LTD)")
_BETWEEN = re.compile(r"[^A-Z0-9㐀-鿿]+")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")


@dataclass(frozen=True, slots=True)
class NormalisedName:
    """A name taken apart.

    Attributes:
        tokens: words of the issuer's name in Latin script, abbreviations written out.
        han: words of the issuer's name in Chinese script, simplified.
        keys: the glued words of each script; what two spellings of one name share.
        forms: canonical words of the legal form ("CO", "LTD").
        marks: share-class and security words that were dropped.
        length: characters of the name as typed, tails included, outer blanks left out; truncated names are long.
        compact: letters and digits of the name as typed, folded; what a cut name shares with the whole one.
    """

    tokens: tuple[str, ...]
    han: tuple[str, ...]
    keys: tuple[str, ...]
    forms: frozenset[str]
    marks: frozenset[str]
    length: int
    compact: str = ""

    @property
    def is_fund(self) -> bool:
        """The form is that of a pooled vehicle; such a name is no company's."""
        return bool((self.forms | self.marks) & _FUND_FORMS)

    @property
    def words(self) -> tuple[str, ...]:
        """The words to compare: the Latin ones, or the Chinese ones of a name that has no others."""
        return self.tokens if self.tokens else self.han


_EMPTY = NormalisedName((), (), (), frozenset(), frozenset(), 0)


def fold(name: str, words: Vocabulary | None = None) -> str:
    """Upper case without widths, accents, invisible and look-alike characters; Chinese in simplified characters."""
    words = words or vocabulary()
    text = name[:LONGEST_NAME]
    if not text.isascii():
        # Upper case first: a look-alike may hide behind a small letter whose capital is another script's.
        text = unicodedata.normalize("NFKC", text)[:LONGEST_NAME].upper()
        text = "".join(
            character
            for character in unicodedata.normalize("NFKD", text)
            if unicodedata.category(character) not in ("Mn", "Cf", "Cc", "Co", "Cs")
        ).translate(words.characters)
    return text.upper()


def normalise(name: str, words: Vocabulary | None = None) -> NormalisedName:
    """Take a name apart; see `NormalisedName`. Any text is accepted, the empty one included."""
    if not name:
        return _EMPTY
    words = words or vocabulary()
    text = fold(name, words).replace("&", " AND ")
    if "'" in text:
        text = _QUOTED.sub(r" \1 ", text).replace("'", "")
    compact = _BETWEEN.sub("", text)
    if "." in text:
        text = _INITIALS.sub(lambda found: found.group().replace(".", "") + " ", text)
    marks: set[str] = set()
    if not text.isascii():
        marks.update(words.han_tail.findall(text))
        text = words.han_tail.sub(" ", text)
    latin: list[str] = []
    han: list[str] = []
    for token in _TOKEN.findall(text):
        (han if is_han(token) else latin).append(token)
    forms: set[str] = set()
    tokens = _strip_latin(latin, words, marks, forms) if latin else []
    chinese = _strip_han("".join(han), words, forms) if han else []
    if chinese and all(_is_beside_chinese(token, words) for token in tokens):
        marks.update(tokens)
        tokens = []
    keys = tuple("".join(part) for part in (tokens, chinese) if part)
    return NormalisedName(
        tuple(tokens), tuple(chinese), keys, frozenset(forms), frozenset(marks), len(name.strip()), compact,
    )


def _strip_latin(tokens: list[str], words: Vocabulary, marks: set[str], forms: set[str]) -> list[str]:
    first = 0
    while first < len(tokens) - 1 and tokens[first] in words.heads:
        first += 1
    marks.update(tokens[:first])
    end, cut = _find_cut(tokens, first, words)
    marks.update(tokens[end:])
    while end - first > 1 and _is_tail(tokens[end - 1], cut, words):
        end -= 1
        marks.add(tokens[end])
    if end - first > 2 and tokens[end - 1] in lexicon().market_codes and tokens[end - 2] in words.forms_at_end:
        end -= 1  # behind the legal form stands the market's code, not the name
        marks.add(tokens[end])
    end = _strip_forms(tokens, first, end, words, forms)
    kept = tokens[first:end]
    if glued := _GLUED_FORM.fullmatch(kept[-1]):
        kept[-1] = glued[1]
        forms.update(words.forms_at_end.get(glued[2], "").split())
    core: list[str] = []
    for place, token in enumerate(kept):
        if place and token in words.forms_anywhere:
            forms.update(words.forms_anywhere[token].split())
            continue
        whole = words.abbreviations.get(token, token)
        if words.classes.get(whole) == "stop" and len(kept) > 1:
            continue
        if core and core[-1] == "HONG" and whole == "KONG":
            core[-1] = "HONGKONG"
        else:
            core.append(whole)
    return core or kept


def _find_cut(tokens: list[str], first: int, words: Vocabulary) -> tuple[int, bool]:
    for place in range(first + 1, len(tokens)):
        token = tokens[place]
        if token in words.cuts:
            return place, True
        if not token.isalpha() and _NOT_NAME.fullmatch(token):
            return place, True
    return len(tokens), False


def _is_tail(token: str, cut: bool, words: Vocabulary) -> bool:
    if token in words.tails or token in words.share_classes or (cut and token in words.after_cut):
        return True
    return bool(_YEAR.fullmatch(token)) or (cut and token.isdigit())


def _is_beside_chinese(token: str, words: Vocabulary) -> bool:
    """What stands beside a Chinese name and is none: a share class, a fund's form, an exchange's code."""
    is_code = token.isdigit() and 4 <= len(token) <= 6
    return is_code or token in words.share_classes or token in words.tails or token in _FUND_FORMS


def _strip_forms(tokens: list[str], first: int, end: int, words: Vocabulary, forms: set[str]) -> int:
    while end - first > 1:
        form = words.forms_at_end.get(tokens[end - 1])
        if form is None:
            break
        forms.update(form.split())
        end -= 1
    return end


def _strip_han(text: str, words: Vocabulary, forms: set[str]) -> list[str]:
    bare = words.han_form.sub(lambda found: _note_form(found.group(), words, forms), text)
    return [part for part in words.han_word.split(bare or text) if part]


def _note_form(form: str, words: Vocabulary, forms: set[str]) -> str:
    forms.update(words.forms_at_end.get(form, "").split())
    return ""
