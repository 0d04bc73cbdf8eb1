"""The static edition: its files hold what the live pages say, to the last digit, and need nothing from elsewhere."""

import base64
import gzip
import html
import importlib.util
import json
import re
from urllib.parse import urlencode

import numpy as np
import pytest
from visit import followed, large, pictures, revealed, shared

import vizvi
from vizvi.figures.pack import pack, unpack
from vizvi.lessons import COURSE, LESSONS
from vizvi.lessons.gap import DEFAULT
from vizvi.links import from_query
from vizvi.publish.by_hand import MARK, marked, reworded, spoken
from vizvi.publish.command import main, publish
from vizvi.publish.crawl import sweeps
from vizvi.publish.markdown import markdown
from vizvi.publish.message import DRAWN, lightened, pieces, rounded
from vizvi.publish.tex import mathml
from vizvi.ui.address import LIMITS


class Site:
    """A folder as a browser reads it."""

    def __init__(self, folder):
        self.folder = folder

    def about(self, slug: str) -> dict:
        text = (self.folder / f"{slug}.html").read_text(encoding="utf-8")
        return json.loads(re.search(r'id="vz-page">(.*?)</script>', text, re.S)[1])

    def file(self, slug: str, name: str) -> bytes:
        whole = (self.folder / slug / f"{name}.js").read_text()
        said, text = re.fullmatch(r'vizviTake\("(\w+)","([^"]*)"\);\n', whole).groups()
        assert said == name
        return gzip.decompress(base64.b64decode(text))

    def states(self, slug: str) -> list[tuple[dict, dict]]:
        """Each state's link, and its document once the prediction is made."""
        about = self.about(slug)
        rows = [({**about["base"], **change}, told) for change, told, *_ in about["states"]]
        rows = [({key: text for key, text in query.items() if text is not None}, told) for query, told in rows]
        return [(query, json.loads(self.file(slug, told))) for query, told in rows]

    def pictures(self, slug: str, document: dict) -> dict:
        """Every stage and board of a document, as `visit.pictures` reads those of a live page."""
        found = {}
        for key, names, header, *_ in document["parts"]:
            head, arrays = json.dumps(header).encode(), b"".join(self.file(slug, name) for name in names)
            found[key] = unpack(len(head).to_bytes(4, "little") + head + arrays)
        return found


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    assert publish(folder, ["gap"], live="https://lab.example.org", most=2) == 0
    return Site(folder)


def alike(mine: dict, live: dict) -> None:
    """Whether a stored picture has the arrays of a live one: those that are printed to the last bit, those that are only
    drawn to a thousandth of themselves."""
    for name, array in mine[1].items():
        if name.startswith(("draw_", "step_")) and name not in live[1]:
            continue  # the live page tells them once they are asked for
        there = live[1][name]
        if name in DRAWN:
            assert np.all(np.abs(array - there) <= 2.0 ** -DRAWN[name] * np.abs(there))
        else:
            np.testing.assert_array_equal(array, there)
    left_out = set(live[1]) - set(mine[1])
    assert all(name.startswith(("draw_", "step_")) for name in left_out)
    assert mine[0].get("readouts") == live[0].get("readouts")


def tiles(document: dict) -> dict[str, float]:
    found = re.findall(r'data-vizvi-value="([^"]+)" data-value="([^"]+)"', document["html"])
    return {name: float(re.sub(r"^np\.\w+\((.*)\)$", r"\1", html.unescape(value))) for name, value in found}


def test_its_numbers_are_those_of_the_live_page(site):
    states = site.states("gap")
    assert len({query["gap.target.x"] for query, _ in states}) >= 2
    for query, document in states[:2]:
        live = revealed(followed("gap", urlencode(query)))
        shown = site.pictures("gap", document)
        assert "gap.stage" in shown
        for key, picture in pictures(live).items():
            alike(shown[key], picture)


def test_its_numbers_are_those_of_the_ledger(site):
    query, document = site.states("gap")[-1]
    experiment, told = from_query(query, "gap", DEFAULT, LIMITS, ["hide"])
    assert not told and experiment != DEFAULT
    ledger = vizvi.exact(experiment.problem, vizvi.fit(experiment).lam[0])
    _, arrays = site.pictures("gap", document)["gap.stage"]
    for name in ("elbo", "reverse_kl", "forward_kl", "log_z"):
        np.testing.assert_allclose(arrays[name], getattr(ledger, name)[: len(arrays[name])], atol=1e-6)


