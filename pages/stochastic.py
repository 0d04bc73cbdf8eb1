from vizvi.lessons.stochastic.page import page

page()
