"""What machines read of articles: feeds, sitemaps, structured data, robots.txt."""
