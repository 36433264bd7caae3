"""The front door: what faces the public, and what runs it all."""
