"""A program that says as whom it would migrate, and ends."""

import os
import sys

role = os.environ["CONGVAN_OWNER_DATABASE_URL"].partition("://")[2].partition(":")[0]
sys.stdout.write(f"migrated as {role}\n")
