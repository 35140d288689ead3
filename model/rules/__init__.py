"""Rules as data, a closed vocabulary of checks, and findings kept up to date."""
