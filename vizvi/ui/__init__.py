"""Everything that imports Streamlit: controls, state and links, the lab block, the look of a page."""
