"""What the program can do: one function an act, used alike by windows and command line."""
