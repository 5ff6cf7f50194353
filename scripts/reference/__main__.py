"""`python -m scripts.reference`: bring the generated parts of the documentation up to date."""

from scripts.reference import write

write()
