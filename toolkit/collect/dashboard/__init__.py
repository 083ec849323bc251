"""dashboard.html: who has sent what and how the figures stand, in one page that needs no network."""
