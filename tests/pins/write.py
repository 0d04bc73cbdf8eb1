"""Record the pins anew: `python tests/pins/write.py`, or with names of cases only these cases' pictures.

Look at the difference before you keep it."""

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]


def lines(value: dict, deep: int) -> str:
    """JSON with one entry a line down to a depth, so that a difference shows what differs."""
    if deep == 0 or not isinstance(value, dict) or not value:
        return json.dumps(value, ensure_ascii=False)
    inner = ",\n".join(f"{json.dumps(key, ensure_ascii=False)}: {lines(each, deep - 1)}" for key, each in value.items())
    return "{\n" + inner + "\n}"


def main() -> None:
    from pins.cases import CASES, shown
    from pins.digest import LINKS, PICTURES, of_link, of_pictures, packed, unpacked

    if names := sys.argv[1:]:
        known = unpacked(json.loads(PICTURES.read_text(encoding="utf-8")))
        known |= {name: of_pictures(shown(name)) for name in names}
        PICTURES.write_text(lines(packed({name: known[name] for name in CASES}), 4) + "\n", encoding="utf-8")
        return
    LINKS.write_text(lines({name: of_link(shown(name)) for name in CASES}, 2) + "\n", encoding="utf-8")
    PICTURES.write_text(lines(packed({name: of_pictures(shown(name)) for name in CASES}), 4) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
