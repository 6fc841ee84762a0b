"""What a text says under its disguises: letters, words, watched words, repetitions, hashtags. No Django.

Every place that is reported is a place in the text as it was written.
"""
