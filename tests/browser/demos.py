"""All demos behind one server: `streamlit run tests/browser/demos.py`, then `?demo=stage_demo&show=plane` or another."""

import importlib
import sys
from pathlib import Path

import streamlit as st

sys.path.insert(0, str(Path(__file__).resolve().parent))
DEMOS = ("stage_demo", "link_demo", "board_demo")

if __name__ == "__main__":
    name = st.query_params.get("demo", DEMOS[0])
    importlib.import_module(name if name in DEMOS else DEMOS[0]).main()
