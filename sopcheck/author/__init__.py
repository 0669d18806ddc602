"""Files that are written for people to fill in."""
