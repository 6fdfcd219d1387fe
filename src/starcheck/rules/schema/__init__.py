"""The models of a rule set."""
