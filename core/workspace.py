"""The one thing a screen or a command asks: a workspace, which is one file and its parts.

    with Workspace.open(path) as workspace:
        workspace.journal.write("It went better than I feared.")

The parts are made when they are first asked for, so that a command pays only for what it uses.
"""

from __future__ import annotations

from functools import cached_property

from core.ground import Ground

TYPE_CHECKING = False
if TYPE_CHECKING:
    from core.agenda import Agenda
    from core.insights.insights import Insights
    from core.insights.review import Reviews
    from core.merging.inbox import Inbox
    from core.merging.streams import Streams
    from core.ritual.asking import Asking
    from core.ritual.closing import Closing
    from core.ritual.doors import Doors
    from core.ritual.feedback import Feedback
    from core.ritual.rejections import Rejections
    from core.ritual.ritual import Ritual
    from core.ritual.waiting import Waiting
    from core.ritual.writing import Writing
    from core.skills.skills import Skills
    from core.storage.backups import Backups
    from core.strengths.strengths import Strengths
    from core.today.fatigue import Fatigue


class Workspace(Ground):
    """Everything about one person's search; the only composition of the domain's parts."""

    @cached_property
    def agenda(self) -> Agenda:
        """What is due and what is next."""
        from core.agenda import Agenda

        return Agenda(self)

    @cached_property
    def skills(self) -> Skills:
        """Skills, the postings that ask for them, the gap and the plan."""
        from core.skills.skills import Skills

        return Skills(self.store, self.rests, self.strengths, self.content)

    @cached_property
    def rejections(self) -> Rejections:
        """What was answered with a no."""
        from core.ritual.rejections import Rejections

        return Rejections(self.store, self.applications)

    @cached_property
    def ritual(self) -> Ritual:
        """The steps that can follow a no."""
        from core.ritual.ritual import Ritual

        return Ritual(self.store, self.rejections, self.rests, self.said, self.content)

    @cached_property
    def waiting(self) -> Waiting:
        """Parked decisions and held messages."""
        from core.ritual.waiting import Waiting

        return Waiting(self.store, self.rests, self.content)

    @cached_property
    def feedback(self) -> Feedback:
        """Requests for feedback, and what the answers are good for."""
        from core.ritual.feedback import Feedback

        return Feedback(self.store, self.rejections, self.rests, self.content)

    @cached_property
    def closing(self) -> Closing:
        """How a ritual ends, and the one next thing."""
        from core.ritual.closing import Closing

        return Closing(self.store, self.settings, self.ritual, self.applications, self.steps)

    @cached_property
    def doors(self) -> Doors:
        """What stays open after a no."""
        from core.ritual.doors import Doors

        return Doors(self.store, self.rejections, self.rests, self.content)

    @cached_property
    def fatigue(self) -> Fatigue:
        """Whether a rest is worth offering."""
        from core.today.fatigue import Fatigue

        return Fatigue(self.store, self.settings, self.rests, self.said, self.content)

    @cached_property
    def writing(self) -> Writing:
        """The writing session of a ritual."""
        from core.ritual.writing import Writing

        return Writing(self.store, self.ritual, self.journal)

    @cached_property
    def strengths(self) -> Strengths:
        """What the person can lean on: wins, kind words, anchors, stories, practice, the why."""
        from core.strengths.strengths import Strengths

        return Strengths(
            self.store, self.settings, self.applications, self.rounds, self.rests, self.efforts, self.content
        )

    @cached_property
    def asking(self) -> Asking:
        """The asking step of a ritual."""
        from core.ritual.asking import Asking

        return Asking(self.store, self.settings, self.rejections, self.ritual, self.feedback)

    @cached_property
    def insights(self) -> Insights:
        """What the notes show, and looking back."""
        from core.insights.insights import Insights

        return Insights(self.store, self.applications, self.reviews, self.content)

    @cached_property
    def reviews(self) -> Reviews:
        """The looks back on a week or a month."""
        from core.insights.review import Reviews

        return Reviews(self.store, self.journal, self.applications, self.rests, self.content)

    @cached_property
    def backups(self) -> Backups:
        """What this computer knows of its backups."""
        from core.storage.backups import Backups

        return Backups(self.store)

    @cached_property
    def conflicts(self) -> Inbox:
        """The texts that two machines changed apart, until the person has chosen."""
        from core.merging.inbox import Inbox

        return Inbox(self.store, self.content)

    @cached_property
    def streams(self) -> Streams:
        """This workspace's part in those of other machines."""
        from core.merging.streams import Streams

        return Streams(self.store)
