"""What the screen shows of findings: groups by cause, each article with what exactly is wrong. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from agent.domain.alignment import Finding, Risk
from agent.sentences import CAUSES, Sentence, finding_detail, finding_sentence
from agent.texts import _, format_instant
from ui.theme import Tone

TONES: Mapping[Risk, Tone] = {Risk.ORDERS: Tone.BAD, Risk.GUEST: Tone.WAITING, Risk.HINT: Tone.INFO}

ICONS: Mapping[Risk, str] = {Risk.ORDERS: "warning", Risk.GUEST: "user", Risk.HINT: "info"}

FREE = "finding.price_zero"
"""The cause that a person may declare to be meant so."""


@dataclass(frozen=True)
class ArticleFace:
    """One article of a group; several findings of one article are one line."""

    ref: str
    name: str
    detail: str


@dataclass(frozen=True)
class GroupFace:
    """All articles of one link with one cause."""

    link: str
    cause: str
    risk: Risk
    told: Sentence
    since: str
    articles: tuple[ArticleFace, ...]

    @property
    def key(self) -> tuple[str, str, str]:
        return (self.link, self.cause, self.told.title)

    @property
    def can_be_free(self) -> bool:
        return self.cause == FREE


def groups_of(findings: Iterable[Finding], zone: Callable[[str], ZoneInfo]) -> tuple[GroupFace, ...]:
    """What puts orders at risk on top; among those, what concerns the whole menu before single articles."""
    gathered: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in findings:
        title = finding_sentence(finding, zone(finding.link)).title
        gathered.setdefault((finding.link, finding.cause, title), []).append(finding)
    made = [_group(each, zone(each[0].link)) for each in gathered.values()]
    risks, known = list(Risk), {cause: at for at, cause in enumerate(CAUSES)}
    return tuple(sorted(made, key=lambda group: (risks.index(group.risk), known.get(group.cause, len(known)))))


def _group(findings: Sequence[Finding], zone: ZoneInfo) -> GroupFace:
    first = findings[0]
    # An article may be at risk in one finding and not in another (deleted at the till, but off on the portal).
    risk = min((each.risk for each in findings), key=list(Risk).index)
    return GroupFace(
        first.link,
        first.cause,
        risk,
        finding_sentence(first, zone),
        _since([each.since for each in findings if each.since is not None], zone),
        _articles(findings, zone),
    )


def _articles(findings: Sequence[Finding], zone: ZoneInfo) -> tuple[ArticleFace, ...]:
    """A finding of the link as a whole has no article."""
    details: dict[tuple[str, str], list[str]] = {}
    for each in findings:
        detail = finding_detail(each, zone)
        name = each.article or each.ref
        if name and (detail or name not in finding_sentence(each, zone).title):
            details.setdefault((each.ref, name), []).append(detail)
    return tuple(
        ArticleFace(ref, name, _sentence_case(", ".join(part for part in told if part)))
        for (ref, name), told in details.items()
    )


def _since(instants: Sequence[datetime], zone: ZoneInfo) -> str:
    if not instants:
        return ""
    return _("Since {instant}").format(instant=format_instant(min(instants), zone))


def _sentence_case(text: str) -> str:
    return text[:1].upper() + text[1:]
