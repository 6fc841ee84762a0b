"""Which earlier articles best continue an article. Pure: values in, values out; neither Django nor Wagtail."""
