"""Results of a survey as charts and lists."""
