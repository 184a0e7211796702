"""The server behind its guard, by raw sockets on the loopback: what must be refused is refused and the
connection closed; slow and many clients hold nobody up; decisions come from our own pages only.

    guard.py PROGRAM RECORD REPORT_ID"""
import re, socket, subprocess, sys, time, urllib.parse

program, record, report = sys.argv[1:4]
server = subprocess.Popen([program, "--record", record, "serve", "--port", "0"], stdout=subprocess.PIPE, text=True)
port = int(re.search(r":(\d+)/", server.stdout.readline()).group(1))
HOST = f"127.0.0.1:{port}"
passed = failed = 0


def check(ok, what):
    global passed, failed
    if ok:
        passed += 1
    else:
        failed += 1
        print("FAILED:", what)


def ask(raw, wait=5.0):
    """Sends raw bytes; returns (status of the first answer, how many were served, whether it was closed)."""
    s = socket.create_connection(("127.0.0.1", port), timeout=wait)
    got = b""
    closed = False
    try:
        s.sendall(raw)
        s.settimeout(1.0)
        while True:
            part = s.recv(65536)
            if not part:
                closed = True
                break
            got += part
    except (TimeoutError, socket.timeout):
        pass
    except (ConnectionResetError, BrokenPipeError):
        closed = True
    s.close()
    status = re.match(rb"HTTP/1\.[01] (\d+)", got)
    return (int(status.group(1)) if status else 0), len(re.findall(rb"HTTP/1\.[01] 2\d\d ", got)), closed


def get(path="/method", host=HOST, extra="", method="GET"):
    return f"{method} {path} HTTP/1.1\r\nHost: {host}\r\n{extra}\r\n".encode()


try:
    status, _, _ = ask(get(extra="Connection: close\r\n"))
    check(status == 200, f"a plain request: {status}")
    bad = {
        "two Content-Length": b"POST /decide HTTP/1.1\r\nHost: %b\r\nContent-Length: 4\r\nContent-Length: 30\r\n\r\nabcdGET /x HTTP/1.1\r\nHost: a\r\n\r\n",
        "two equal Content-Length": b"GET / HTTP/1.1\r\nHost: %b\r\nContent-Length: 0\r\nContent-Length: 0\r\n\r\n",
        "two Host": b"GET / HTTP/1.1\r\nHost: %b\r\nHost: evil.example\r\n\r\n",
        "two equal Host": b"GET / HTTP/1.1\r\nHost: %b\r\nHost: %b\r\n\r\n",
        "length and chunked": b"POST /decide HTTP/1.1\r\nHost: %b\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "chunked alone": b"POST /decide HTTP/1.1\r\nHost: %b\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "coding list": b"POST /decide HTTP/1.1\r\nHost: %b\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        "negative length": b"POST /decide HTTP/1.1\r\nHost: %b\r\nContent-Length: -1\r\n\r\n",
        "signed length": b"POST /decide HTTP/1.1\r\nHost: %b\r\nContent-Length: +4\r\n\r\nabcd",
        "hex length": b"POST /decide HTTP/1.1\r\nHost: %b\r\nContent-Length: 0x4\r\n\r\nabcd",
        "huge length": b"POST /decide HTTP/1.1\r\nHost: %b\r\nContent-Length: 99999999999999999999\r\n\r\n",
        "control byte in a value": b"GET / HTTP/1.1\r\nHost: %b\r\nX-A: a\x01b\r\n\r\n",
        "space before the colon": b"GET / HTTP/1.1\r\nHost: %b\r\nContent-Length : 0\r\n\r\n",
        "no Host": b"GET / HTTP/1.1\r\n\r\n",
    }
    for what, raw in bad.items():
        status, answers, closed = ask(raw.replace(b"%b", HOST.encode()))
        check(status in (0, 400, 413) and answers == 0 and closed, f"{what}: status {status}, {answers} served, closed {closed}")
    # libmicrohttpd ends a value at a NUL before we see it: a Host cut short must not pass for ours
    status, _, _ = ask(b"GET / HTTP/1.1\r\nHost: evil.example\0" + HOST.encode() + b"\r\n\r\n")
    check(status in (400, 403), f"a NUL in the Host: {status}")
    for host in ["evil.example", f"evil.example:{port}", f"127.0.0.1.evil.example:{port}", "127.0.0.1", f"127.0.0.1:{port}1", f"localhost.evil:{port}", "0.0.0.0", ""]:
        for method in ["GET", "HEAD", "POST", "OPTIONS"]:
            status, _, _ = ask(get(host=host, method=method, extra="Content-Length: 0\r\nConnection: close\r\n" if method == "POST" else "Connection: close\r\n"))
            check(status in (400, 403), f"{method} for the host '{host}': {status}")
    for name in [f"localhost:{port}", f"LOCALHOST:{port}", f"[::1]:{port}"]:
        status, _, _ = ask(get(host=name, extra="Connection: close\r\n"))
        check(status == 200, f"our own name {name}: {status}")
    for method in ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"]:
        status, _, _ = ask(get(method=method, extra="Connection: close\r\n"))
        check(status in (400, 405), f"{method}: {status}")
    status, _, _ = ask(get(extra="".join(f"X-{i}: 1\r\n" for i in range(200)) + "Connection: close\r\n"))
    check(status == 400, f"200 headers: {status}")
    status, _, _ = ask(b"GET /" + b"a" * 100000 + b" HTTP/1.1\r\nHost: " + HOST.encode() + b"\r\n\r\n")
    check(status in (0, 400, 413, 414, 431), f"an address of 100 kB: {status}")

    def post(extra, target=report, back="/decisions", value="Example Post", kind="fix", field="outlet"):
        body = urllib.parse.urlencode({"kind": kind, "target": target, "field": field, "value": value, "why": "test", "who": "guard", "back": back})
        return ask(f"POST /decide HTTP/1.1\r\nHost: {HOST}\r\nContent-Type: application/x-www-form-urlencoded\r\n{extra}Content-Length: {len(body)}\r\nConnection: close\r\n\r\n{body}".encode(), 20)[0]

    for extra in ["", "Origin: http://evil.example\r\n", "Sec-Fetch-Site: cross-site\r\n", "Sec-Fetch-Site: same-site\r\n", "Sec-Fetch-Site: none\r\n",
                  f"Sec-Fetch-Site: cross-site\r\nOrigin: http://{HOST}\r\n", "Origin: null\r\n", f"Origin: https://{HOST}\r\n"]:
        check(post(extra) == 403, f"a decision from elsewhere ({extra.strip() or 'no header'})")
    check(post("Sec-Fetch-Site: same-origin\r\n") == 303, "a decision from our own page")
    check(post("Sec-Fetch-Site: same-origin\r\n", target="f" * 64) == 404, "a decision on nothing")
    out = subprocess.run([program, "--record", record, "export", "--as", "jsonl", "--of", "decision"], capture_output=True, text=True).stdout
    check("Example Post" in out and out.count("\n") == 1, "it is in the record, the others are not")

    idle = []
    for _ in range(200):
        s = socket.create_connection(("127.0.0.1", port), timeout=5)
        s.sendall(b"GET / HTTP/1.1\r\nHo")
        idle.append(s)
    start = time.monotonic()
    status, _, _ = ask(get(extra="Connection: close\r\n"))
    took = time.monotonic() - start
    check(status == 200 and took < 3, f"a reader beside 200 idle sockets: {status} in {took:.2f} s")
    for s in idle:
        s.close()
finally:
    server.terminate()
    server.wait(10)
print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
