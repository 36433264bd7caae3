"""The Rasa components: readers that are pure Python, and the thin graph nodes that Rasa loads.

`words`, `aspects`, `choices` and `readings` need nothing of Rasa and run in both environments;
`tokenizer`, `features`, `entities` and `importer` are Rasa's graph nodes (Python 3.10 only).
"""
