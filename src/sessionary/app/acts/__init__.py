"""What the commands of the window do: one method a command, named after it."""
