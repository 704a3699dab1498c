"""The local page of an installed wheel, walked where there is no network: every page, what each links to, one try."""

import fcntl
import re
import socket
import struct
import subprocess
import sys
from html import unescape
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

CHALLENGE = "plymouth-2027"
PAGES = ["/", "/plan", "/data", "/start"]
PAGES += [f"/{each}?challenge={CHALLENGE}" for each in ("team", "seat", "dates", "conflicts", "answers", "decision")]
PAGES[5] += "&seat=vcs"
SIOCSIFFLAGS, UP_AND_RUNNING = 0x8914, 1 | 64

alone = "--alone" in sys.argv
if alone:
    with socket.socket() as any_socket:
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack("16sH14s", b"lo", UP_AND_RUNNING, b""))
    try:
        socket.create_connection(("192.0.2.1", 80), timeout=2)
    except OSError:
        pass
    else:
        sys.exit("there is a network here")
teamforge = Path(sys.executable).with_name("teamforge")
with subprocess.Popen([teamforge, "open", "--demo", "--no-browser"], stdout=subprocess.PIPE, text=True) as server:
    try:
        address = server.stdout.readline().strip()
        base = address.partition("/?")[0]
        visitor = build_opener(HTTPCookieProcessor(CookieJar()))

        def ask(path: str, **fields: str) -> str:
            sent = urlencode(fields).encode() if fields else None
            with visitor.open(Request(f"{base}{path}", sent, {"origin": base}), timeout=120) as answer:
                return answer.read().decode()

        visitor.open(address, timeout=120).close()
        found = {path: ask(path) for path in PAGES}
        tried = ask("/try", challenge=CHALLENGE, draft="file", what="pin", seat="vcs", peer="P058")
        assert "What you are trying" in tried
        named = {unescape(each) for text in found.values() for each in re.findall(r'(?:src|href)="([^"#]+)', text)}
        assert all(each.startswith("/") and not each.startswith("//") for each in named), sorted(named)
        files = [each for each in named if each.startswith("/static/")]
        assert len(files) == 3, files
        assert all(ask(each) for each in files)
    finally:
        server.kill()
print(f"the page: {len(found)} pages and a try {'without a network' if alone else '(there was a network)'}")
