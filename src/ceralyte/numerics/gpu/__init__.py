"""The solver of `numerics.stencils` on an NVIDIA GPU, through CuPy (extra `gpu`)."""
