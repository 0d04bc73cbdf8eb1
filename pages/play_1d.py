from vizvi.lessons.play_1d.page import page

page()
