"""What stands between a machine and its store, and goes wrong: a wire that is cut, hangs or is slow, a server that
answers what it is told to.
"""

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Relay:
    """Passes on what goes to and comes from a port. After `after` bytes, both ways together, it does what `then` says:
    `cut` ends the connection, `hang` says nothing more. `pause` is seconds before each piece of at most 4 kB.
    """

    target: int
    after: int | None = None
    then: str = "cut"
    pause: float = 0.0
    passed: int = 0
    sockets: list[socket.socket] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port = self.door.getsockname()[1]
        threading.Thread(target=self._wait, daemon=True).start()

    def spoil(self, after: int | None, then: str = "cut") -> None:
        """From now on, so many bytes more."""
        self.passed, self.after, self.then = 0, after, then

    def heal(self) -> None:
        """All connections end, and new ones work."""
        self.after = None
        self._end()

    def close(self) -> None:
        self.door.close()
        self._end()

    def _end(self) -> None:
        for each in self.sockets:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
        self.sockets.clear()

    def _wait(self) -> None:
        while True:
            try:
                near, _ = self.door.accept()
            except OSError:
                return
            try:
                far = socket.create_connection(("127.0.0.1", self.target))
            except OSError:
                near.close()
                continue
            for each in (near, far):
                each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.sockets += [near, far]
            for ends in ((near, far), (far, near)):
                threading.Thread(target=self._carry, args=ends, daemon=True).start()

    def _carry(self, source: socket.socket, target: socket.socket) -> None:
        try:
            while piece := source.recv(4096):
                if self.pause:
                    time.sleep(self.pause)
                left = len(piece) if self.after is None else max(0, self.after - self.passed)
                self.passed += len(piece)
                target.sendall(piece[:left])
                if left < len(piece) and self.then == "cut":
                    break
        except OSError:
            pass
        for each in (source, target):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)


@dataclass
class Told:
    """An HTTP server that answers what it is told; with `context`, over TLS."""

    answer: Callable[[str, str], tuple[int, bytes]]
    context: ssl.SSLContext | None = None
    asked: list[str] = field(default_factory=list)

    def __enter__(self) -> "Told":
        told = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def __getattr__(self, name: str) -> Callable[[], None]:
                if not name.startswith("do_"):
                    raise AttributeError(name)
                return self._answer

            def _answer(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length") or 0))
                told.asked.append(self.command)
                status, body = told.answer(self.command, self.path)
                self.send_response(status)
                if 300 <= status < 400:
                    self.send_header("Location", "http://elsewhere.example/")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(b"" if self.command == "HEAD" else body)

            def log_message(self, *_: object) -> None: ...

        class Quiet(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_: object) -> None: ...  # the other side went away, as it should

        self.server = Quiet(("127.0.0.1", 0), Handler)
        if self.context:
            self.server.socket = self.context.wrap_socket(
                self.server.socket, server_side=True, do_handshake_on_connect=False
            )
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()
