from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from scraper.errors import ProfileError
from scraper.model import Outlet
from scraper.outlets import find, load_outlets, schema, unknown

if TYPE_CHECKING:
    from pathlib import Path

MINIMAL = 'name = "Contoh"\nhome = "https://www.contoh.id/"\nhosts = ["contoh.id"]\n'


def write(folder: Path, text: str, name: str = "contoh.toml") -> Path:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_the_built_in_profiles_hold_together(tmp_path: Path) -> None:
    outlets = load_outlets(tmp_path)
    assert len(outlets) >= 9
    assert all(slug == outlet.slug for slug, outlet in outlets.items())
    assert not any(outlet.verified for outlet in outlets.values())


def test_a_profile_inherits_its_family(tmp_path: Path) -> None:
    outlet = load_outlets(tmp_path)["suararembang"]
    assert outlet.network == "promedia"
    assert outlet.urls.whole == "page=all"
    assert outlet.discover.sitemaps[0] == "https://www.suararembang.com/sitemap.xml"


def test_a_profile_overrides_its_family_key_by_key(tmp_path: Path) -> None:
    write(tmp_path, '[urls]\nwhole = "page=all"\nignore = "^/video/"\n', "families/keluarga.toml")
    write(tmp_path, MINIMAL + 'network = "keluarga"\n[urls]\nwhole = "single=1"\n')
    assert load_outlets(tmp_path)["contoh"].urls.whole == "single=1"
    assert load_outlets(tmp_path)["contoh"].urls.ignore == "^/video/"


def test_the_users_profile_replaces_the_built_in_one(tmp_path: Path) -> None:
    write(tmp_path, MINIMAL, "suararembang.toml")
    assert load_outlets(tmp_path)["suararembang"].name == "Contoh"


def test_ways_in_may_be_relative_to_home(tmp_path: Path) -> None:
    write(tmp_path, MINIMAL + '[discover]\nfeeds = ["feed", "https://lain.contoh.id/rss"]\n')
    feeds = load_outlets(tmp_path)["contoh"].discover.feeds
    assert feeds == ("https://www.contoh.id/feed", "https://lain.contoh.id/rss")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("name = ", "not TOML"),
        ('name = "Contoh"\nhosts = ["contoh.id"]\n', "missing required field `home`"),
        (MINIMAL + "colour = 3\n", r"\$\.colour: no such key"),
        (MINIMAL + '[discover]\nfeed = ["/feed"]\n', r"\$\.discover\.feed: no such key"),
        (MINIMAL + "[discover]\nfeeds = [3]\n", r"\$\.discover\.feeds\[0\]"),
        (MINIMAL + '[discover]\nfeeds = ["/a", "mailto:x"]\n', r"\$\.discover\.feeds\[1\]: not an http"),
        (MINIMAL + '[urls]\narticle = "("\n', r"\$\.urls\.article: not a regular expression"),
        (MINIMAL + 'zone = "Asia/Rembang"\n', r"\$\.zone: no such time zone"),
        (MINIMAL + "delay = -1\n", r"\$\.delay: must be between"),
        (MINIMAL.replace("https:", "ftp:"), r"\$\.home: not an http\(s\) URL"),
        (MINIMAL.replace('["contoh.id"]', "[]"), r"\$\.hosts: at least one"),
        (MINIMAL.replace('["contoh.id"]', '["Contoh.id"]'), r"\$\.hosts\[0\]: not a lower-case"),
        (MINIMAL.replace('["contoh.id"]', "3"), r"\$\.hosts"),
    ],
)
def test_an_error_names_the_file_and_the_place_in_it(tmp_path: Path, text: str, complaint: str) -> None:
    write(tmp_path, text)
    with pytest.raises(ProfileError, match=complaint) as caught:
        load_outlets(tmp_path)
    assert str(tmp_path / "contoh.toml") in str(caught.value)


