"""A program that answers 200 on its port until it is told to stop; no alarm is raised in it."""

import http.server
import os


class Yes(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b'{"compared_at": null, "raised": []}')

    def log_message(self, *_what: object) -> None:
        return


address = (os.environ["CONGVAN_HOST"], int(os.environ["CONGVAN_PORT"]))
http.server.ThreadingHTTPServer(address, Yes).serve_forever()
