"""The pages of campaigns and their sessions."""
