from vizvi.lessons.gradients.page import page

page()
