"""Kernels: arrays in, arrays out; plain loops in fixed IEEE arithmetic, compiled on first use."""
