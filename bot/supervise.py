"""`python -m bot run`: start action server, Rasa and front door, keep them running, stop them all together."""

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import TextIO
from urllib.parse import urlsplit

from bot import leash, ports
from bot.services import SERVICES, Service

_TICK = 0.2
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 30.0
#: A part that has run this long since its last crash is trusted again: its next pause is short.
_STABLE = 60.0
#: A part that ends so often before it was ever ready will not become ready: stop and show why.
_HOPELESS = 3
#: A little longer than the front door's own time for letting turns end.
_STOP_SECONDS = 35.0
_LOG_BYTES = 5 * 1024 * 1024


@dataclass
class Part:
    """One service under the supervisor."""

    service: Service
    log: Path
    process: "subprocess.Popen[bytes] | None" = None
    started: float = 0.0
    first_started: float = 0.0
    ready: bool = False
    was_ready: bool = False
    early_ends: int = 0
    pause: float = _FIRST_PAUSE
    start_at: float = 0.0


@dataclass
class Supervisor:
    """Runs the services of a checkout in the foreground. Use from the main thread; `run` returns an exit status."""

    root: Path
    out: TextIO
    services: Sequence[Service] = SERVICES
    environ: dict[str, str] = field(default_factory=lambda: dict(os.environ))
    tick: float = _TICK

    def __post_init__(self) -> None:
        folder = Path(self.environ.get("MOTCUA_VAR") or "var")
        self._logs = (folder if folder.is_absolute() else self.root / folder) / "log"
        self._parts = [Part(service, self._logs / f"{service.name}.log") for service in self.services]
        self._stopping = False
        self._announced = False
        # A Python of ours that writes to a file would otherwise keep its lines back.
        self.environ.setdefault("PYTHONUNBUFFERED", "1")

    def run(self) -> int:
        """Start everything and watch over it until SIGINT or SIGTERM, or until a part cannot start."""
        trouble = self._obstacles()
        if trouble:
            for line in trouble:
                self._say(line)
            return 1
        self._logs.mkdir(parents=True, exist_ok=True)
        before = {
            number: signal.signal(number, self._stop) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        }
        try:
            while not self._stopping:
                if not all(self._look_after(part) for part in self._parts):
                    return 1
                self._announce()
                time.sleep(self.tick)
            self._say("Đang dừng…")
            return 0
        finally:
            self._stop_all()
            for number, handler in before.items():
                signal.signal(number, handler)
            self._say("Đã dừng hết.")

    def _obstacles(self) -> list[str]:
        found = []
        for service in self.services:
            interpreter = service.interpreter(self.root, self.environ)
            if not os.access(interpreter, os.X_OK):
                found.append(f"Thiếu môi trường Python của {service.title}: {interpreter}. Hãy chạy: make setup")
        if len({service.port(self.environ) for service in self.services}) < len(self.services):
            found.append("Có hai phần dùng chung một cổng. Hãy xem các biến MOTCUA_…PORT.")
        for service in self.services:
            port = service.port(self.environ)
            if not ports.is_free("127.0.0.1", port):
                holder = ports.owner(port)
                who = f"tiến trình {holder[0]} ({holder[1][:120]})" if holder else "một chương trình khác"
                found.append(f"Cổng {port} của {service.title} đang bị {who} dùng.")
                found.append(f"  Hãy dừng chương trình đó, hoặc chọn cổng khác bằng {service.port_variable}=…")
        return found

    def _look_after(self, part: Part) -> bool:
        """Start, watch or restart one part; return False when it is hopeless."""
        now = time.monotonic()
        if part.process is None:
            if now >= part.start_at:
                self._start(part)
            return True
        status = part.process.poll()
        if status is not None:
            return self._ended(part, status)
        if not part.ready and _healthy(part.service.health_url(self.environ)):
            part.ready = part.was_ready = True
            self._say(f"✓ {part.service.title} sẵn sàng sau {now - part.started:.1f} giây")
        elif not part.was_ready and not part.service.staff and now - part.first_started > part.service.patience:
            self._say(f"✗ {part.service.title} không sẵn sàng sau {part.service.patience:.0f} giây.")
            self._show_log(part)
            return False
        elif part.ready and now - part.started > _STABLE:
            part.pause = _FIRST_PAUSE
        return True

    def _start(self, part: Part) -> None:
        service = part.service
        port = service.port(self.environ)
        self._say(f"… Đang khởi động {service.title} (cổng {port}, nhật ký {self._short(part.log)})")
        if part.log.exists() and part.log.stat().st_size > _LOG_BYTES:
            part.log.replace(part.log.with_suffix(".log.1"))
        part.started = time.monotonic()
        part.first_started = part.first_started or part.started
        part.ready = False
        part.process = leash.start(service.command(self.root, self.environ), self.root, self.environ, part.log)

    def _ended(self, part: Part, status: int) -> bool:
        assert part.process is not None
        leash.signal_group(part.process, signal.SIGKILL)  # what it has started and left behind
        part.process = None
        part.ready = False
        reason = f"tín hiệu {signal.Signals(-status).name}" if status < 0 else f"mã {status}"
        if not part.was_ready:
            part.early_ends += 1
            if part.early_ends >= _HOPELESS and not part.service.staff:
                self._say(f"✗ {part.service.title} không khởi động được ({reason}).")
                self._show_log(part)
                return False
        self._say(f"! {part.service.title} đã dừng ({reason}); khởi động lại sau {part.pause:.0f} giây")
        self._show_log(part, lines=3)
        part.start_at = time.monotonic() + part.pause
        part.pause = min(part.pause * 2, _LONGEST_PAUSE)
        return True

    def _announce(self) -> None:
        if self._announced or not all(part.ready for part in self._parts if not part.service.staff):
            return
        self._announced = True
        public = next((part.service for part in self._parts if part.service.public), None)
        if public is not None:
            self._say(f"Mời mở trang: http://127.0.0.1:{public.port(self.environ)}/  (Ctrl-C để dừng)")
        for part in self._parts:
            if part.service.staff:
                self._say(f"{part.service.title}: http://127.0.0.1:{part.service.port(self.environ)}/")

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self._stopping = True

    def _stop_all(self) -> None:
        """Ask the parts to end, the front door first so that turns under way are still answered; then insist."""
        for part in reversed(self._parts):
            if part.process is None:
                continue
            leash.signal_group(part.process, signal.SIGTERM)
            deadline = time.monotonic() + _STOP_SECONDS
            while part.process.poll() is None and time.monotonic() < deadline:
                time.sleep(0.05)
            leash.signal_group(part.process, signal.SIGKILL)  # also what it has started and left behind
            part.process.wait()
            part.process = None

    def _show_log(self, part: Part, lines: int = 15) -> None:
        try:
            with part.log.open("rb") as file:
                file.seek(max(0, part.log.stat().st_size - 16384))
                last = file.read().decode("utf-8", "replace").splitlines()[-lines:]
        except OSError:
            return
        for line in last:
            self._say(f"    {line}")
        self._say(f"    (xem thêm: {self._short(part.log)})")

    def _short(self, path: Path) -> str:
        return str(path.relative_to(self.root)) if path.is_relative_to(self.root) else str(path)

    def _say(self, line: str) -> None:
        print(line, file=self.out, flush=True)


def _healthy(url: str) -> bool:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=1.0)
    try:
        connection.request("GET", parts.path)
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def run() -> int:
    """Supervise the checkout that this file lies in."""
    return Supervisor(Path(__file__).resolve().parent.parent, sys.stdout).run()
