"""The server's side of HTTP, and its faults."""

from __future__ import annotations

import gzip
import socket
import threading
from http.client import HTTPConnection, IncompleteRead

import pytest

from scraper.demo import (
    Bomb,
    Calendar,
    DemoSite,
    Endless,
    EndlessHeaders,
    Reset,
    Slow,
    Status,
    Truncated,
    WrongCharset,
)
from tests.unit.demo.conftest import fetch


def test_a_known_entity_tag_is_answered_with_304(get):
    first = get("/indeks")
    for known in (first.headers["etag"], f'"other", W/{first.headers["etag"]}', "*"):
        again = get("/indeks", If_None_Match=known)
        assert (again.status, again.body) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"]
    assert get("/indeks", If_None_Match='"other"').status == 200


def test_a_page_unchanged_since_a_date_is_answered_with_304(site, get):
    path = site.articles[0].path
    modified = get(path).headers["last-modified"]
    assert modified == "Fri, 30 May 2025 07:20:00 GMT"
    assert get(path, If_Modified_Since=modified).status == 304
    assert get(path, If_Modified_Since="Fri, 30 May 2025 07:19:59 GMT").status == 200
    assert get(path, If_Modified_Since="kemarin").status == 200
    assert get(path, If_Modified_Since=modified, If_None_Match='"other"').status == 200


def test_every_page_has_a_tag_and_says_when_it_changed(site, get):
    for path in ("/", "/indeks", "/kategori/budaya", "/feed.xml", "/sitemap.xml", site.articles[5].path):
        assert {"etag", "last-modified"} <= set(get(path).headers)


def test_gzip_is_sent_to_those_who_ask_for_it(get):
    plain, packed = get("/"), get("/", Accept_Encoding="gzip, deflate")
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert int(packed.headers["content-length"]) == len(packed.body)
    assert gzip.decompress(packed.body) == plain.body


def test_head_tells_the_length_and_sends_nothing(get):
    head = get("/", "HEAD")
    assert (head.body, head.headers["content-length"]) == (b"", str(len(get("/").body)))


def test_one_connection_serves_many_requests(site):
    connection = HTTPConnection(*site.address, timeout=10)
    for path in ("/", "/tidak-ada", "/robots.txt"):
        connection.request("GET", path, headers={"Host": site.host})
        assert connection.getresponse().read()
        assert connection.sock
    connection.close()


def test_a_site_that_stops_hangs_up_on_its_clients():
    with DemoSite() as site:
        connection = HTTPConnection(*site.address, timeout=10)
        connection.request("GET", "/")
        connection.getresponse().read()
    assert connection.sock.recv(1) == b""
    connection.close()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(site.address, timeout=10)


def test_a_fault_can_be_limited_to_a_path_and_a_number_of_requests(site, get):
    site.faults["/indeks"] = Status(503, {"Retry-After": "1"}, b"sebentar", times=2)
    replies = [get("/indeks") for _ in range(3)]
    assert [reply.status for reply in replies] == [503, 503, 200]
    assert (replies[0].headers["retry-after"], replies[0].body) == ("1", b"sebentar")
    assert get("/").status == 200


def test_a_fault_of_a_path_goes_before_the_fault_of_all(site, get):
    site.faults["*"] = Status(500)
    site.faults["/indeks?page=2"] = Status(410)
    site.faults["/indeks"] = Status(429)
    assert [get(path).status for path in ("/", "/indeks", "/indeks?page=2")] == [500, 429, 410]
    site.faults.clear()
    assert get("/").status == 200


def test_a_redirect_is_a_status_with_a_location(site, get):
    site.faults["/lama"] = Status(302, {"Location": "/lama"})
    assert get("/lama").headers["location"] == "/lama"


def test_a_slow_page_is_right_in_the_end(site, get):
    site.faults["/"] = Slow(0.01)
    assert get("/").status == 200


def test_a_slow_page_does_not_hold_up_the_end():
    with DemoSite() as site:
        site.faults["/"] = Slow(3600)
        waiting = socket.create_connection(site.address, timeout=10)
        waiting.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        while not site.requests:
            threading.Event().wait(0.01)
    waiting.close()


def test_a_truncated_page_promises_more_than_it_sends(site, get):
    site.faults["/"] = Truncated(100)
    with pytest.raises(IncompleteRead) as fault:
        get("/")
    assert len(fault.value.partial) == 100


def test_an_endless_page_goes_on_after_a_megabyte(site):
    site.faults["/"] = Endless()
    connection = HTTPConnection(*site.address, timeout=10)
    connection.request("GET", "/")
    assert len(connection.getresponse().read(1_000_000)) == 1_000_000
    connection.close()


def test_endless_headers_go_on_and_no_body_comes(site):
    site.faults["/"] = EndlessHeaders()
    with socket.create_connection(site.address, timeout=10) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        received = b""
        while len(received) < 100_000:
            received += connection.recv(65536)
    assert b"\r\n\r\n" not in received


def test_a_calendar_has_always_one_more_page(site, get):
    site.faults["/indeks"] = Calendar()
    assert "/indeks?page=2" in get("/indeks").text
    assert "/indeks?page=1000" in get("/indeks?page=999").text


def test_a_bomb_is_small_on_the_wire(site, get):
    site.faults["/"] = Bomb(20_000_000)
    reply = get("/")
    assert reply.headers["content-encoding"] == "gzip"
    assert len(reply.body) < 50_000
    assert len(gzip.decompress(reply.body)) == 20_000_000


def test_a_reset_connection_brings_no_answer(site, get):
    site.faults["/"] = Reset(times=1)
    with pytest.raises(ConnectionResetError):
        get("/")
    assert get("/").status == 200


@pytest.mark.parametrize(
    ("fault", "header", "codec"),
    [
        (WrongCharset(), "text/html; charset=utf-8", "windows-1252"),
        (WrongCharset("utf-8", "iso-8859-1"), "text/html; charset=iso-8859-1", "utf-8"),
        (WrongCharset("utf-16", None), "text/html", "utf-16"),
    ],
)
def test_the_header_can_claim_another_charset(site, get, fault, header, codec):
    article = next(a for a in site.articles if "“" in a.title)
    site.faults[article.path] = fault
    reply = get(article.path)
    assert reply.headers["content-type"] == header
    assert article.title in reply.body.decode(codec)


def test_many_clients_at_once_are_all_answered(site):
    paths = [article.path for article in site.articles]
    found: list[int] = []
    threads = [threading.Thread(target=lambda p=path: found.append(fetch(site, p).status)) for path in paths]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [200] * len(paths)
    assert sorted(site.requests) == sorted(paths)
