"""`python -m vizvi` is the `vizvi` command."""

import sys

from vizvi.cli import main

sys.exit(main())