def test_its_words_are_the_lessons_own(site):
    lesson, text = LESSONS["gap"], (site.folder / "gap.html").read_text(encoding="utf-8")
    assert html.escape(lesson.question, quote=False) in text
    assert lesson.prediction.options[0] in text and lesson.aha not in text  # nothing tells before it is asked
    told = re.sub('<span class="vz-byhand".*?</span>', "", site.states("gap")[0][1]["html"])
    for words in (lesson.aha, *lesson.notice, *lesson.references, lesson.teacher):
        assert markdown(words).removeprefix("<p>").removesuffix("</p>") in told
    for check in lesson.checks:
        assert all(html.escape(option, quote=False) in told for option in check.options)


def test_nothing_comes_from_elsewhere(site):
    for file in site.folder.rglob("*.html"):
        text = file.read_text(encoding="utf-8")
        for where in re.findall(r"""(?:src|href)=["']([^"']*)""", text):
            assert not re.match(r"(https?:)?//", where), where
            if where.endswith((".js", ".css")):
                assert (site.folder / where).exists()
    assert "@import" not in (site.folder / "site" / "site.css").read_text()


def test_the_first_picture_is_light(site):
    assert (site.folder / "gap.html").stat().st_size < 300_000


def test_only_what_changed_is_made_again(site, capsys):
    before = {file: file.stat().st_mtime_ns for file in site.folder.rglob("*") if file.is_file()}
    assert publish(site.folder, ["gap"], live="https://lab.example.org", most=2) == 0
    assert "gap: unchanged" in capsys.readouterr().out
    assert before == {file: file.stat().st_mtime_ns for file in site.folder.rglob("*") if file.is_file()}


def test_pictures_share_what_is_large():
    field, small = np.arange(3000.0), np.ones(3)
    messages = [pack({"type": "board"}, {"a": small * k, "b": small, "field": field, "c": small * k}) for k in (1, 2)]
    (_, one), (_, other) = rows = [lightened(each) for each in messages]
    mine, theirs = (pieces(*row) for row in rows)
    assert b"".join(mine) == one and b"".join(theirs) == other
    assert [a == b for a, b in zip(mine, theirs, strict=True)] == [False, True, False] and field.tobytes() in mine[1]


def test_what_is_only_drawn_is_cut_but_not_its_extremes():
    array = np.random.default_rng(3).normal(size=(7, 50)).astype(np.float32)
    cut = rounded(array, 9)
    assert np.all(np.abs(cut - array) <= 2.0**-9 * np.abs(array)) and (cut != array).mean() > 0.5
    assert np.array_equal(cut.max(axis=1), array.max(axis=1)) and np.array_equal(cut.argmin(axis=1), array.argmin(axis=1))


@pytest.mark.parametrize("slug", COURSE)
def test_what_a_lesson_sweeps_is_wide_enough(slug):
    if slug == "workshop":  # it is all about densities of one's own
        return
    main_knob = sweeps(slug)[0]
    assert 13 <= len(main_knob.settings()) <= 160 and len(set(main_knob.values)) == len(main_knob.values)


@pytest.mark.parametrize("slug", COURSE)
def test_every_part_of_a_lesson_is_computed(slug):
    files = (f"vizvi.lessons.{slug}{each}" for each in ("", ".words", ".settings", ".page"))
    homes = [importlib.import_module(name) for name in files if importlib.util.find_spec(name)]
    tabs = next((home.TABS for home in homes if hasattr(home, "TABS")), ())
    rows = [row for each in sweeps(slug) for row in each.settings()]
    rows += [each for each in getattr(homes[0], "PRESETS", {}).values() if isinstance(each, dict)]
    assert set(list(tabs)[1:]) <= {text for row in rows for key, text in row.items() if key.endswith(".tab")}


@pytest.mark.parametrize(
    "text, asked",
    [
        ("Drag the start, or click where it should go: then wait.", [""]),
        ("It falls. Drag q's mean or its ring. It rises.", ["q"]),
        ("Drag q by its mean ●, or p by its diamonds; it moves.", [""]),
        ("Drag the sweep: components die.", ["?drag the sweep"]),
        ("Each draw is dear; a type of error. See KL(q‖p) rise.", []),
        ("Drag points ([more](?choose.noise=0.5)). Type your numbers.", ["", "?type your numbers"]),
    ],
)
def test_a_sentence_that_asks_for_a_hand_is_known(text, asked):
    found = marked(text)
    assert MARK.findall(found) == asked and MARK.sub("", found) == text


