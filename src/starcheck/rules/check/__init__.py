def check(ruleset, place): return []
