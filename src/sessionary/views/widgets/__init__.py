"""The parts that every page is made of. Nothing is gathered here: a part costs its own import."""
