"""Where the app's script is: the launcher serves it, the static edition records it."""

from pathlib import Path


def app_file() -> Path:
    """The app inside the installed package, else the checkout's."""
    here = Path(__file__).resolve().parent
    packaged = here / "_app" / "app.py"
    return packaged if packaged.exists() else here.parent / "app.py"
