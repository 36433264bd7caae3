"""Settings of the action server, read from MOTCUA_… environment variables."""

from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Where the action server listens and where the snapshots are."""

    model_config = SettingsConfigDict(env_prefix="MOTCUA_", frozen=True)

    var: Path = Path("var")
    actions_host: str = "127.0.0.1"
    actions_port: int = 5055
    snapshot_poll: float = 1.0
