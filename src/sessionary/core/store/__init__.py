"""Documents that live: loaded, patched, watched, undone, saved, moved to newer forms."""
