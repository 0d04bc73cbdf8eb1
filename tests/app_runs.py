"""Streamlit's AppTest as its server is: what every visit would look up or compile again is kept from the first."""

from unittest.mock import MagicMock

from streamlit.components.v2.component_manager import BidiComponentManager
from streamlit.runtime import Runtime
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.testing.v1 import app_test, local_script_runner

_components = BidiComponentManager()
_components.discover_and_register_components(start_file_watching=False)
# Looking through every installed package for components is half the time of opening a page, and always the same.
_components.discover_and_register_components = lambda **_: None
_scripts = ScriptCache()
_runtime = MagicMock(spec=Runtime)


def _runtime_again(spec):
    _runtime.reset_mock()
    return _runtime


def _finished(runner, timeout: float) -> None:
    """Sleep until the script's thread ends; AppTest would wake every millisecond to look."""
    runner._script_thread.join(timeout)
    if runner._script_thread.is_alive():
        runner.request_stop()
        runner.join()
        raise RuntimeError(f"a page still ran after {timeout} s")


def install() -> None:
    """For every AppTest of this process."""
    app_test.BidiComponentManager = lambda: _components
    app_test.ScriptCache = local_script_runner.ScriptCache = lambda: _scripts
    app_test.MagicMock = _runtime_again
    local_script_runner.require_widgets_deltas = _finished
