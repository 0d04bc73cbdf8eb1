"""The player in a notebook: the same stage as on the pages, as a widget; it needs the extra `notebook` (anywidget)."""

from functools import lru_cache

from vizvi.exports.bundle import bundle
from vizvi.exports.modules import style
from vizvi.figures.pack import pack
from vizvi.picture import Picture

# What Streamlit's theme tells the stage; a notebook says by a class or an attribute of its body whether it is dark.
LIGHT = """--st-background-color: #FFFFFF; --st-secondary-background-color: #F8F8F7; --st-text-color: #1A1C20;
  --st-primary-color: #3A4656; --st-border-color: #1A1C2033; color-scheme: light;"""
DARK = """--st-background-color: #171614; --st-secondary-background-color: #2D2B27; --st-text-color: #F2F0EC;
  --st-primary-color: #B9C2CE; --st-border-color: #F2F0EC33; color-scheme: dark;"""
DARKS = ('body[data-jp-theme-light="false"]', "body.vscode-dark", 'html[theme="dark"]')
LOOK = f""".vizvi-notebook {{ {LIGHT} --st-font: "Source Sans 3", "Source Sans Pro", system-ui, sans-serif; padding: 0.5rem;
  font-family: var(--st-font); color: var(--st-text-color); background: var(--st-background-color); }}
{", ".join(f"{each} .vizvi-notebook" for each in DARKS)} {{ {DARK} }}
.vizvi-notebook .vizvi-lab {{ --h: 540px !important; }}
"""
RENDER = """
export default {
  render({ model, el }) {
    el.classList.add("vizvi-notebook");
    const draw = () => {
      const sent = model.get("packed");
      const bytes = sent instanceof DataView ? new Uint8Array(sent.buffer, sent.byteOffset, sent.byteLength) : sent;
      return entry({ data: new Uint8Array(bytes), parentElement: el, setStateValue() {} });
    };
    const drop = draw();
    model.on("change:packed", draw);
    return () => drop?.();
  },
};
"""


def player(picture: Picture):
    """A widget that plays a picture in Jupyter, VS Code, Colab or marimo; nothing can be grabbed, since no page answers.

    Raises ImportError with a sentence if anywidget is not installed."""
    alone = {"handles": [], "grips": [], "guess": None, "open": False, "token": "", "step": None}
    header = {key: each for key, each in picture.header.items() if key not in ("link", "known")} | alone
    return _widget()(packed=pack(header, picture.arrays))


@lru_cache(maxsize=1)
def _widget():
    """The widget's class, made once; its code travels with each widget, so that a saved notebook plays too."""
    try:
        import anywidget
        import traitlets
    except ImportError:
        raise ImportError('To play a run in a notebook, pip install "vizvi[notebook]" first.') from None

    class Player(anywidget.AnyWidget):
        _esm = bundle() + RENDER
        _css = LOOK + style("stage/stage.css")
        packed = traitlets.Bytes().tag(sync=True)

    return Player
