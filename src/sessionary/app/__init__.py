"""Start-up: paths, settings, logging, the command line and the main window."""
