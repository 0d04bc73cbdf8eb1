from vizvi.lessons.play_2d.page import page

page()
