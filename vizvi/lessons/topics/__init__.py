"""Can 25 pixels teach you topic models?"""
