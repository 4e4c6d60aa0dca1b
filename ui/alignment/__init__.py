"""The alignment screen: what does not fit, previews of what is to be sent, the menus sent before, rooms and tables."""
