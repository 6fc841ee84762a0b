"""The site that `benchmarks.serving` measures: the real front and press around one article-like page."""
