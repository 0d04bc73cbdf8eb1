from vizvi.lessons.topics.page import page

page()
