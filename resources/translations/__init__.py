"""The catalogues: for each language a `.po` that people edit and the `.mo` that the program reads."""
