"""Position, rules and dates to tier, sub-code, triggers and clocks."""