def test_a_boards_own_words_say_it_too():
    header = {"title": "It has a start to drag.", "marks": [{"label": "drag its points", "at": 1.5}], "drag": "xy"}
    told = "It has a start to drag (in the live edition).", "drag its points (in the live edition)"
    assert reworded(header) == header | {"title": told[0], "marks": [{"label": told[1], "at": 1.5}]}


def test_a_mark_says_where_a_hand_is_heard():
    said = spoken(markdown(marked("Drag the sweep: look.")), [("ascent.climb", "Sweep"), ("ascent.mu", "μ")])
    mark = '<span class="vz-byhand" data-of="ascent.climb"> (<a class="vz-elsewhere">in the live edition</a>)</span>'
    assert said == f"<p>Drag the sweep{mark}: look.</p>"


@pytest.mark.parametrize(
    "text, wanted",
    [
        ("a **b** *c* `d<`", "<p>a <strong>b</strong> <em>c</em> <code>d&lt;</code></p>"),
        ("<script>", "<p>&lt;script&gt;</p>"),
        ("[x](javascript:alert(1))", "<p>x)</p>"),
        ("[x](?kl.target=ring)", '<p><a href="?kl.target=ring">x</a></p>'),
        ("- one\n- two", "<ul><li>one</li><li>two</li></ul>"),
        (
            "| | a |\n|---|--:|\n| b | 1 |",
            '<div class="vz-table"><table><thead><tr><td class="vz-left"></td><th class="vz-right">a</th></tr></thead>'
            '<tbody><tr><td class="vz-left">b</td><td class="vz-right">1</td></tr></tbody></table></div>',
        ),
        ("*Inferno*, 2 * 3 * 4", "<p><em>Inferno</em>, 2 * 3 * 4</p>"),
    ],
)
def test_markdown(text, wanted):
    assert markdown(text) == wanted


def test_formulas():
    assert mathml(r"\frac{p(x)}{2}") == (
        '<math display="inline"><mrow><mfrac><mrow><mi>p</mi><mo>(</mo><mi>x</mi><mo>)</mo></mrow>'
        "<mrow><mn>2</mn></mrow></mfrac></mrow></math>"
    )
    assert "<msub><mi>𝔼</mi><mi>q</mi></msub>" in mathml(r"\mathbb{E}_q") and "ELBO, green" in mathml(r"\text{ELBO, green}")
    with pytest.raises(ValueError, match="is no word of TeX"):
        mathml(r"\unheardof")


def test_the_command_says_what_is_wrong(tmp_path, capsys):
    (tmp_path / "taken").write_text("")
    for words in (["--live", "ftp://x", str(tmp_path)], [str(tmp_path / "taken")], [str(tmp_path), "--only", "nothing"]):
        with pytest.raises(SystemExit):
            main(words)
    assert "a folder is wanted" in capsys.readouterr().err


def says_what_its_live_page_says(slug: str, folder) -> None:
    """Whether the page that opens shows, once its question is answered, what the live one comes to; and the last state."""
    site, opens = Site(folder), next((each.given for each in sweeps(slug)), {})
    _, _, _, *then = site.about(slug)["states"][0]
    states = site.states(slug)
    opened = states[then[0] if then else 0]
    for (query, document), link in ((opened, opens), (states[-1], states[-1][0])):
        live = revealed(followed(slug, urlencode(link), at_once=True))
        assert shared(live) == {"v": "1"} | {key: text for key, text in query.items() if text}
        told, shown, charts = large(live), site.pictures(slug, document), pictures(live)
        assert told.keys() <= tiles(document).keys() and charts.keys() <= shown.keys()  # what is folded away comes along
        for key, value in told.items():
            assert tiles(document)[key] == value or value != value
        for key, picture in charts.items():
            alike(shown[key], picture)


def test_what_an_answer_moves_has_moved(tmp_path):
    assert publish(tmp_path, ["gradients"], most=0) == 0
    says_what_its_live_page_says("gradients", tmp_path)
    site = Site(tmp_path)
    states = site.about("gradients")["states"]
    *_, asked, then = states[0]
    assert [site.states("gradients")[i][0]["gradients.constant"] for i in (0, then)] == ["0", "100"]
    documents = [json.loads(site.file("gradients", name)) for name in (asked, states[then][1])]
    before, after = (site.pictures("gradients", each)["gradients.arrows"][1] for each in documents)
    assert any(not np.array_equal(before[name], after[name]) for name in before)


@pytest.mark.wide
@pytest.mark.parametrize("slug", COURSE)
def test_every_lesson_says_what_its_live_page_says(slug, tmp_path):
    assert publish(tmp_path, [slug], most=1) == 0
    says_what_its_live_page_says(slug, tmp_path)
