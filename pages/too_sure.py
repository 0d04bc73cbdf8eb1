from vizvi.lessons.too_sure.page import page

page()
