"""Campaign sessions: an evening of role-playing, planned, played and reviewed."""
