"""Files and widgets away from the server: the notebook's module plays; the page from a disk asks for nothing."""

import pytest

import vizvi
from vizvi.exports.bundle import bundle
from vizvi.exports.modules import style
from vizvi.exports.notebook import LOOK, RENDER
from vizvi.exports.page import page as offline
from vizvi.figures.pack import pack
from vizvi.picture import picture
from vizvi.presets import descent


@pytest.fixture(scope="module")
def shown():
    experiment = descent("two_bumps", start=(1.5, 0.0))
    return picture(experiment, vizvi.fit(experiment))


def test_a_notebook_plays_the_run(page, shown):
    """The widget's own code and style with a model of a notebook's making."""
    said = []
    page.on("console", lambda each: said.append(each.text))
    page.on("pageerror", lambda each: said.append(str(each)))
    page.goto("about:blank")
    page.set_content(f"<style>{LOOK}{style('stage/stage.css')}</style><div id=cell style='width:1000px'></div>")
    header = shown.header | {"handles": [], "grips": [], "guess": None, "open": False, "token": "", "step": None}
    packed = pack(header, shown.arrays)
    code = bundle() + RENDER.replace("export default", "const widget =")
    start = """([code, bytes]) => {
      const widget = new Function(`${code}; return widget;`)();
      const model = { get: () => new DataView(new Uint8Array(bytes).buffer), on() {} };
      widget.render({ model, el: document.getElementById("cell") });
    }"""
    page.evaluate(start, [code, list(packed)])
    stage = page.locator('[data-vizvi="stage"]')
    page.get_by_role("button", name="To end").click()
    assert stage.get_attribute("data-step") == "40"
    elbo = page.locator('[data-vizvi-value="elbo"]').first.get_attribute("data-value")
    assert float(elbo) == pytest.approx(float(shown.arrays["elbo"][-1]))
    assert said == [] and page.get_by_role("slider", name="Mean of q").count() == 0


def test_the_page_plays_from_a_disk_without_a_request(page, shown, tmp_path):
    asked, said = [], []
    page.on("request", lambda each: asked.append(each.url) if not each.url.startswith("data:") else None)
    page.on("console", lambda each: said.append(each.text))
    file = tmp_path / "run.html"
    file.write_text(offline(shown), encoding="utf-8")
    page.goto(file.as_uri())
    page.get_by_role("button", name="Play").click()
    page.wait_for_function("Number(document.querySelector('[data-vizvi=stage]').dataset.step) > 2")
    assert asked == [file.as_uri()] and said == []


@pytest.mark.wide
def test_every_button_gives_its_file(app_url, page):
    """From a lesson of the real app: each file is made when asked for, under its name, and none is empty."""
    page.goto(f"{app_url}/play_1d?play_1d.steps=12")
    page.locator('[data-vizvi="stage"]').wait_for(timeout=30_000)
    page.get_by_text("Take it away").click()
    for label, name in (("Plays offline", "vizvi_play_1d_stage.html"), ("PNG", "vizvi_play_1d_stage_0.png"),
                        ("SVG", "vizvi_play_1d_stage_0.svg"), ("Every step", "vizvi_play_1d_stage.csv"),
                        ("For ArviZ", "vizvi_play_1d_stage.zarr.zip")):  # fmt: skip
        with page.expect_download() as given:
            page.get_by_role("button", name=label).click()
        assert given.value.suggested_filename == name  # step 0: the question is still open
        assert given.value.path().stat().st_size > 1000
    page.get_by_role("button", name="Film for slides").click()
    with page.expect_download(timeout=60_000) as given:
        page.get_by_role("button", name="Save the film").click(timeout=60_000)
    assert given.value.path().read_bytes()[:6] == b"GIF89a"
