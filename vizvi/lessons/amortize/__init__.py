"""What do you lose by guessing posteriors with a network?"""
