"""What flows through kliping: Outlet, Lead, Page, Article, Outcome. Plain frozen data, no I/O."""

from scraper.model.article import Article, ArticleKind, Block, Image, Related, Removed
from scraper.model.host import HostState
from scraper.model.lead import Lead
from scraper.model.outcome import (
    Failed,
    Gone,
    NotAnArticle,
    Outcome,
    PageKind,
    Refusal,
    Refused,
    Revised,
    Stored,
    Unchanged,
)
from scraper.model.outlet import Discovery, Hints, Outlet, Samples, UrlRules
from scraper.model.page import Page
from scraper.model.usage_policy import UsagePolicy

__all__ = [
    "Article",
    "ArticleKind",
    "Block",
    "Discovery",
    "Failed",
    "Gone",
    "Hints",
    "HostState",
    "Image",
    "Lead",
    "NotAnArticle",
    "Outcome",
    "Outlet",
    "Page",
    "PageKind",
    "Refusal",
    "Refused",
    "Related",
    "Removed",
    "Revised",
    "Samples",
    "Stored",
    "Unchanged",
    "UrlRules",
    "UsagePolicy",
]
