"""The front door's settings: environment variables MOTCUA_…, with defaults that run offline on one machine."""

from functools import cached_property
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.sites import origins_of


class Settings(BaseSettings):
    """What the front door needs to know; `MOTCUA_PORT=9000` sets `port`. Times in seconds, sizes in bytes."""

    model_config = SettingsConfigDict(env_prefix="MOTCUA_", frozen=True, extra="ignore")

    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    var: Path = Path("var")
    rasa_url: str = ""
    actions_url: str = ""
    rasa_port: int = Field(default=5005, ge=1, le=65535)
    actions_port: int = Field(default=5055, ge=1, le=65535)
    #: A bearer token that lets a caller on another machine use /chat; empty: only this machine may.
    api_token: str = ""
    #: Addresses or networks of reverse proxies whose X-Forwarded-For is believed, separated by commas.
    proxies: str = ""
    #: Sites of communes that may show the widget, separated by commas: https://xa-a.gov.vn, https://xa-b.gov.vn
    sites: str = ""
    #: The door's own address as citizens see it, for QR codes and search engines; empty: as the request says.
    public_url: str = ""
    #: Several Rasa processes, separated by commas; each sender stays with one. Empty: `rasa_url` alone.
    rasa_urls: str = ""
    rasa_timeout: float = Field(default=20.0, gt=0)
    #: How long to look into the tracker after an uncertain result before the citizen is told.
    look_seconds: float = Field(default=8.0, gt=0)
    body_limit: int = Field(default=64 * 1024, ge=1024)
    text_limit: int = Field(default=2000, ge=100)
    #: Messages of one sender that may be under way or waiting at once, and of all senders together.
    sender_queue: int = Field(default=32, ge=1)
    door_queue: int = Field(default=2000, ge=1)
    session_per_minute: int = Field(default=30, ge=1)
    address_per_minute: int = Field(default=180, ge=1)
    journal_days: float = Field(default=7.0, gt=0)
    events_days: float = Field(default=30.0, gt=0)
    conversation_days: float = Field(default=30.0, gt=0)
    session_days: int = Field(default=7, ge=1)
    drain_seconds: int = Field(default=30, ge=1)
    #: The Telegram bot's token; empty: no Telegram.
    telegram_token: SecretStr = SecretStr("")
    #: Where the Bot API answers: Telegram's servers, or a Bot API server of one's own.
    telegram_api: str = "https://api.telegram.org"
    #: The door's public https address; with it Telegram calls us (webhook), without it we ask Telegram (long polling).
    telegram_webhook_url: str = ""
    #: What Telegram must send along with each call; empty: made from the installation's secret.
    telegram_webhook_secret: SecretStr = SecretStr("")
    #: Messages a second to all chats together that Telegram allows a bot.
    telegram_per_second: float = Field(default=30.0, gt=0)
    #: Chats whose questions are answered at the same time; the others wait.
    telegram_at_once: int = Field(default=32, ge=1)

    @property
    def rasa(self) -> str:
        """Where Rasa answers, without a slash at the end."""
        return (self.rasa_url or f"http://127.0.0.1:{self.rasa_port}").rstrip("/")

    @cached_property
    def rasas(self) -> tuple[str, ...]:
        """Where the Rasa processes answer: one, unless several are given."""
        return tuple(url.strip().rstrip("/") for url in self.rasa_urls.split(",") if url.strip()) or (self.rasa,)

    @cached_property
    def origins(self) -> frozenset[str]:
        """The sites that may show the widget, as origins; raises ValueError for one that is none."""
        return origins_of(self.sites)

    @property
    def actions(self) -> str:
        """Where the action server answers, without a slash at the end."""
        return (self.actions_url or f"http://127.0.0.1:{self.actions_port}").rstrip("/")

    @cached_property
    def proxy_networks(self) -> tuple[IPv4Network | IPv6Network, ...]:
        """The networks of the believed reverse proxies; raises ValueError for one that is none."""
        return tuple(ip_network(part.strip(), strict=False) for part in self.proxies.split(",") if part.strip())
