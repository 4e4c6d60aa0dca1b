"""The orders screen: four columns of cards, the search of the whole history, and the sheet of one order."""
