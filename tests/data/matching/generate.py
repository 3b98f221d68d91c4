"""Makes the labelled names that matching is measured on, from the bundled facts and two lists of other companies.

    python tests/data/matching/generate.py

writes `custodian-names.csv` beside this file: `string, country, label, name, kind, held_back`.

- `positive`: an issuer of the universe or a list entry, as custodians print it: abbreviated, cut at a field's width,
  with share-class, receipt and par-value tails, glued, reordered, in Chinese, by alias or former name. `label` is the
  entity. The spellings come from the model below, which knows nothing of the word lists the matcher uses.
- `hard`: another Chinese or Hong Kong company, printed the same way. `label` is empty: any answer is wrong.
- `easy`: a company of the United States. `label` is empty.

`name` is the company's own name; a company that joins the universe later is no negative any more and is not counted.

A string that fits the beginning of two entities' names, or is an alias of two, is left out: no one could label it.
Held back from tuning: rows whose label (or string, without one) has a SHA-256 beginning with 0, 1, 2, 3 or 4. They are
measured when a change is finished, and no rule or word may be made for them.
"""

from __future__ import annotations

import csv
import hashlib
import random
import re
import unicodedata
from collections import defaultdict
from pathlib import Path

from sinolens.domain.region import Region
from sinolens.matching.entities import EntityIndex
from sinolens.reference.loader import Reference, load_reference

HERE = Path(__file__).parent
WIDTHS = (18, 20, 22, 25, 28, 30, 30, 34, 34, 35)
TAILS_CHINA = ("-A", "-A", " A", " CL A", " A SHS", " 'A'CNY1", " CNY1 A", "-B", "")
TAILS_HONG_KONG = ("-H", " H", " H SHS", " HKD0.01", "-W", "-CLASS B", " USD0.0001", " ORD", "")
TAILS_RECEIPT = (" ADR", "-ADR", " SPON ADR", " SPONSORED ADS", " ADR REPR 5 ORD", " UNSPON ADR", " SP ADR")
TAILS_BOND = (" 3.125% 01/15/28", " 4.5 06/30/2029 144A", " 2.8% DUE 2030")
SHORT = {
    "TECHNOLOGY": ("TECH", "TECHNOL", "TECHN", "TECHNLGY"),
    "TECHNOLOGIES": ("TECH", "TECHS", "TECHNOLOG"),
    "GROUP": ("GRP", "GP", "GROUP"),
    "HOLDINGS": ("HLDGS", "HLDG", "HOLDING"),
    "HOLDING": ("HLDG", "HLDGS"),
    "INTERNATIONAL": ("INTL", "INTERNATL", "INTNL"),
    "COMMUNICATIONS": ("COMM", "COMMUN", "COMMUNICATNS"),
    "COMMUNICATION": ("COMM", "COMMUN"),
    "SEMICONDUCTOR": ("SEMICON", "SEMI", "SEMICONDUCT"),
    "MANUFACTURING": ("MFG", "MANUF"),
    "ELECTRONICS": ("ELECTR", "ELEC", "ELECTRS"),
    "ELECTRONIC": ("ELEC", "ELECTR"),
    "INFORMATION": ("INFO", "INFORM"),
    "INDUSTRY": ("IND", "INDUS"),
    "INDUSTRIES": ("INDS", "INDUS"),
    "INDUSTRIAL": ("INDL", "INDUST"),
    "CORPORATION": ("CORP", "CORPN"),
    "COMPANY": ("CO",),
    "LIMITED": ("LTD",),
    "INCORPORATED": ("INC",),
    "DEVELOPMENT": ("DEV", "DEVEL", "DVLPMT"),
    "SYSTEMS": ("SYS", "SYSTEM", "SYSTMS"),
    "EQUIPMENT": ("EQUIP", "EQUIPT", "EQPMNT"),
    "SCIENCE": ("SCI",),
    "SERVICES": ("SVCS", "SERV", "SVC"),
    "ENGINEERING": ("ENG", "ENGR", "ENGINRNG"),
    "INTELLIGENT": ("INTEL", "INTELLIG"),
    "SOFTWARE": ("SOFT", "SFTWRE"),
    "NETWORK": ("NETWRK", "NET"),
    "DIGITAL": ("DIGI", "DIGTL"),
    "PHARMACEUTICAL": ("PHARM", "PHARMA"),
    "INVESTMENT": ("INV", "INVEST"),
    "MATERIALS": ("MATLS", "MATERIAL"),
    "MACHINERY": ("MACH", "MACHNRY"),
    "AVIATION": ("AVIATN", "AVIA"),
    "AEROSPACE": ("AEROSP", "AERO"),
    "CHINA": ("CHINA", "CHN"),
    "INSTITUTE": ("INST", "INSTIT"),
    "RESEARCH": ("RES", "RESRCH"),
    "UNIVERSITY": ("UNIV",),
    "ENERGY": ("ENRGY", "ENER"),
    "MICROELECTRONICS": ("MICROELEC", "MICROELECTR"),
    "OPTOELECTRONICS": ("OPTOELEC",),
    "AUTOMATION": ("AUTOM",),
    "BIOTECHNOLOGY": ("BIOTECH", "BIOTEC"),
    "AUTOMOBILE": ("AUTO", "AUTOMOB"),
    "AND": ("&", "AND"),
}
TRADITIONAL = str.maketrans(
    "腾讯团业电网华东车务国际讯区发宝达云飞兴产开汉银联视", "騰訊團業電網華東車務國際訊區發寶達雲飛興產開漢銀聯視"
)


