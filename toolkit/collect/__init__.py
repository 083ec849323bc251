"""Many offices: the roster, what they returned, the roll-up and what the coordinator sees of it."""
