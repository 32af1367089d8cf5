"""Files of surveys: definitions and sessions, alone or in the layout of a home folder."""
