"""Widgets of a recorded page as settings: a name and a value, which the page's script makes alive."""

import html

from vizvi.publish.markdown import inline
from vizvi.publish.record import Shot


class Settings:
    """What a document makes of each kind of widget, by Streamlit's names of them; it has a shot, and counts as it goes."""

    shot: Shot
    shown: dict[str, str]  # how each setting is written, by its key
    live: int  # widgets that need Python

    def selectbox(self, node) -> str:
        told = str(node.proto.options[node.index]) if node.index is not None else ""
        return self._setting(node.key, "menu", node.label, told, list(node.options))

    def select_slider(self, node) -> str:
        return self._setting(node.key, "slider", node.label, _told(node.value), list(map(str, node.options)))

    def slider(self, node) -> str:
        return self._setting(node.key, "slider", node.label, _told(node.value))

    def number_input(self, node) -> str:
        return self._setting(node.key, "slider", node.label, _told(node.value))

    def toggle(self, node) -> str:
        return self._setting(node.key, "switch", node.label, "on" if node.value else "off")

    def checkbox(self, node) -> str:
        return self.toggle(node)

    def text_input(self, node) -> str:
        return self._setting(node.key, "text", node.label, node.value or "")

    def text_area(self, node) -> str:
        return self.text_input(node)

    def button_group(self, node) -> str:
        options = [each.content for each in node.proto.options]
        value = node.value[0] if isinstance(node.value, list) and node.value else node.value
        if (node.key or "").endswith(".predict"):
            button = '<button type="button" class="vz-option" aria-pressed="false">'
            made = "".join(f"{button}{inline(each)}</button>" for each in options)
            return f'<div class="vz-options" role="group">{made}</div>'
        told = options[node.indices[0]] if value is not None and node.indices else ""
        return self._setting(node.key, "choice", node.label, told, options)

    def _setting(self, key: str, kind: str, label: str, told: str, options: list[str] | None = None) -> str:
        """A setting as it is written; the page's script makes those alive that it has other values of."""
        if key not in self.shot.query:
            self.live += 1
            return ""
        self.shown[key] = told
        names = html.escape("\x1f".join(options or ()))
        head = f'<span class="vz-label">{inline(label)}</span>' if label else ""
        about = f'data-setting="{html.escape(key)}" data-kind="{kind}" data-label="{html.escape(label)}"'
        value = f'<span class="vz-value">{html.escape(told)}</span>'
        return f'<div class="vz-setting" {about} data-options="{names}">{head}{value}</div>'


def _told(value) -> str:
    """A widget's value as text."""
    return f"{value:g}" if isinstance(value, float) else str(value)
