"""The addresses below /api, by what they are about."""
