"""URLs in one form, and whose they are. Nothing here touches the network."""

from __future__ import annotations

import re
from datetime import date
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urljoin, urlsplit

if TYPE_CHECKING:
    from collections.abc import Collection

    from publicsuffixlist import PublicSuffixList

MAX_LENGTH = 8192
"""A longer URL is refused; servers commonly stop at 8 KB for the whole request line."""

_PORTS = {"http": 80, "https": 443}

# What most links of a page look like: absolute, lower-case host, and nothing to normalise in the path.
_CLEAN = re.compile(
    r"https?://(?=[^/]{1,253}/)(?:[a-z0-9_-]+\.)+[a-z0-9_-]{0,62}[a-z][a-z0-9_-]{0,62}"
    r"/[A-Za-z0-9~_.!$'()*+,:@=&/-]*"
)
_HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\]")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_IP = re.compile(r"[\d.]+|.*:.*")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")

_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_PATH_SAFE = "/:@!$&'()*+,;=~%"
_QUERY_SAFE = _PATH_SAFE + "?"

_DAY = re.compile(
    r"/(?:(?P<y1>\d{4})/(?P<m1>\d\d?)/(?P<d1>\d\d?)/[^/]"
    r"|(?P<y2>\d{4})-(?P<m2>\d\d)-(?P<d2>\d\d)/[^/]"
    r"|(?P<y3>\d{4})(?P<m3>\d\d)(?P<d3>\d\d)(?:[01]\d|2[0-3])[0-5]\d[0-5]\d(?!\d))",
    re.ASCII,
)

# Parameters that say where a click came from and never what the page shows: analytics (Google, Matomo, Adobe,
# AT Internet), click ids of ad networks, mail campaigns, share buttons. Compared in lower case.
_TRACKERS = """
    fbclid gclid gclsrc dclid gbraid wbraid gad_source gad_campaignid srsltid msclkid yclid ysclid
    twclid ttclid li_fat_id epik igsh igshid mibextid rb_clickid tblci dicbo oborigurl vgo_ee
    _ga _gl _hsenc _hsmi __hssc __hstc __hsfp hsctatracking mc_cid mc_eid mkt_tok vero_id vero_conv _openstat
    oly_anon_id oly_enc_id wickedid s_cid icid cmpid xtor ns_mchannel ns_campaign ns_source wt_mc wt_zmc
    at_medium at_campaign at_custom1 at_custom2 at_custom3 at_custom4 at_link_id at_link_type
    ref_src ref_url fb_action_ids fb_action_types fb_source fb_ref sr_share __twitter_impression
    guccounter guce_referrer guce_referrer_sig _branch_match_id amp_js_v usqp amp_gsa jxconn jxrecoid
"""
_TRACKER_PREFIXES = ("utm_", "utm-", "hsa_", "pk_", "piwik_", "mtm_", "matomo_", "aspsessionid")
_SESSIONS = "phpsessid jsessionid sid sessionid session_id cfid cftoken"
_DROPPED = frozenset(_TRACKERS.split() + _SESSIONS.split())
# Some sites write utm_medium and its kin without the prefix; `medium` tells these from a real parameter.
_BARE_UTM = frozenset(("medium", "campaign", "source"))
# Parameters that ask for the same page in AMP's form.
_AMP = re.compile(r"amp(?:=(?:1|true)?)?|outputtype=amp", re.IGNORECASE)
_PATH_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/;]*", re.IGNORECASE)

# Hosts that lend subdomains to anyone and are not on publicsuffix.org's list.
_MORE_SUFFIXES = frozenset(
    """
    blogspot.co.id com.tl edu.tl medium.com net.tl org.tl substack.com tumblr.com
    web.dev weebly.com wordpress.com
""".split()
)

_USER_INFO = re.compile(r"(?<=://)[^/\s@?#]*@")


def canonical(url: str, base: str | None = None) -> str | None:
    """The absolute http(s) URL in one form, or None for anything else; never raises.

    RFC 3986, section 6: scheme and host in lower case (IDNA for other scripts), no default port, no fragment,
    no user name, dot segments resolved, escapes in capitals and only where needed, an empty path as "/".
    Trackers (`utm_…`, `fbclid`, …), session ids (`;jsessionid=…`, `PHPSESSID`, `sid`, …) and what asks for
    AMP's form of the page (`amp=1`, `outputType=amp`) are dropped; the other parameters keep their order. A
    relative `url` is resolved against `base`. Applying it twice changes nothing.
    """
    if len(url) <= MAX_LENGTH and _CLEAN.fullmatch(url) and "/." not in url:
        return url
    return _normalised(url, base)


def twin(url: str) -> str:
    """The same address with the other scheme: sites give one page by http and by https."""
    return f"http{url[5:]}" if url.startswith("https:") else f"https{url[4:]}"


def host(url: str) -> str:
    """The URL's host in lower case, without port or trailing dot; "" if there is none."""
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""


