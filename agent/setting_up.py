"""Sets a link up, changes it and takes it away: what the wizard asks for, tries, and keeps.

Works without an open agent: on a new PC there is nothing to open. The configuration is written whole or not at all, and
credentials go into the keyring before the file names their link.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from agent import clock as clocks
from agent import configuration
from agent.composition import Link, Workshop, pair_shapes
from agent.configuration import Configuration, LinkConfiguration, writing
from agent.configuration.allowed import allowed_by
from agent.configuration.writing import LinkDraft
from agent.connectors.manifest import Manifest, SecretField, SettingField
from agent.connectors.registry import PORTALS, TILLS
from agent.domain.failures import Failed, Failure, FailureKind, Side, Unavailable
from agent.domain.ports import Account, Prerequisite
from agent.home import Home
from agent.links import RECIPES
from agent.store import Store
from agent.vault import MemoryVault, Vault, secret_name

__all__ = ["LinkDraft", "Missing", "PairOffer", "SecretValues", "SetUp", "SideOffer", "Trial", "offers"]

SecretValues = Mapping[tuple[Side, str], str]
"""By side and the name of the `SecretField`."""


@dataclass(frozen=True)
class SideOffer:
    """What one side of a pair asks for."""

    side: Side
    title: str
    fields: tuple[SettingField, ...]
    secrets: tuple[SecretField, ...]
    """Those that a person enters; others are kept by the program itself."""
    never_tried_live: tuple[str, ...]


@dataclass(frozen=True)
class PairOffer:
    pair: str
    title: str
    portal: SideOffer
    pos: SideOffer

    def side(self, side: Side) -> SideOffer:
        return self.portal if side is Side.PORTAL else self.pos


@dataclass(frozen=True)
class Trial:
    """What one side said when it was tried."""

    side: Side
    account: Account | None
    failure: Failure | None
    prerequisites: tuple[Prerequisite, ...] = ()

    @property
    def good(self) -> bool:
        """Nothing that is known to be missing."""
        return self.failure is None and all(each.fulfilled is not False for each in self.prerequisites)


@dataclass(frozen=True)
class Missing:
    """A credential without which a link cannot work. Its value is nowhere."""

    link: str
    side: Side
    field: SecretField


def offers() -> tuple[PairOffer, ...]:
    """Every pair that there is, in the order in which it is offered."""
    return tuple(
        PairOffer(
            recipe.pair,
            recipe.title,
            _offer(Side.PORTAL, PORTALS[recipe.portal]),
            _offer(Side.POS, TILLS[recipe.pos]),
        )
        for recipe in RECIPES.values()
    )


class SetUp:
    """Of one home. The constructor opens nothing; whatever asks the network or the keyring blocks."""

    def __init__(self, home: Home, vault: Vault) -> None:
        self._home = home
        self._vault = vault

    @property
    def configured(self) -> bool:
        """Whether there is a file at all."""
        return self._home.configuration.exists()

    @property
    def empty(self) -> bool:
        """Nothing is joined yet, or any more: no file, or one without links. A file that is wrong is not empty."""
        try:
            return not writing.names_of(self._text())
        except Unavailable:
            return False

    def links(self) -> tuple[LinkConfiguration, ...]:
        """Raises `ConfigurationWrong`, or `Unavailable`; none where there is no file yet."""
        if self.empty:
            return ()
        return configuration.load(self._home.configuration, pair_shapes()).links

    def draft_of(self, link: str) -> LinkDraft:
        """As it stands in the file. Raises `Unavailable("configuration.unknown_link")`."""
        known = {each.name: each for each in self.links()}
        if link not in known:
            raise Unavailable("configuration.unknown_link", link=link, known=", ".join(known))
        found = known[link]
        return LinkDraft(
            found.name,
            found.pair,
            found.zone.key,
            *(part.model_dump(mode="json", exclude_unset=True) for part in (found.portal, found.pos, found.settings)),
        )

    def drafts_from(self, file: Path) -> tuple[LinkDraft, ...]:
        """The links of a reseller's file. Raises `ConfigurationWrong` or `Unavailable`, as `configuration.load`."""
        read = configuration.load(file, pair_shapes())
        return tuple(
            LinkDraft(
                link.name,
                link.pair,
                link.zone.key,
                *(part.model_dump(mode="json", exclude_unset=True) for part in (link.portal, link.pos, link.settings)),
            )
            for link in read.links
        )

    def take_file(self, file: Path) -> tuple[Missing, ...]:
        """A reseller's file becomes this PC's; what credentials it still needs. Raises as `drafts_from`."""
        self.drafts_from(file)
        writing.replace_file(self._home.configuration, file.read_bytes().decode("utf-8-sig"))
        return self.missing()

    def missing(self) -> tuple[Missing, ...]:
        """Credentials that are needed and not in the keyring. Raises `Unavailable` where it can't be read."""
        return tuple(
            missing
            for link in self.links()
            for side in Side
            for missing in self._missing_of(link.name, link.pair, side)
        )

    def _missing_of(self, link: str, pair: str, side: Side) -> Iterator[Missing]:
        manifest = _manifest(pair, side)
        absent = {
            secret.name for secret in manifest.secrets if self._vault.read(secret_name(link, side, secret.name)) is None
        }
        for secret in manifest.secrets:
            # Of those that stand for each other, the first is asked for.
            lacks_any = secret.name in manifest.any_of[:1] and absent >= set(manifest.any_of)
            if (secret.required and secret.name in absent) or lacks_any:
                yield Missing(link, side, secret)

    def check(self, draft: LinkDraft) -> Configuration:
        """Whether the file would be good with it. Raises `ConfigurationWrong` with what is wrong, key by key."""
        return writing.checked(self._home.configuration, writing.with_link(self._text(), draft), pair_shapes())

    def try_side(self, draft: LinkDraft, side: Side, secrets: SecretValues) -> Trial:
        """One call with the credentials, and what the pair needs of that side. Keeps nothing.

        A credential that is not given is taken from the keyring, where the link is known there.
        """
        try:
            link = self._link(draft, side)
            with self._shop(draft.name, side, secrets) as shop:
                door = shop.door(link, side)
                try:
                    connector = door.connector()
                    return Trial(side, connector.test(), None, connector.prerequisites())
                finally:
                    door.close()
        except ValidationError as wrong:
            told = "\n".join(
                f"{'.'.join(map(str, found['loc']))}: {allowed_by(dict(found))}" for found in wrong.errors()
            )
            params = {"file": self._home.configuration.name, "problems": told}
            return Trial(side, None, Failure(FailureKind.LOCAL, "configuration.wrong", params, side))
        except Failed as failed:
            return Trial(side, None, failed.failure)
        except Unavailable as trouble:
            return Trial(side, None, replace(trouble.failure, side=side))

    def keep(self, draft: LinkDraft, secrets: SecretValues) -> None:
        """Credentials first, then the file: a link is never named without them. Raises as `check`, or `Unavailable`."""
        text = writing.with_link(self._text(), draft)
        writing.checked(self._home.configuration, text, pair_shapes())
        for (side, field), value in secrets.items():
            self._vault.write(secret_name(draft.name, side, field), value)
        writing.replace_file(self._home.configuration, text)

    def remove(self, link: str, *, data: bool, secrets: bool) -> None:
        """Takes the link out of the file, and if wanted its orders and reservations, and its credentials.

        No agent may be at work. Raises `Unavailable`.
        """
        draft = self.draft_of(link)
        writing.replace_file(self._home.configuration, writing.without_link(self._text(), link))
        if data:
            store = Store(self._home.database)
            store.open()
            try:
                with store.writing() as ledger:
                    ledger.forget_link(link)
            finally:
                store.close()
        if secrets:
            self._forget_secrets(link, draft.pair)

    def forget_secrets(self) -> int:
        """Of all links; returns how many there were. Raises `Unavailable`."""
        return sum(self._forget_secrets(link.name, link.pair) for link in self.links())

    def _forget_secrets(self, link: str, pair: str) -> int:
        named = [secret_name(link, side, secret.name) for side in Side for secret in _manifest(pair, side).secrets]
        held = [name for name in named if self._vault.read(name) is not None]
        for name in held:
            self._vault.delete(name)
        return len(held)

    def _link(self, draft: LinkDraft, side: Side) -> Link:
        """As much of it as that side needs: the other one may not have been typed yet."""
        shape = pair_shapes()[draft.pair]
        parts = {Side.PORTAL: (shape.portal, draft.portal), Side.POS: (shape.pos, draft.pos)}
        read = {
            where: model.model_validate(dict(values)) if where is side else model.model_construct()
            for where, (model, values) in parts.items()
        }
        made = LinkConfiguration(
            draft.name, draft.pair, ZoneInfo(draft.zone), read[Side.PORTAL], read[Side.POS], shape.settings()
        )
        return Link(made, RECIPES[draft.pair])

    @contextmanager
    def _shop(self, link: str, side: Side, secrets: SecretValues) -> Iterator[Workshop]:
        known = {secret_name(link, where, field): value for (where, field), value in secrets.items()}
        if not any(where is side for where, _field in secrets):
            vault: Vault = self._vault
        else:
            vault = MemoryVault(known)
        # Nothing of a trial is written: a door alone is opened, and it has no use for the books.
        yield Workshop(
            Store(self._home.database),
            vault,
            clocks.ServerClock(),
            lambda: 0.0,
            lambda _event: None,
            lambda _link, _side, _ahead: None,
        )

    def _text(self) -> str:
        if not self.configured:
            return ""
        try:
            return self._home.configuration.read_bytes().decode("utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            name, kind = self._home.configuration.name, type(error).__name__
            raise Unavailable("configuration.unreadable", file=name, error=kind) from None


def _manifest(pair: str, side: Side) -> Manifest:
    recipe = RECIPES[pair]
    return PORTALS[recipe.portal] if side is Side.PORTAL else TILLS[recipe.pos]


def _offer(side: Side, manifest: Manifest) -> SideOffer:
    return SideOffer(
        side,
        manifest.title,
        manifest.fields,
        tuple(secret for secret in manifest.secrets if not secret.kept_by_itself),
        manifest.never_tried_live,
    )
