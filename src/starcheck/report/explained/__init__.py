"""The tables of an explanation, each a function from the result and a page to blocks of lines."""
