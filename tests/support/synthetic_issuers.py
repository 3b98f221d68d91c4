"""Made-up issuers, managers and names that files could hold; no real company."""

from __future__ import annotations

from dataclasses import dataclass

CATEGORY_NAMES = {
    "A": "Compute and infrastructure",
    "A1": "AI accelerators and processors",
    "A2": "Foundry and memory",
    "A3": "Equipment, EDA, packaging",
    "A4": "Servers and optical networks",
    "A5": "Data centres and cloud",
    "B": "Foundation models and platforms",
    "B1": "Independent model labs",
    "B2": "Hyperscale platforms",
    "B3": "MLOps and data platforms",
    "C": "Perception and public-security AI",
    "C1": "Vision, face and video",
    "C2": "Speech, forensics, language",
    "D": "Embodied and autonomous",
    "D1": "Autonomous driving and sensing",
    "D2": "Robots and drones",
    "D3": "Smart-EV makers",
    "E": "Applications",
    "E1": "Enterprise and security software",
    "E2": "Consumer internet and content",
    "E3": "Vertical applications",
    "F": "Foreign enablers",
    "F1": "Chips and tools",
    "F2": "Cloud and software",
    "G": "Pooled vehicles",
    "G1": "Listed ETFs and index funds",
    "G4": "Private funds (non-U.S. manager)",
    "N": "Not China-AI",
    "N1": "China, not AI",
    "N2": "Not China",
    "U": "Unclassified",
    "U0": "Unclassified",
    "Z": "Cash and derivatives",
    "Z1": "Cash and money market",
    "Z2": "Index derivatives",
}


@dataclass(frozen=True)
class Made:
    """One made-up issuer."""

    id: str
    name: str
    region: str
    category: str
    intensity: tuple[float, float, float]
    code: str


_PURE, _MATERIAL, _UNKNOWN, _NONE = (0.5, 0.75, 1.0), (0.2, 0.35, 0.5), (0.0, 0.0, 1.0), (0.0, 0.0, 0.0)
ISSUERS = (
    Made("lotus-compute", "Lotus Compute Holdings Ltd", "PRC", "A1", _PURE, "4A"),
    Made("jade-foundry", "Jade Foundry International Corp", "PRC", "A2", _MATERIAL, "1B"),
    Made("river-cloud", "River Cloud Group 江云集团", "PRC", "B2", _MATERIAL, "4A"),
    Made("lantern-vision", "Lantern Vision Technology Co", "PRC", "C1", _PURE, "1B"),
    Made("crane-robotics", "Crane Robotics Inc", "PRC", "D2", _PURE, "4A"),
    Made("plum-drive", "Plum Drive Autonomous Ltd", "PRC", "D1", _PURE, "4C"),
    Made("harbor-apps", "Harbor Apps Holding", "HK", "E2", _MATERIAL, "4C"),
    Made("sage-model", "Sage Model Lab 智谷", "PRC", "B1", _UNKNOWN, "2B"),
    Made("tide-software", "Tide Software Co", "PRC", "E1", _MATERIAL, "5"),
    Made("north-chip", "North Chip Corp", "OTHER", "F1", _MATERIAL, "5"),
    Made("formosa-fab", "Formosa Fab Co", "TW", "F1", _MATERIAL, "5"),
    Made("pine-bank", "Pine Bank of the North", "PRC", "N1", _NONE, "5"),
    Made("oak-foods", "Oak Foods plc", "OTHER", "N2", _NONE, "5"),
    Made("elm-energy", "Elm Energy Corp", "OTHER", "N2", _NONE, "5"),
    Made("ash-retail", "Ash Retail SA", "OTHER", "N2", _NONE, "5"),
)
MANAGERS = ("Northgate Asia Partners", "Harbor Point Capital", "Elm Street Global", "Summit Long/Short", "In-house")
ASSET_CLASSES = ("Public equity", "Private equity", "Hedge funds", "Fixed income", "Cash")
HOSTILE = (
    '=HYPERLINK("http://x","y")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "<b>bold</b> & <script>alert(1)</script>",
    '#set page(fill: red) #eval("1") $x^2$ *bold* _em_ `raw` @label <tag>',
    "bell\x07 null\x00 esc\x1b vt\x0b end",
    "شركة الاختبار المحدودة",
    "名" * 500,
    "L" * 500,
    "quote \" and ' back\\slash",
    "tab\tnew\nline\r\nend",
    "\ud800 lone",
    "{{x}} %s",
)
