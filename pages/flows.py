from vizvi.lessons.flows.page import page

page()
