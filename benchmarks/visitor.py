"""A student without a browser: speaks Streamlit's protocol over a WebSocket, moves sliders, waits for pictures.

A browser costs a hundred times more than the server that it visits; with visitors like this one a class fits beside it.
"""

import asyncio
import base64
import os
import random
import time
from typing import NamedTuple

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from vizvi.serve.wire import Wire

PATIENCE = 60.0  # seconds for one picture
TICKS = 60.0  # fragments that tick slower than this are no work in progress
GOOD = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)


class Knob(NamedTuple):
    """A slider on the page, or a box with a number: its widget, its label, the values that it has, the fragment that runs
    when it moves, and where on the page it stands."""

    id: str
    label: str
    low: float
    step: float
    steps: int
    fragment: str
    place: tuple[int, ...]


def handshake(host: str, cookie: str = "") -> list[tuple[str, str]]:
    """The headers with which a browser opens a visit."""
    key = base64.b64encode(os.urandom(16)).decode()
    wanted = [("Host", host), ("Upgrade", "websocket"), ("Connection", "Upgrade"), ("Sec-WebSocket-Key", key)]
    return [*wanted, ("Sec-WebSocket-Version", "13"), *([("Cookie", cookie)] if cookie else [])]


class Visitor:
    """One visit of one page."""

    def __init__(self, page: str, seed: int):
        self.page, self.dice = page, random.Random(seed)
        self.knobs: dict[str, Knob] = {}
        self.boxes: dict[str, Knob] = {}  # numbers that are typed, for a page without sliders
        self.values: dict[str, float] = {}
        self.buttons: dict[str, tuple[str, str]] = {}  # label -> (widget, fragment)
        self.query, self.hash, self.moved, self.exceptions = "", "", "", 0
        self.runs: dict[str, set[str]] = {}  # runs under way -> their fragments
        self.seen: set[str] = set()  # sliders that the present run has drawn
        self.blocks: set[tuple[int, ...]] = set()  # and containers, by their place
        self.waiting: tuple[str, asyncio.Future] | None = None
        self.doubtful = False  # whether what is waited for has ended early: what comes next tells
        self.ticking: dict[str, asyncio.Task] = {}
        self.listening: asyncio.Task | None = None
        self.lost: Exception | None = None

    async def arrive(self, host: str, port: int, cookie: str = "") -> float:
        """Open the page; seconds to its first picture."""
        start = time.perf_counter()
        self.socket = await Wire.open(host, port, "/_stcore/stream", handshake(f"{host}:{port}", cookie))
        self.listening = asyncio.create_task(self._listen())
        await self._ask("")
        first = time.perf_counter() - start
        if "Skip" in self.buttons:  # the prediction, which hides the knobs of a lesson
            widget, fragment = self.buttons["Skip"]
            await self._ask(fragment, trigger=widget)
        return first

    @property
    def movable(self) -> dict[str, Knob]:
        """What can be moved: sliders, or on a page without any its numbers."""
        return self.knobs or self.boxes

    async def move(self, which: str = "") -> float:
        """Move one slider, `.moved`, to another value; seconds to the end of the run that draws the new picture.

        which: the widget; without one, any."""
        knob = self.movable[which] if which else self.dice.choice(list(self.movable.values()))
        others = [each for each in range(knob.steps + 1) if knob.low + each * knob.step != self.values.get(knob.id)]
        self.values[knob.id] = knob.low + self.dice.choice(others) * knob.step
        self.moved = knob.label
        return await self._ask(knob.fragment)

    def leave(self) -> None:
        """Close the connection and let nothing tick."""
        for task in [*self.ticking.values(), *([self.listening] if self.listening else [])]:
            task.cancel()
        if hasattr(self, "socket"):
            self.socket.close()

    async def _ask(self, fragment: str, trigger: str = "") -> float:
        if self.lost:
            raise self.lost
        start = time.perf_counter()
        self.runs.clear()  # what began before does not answer this
        self.doubtful = False
        self.waiting = fragment, asyncio.get_running_loop().create_future()
        self._send(fragment, trigger)
        await asyncio.wait_for(self.waiting[1], PATIENCE)
        return time.perf_counter() - start

    def _send(self, fragment: str, trigger: str = "", auto: bool = False) -> None:
        states = [
            {"id": key} | ({"double_value": value} if key in self.boxes else {"double_array_value": {"data": [value]}})
            for key, value in self.values.items()
        ]
        if trigger:
            states.append({"id": trigger, "trigger_value": True})
        run = {"query_string": self.query, "widget_states": {"widgets": states}, "fragment_id": fragment}
        run |= {"page_script_hash": self.hash} if self.hash else {"page_name": self.page}
        self.socket.send(BackMsg(rerun_script=run | {"is_auto_rerun": auto}).SerializeToString())

    async def _listen(self) -> None:
        try:
            while True:
                self._hear(ForwardMsg.FromString(await self.socket.receive()))
        except Exception as problem:
            self.lost = problem
            if self.waiting and not self.waiting[1].done():
                self.waiting[1].set_exception(problem)

    def _hear(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        if kind == "delta":
            self._see(message.delta, tuple(message.metadata.delta_path))
        elif kind == "new_session":
            self.hash = message.new_session.page_script_hash
            self.runs[message.metadata.run.script_run_id] = fragments = set(message.metadata.run.fragment_ids)
            self.seen, self.blocks = set(), set()
            if not fragments:  # the whole page says anew what ticks
                for task in self.ticking.values():
                    task.cancel()
                self.ticking.clear()
            if self.doubtful and fragments and self.waiting[0] not in fragments:
                self._answered()
            self.doubtful = False
        elif kind == "navigation":  # the page itself; until now it was the router
            self.hash = message.navigation.page_script_hash
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "auto_rerun" and message.auto_rerun.interval < TICKS:
            self._tick(message.auto_rerun.fragment_id, message.auto_rerun.interval)
        elif kind == "stop_auto_rerun":
            for fragment in message.stop_auto_rerun.fragment_ids:
                if task := self.ticking.pop(fragment, None):
                    task.cancel()
        elif kind == "script_finished":
            fragments = self.runs.pop(message.metadata.run.script_run_id, None)
            if fragments is None or not self.waiting:
                return
            ours = not fragments or self.waiting[0] in fragments
            if message.script_finished in GOOD:
                self._forget(fragments)
                if ours:
                    self._answered()
            elif ours:  # cut short, or whole with a piece of work so close behind that Streamlit calls it so
                self.doubtful = True

    def _answered(self) -> None:
        if not self.waiting[1].done():
            self.waiting[1].set_result(None)

    def _forget(self, fragments: set[str]) -> None:
        """Let go of sliders that a finished run would have drawn, were they still there."""
        for there in (self.knobs, self.boxes):
            for knob in [each for each in there.values() if each.id not in self.seen]:
                above = (knob.place[:i] for i in range(1, len(knob.place)))
                if not fragments or knob.fragment in fragments or not self.blocks.isdisjoint(above):
                    del there[knob.id]
                    self.values.pop(knob.id, None)

    def _see(self, delta, place: tuple[int, ...]) -> None:
        if delta.WhichOneof("type") == "add_block":
            self.blocks.add(place)
            return
        element = delta.new_element
        kind = element.WhichOneof("type")
        if kind == "slider" and element.slider.type == element.slider.SLIDER and not element.slider.disabled:
            each = element.slider
            steps = min(10_000, round((each.max - each.min) / each.step)) if each.step else 0
            if len(each.default) == 1 and steps > 0:
                self.knobs[each.id] = Knob(each.id, each.label, each.min, each.step, steps, delta.fragment_id, place)
                self.seen.add(each.id)
            if each.set_value:
                self.values[each.id] = each.value[0]
        elif kind == "number_input" and not element.number_input.disabled:
            each = element.number_input
            if each.has_min and each.has_max and each.step > 0 and each.max > each.min:
                steps = min(10_000, round((each.max - each.min) / each.step))
                self.boxes[each.id] = Knob(each.id, each.label, each.min, each.step, steps, delta.fragment_id, place)
                self.seen.add(each.id)
            if each.set_value:
                self.values[each.id] = each.value
        elif kind == "button":
            self.buttons[element.button.label] = element.button.id, delta.fragment_id
        elif kind == "exception":
            self.exceptions += 1

    def _tick(self, fragment: str, interval: float) -> None:
        """Ask for a fragment that is still at work again and again, as a browser does."""

        async def clock():
            while True:
                await asyncio.sleep(interval)
                self._send(fragment, auto=True)

        if task := self.ticking.pop(fragment, None):
            task.cancel()
        self.ticking[fragment] = asyncio.create_task(clock())
