"""Where organisations lie: shapes on a plane, what touches what, and the ways between them."""
