"""What Warta promises in figures, measured: one file per promise. `python -m benchmarks` runs all."""
