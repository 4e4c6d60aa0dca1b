"""The statistics: the figures of a span of days, compared with those before, and their charts."""
