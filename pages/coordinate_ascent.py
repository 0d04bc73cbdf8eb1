from vizvi.lessons.coordinate_ascent.page import page

page()
