"""`python -m scraper` is the same as `kliping`."""

from scraper.cli import main

if __name__ == "__main__":
    main()
