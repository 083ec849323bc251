"""汇总.xlsx: what a coordinator reads, sorts and traces; open, not locked."""