def test_a_profile_that_is_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "contoh.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ProfileError, match=re.escape(str(tmp_path))):
        load_outlets(tmp_path)


WIDE = Outlet("lebar", "Kabar Lebar", "https://lebar.id/", ("lebar.id",))
NARROW = Outlet("sempit", "Kabar Sempit", "https://jogja.lebar.id/", ("jogja.lebar.id",))
BOTH = {outlet.slug: outlet for outlet in (WIDE, NARROW)}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("lebar", WIDE),
        ("Lebar", WIDE),
        ("kabar sempit", NARROW),
        ("lebar.id", WIDE),
        ("www.lebar.id", WIDE),
        ("https://bola.lebar.id/a/b?c=d", WIDE),
        ("jogja.lebar.id", NARROW),
        ("sebarlebar.id", None),
        ("tak-dikenal", None),
        ("", None),
        ("://", None),
    ],
)
def test_an_outlet_is_found_by_slug_name_host_or_url(asked: str, found: Outlet | None) -> None:
    assert find(asked, BOTH) == found


def test_an_unknown_site_gets_its_host_as_a_name() -> None:
    outlet = unknown("https://www.berita.contoh.co.id/a/b")
    assert (outlet.slug, outlet.hosts) == ("berita.contoh.co.id", ("contoh.co.id",))
    assert outlet.home == "https://www.berita.contoh.co.id/"
    assert outlet.language == "und"


@pytest.mark.parametrize(
    ("url", "hosts"),
    [
        ("https://www.bbc.co.ke/a", ("bbc.co.ke",)),
        ("https://a.warga.netlify.app/", ("warga.netlify.app",)),
        ("https://netlify.app/", ("netlify.app",)),
        ("http://10.0.0.1/", ("10.0.0.1",)),
    ],
)
def test_an_unknown_site_ends_at_a_public_suffix(url: str, hosts: tuple[str]) -> None:
    assert unknown(url).hosts == hosts


def test_the_owner_of_a_public_suffix_is_not_found_for_sites_under_it() -> None:
    lender = replace(WIDE, slug="netlify", hosts=("www.netlify.app", "web.id"))
    outlets = {"netlify": lender}
    assert find("https://netlify.app/a", outlets) is lender
    assert find("https://warga.netlify.app/a", outlets) is None
    assert find("koran.web.id", outlets) is None


def test_a_url_without_a_host_is_no_site() -> None:
    with pytest.raises(ValueError, match="no host"):
        unknown("mailto:redaksi")


@pytest.mark.parametrize(
    ("key", "template", "complaint"),
    [
        ("index", "/indeks?p={page}", "{date} is missing"),
        ("index", "/indeks?d={date.__class__}", "only {date} and {page}"),
        ("index", "/indeks?d={date:{page}}", "only {date} and {page}"),
        ("search", "/cari?q={date}", "only {keyword} and {page}"),
        ("search", "/cari?q={keyword", "not a template"),
        ("search", "/cari?q={keyword!r}", "only {keyword} and {page}"),
    ],
)
def test_a_template_names_nothing_but_what_is_put_in(key: str, template: str, complaint: str) -> None:
    table = {"name": "X", "home": "https://x.id/", "hosts": ["x.id"], "discover": {key: template}}
    with pytest.raises(ProfileError) as fault:
        schema.outlet_from(table, "x", "x.toml", {})
    assert str(fault.value).startswith(f"x.toml: $.discover.{key}: {complaint}")


def test_a_paper_has_the_clock_of_its_province(tmp_path: Path) -> None:
    write(tmp_path, MINIMAL + 'province = "Papua"\n')
    assert load_outlets(tmp_path)["contoh"].zone == "Asia/Jayapura"
    write(tmp_path, MINIMAL + 'province = "Papua"\nzone = "Asia/Jakarta"\n')
    assert load_outlets(tmp_path)["contoh"].zone == "Asia/Jakarta"
