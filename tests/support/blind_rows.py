"""Reads a row of the blind table of tiers into what the engine is given: holding, answers, and the facts supposed."""

from dataclasses import replace

from sinolens.domain.category import CategoryAssignment, Intensity
from sinolens.domain.definition import Institution, Mandate
from sinolens.domain.issuer import Issuer
from sinolens.domain.official_list import EntityLink, ListEdition, ListEntry, Relation
from sinolens.domain.region import Region

INSTRUMENTS = {
    "listed share": "equity", "short share": "equity", "ipo share": "equity", "follow-on share": "equity",
    "dividend reinvestment": "equity", "adr": "depositary_receipt", "deposit receipt": "depositary_receipt",
    "private share": "direct_private", "pre-ipo equity": "direct_private", "joint venture": "direct_private",
    "lp interest": "private_fund", "etf": "etf", "mutual fund": "mutual_fund", "bdc share": "mutual_fund",
    "hedge fund": "hedge_fund", "commingled trust": "commingled_fund", "bond": "bond", "convertible": "convertible",
    "swap": "swap", "option": "option", "warrant": "warrant", "government bond": "government_bond", "cash": "cash",
    "index option": "index_derivative",
}
ACTIVITIES = {
    "notifiable": "ai-compute-notifiable", "control of robotic systems": "ai-intended-use",
    "cybersecurity": "ai-intended-use", "mass surveillance designed not exclusively": "ai-designed-use",
    "quantum computer": "quantum", "quantum computer components (supposed)": "quantum",
    "any other IC design": "ic-design", "IC design meeting 3A090.a": "advanced-ic-design",
    "any other IC fabrication": "ic-fabrication", "DRAM half-pitch <= 18 nm": "advanced-ic-fabrication",
    "none by reasonable and diligent inquiry": "no-covered-activity",
    # A sector of the successor law is no covered activity of the rule in force.
    "hypersonic systems only": "no-covered-activity",
}
ANSWERS = {
    "yes": {"yes"}, "no": {"no"}, "divest": {"divest_only"}, "freeze": {"counsel"}, "notice": {"counsel"},
    "evidence": {"counsel"}, "schedule": {"yes", "counsel"}, "policy": {"no", "yes", "counsel"},
    "review": {"counsel", "unknown"}, "blocked": {"no", "counsel"},
}
"""Words of the table to the answers of the engine that say the same."""
_REST = "microsoft"
"""Stands for what a supposed fund holds besides the names given: a company outside China."""
_PRIVATE = {"private share", "pre-ipo equity", "joint venture"}


def read_pairs(text):
    """`key=value; …` as a dictionary; a part without "=" is a remark."""
    return dict(part.strip().split("=", 1) for part in text.split(";") if "=" in part)


