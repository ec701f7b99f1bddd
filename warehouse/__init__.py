"""Read and write the DuckDB file that holds every version with its evidence."""
