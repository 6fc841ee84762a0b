"""The site that `benchmarks.comments` measures: all of it, and a page beside it that does nothing but insert a row."""