def day(url: str) -> date | None:
    """The day that the path of an article's URL names: `/2025/05/06/judul`, `/20250506101500-20-123/judul`.

    Numbers that end the path are an identifier (`/2021/04/92713`) or the list of a day, not an article's day.
    """
    match = _DAY.search(urlsplit(url).path)
    if match is None:
        return None
    year, month, number = (int(part) for part in match.groups() if part is not None)
    try:
        return date(year, month, number)
    except ValueError:
        return None


def is_own(url: str, hosts: Collection[str]) -> bool:
    """Whether the URL's host is one of `hosts` or a subdomain of one; a leading "www." counts for nothing.

    A host under which anyone can register (`co.ke`, `netlify.app`) owns only itself.
    """
    owners = owning_hosts(host(url))
    return any(own.lower().removeprefix("www.") in owners for own in hosts)


@lru_cache(maxsize=4096)
def owning_hosts(host: str) -> frozenset[str]:
    """The host without "www.", and the domains above it up to the registrable one; empty for ""."""
    name = host.lower().strip(".").removeprefix("www.")
    if not name or _IP.fullmatch(name):
        return frozenset((name,) if name else ())
    above = name.removesuffix(domain := site(name)).split(".")[:-1]
    return frozenset(".".join((*above[cut:], domain)) for cut in range(len(above) + 1))


@lru_cache(maxsize=4096)
def site(host: str) -> str:
    """The registrable domain by the Public Suffix List: "news.example.co.id" → "example.co.id".

    An IP address, a single label and a public suffix as they are. The list's private section counts: two
    sites under `netlify.app` are two sites.
    """
    name = host.lower().strip(".")
    if _IP.fullmatch(name):
        return name
    domain = _public_suffixes().privatesuffix(name) or name
    if domain in _MORE_SUFFIXES and domain != name:
        return name.removesuffix(f".{domain}").rpartition(".")[2] + f".{domain}"
    return domain


@cache
def _public_suffixes() -> PublicSuffixList:
    """The list as the package brings it, read at first use (some 50 ms); nothing is downloaded."""
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList()


@lru_cache(maxsize=4096)
def _normalised(url: str, base: str | None) -> str | None:
    if len(url) > MAX_LENGTH:
        return None
    try:
        parts = urlsplit(_absolute(_CONTROLS.sub("", url).strip(), base))
        authority = _authority(parts.scheme, parts.hostname or "", parts.port)
        path = _path(parts.path)
        query = _query(parts.query)
    except ValueError:  # also UnicodeError: a bad port, bracket, host label or surrogate
        return None
    if authority is None:
        return None
    result = f"{parts.scheme}://{authority}{path}" + (f"?{query}" if query else "")
    return result if len(result) <= MAX_LENGTH else None


def _absolute(url: str, base: str | None) -> str:
    # Browsers read "\" as "/" before the query of a web address (WHATWG URL).
    front, mark, query = url.partition("?")
    url = front.replace("\\", "/") + mark + query
    if base is None or _SCHEME.match(url):
        return url
    return urljoin(base, url)


def _authority(scheme: str, name: str, port: int | None) -> str | None:
    if scheme not in _PORTS:
        return None
    name = name.rstrip(".")
    if not name.isascii():
        name = name.encode("idna").decode("ascii").lower().rstrip(".")
    if ":" in name:
        name = f"[{name}]"
    if len(name) > 253 or not _HOST.fullmatch(name):
        return None
    return name if port is None or port == _PORTS[scheme] else f"{name}:{port}"


def _path(path: str) -> str:
    path = _PATH_SESSION.sub("", _escaped(path, _PATH_SAFE))
    if "/." in path:
        path = _without_dots(path)
    return path if path.startswith("/") else "/" + path


def _without_dots(path: str) -> str:
    kept: list[str] = []
    segments = path.split("/")[1:]
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)


def _query(query: str) -> str:
    if not query:
        return ""
    # "&amp;" in a query is an ampersand that was escaped once too often.
    parts = re.split(r"&(?:amp;)*", "&" + _escaped(query, _QUERY_SAFE))
    pairs = [(unquote(part.partition("=")[0]).lower(), part) for part in parts if part]
    dropped = _DROPPED
    if any(name == "medium" for name, _ in pairs):
        dropped = _DROPPED | _BARE_UTM
    return "&".join(
        part
        for name, part in pairs
        if name not in dropped and not name.startswith(_TRACKER_PREFIXES) and not _AMP.fullmatch(part)
    )


def _escaped(text: str, safe: str) -> str:
    """Percent-encoding in one form: capitals, none for unreserved characters, UTF-8 for the rest."""
    if "%" in text:
        text = _ESCAPE.sub(_unreserved, _STRAY_PERCENT.sub("%25", text))
    return quote(text, safe=safe)


def _unreserved(escape: re.Match[str]) -> str:
    character = chr(int(escape[1], 16))
    return character if character in _UNRESERVED else escape[0].upper()


def without_secrets(text: str) -> str:
    """The text without the user names and passwords that addresses in it carry (`http://user:word@host/`)."""
    return _USER_INFO.sub("", text)