class BlindRow:
    """One row with everything the engine needs.

    Attributes:
        row: as in the table.
        evidence, fund: its answers and fund facts.
    """

    def __init__(self, row):
        self.row = row
        self.evidence, self.fund = read_pairs(row["evidence"]), read_pairs(row["fund_facts"])
        # A mark such as "(supposed)" or "(U.S. GP and fund)" behind a value is a remark.
        self.us = self.fund.get("us", "").startswith("yes")

    @property
    def issuer(self):
        """Issuer id, "" when the row gives none."""
        kind, _, key = self.row["list_or_issuer_id"].partition(":")
        if "confirmed_issuer" in self.evidence:
            return self.evidence["confirmed_issuer"]
        if "single_asset" in self.evidence:
            return self.evidence["single_asset"]
        return key if kind == "issuer" else ""

    @property
    def entry(self):
        """Entry id of a list, "" when the row names an issuer or nothing."""
        kind = self.row["list_or_issuer_id"].partition(":")[0]
        return self.row["list_or_issuer_id"] if kind not in ("", "issuer") else ""

    @property
    def instrument(self):
        """Kind of the position. A vehicle for one co-investment is that direct deal, not a fund."""
        if self.evidence.get("coinvest_spv") == "yes":
            return "direct_private"
        return INSTRUMENTS[self.row["instrument"]]

    @property
    def by_name(self):
        """The name is all there is, so the whole way from the name to the tier is gone."""
        supposed = {"imported_list", "ownership", "resolved"} & set(self.evidence)
        plain = self.row["instrument"] not in ("government bond", "cash", "index option")
        return not (self.row["list_or_issuer_id"] or self.row["fund_facts"] or supposed or
                    "confirmed_issuer" in self.evidence) and plain

    @property
    def overridden(self):
        """Arguments of an override, None without one."""
        if "override_tier" not in self.evidence:
            return None
        paper = self.evidence["evidence_document"]
        return (self.evidence["override_tier"], self.evidence["override_by"], self.evidence["override_on"],
                self.evidence["override_reason"], "" if paper == "none" else paper)

    def date(self):
        """The day the deal was completed or bindingly committed, "" where no deal is dated."""
        e, row = self.evidence, self.row
        if e.get("commitment_binding") == "no":
            return row["holding_date"]
        for given in (e.get("settlement_date"), e.get("completion_date"), row["commitment_date"]):
            if given and given != "none yet":
                return given
        dealt = row["instrument"] in (*_PRIVATE, "hedge fund", "commingled trust", "swap") or "completion_date" in e
        return row["holding_date"] if dealt else ""

    def fields(self):
        """Columns of the position."""
        e, made = self.evidence, {"commitment_date": self.date()}
        if "line" in e and ":" in e["line"]:
            made["mic"], made["ticker"] = e["line"].split(":")
            made["isin"] = ""
        if "isin" in e:
            made["isin"] = e["isin"]
        if "reinvest_account" in e:
            made["reinvest"] = e["reinvest_account"]
        rights = e.get("governance_rights", "")
        # A row that names no special rights has none; the tolerated ones are none either.
        made["special_rights"] = "yes" if rights and "tolerated" not in rights else "no"
        if self.fund:
            kept = self.fund.get("fund_reg", "").split(" ")[0] or "unregistered"
            made["fund_registration"] = "1940_act" if kept == "bdc" else kept
            made["fund_domicile"] = "US" if self.us else "KY"
        if e.get("assurance_on_file") == "yes" and e.get("assurance_binding") == "yes":
            made["assurance_date"] = e.get("assurance_date", "2025-08-28")
        if e.get("secondary"):
            made["secondary"] = e["secondary"]
        if "commitment_usd" in e and "coinvest_spv" not in e:
            made |= {"commitment": int(e["commitment_usd"]) * 100, "manager": "one manager"}
        return made

    def answers(self):
        """Answers of the fact sheet."""
        e, made = self.evidence, {}
        if "bought_on" in e:
            made["purchase_date"] = e["bought_on"]
        if e.get("activity"):
            made["activity"] = ACTIVITIES[e["activity"]]
        operations = e.get("training_operations", "")
        if operations and operations != "unknown":
            made["training_operations"] = operations
            if e.get("biological") == "yes":
                made["training_operations_biological"] = operations
        for name, field in (("knowledge_date", "knowledge_date"), ("notice_filed", "notice_filed"),
                            ("converts_only_to_public", "converts_to_public"),
                            ("derivative_confers_rights", "derivative_confers_rights"),
                            ("exemption_502", "national_interest_exemption")):
            if name in e:
                made[field] = e[name]
        if self.row["stage"] != "held" and "completion_date" not in e and "settlement_date" not in e:
            made["stage"] = self.row["stage"]
        if self.row["stage"] == "called" and e.get("fund_invested_in"):
            made["completion_date"] = e["completion_date"]
        if e.get("listed_at_settlement") in ("yes", "no"):
            made["listed_at_settlement"] = e["listed_at_settlement"]
        if "revenue_from_covered_person" in e:
            made["covered_foreign_person"] = "yes" if float(e["revenue_from_covered_person"].split()[0]) > 50 else "no"
        if "capex_for_covered_person" in e:
            # Below the 50,000 dollars a contribution has to reach to count.
            made["covered_foreign_person"] = "yes" if int(e["contributions_usd"].split()[0]) >= 50_000 else "no"
        return made

    def holds(self):
        """Lines of a fund: (issuer, instrument, percent)."""
        text = self.row["fund_facts"].partition("holdings=")[2]
        if self.fund.get("benchmark") == "S&P 500":
            return (("proxy-us", "etf", 100.0),)
        if "fund_invested_in" in self.evidence:
            name = self.evidence["fund_invested_in"].split()[0]
            return ((name, "direct_private", 10.0), ("undisclosed", "other", 90.0))
        if not text or text.startswith("none") or "coinvest_spv" in self.evidence:
            return ()
        head, _, names = text.partition(";")
        lines = []
        for part in filter(None, (one.strip() for one in (names or "").split(","))):
            key, percent, _ = part.rsplit(" ", 2)
            lines.append((key, "direct_private" if key == "moonshot" else "equity", float(percent)))
        disclosed = 100.0 if head == "complete" else float(head.split(" ")[0])
        named = sum(one[2] for one in lines)
        if disclosed > named:
            lines.append((_REST, "equity", disclosed - named))
        if disclosed < 100:
            lines.append(("undisclosed", "other", 100 - disclosed))
        return tuple(lines)

    def institution(self, presets):
        """Who holds, with the papers the row supposes."""
        e, row = self.evidence, self.row
        state = row["institution"].partition("-")[2].upper()
        known = presets.get(f"public-{state.lower()}") if state else presets["private-endowment"]
        made = known or Institution(f"public-{state.lower()}", "Public", public=True, state=state)
        mandates = []
        law = e.get("state_list", "none")
        if law != "none":
            rule = "tx-809a" if law.startswith("Texas") else "ar-25-1-1503"
            named = (law.rpartition(" with ")[2],) if " with " in law else ("crrc",)
            notice = "" if e["notice_date"] == "none" else e["notice_date"]
            mandates.append(Mandate(rule, notice, "the list", named))
        if "policy_list" in e:
            more = {"waived_ids": (e["policy_list"],)} if "ic_waiver" in e else {}
            if e["own_policy"] == "direct holdings only":
                more["direct_only"] = True
            mandates.append(Mandate("own-policy", e["policy_date"], "the policy", (e["policy_list"],), **more))
        return replace(made, mandates=tuple(mandates))

    def suppose(self, reference):
        """The facts with what the row supposes: a list on file, or who owns whom."""
        e = self.evidence
        owned = e.get("ownership", "")
        if "imported_list" in e:
            reference = self._list(reference, owned)
        elif owned:
            words = owned.removeprefix("supposed: ").split()
            owner, share, day = words[0], float(words[1]), words[-1]
            issuer = replace(reference.issuers[self.issuer], parent_id=owner, parent_share=share, parent_as_of=day)
            links = tuple(one for one in reference.links
                          if one.issuer_id != self.issuer or one.relation is Relation.EXACT)
            reference = replace(reference, issuers={**reference.issuers, issuer.id: issuer}, links=links)
        return reference

    def _list(self, reference, owned):
        list_id, edition = split_list(self.evidence["imported_list"])
        imported = ListEdition(list_id, edition, list_id, list_id, "p", edition, "", False, edition, "s", "c", 1, "")
        if owned:
            shares = [float(part) for part in owned.replace("%", "").split() if part.replace(".", "").isdigit()]
            names, relation = [f"Person {place}" for place in range(len(shares))], Relation.PARENT
        else:
            names, shares, relation = [self.row["issuer_name"]], [0.0], Relation.EXACT
        entries = tuple(ListEntry(f"{list_id}:{place}", list_id, edition, name, country="CN", listed_on=edition)
                        for place, name in enumerate(names))
        key = self.issuer or "supposed"
        links = tuple(EntityLink(entry.id, key, relation, share, "supposed", "s", "2026-06-30", True)
                      for entry, share in zip(entries, shares, strict=True))
        issuers = reference.issuers if self.issuer else {
            **reference.issuers, key: Issuer(key, self.row["issuer_name"], region=Region.PRC, listed=True, categories=(
                CategoryAssignment("N1", 1.0, Intensity.UNKNOWN, 0.0, None, 1.0),))}
        return replace(
            reference, issuers=issuers, editions=(*reference.editions, imported), links=(*reference.links, *links),
            entries={**reference.entries, (list_id, edition): entries},
            missing_lists=tuple(one for one in reference.missing_lists if one.list_id != list_id))


def split_list(text):
    """("ofac-sdn", "2026-09-01") of "ofac-sdn@2026-09-01 with the exact name"."""
    list_id, _, edition = text.split(" ")[0].partition("@")
    return list_id, edition
