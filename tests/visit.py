"""Visits: a page opened from a link as a browser would, and what it then shows, read from the bytes that it sends."""

import html
import json
import random
import re
import struct
from pathlib import Path
from urllib.parse import parse_qsl

import app_runs
import numpy as np
from streamlit.testing.v1 import AppTest, element_tree

from vizvi.ui.memory import Memory

app_runs.install()


class Label(str):
    """An option as a menu shows it; a menu's own formatter takes the option behind it, and AppTest would call it again."""


_formatted = element_tree._format_value_for_widget
element_tree._format_value_for_widget = lambda make, value: value if type(value) is Label else _formatted(make, value)

ROOT = Path(__file__).resolve().parents[1]
CODES = {"f4": "<f4", "f8": "<f8", "u1": "u1", "i4": "<i4", "u2": "<u2"}
SKIP = ".skip"
POKED = ("selectbox", "slider", "number_input", "toggle", "select_slider")
EVERY = (*POKED, "button_group", "radio", "text_input", "text_area", "button", "tab_container", "expander")
TYPED = ("", "-x^2/2", "log(x)", "-x^4 + y", "-(x^2 + y^2)/2", "1/0", "-4, 4", "nan", "3 5 8", "x" * 300, "-abs(x)^0.3")
ENOUGH = {"steps": 40, "runs": 4, "draws": 200}  # more of these is more of the same


def opened(page: str, at_once: bool = False, **query) -> AppTest:
    """A page from a link's parameters, run once; at_once: with all that would grow full-grown."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    if at_once:
        app.session_state["_at_once"] = True
    app.query_params.update(query)
    app.switch_page(f"pages/{page}.py") if page != "home" else None
    return app.run()


def followed(page: str, link: str, at_once: bool = False) -> AppTest:
    """The same from the text of a link."""
    return opened(page, at_once, **dict(parse_qsl(link, keep_blank_values=True)))


def revealed(app: AppTest) -> AppTest:
    """The page once its prediction is skipped."""
    for each in [each for each in app.button if each.key and each.key.endswith(SKIP)]:
        app = each.click().run()
    return app


class Skipped(dict):
    """Answers to every question that a page may ask: each was skipped."""

    def __contains__(self, name) -> bool:
        return True

    def get(self, name, default=None):
        return {"said": "", "locked": False}


def taken_away(page: str, at_once: bool = False, **query) -> AppTest:
    """A page that has told all, with what it offers to take away open, in one run."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.session_state["_at_once"] = at_once
    app.session_state[f"_{page}"] = Memory(answers=Skipped(), recalled=True)
    app.session_state[f"{page}.takeaway"] = True
    app.query_params.update(query)
    app.switch_page(f"pages/{page}.py")
    return app.run()


def unfolded(app: AppTest, label: str) -> AppTest:
    """The page with one tab or expander open, found by its label."""
    for tabs in app.get("tab_container"):
        if label in (each.label for each in tabs.children.values()):
            app.session_state[_key(tabs)] = label
            return app.run()
    (fold,) = [each for each in app.expander if each.label == label]
    app.session_state[_key(fold)] = True
    return app.run()


def _key(block) -> str:
    """The key that a page gave to a block: Streamlit puts a hash in front."""
    return block.proto.id.split("-", 2)[2]


def on_show(app: AppTest) -> dict:
    """What the page offers to be taken away, by its place: name, value when it is made, experiment."""
    return dict(app.session_state["_offered"])


def unpacked(message: bytes) -> tuple[dict, dict[str, np.ndarray]]:
    """Header and arrays of one message: a length, JSON, then little-endian buffers at the offsets that it tells."""
    (size,) = struct.unpack_from("<I", message)
    header = json.loads(message[4 : 4 + size])
    arrays = {}
    for name, entry in header.pop("arrays").items():
        count = int(np.prod(entry["shape"]))
        flat = np.frombuffer(message, CODES[entry["dtype"]], count, 4 + size + entry["offset"])
        arrays[name] = _values(flat.reshape(entry["shape"]), entry)
    return header, arrays


def _values(sent: np.ndarray, entry: dict) -> np.ndarray:
    """Numbers that were sent as counts on a scale, and fields whose equal rows and columns were sent once."""
    if "low" in entry:
        counts = sent.reshape(-1, len(entry["low"])).astype(float)
        low, step, bend = (np.array(entry.get(name, 0.0)) for name in ("low", "step", "bend"))
        values = low + (bend * np.expm1(step * counts) if "bend" in entry else step * counts)
        sent = np.where(counts == 65535, np.nan, values).astype(np.float32).reshape(sent.shape)
    if "times" in entry:
        rows, columns = (np.repeat(np.arange(len(each)), each) for each in entry["times"])
        sent = sent[rows][:, columns]
    return sent


def pictures(app: AppTest) -> dict[str, tuple[dict, dict[str, np.ndarray]]]:
    """Every stage and board on the page by its key."""
    return {_key(each): unpacked(each.proto.bytes) for each in app.get("bidi_component") if each.proto.bytes}


