from vizvi.lessons.amortize.page import page

page()
