from vizvi.lessons.gap.page import page

page()
