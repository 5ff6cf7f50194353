"""Pages from the web, asked for politely: robots.txt, pauses, retries, bounds."""

from scraper.fetch.client import Client, fetch_one, is_text
from scraper.fetch.pacing import Pacer
from scraper.fetch.polite_client import PoliteClient
from scraper.fetch.robots import Robots

__all__ = ["Client", "Pacer", "PoliteClient", "Robots", "fetch_one", "is_text"]