def main() -> None:
    """Write the file."""
    reference = load_reference()
    index = EntityIndex(reference)
    rows = [*positives(reference, index), *hard_negatives(), *easy_negatives()]
    with (HERE / "custodian-names.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("string", "country", "label", "name", "kind", "held_back"))
        writer.writerows(rows)


def positives(reference: Reference, index: EntityIndex) -> list[tuple[str, str, str, str, str, str]]:
    """Spellings of every issuer and list entry."""
    names: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for name in index.names:
        entity = index.entities[name.entity]
        if entity.kind in ("issuer", "entry"):
            names[entity.id].append((name.text, name.role))
    starts = Beginnings(names)
    rows = []
    for entity_id, known in sorted(names.items()):
        entity = index.entities[index.place_of(entity_id) or 0]
        issuer = reference.issuers.get(entity.issuer_id)
        draw = random.Random(f"positive {entity_id}")
        wanted = 4 if issuer is not None and issuer.listed else 1
        made: set[str] = set()
        for _ in range(wanted * 6):
            if len(made) == wanted:
                break
            text = draw.choice(known)[0] if draw.random() < 0.35 else known[0][0]
            string = spell(text, draw, listed=issuer is not None and issuer.listed)
            if string not in made and starts.owner(string) == entity_id:
                made.add(string)
        home = "HK" if issuer is not None and issuer.region is Region.HONG_KONG else "CN"
        home = home if entity.is_chinese else ""
        for string in sorted(made):
            rows.append(row(string, home if draw.random() < 0.8 else "", entity_id, entity.name, "positive"))
    return rows


def hard_negatives() -> list[tuple[str, str, str, str, str, str]]:
    """Spellings of Chinese companies that are neither in the universe nor on a list."""
    rows = []
    for record in read("other-chinese-issuers.csv"):
        draw = random.Random(f"hard {record['name']}")
        string = spell(record["name"], draw, listed=True)
        rows.append(row(string, record["country"] if draw.random() < 0.8 else "", "", record["name"], "hard"))
    return rows


def easy_negatives() -> list[tuple[str, str, str, str, str, str]]:
    """Companies of the United States as they are."""
    return [row(record["name"].upper(), "US", "", record["name"], "easy") for record in read("us-issuers.csv")]


def row(string: str, country: str, label: str, name: str, kind: str) -> tuple[str, str, str, str, str, str]:
    """One line of the file, with the rule for what is held back."""
    digest = hashlib.sha256((label or string).encode()).hexdigest()
    return string, country, label, name, kind, "yes" if digest[0] in "01234" else "no"


def read(name: str) -> list[dict[str, str]]:
    """A list beside this file."""
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def spell(name: str, draw: random.Random, *, listed: bool) -> str:
    """One way a custodian may print a name."""
    if re.search("[一-鿿]", name):
        return spell_chinese(name, draw)
    text = "".join(c for c in unicodedata.normalize("NFKD", name.upper()) if not unicodedata.combining(c))
    text = re.sub(r"[.,’']", "" if draw.random() < 0.8 else " ", text)
    words = re.sub(r"[^A-Z0-9&()-]+", " ", text).split()
    if draw.random() < 0.8:
        words = [word.strip("()") for word in words if word.strip("()")]
    words = abbreviate(words, draw)
    if draw.random() < 0.06 and len(words) > 3:
        words = reorder(words)
    string = " ".join(words)
    if draw.random() < 0.05 and len(words) > 1:
        string = words[0] + words[1] + " " + " ".join(words[2:])
    if draw.random() < 0.02:
        string = slip(string, draw)
    tail = draw.choice(draw.choice((TAILS_CHINA, TAILS_HONG_KONG, TAILS_RECEIPT, TAILS_BOND))) if listed else ""
    if draw.random() < 0.6:
        width = draw.choice(WIDTHS)
        string = string[: width - len(tail)].rstrip(" -(&") if draw.random() < 0.5 else string[:width].rstrip(" -(&")
    return (string + tail).strip()


def spell_chinese(name: str, draw: random.Random) -> str:
    """A Chinese name, perhaps short, traditional or with a board mark."""
    text = name
    if draw.random() < 0.5:
        text = re.sub("(股份有限公司|有限责任公司|有限公司)$", "", text)
    if draw.random() < 0.3:
        text = text.translate(TRADITIONAL)
    return text + draw.choice(("", "", "-W", "-SW", "A", "-A"))


def abbreviate(words: list[str], draw: random.Random) -> list[str]:
    """Common short forms, some words without vowels, some cut; legal forms at times left out."""
    level = draw.choice((0.2, 0.5, 0.9))
    out = []
    for place, word in enumerate(words):
        if word in SHORT and draw.random() < level:
            out.append(draw.choice(SHORT[word]))
        elif place and len(word) >= 9 and draw.random() < 0.15 * level:
            out.append(word[0] + re.sub("[AEIOU]", "", word[1:]))
        elif place and len(word) >= 9 and draw.random() < 0.2 * level:
            out.append(word[: draw.randint(5, 7)])
        else:
            out.append(word)
    if draw.random() < 0.3:
        while len(out) > 2 and out[-1] in ("CO", "LTD", "LIMITED", "COMPANY", "INC", "CORP", "CORPORATION"):
            out.pop()
    return out


def reorder(words: list[str]) -> list[str]:
    """First word behind the name, as in sorted registers: HIKVISION DIGITAL TECHNOLOGY HANGZHOU."""
    forms = [word for word in words if word in ("CO", "LTD", "LIMITED", "COMPANY", "INC", "CORP", "CORPORATION")]
    rest = [word for word in words if word not in forms]
    return [*rest[1:], rest[0], *forms]


def slip(text: str, draw: random.Random) -> str:
    """One letter dropped, doubled or swapped."""
    place = draw.randrange(1, max(2, len(text) - 1))
    kind = draw.randrange(3)
    if kind == 0:
        return text[:place] + text[place + 1 :]
    if kind == 1:
        return text[:place] + text[place : place + 1] + text[place:]
    return text[: place - 1] + text[place : place + 1] + text[place - 1 : place] + text[place + 1 :]


class Beginnings:
    """Which entity a string can mean when only the beginning of each word is read."""

    def __init__(self, names: dict[str, list[tuple[str, str]]]) -> None:
        self._names = [
            (entity_id, text, self._letters(text)) for entity_id, known in names.items() for text, _ in known
        ]

    def owner(self, string: str) -> str:
        """The only entity the string fits; "" when several do."""
        wanted = self._words(string)
        owners = {entity_id for entity_id, text, letters in self._names if self._fits(wanted, letters)}
        if len(owners) == 1:
            return owners.pop()
        exact = self._letters(string)
        same = {entity_id for entity_id, _, letters in self._names if letters == exact}
        return same.pop() if len(same) == 1 and not owners - same else ("" if owners else self._nearest(string))

    def _nearest(self, string: str) -> str:
        """Nothing fits by beginnings (slips, vowels left out): the string is as good as its longest whole word."""
        words = [word for word in re.findall("[A-Z0-9一-鿿]+", string.upper()) if len(word) > 3]
        owners: set[str] = set()
        best = 0
        for entity_id, text, _ in self._names:
            have = set(re.findall("[A-Z0-9一-鿿]+", text.upper()))
            shared = sum(word in have for word in words)
            if shared > best:
                best, owners = shared, {entity_id}
            elif shared == best:
                owners.add(entity_id)
        return owners.pop() if best and len(owners) == 1 else ""

    @staticmethod
    def _words(string: str) -> list[str]:
        forms = {"CO", "LTD", "LIMITED", "COMPANY", "INC", "CORP", "CORPORATION", "GROUP", "GRP", "GP"}
        bare = re.split(r" CNY1| HKD| USD| ADR| SPON| UNSPON| SP ADR| ORD|-ADR|[ -]CL| [0-9.]+%| 4\.5", string.upper())[
            0
        ]
        bare = re.sub(r"[ -](A|B|H|W|A SHS|H SHS|'A'|SW)$", "", bare)
        return [word for word in re.findall("[A-Z0-9]+|[一-鿿]+", bare) if word not in forms]

    @staticmethod
    def _letters(text: str) -> list[str]:
        return re.findall("[A-Z0-9]+|[一-鿿]+", text.upper())

    @staticmethod
    def _fits(wanted: list[str], letters: list[str]) -> bool:
        """Every word of the string is the beginning of a further word of the name, in order."""
        if not wanted:
            return False
        place = 0
        for word in wanted:
            stem = word[:4]
            while place < len(letters) and not letters[place].startswith(stem):
                place += 1
            if place == len(letters):
                return False
            place += 1
        return True


if __name__ == "__main__":
    main()
