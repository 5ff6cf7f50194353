"""What a crawl reports: events while it goes on, a summary when it ends."""
