from vizvi.lessons.workshop.page import page

page()
