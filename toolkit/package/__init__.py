"""Files from strangers: bytes, zips and XML read with bounds, refused in one way, and told what they look like."""
