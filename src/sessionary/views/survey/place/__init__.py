"""The Surveys place: the surveys, their sessions and versions, and what the answers amount to."""
