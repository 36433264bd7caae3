"""`make bench`: what a turn costs, beside stock Rasa in the same run. Writes docs/performance.md."""
