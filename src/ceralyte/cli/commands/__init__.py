"""The commands with their options; what they do and print is in the modules beside this folder."""
