"""Where things live: the user's own folders, or one folder that holds everything (`--home`, `CAMPANELLO_HOME`)."""

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs

HOME_VARIABLE = "CAMPANELLO_HOME"


@dataclass(frozen=True)
class Home:
    """The files of one restaurant. Nothing is created by asking for a path."""

    configuration: Path
    database: Path
    logs: Path
    id: str | None = None
    """None for the user's own folders; else a short name of the given one, so that two homes never share secrets."""

    @classmethod
    def at(cls, folder: Path | None, environment: Mapping[str, str]) -> "Home":
        """That folder, else the one of the environment, else the user's own."""
        given = folder or (Path(environment[HOME_VARIABLE]) if environment.get(HOME_VARIABLE) else None)
        if given is None:
            config = platformdirs.user_config_path("campanello", appauthor=False)
            data = platformdirs.user_data_path("campanello", appauthor=False)
            logs = platformdirs.user_log_path("campanello", appauthor=False)
            return cls(config / "campanello.toml", data / "campanello.db", logs)
        whole = given.expanduser().resolve()
        # Windows takes a folder's name in any case: one folder is one home.
        name = hashlib.sha256(os.path.normcase(whole).encode(errors="surrogateescape")).hexdigest()[:12]
        return cls(whole / "campanello.toml", whole / "campanello.db", whole / "logs", name)

    @property
    def data(self) -> Path:
        """The folder of the database and of the lock."""
        return self.database.parent

    @property
    def keyring_service(self) -> str:
        return f"campanello:{self.id}" if self.id else "campanello"
