"""Search: what a citizen's message is about. `Searcher.load(snapshot).search(question)`."""

from knowledge.search.decision import Decision
from knowledge.search.searcher import Hit, Searcher, SearchResult

__all__ = ["Decision", "Hit", "SearchResult", "Searcher"]
