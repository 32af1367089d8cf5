"""The timeline as mathematics: ticks, folded gaps, the window on time, places for labels."""
