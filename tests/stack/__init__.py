"""The whole assistant, started as processes: for end-to-end tests and the bench."""
