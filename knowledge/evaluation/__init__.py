"""Evaluation of search on frozen questions, beside baselines, in one run. See docs/search.md."""
