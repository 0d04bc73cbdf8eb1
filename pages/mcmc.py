from vizvi.lessons.mcmc.page import page

page()
