"""An option as a deck of slides: native shapes, connectors and tables that can be edited."""
