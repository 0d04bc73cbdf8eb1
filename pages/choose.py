from vizvi.lessons.choose.page import page

page()
