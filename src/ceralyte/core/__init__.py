"""Errors, quantities, units, provenance, memory: what every other layer may use."""
