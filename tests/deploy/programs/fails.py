"""A program that can't start and says why."""

import sys

sys.exit("the cupboard is empty")
