from vizvi.lessons.kl.page import page

page()
