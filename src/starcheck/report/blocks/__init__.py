"""The blocks of a report on the terminal: each turns a report into the lines of one part, or into none."""
