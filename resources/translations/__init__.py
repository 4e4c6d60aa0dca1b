"""The catalogues of texts: one `.po` a language, and the compiled `.mo` beside it."""
