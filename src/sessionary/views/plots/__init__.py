"""Charts that are looked at, walked by key and taken away: what all kinds of them share."""
