from vizvi.lessons.basins.page import page

page()
