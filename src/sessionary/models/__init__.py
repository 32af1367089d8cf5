"""Qt item models, undo commands and jobs; nothing that draws."""
