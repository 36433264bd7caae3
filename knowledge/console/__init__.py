"""The staff console: Django and Wagtail over the base, the one database that staff edit. No answer reads it."""
