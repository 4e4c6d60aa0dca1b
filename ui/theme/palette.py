"""Qt's own palette from the tokens, every role of it, so that no stock grey shows where no sheet reaches."""

from PySide6.QtGui import QColor, QPalette

from ui.theme.tokens import Token, Tokens

_Role = QPalette.ColorRole

_ROLES: dict[QPalette.ColorRole, Token] = {
    _Role.Window: Token.GROUND,
    _Role.WindowText: Token.INK,
    _Role.Base: Token.SURFACE,
    _Role.AlternateBase: Token.GROUND,
    _Role.ToolTipBase: Token.PANEL,
    _Role.ToolTipText: Token.ON_PANEL,
    _Role.Text: Token.INK,
    _Role.PlaceholderText: Token.MUTED,
    _Role.Button: Token.SURFACE,
    _Role.ButtonText: Token.INK,
    _Role.BrightText: Token.ON_BRASS,
    _Role.Light: Token.RAISED,
    _Role.Midlight: Token.HOVER,
    _Role.Mid: Token.LINE,
    _Role.Dark: Token.EDGE,
    _Role.Shadow: Token.EDGE,
    _Role.Highlight: Token.BRASS,
    _Role.HighlightedText: Token.ON_BRASS,
    _Role.Link: Token.BRASS,
    _Role.LinkVisited: Token.BRASS,
    _Role.Accent: Token.BRASS,
}

_DISABLED = (_Role.WindowText, _Role.Text, _Role.ButtonText, _Role.PlaceholderText, _Role.HighlightedText)


def make_palette(tokens: Tokens) -> QPalette:
    """The palette of those tokens."""
    palette = QPalette()
    for role, token in _ROLES.items():
        palette.setColor(role, QColor(tokens[token]))
    for role in _DISABLED:
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens[Token.DISABLED]))
    palette.setColor(QPalette.ColorGroup.Disabled, _Role.Highlight, QColor(tokens[Token.LINE]))
    return palette
