"""Many articles at once, as import, generated load and demonstration content write them."""
