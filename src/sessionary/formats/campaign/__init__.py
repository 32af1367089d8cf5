"""Campaign files: sessions, events, goals and bundles as JSON."""
