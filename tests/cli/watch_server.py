"""A feed, its pages and its traps on loopback, for test_watch.sh. Prints its port; state is switched by /edit."""
import http.server, sys

PARA = "<p>Delegations from both sides met on Monday in the old town, officials said, and agreed to meet again in June.</p>"
edited = False
log = []


class Handler(http.server.BaseHTTPRequestHandler):
    def answer(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        global edited
        log.append(self.path)
        base = "http://127.0.0.1:%d" % self.server.server_port
        if self.path == "/feed.xml":
            tag = '"v2"' if edited else '"v1"'
            if self.headers.get("If-None-Match") == tag:
                return self.answer(304)
            links = ["/one.html", "/two.html", "file:///etc/passwd", "/loop", "/inside"]
            items = "".join("<item><title>T</title><link>%s</link><pubDate>Mon, 03 Mar 2025 08:00:00 GMT</pubDate></item>" % l for l in links)
            return self.answer(200, ("<?xml version='1.0'?><rss version='2.0'><channel><title>News</title>%s</channel></rss>" % items).encode(), Content_Type="application/rss+xml", ETag=tag)
        if self.path == "/laughs.xml":
            return self.answer(200, b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><rss><channel><title>&b;</title></channel></rss>')
        if self.path == "/one.html":
            more = "<p>A correction was made on Tuesday: the talks will go on in July, and not in June, officials said.</p>" if edited else ""
            return self.answer(200, ("<title>One</title><h1>Talks resume</h1>" + PARA + more + "<!-- %d -->" % len(log)).encode(), Content_Type="text/html; charset=utf-8")
        if self.path == "/two.html":
            if self.headers.get("If-Modified-Since"):
                return self.answer(304)
            return self.answer(200, ("<title>Two</title><h1>Map talks stall</h1>" + PARA.replace("June", "May")).encode(), Content_Type="text/html", Last_Modified="Mon, 03 Mar 2025 08:00:00 GMT")
        if self.path == "/loop":
            return self.answer(302, Location=base + "/loop")
        if self.path == "/inside":
            return self.answer(302, Location="ftp://127.0.0.1/x")
        if self.path == "/edit":
            edited = True
            return self.answer(200)
        if self.path == "/log":
            return self.answer(200, "\n".join(log).encode())
        self.answer(404)

    def log_message(self, *a):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(server.server_port, flush=True)
server.serve_forever()
