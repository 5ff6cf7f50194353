"""Pages from the web, as a good guest asks for them: robots.txt, pauses, patience, bounds."""

from scraper.fetch.client import Client, fetch_one, is_text
from scraper.fetch.guest import Guest
from scraper.fetch.pacing import Pacer
from scraper.fetch.robots import Robots

__all__ = ["Client", "Guest", "Pacer", "Robots", "fetch_one", "is_text"]