def asides(app: AppTest) -> list[dict]:
    """What the components that draw no picture were told."""
    told = [json.loads(each.proto.json) for each in app.get("bidi_component") if not each.proto.bytes]
    return [each[0] for each in told if isinstance(each, list)]  # a pad, which does draw, has a dict


def shared(app: AppTest) -> dict[str, str]:
    """The link that Share copies."""
    return next((dict(parse_qsl(each["query"])) for each in asides(app) if "query" in each), {})


def widgets(app: AppTest) -> dict:
    """The value of every widget with a key, buttons left out."""
    kinds = ("selectbox", "slider", "number_input", "toggle", "select_slider", "button_group", "radio", "checkbox")
    return {each.key: each.value for kind in kinds for each in app.get(kind) if each.key}


def large(app: AppTest) -> dict[str, float]:
    """The large numbers by name."""
    found = re.findall(r'data-vizvi-value="([^"]+)" data-value="([^"]+)"', _html(app))
    return {name: float(re.sub(r"^np\.\w+\((.*)\)$", r"\1", html.unescape(value))) for name, value in found}


def words(app: AppTest) -> str:
    """All that the page says in Markdown."""
    told = (*app.markdown, *app.success, *app.caption, *app.info, *app.warning)
    return "\n".join([each.value for each in told])


def _html(app: AppTest) -> str:
    return "\n".join(each.proto.body for each in app.get("html"))


RAW = re.compile(r"(?<![\w.])(?:[-+−]?(?:nan|inf)|np\.\w+\(.*?\))(?!\w)", re.IGNORECASE)  # a number nobody wrote for people
UNKNOWN = re.compile(
    r'value="([^"]+)" data-value="(?:np\.\w+\()?nan\)?" title="[^"]*">(?:(?!</b>).)*</b><i></i>', re.DOTALL
)


def unreasoned(app: AppTest) -> list[str]:
    """Raw "nan" and "inf" in what a page says or draws, and large numbers that are unknown without a note."""
    bare = re.sub(r"<[^>]*>", " ", re.sub(r"<style>.*?</style>", " ", _html(app), flags=re.DOTALL))
    told = [words(app), bare, *_strings([header for header, _ in pictures(app).values()])]
    return [each for text in told for each in RAW.findall(text)] + UNKNOWN.findall(_html(app))


def _strings(value) -> list[str]:
    """Every text inside of a header, however deep."""
    if isinstance(value, str):
        return [value]
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for each in inside for text in _strings(each)]


def poked(app: AppTest, dice: random.Random, count: int, kinds: tuple[str, ...] = POKED) -> list[str]:
    """Change some widgets one after the other, each once before any comes again; which they were, in order."""
    done: list[str] = []
    while len(done) < count:
        found = {_name(each): each for kind in kinds for each in app.get(kind) if not getattr(each, "disabled", False)}
        found.pop("", None)
        if not found:
            break
        fewest = min(done.count(each) for each in found)
        done.append(dice.choice([each for each in found if done.count(each) == fewest]))
        _change(app, found[done[-1]], dice)
        app.run()
        assert not app.exception, done
        assert not unreasoned(app), (unreasoned(app), done)
    return done


def _name(widget) -> str:
    """What a page calls a widget, or a row of tabs or a fold that it hears of; else empty."""
    if widget.type in ("tab_container", "expander"):
        return _key(widget) if widget.proto.id.count("-") >= 2 else ""
    return widget.key or widget.proto.id


def _change(app: AppTest, widget, dice: random.Random) -> None:
    if widget.type == "tab_container":
        app.session_state[_key(widget)] = dice.choice([each.label for each in widget.children.values()])
    elif widget.type == "expander":
        app.session_state[_key(widget)] = dice.random() < 0.5
    elif widget.type == "button":
        widget.click()
    elif widget.type == "radio":
        widget.set_value(Label(dice.choice(widget.options)))
    elif widget.type == "button_group":
        one = Label(dice.choice(widget.options))
        widget.set_value(one if widget._is_single_select else [one][: dice.randrange(2)])
    elif widget.type in ("text_input", "text_area"):
        widget.set_value(dice.choice(TYPED))
    elif widget.type == "select_slider":
        widget.set_value(dice.choice(widget.options[:3]))
    elif widget.type == "selectbox":
        widget.select(Label(dice.choice(widget.options)))
    elif not hasattr(widget, "min"):
        widget.set_value(not widget.value)
    elif isinstance(widget.value, tuple):
        widget.set_value((widget.min, widget.max))
    else:
        lo, hi = widget.min, min(widget.max, ENOUGH.get(widget.key.rpartition(".")[2], widget.max))
        value = dice.choice([lo, hi, lo + (hi - lo) * dice.random()])
        widget.set_value(int(value) if isinstance(lo, int) else value)
