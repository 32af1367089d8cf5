"""The Sessions place: a list, a timeline, and the page of what is chosen."""
