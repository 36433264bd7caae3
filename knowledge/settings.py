"""Settings of the knowledge room, read from MOTCUA_… environment variables; the defaults run offline on one machine."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What an operator may set. Paths are relative to the working folder unless absolute."""

    model_config = SettingsConfigDict(env_prefix="MOTCUA_", frozen=True)

    var: Path = Path("var")
    #: "static" trains a small embedder at build time; anything else is a sentence-transformers name or folder.
    embedder: str = "static"
    #: What that model wants before a question and before a stored text ("query: ", "passage: " for e5).
    embedder_query_prefix: str = ""
    embedder_text_prefix: str = ""
    #: Tokens kept of one text by a sentence-transformers model.
    embedder_length: int = Field(default=96, ge=8, le=512)
    #: Whether multi-syllable words are joined ("khai_sinh") before encoding, as PhoBERT's children want it.
    embedder_segment: bool = False
    #: Steps of the local embedder's training.
    train_steps: int = Field(default=400, ge=1)
    #: Upper bound of the local embedder's training, in seconds of wall time on two cores.
    train_seconds: float = Field(default=90.0, gt=0)
    seed: int = 2026
    #: Seconds between two looks at the `current` pointer.
    snapshot_poll: float = Field(default=1.0, ge=0)
    #: Snapshots kept by `build`; the active one is never removed.
    snapshots_kept: int = Field(default=10, ge=1)


def settings() -> Settings:
    """Return the settings as the environment gives them now."""
    return Settings()
