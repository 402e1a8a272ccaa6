"""Jobs: a durable queue, and the worker processes that run it."""
